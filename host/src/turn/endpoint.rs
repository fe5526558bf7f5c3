//! Finds where speech begins and ends in a row of voiced and unvoiced frames.
//!
//! Works on sample positions, not on frame counts: a gap in the sound (a lost device) counts as the silence
//! that it is.

/// How long things must last, in samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Uninterrupted voice that makes a start. 64 ms: clicks and single plosives stay out.
    pub onset: u64,
    /// Silence after which it is worth preparing for the end. Every second breath is this long, so it is taken back
    /// often; then what was prepared is given up at once, and has cost no more than the breath's own time.
    pub pause: u64,
    /// Silence that ends a turn which is getting too long. 240 ms splits every other turn (measured).
    pub breath: u64,
    /// Silence after which the turn has ended. 500 ms gave no wrong split down to 10 dB signal to noise.
    pub end: u64,
    /// A turn this long ends at its next breath: whisper sees 30 s at most.
    pub long: u64,
    /// A turn this long is cut where it stands.
    pub longest: u64,
}

impl Timing {
    /// The measured times at a sample rate in Hz.
    pub const fn at(sample_rate: u32) -> Self {
        const fn samples(ms: u64, rate: u32) -> u64 {
            ms * rate as u64 / 1000
        }
        Self {
            onset: samples(64, sample_rate),
            pause: samples(128, sample_rate),
            breath: samples(240, sample_rate),
            end: samples(500, sample_rate),
            long: samples(14_000, sample_rate),
            longest: samples(27_000, sample_rate),
        }
    }
}

/// A boundary, with its place in samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// Speech began here.
    Started(u64),
    /// Speech stopped here, perhaps for good.
    Paused(u64),
    /// It goes on after all.
    Resumed,
    /// Speech ended here.
    Ended(u64),
}

#[derive(Clone, Copy, Debug)]
enum State {
    Silent,
    /// Voice since the given place, not yet long enough.
    Rising(u64),
    Speaking {
        start: u64,
        last_voice: u64,
        paused: bool,
    },
}

/// The state machine for one side.
#[derive(Debug)]
pub struct Endpointer {
    timing: Timing,
    state: State,
    /// Place after the last frame.
    heard_to: u64,
}

impl Endpointer {
    /// A machine that has heard nothing yet.
    pub fn new(timing: Timing) -> Self {
        Self { timing, state: State::Silent, heard_to: 0 }
    }

    /// Takes in the frame from `start` to `end` (samples) and says whether it makes a boundary.
    pub fn push(&mut self, start: u64, end: u64, voiced: bool) -> Option<Boundary> {
        // Voice before a gap and voice after it do not make one start.
        if start != self.heard_to && matches!(self.state, State::Rising(_)) {
            self.state = State::Silent;
        }
        self.heard_to = end;
        match self.state {
            State::Silent if voiced => {
                self.state = State::Rising(start);
                None
            }
            State::Silent => None,
            State::Rising(_) if !voiced => {
                self.state = State::Silent;
                None
            }
            State::Rising(since) => {
                if end - since < self.timing.onset {
                    return None;
                }
                self.state = State::Speaking { start: since, last_voice: end, paused: false };
                Some(Boundary::Started(since))
            }
            State::Speaking { start: began, last_voice, paused } => {
                let gap = start - last_voice;
                if gap >= self.timing.end {
                    return self.end(last_voice);
                }
                if voiced {
                    return self.voice(began, end, paused);
                }
                self.silence(began, last_voice, end, paused)
            }
        }
    }

    /// The sound is over: ends a turn that is still open.
    pub fn finish(&mut self) -> Option<Boundary> {
        match self.state {
            State::Speaking { last_voice, .. } => self.end(last_voice),
            _ => None,
        }
    }

    fn end(&mut self, place: u64) -> Option<Boundary> {
        self.state = State::Silent;
        Some(Boundary::Ended(place))
    }

    fn voice(&mut self, began: u64, end: u64, paused: bool) -> Option<Boundary> {
        if end - began >= self.timing.longest {
            return self.end(end);
        }
        self.state = State::Speaking { start: began, last_voice: end, paused: false };
        paused.then_some(Boundary::Resumed)
    }

    fn silence(&mut self, began: u64, last_voice: u64, end: u64, paused: bool) -> Option<Boundary> {
        let silence = end - last_voice;
        let enough = if end - began >= self.timing.long { self.timing.breath } else { self.timing.end };
        if silence >= enough {
            return self.end(last_voice);
        }
        if silence >= self.timing.pause && !paused {
            self.state = State::Speaking { start: began, last_voice, paused: true };
            return Some(Boundary::Paused(last_voice));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 16_000;
    const FRAME: u64 = 256;

    /// Feeds runs of (milliseconds, voiced) and collects the boundaries in milliseconds.
    fn boundaries(runs: &[(u64, bool)]) -> Vec<String> {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        let mut place = 0;
        let mut found = Vec::new();
        for &(ms, voiced) in runs {
            for _ in 0..(ms * 16 / FRAME) {
                found.extend(endpointer.push(place, place + FRAME, voiced));
                place += FRAME;
            }
        }
        found.extend(endpointer.finish());
        found
            .into_iter()
            .map(|boundary| match boundary {
                Boundary::Started(at) => format!("started {}", at / 16),
                Boundary::Paused(at) => format!("paused {}", at / 16),
                Boundary::Resumed => "resumed".to_owned(),
                Boundary::Ended(at) => format!("ended {}", at / 16),
            })
            .collect()
    }

    #[test]
    fn speech_between_silences_is_one_turn() {
        let found = boundaries(&[(320, false), (1600, true), (800, false)]);
        assert_eq!(found, ["started 320", "paused 1920", "ended 1920"]);
    }

    #[test]
    fn a_click_is_not_speech() {
        assert!(boundaries(&[(320, false), (32, true), (800, false)]).is_empty());
    }

    #[test]
    fn a_breath_within_a_sentence_takes_the_eager_end_back() {
        let found = boundaries(&[(1600, true), (320, false), (1600, true), (640, false)]);
        assert_eq!(found, ["started 0", "paused 1600", "resumed", "paused 3520", "ended 3520"]);
    }

    #[test]
    fn a_monologue_is_cut_at_a_breath_before_the_model_overflows() {
        let found = boundaries(&[(16_000, true), (320, false), (1600, true)]);
        assert_eq!(found, ["started 0", "paused 16000", "ended 16000", "started 16320", "ended 17920"]);
    }

    #[test]
    fn speech_without_a_breath_is_cut_at_the_longest() {
        let found = boundaries(&[(32_000, true)]);
        assert_eq!(found[1], "ended 27008");
    }

    #[test]
    fn a_start_does_not_reach_across_a_hole() {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        endpointer.push(0, FRAME, true);
        let after_hole = 160_000;
        let starts: Vec<Boundary> = (0..4)
            .filter_map(|n| endpointer.push(after_hole + n * FRAME, after_hole + (n + 1) * FRAME, true))
            .collect();
        assert_eq!(starts, [Boundary::Started(after_hole)]);
    }

    #[test]
    fn a_hole_in_the_sound_ends_the_turn_before_it() {
        let mut endpointer = Endpointer::new(Timing::at(RATE));
        for frame in 0..10 {
            endpointer.push(frame * FRAME, (frame + 1) * FRAME, true);
        }
        let after_hole = 10 * FRAME + 16_000;
        assert_eq!(endpointer.push(after_hole, after_hole + FRAME, true), Some(Boundary::Ended(10 * FRAME)));
    }
}
