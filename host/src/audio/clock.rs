//! Where captured sound belongs on the session's audio clock.
//!
//! Counting samples is exact from one fragment to the next, the wall clock is exact over minutes. So positions
//! are counted, and compared with the wall clock: only when they stay apart is the count set right, forwards.

use super::SAMPLE_RATE;
use std::time::{Duration, Instant};

/// How far behind the wall clock the count may stay: more than a stalled computer's jitter, less than anybody
/// would notice in a transcript.
const TOLERANCE: u64 = SAMPLE_RATE as u64 / 5;

/// How long the count must be behind without a break. Fragments that were merely delivered late come in a burst
/// that catches up within this time; lost ones never do.
const PATIENCE: Duration = Duration::from_secs(1);

/// The audio clock of one source. Positions are samples at [`SAMPLE_RATE`] since the session began.
pub(super) struct Clock {
    session_start: Instant,
    /// First position that has not been given out.
    floor: u64,
    /// Position of the next stretch's sample 0; none before its first fragment.
    base: Option<u64>,
    /// Since when every fragment was late.
    late: Option<Instant>,
}

/// What to do with a fragment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Placing {
    /// It follows the one before it.
    Continues,
    /// A stretch ends here and this fragment begins a new one.
    Jumps,
}

impl Clock {
    /// A clock that shows 0 at `session_start`.
    pub(super) fn new(session_start: Instant) -> Self {
        Self { session_start, floor: 0, base: None, late: None }
    }

    /// Judges a fragment whose first sample was captured at `captured` and which is the `offset`th sample (at
    /// [`SAMPLE_RATE`]) of the present stretch.
    pub(super) fn place(&mut self, captured: Instant, offset: u64) -> Placing {
        let truth = self.position(captured);
        let Some(base) = self.base else {
            self.base = Some(truth.max(self.floor));
            return Placing::Continues;
        };
        let behind = truth.saturating_sub(base + offset);
        if behind <= TOLERANCE {
            self.late = None;
            return Placing::Continues;
        }
        let since = *self.late.get_or_insert(captured);
        if captured.saturating_duration_since(since) < PATIENCE { Placing::Continues } else { Placing::Jumps }
    }

    /// Ends the present stretch: the next fragment is placed by the wall clock, never before what was given out.
    pub(super) fn restart(&mut self) {
        self.base = None;
        self.late = None;
    }

    /// The position of the `offset`th sample of the present stretch; `length` samples are given out with it.
    pub(super) fn give(&mut self, offset: u64, length: u64) -> u64 {
        let start = self.base.unwrap_or(self.floor) + offset;
        self.floor = self.floor.max(start + length);
        start
    }

    /// How much of what was captured from `moment` on is older than the session.
    pub(super) fn before_session(&self, moment: Instant) -> Duration {
        self.session_start.saturating_duration_since(moment)
    }

    /// Samples between the session's beginning and `moment`.
    fn position(&self, moment: Instant) -> u64 {
        let since = moment.saturating_duration_since(self.session_start);
        (since.as_micros() * u128::from(SAMPLE_RATE) / 1_000_000) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = SAMPLE_RATE as u64 / 1000;

    /// 20 ms fragments captured from `from_ms` on, `count` of them, beginning at `offset` of the stretch; says
    /// after how many the clock jumped.
    fn feed(clock: &mut Clock, start: Instant, from_ms: u64, offset: u64, count: u64) -> Option<u64> {
        (0..count).find(|n| {
            let captured = start + Duration::from_millis(from_ms + 20 * n);
            clock.place(captured, offset + n * 20 * MS) == Placing::Jumps
        })
    }

    #[test]
    fn the_first_sample_is_placed_by_the_wall_clock_and_the_rest_is_counted() {
        let start = Instant::now();
        let mut clock = Clock::new(start);
        assert_eq!(feed(&mut clock, start, 250, 0, 1), None);
        assert_eq!(clock.give(0, 320), 250 * MS);
        assert_eq!(feed(&mut clock, start, 275, 320, 1), None);
        assert_eq!(clock.give(320, 320), 270 * MS, "5 ms of jitter change nothing");
    }

    #[test]
    fn sound_from_before_the_session_begins_at_zero() {
        let start = Instant::now();
        let mut clock = Clock::new(start + Duration::from_secs(5));
        clock.place(start, 0);
        assert_eq!(clock.give(0, 320), 0);
    }

    #[test]
    fn fragments_that_come_late_in_a_burst_do_not_move_the_clock() {
        let start = Instant::now();
        let mut clock = Clock::new(start);
        assert_eq!(feed(&mut clock, start, 0, 0, 50), None);
        let burst = start + Duration::from_secs(3);
        for n in 50..150 {
            assert_eq!(clock.place(burst, n * 20 * MS), Placing::Continues);
        }
        assert_eq!(feed(&mut clock, start, 3_000, 3_000 * MS, 100), None);
    }

    #[test]
    fn lost_fragments_move_the_clock_forwards_within_about_a_second() {
        let start = Instant::now();
        let mut clock = Clock::new(start);
        assert_eq!(feed(&mut clock, start, 0, 0, 50), None);
        clock.give(0, 1_000 * MS);
        let jumped = feed(&mut clock, start, 31_000, 1_000 * MS, 200).expect("a jump");
        assert!((49..=51).contains(&jumped), "{jumped}");
        clock.restart();
        feed(&mut clock, start, 32_000, 0, 1);
        assert_eq!(clock.give(0, 320), 32_000 * MS);
    }

    #[test]
    fn the_clock_never_runs_backwards() {
        let start = Instant::now();
        let mut clock = Clock::new(start);
        clock.place(start + Duration::from_millis(500), 0);
        clock.give(0, 1_000 * MS);
        clock.restart();
        clock.place(start + Duration::from_millis(900), 0);
        assert_eq!(clock.give(0, 320), 1_500 * MS);
    }
}
