//! From seconds in a connection's stream back to places on the session's audio clock.

use crate::speech::SAMPLE_RATE;
use crate::speech::held::Piece;

/// Where the stream's sound comes from, for one connection.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    stretches: Vec<Stretch>,
    /// Samples sent.
    sent: u64,
    /// Place after the last sample sent.
    end: u64,
}

/// Sound without a jump.
#[derive(Debug)]
struct Stretch {
    /// Samples of the stream before it.
    at: u64,
    /// Place of its first sample.
    place: u64,
    /// Time stands still on the session's clock.
    padding: bool,
}

impl Timeline {
    /// Notes a piece that is being sent.
    pub(super) fn sent(&mut self, piece: &Piece) {
        let goes_on = |last: &Stretch| last.padding == piece.padding && self.end == piece.place;
        if !self.stretches.last().is_some_and(goes_on) {
            self.stretches.push(Stretch { at: self.sent, place: piece.place, padding: piece.padding });
        }
        self.sent += piece.samples.len() as u64;
        self.end = piece.end();
    }

    /// The place of a moment in the stream. Never after what has been sent, whatever the number.
    pub(super) fn place(&self, seconds: f64) -> u64 {
        // A cast makes 0 of what is not a number, and the largest number of what is too large.
        let at = ((seconds * f64::from(SAMPLE_RATE)).round() as u64).min(self.sent);
        let next = self.stretches.partition_point(|stretch| stretch.at <= at);
        let Some(stretch) = next.checked_sub(1).and_then(|index| self.stretches.get(index)) else { return self.end };
        let place = if stretch.padding { stretch.place } else { stretch.place + (at - stretch.at) };
        // A stretch whose end was said to be later than the next one begins overlaps it by nothing.
        self.stretches.get(next).map_or(place, |next| place.min(next.place))
    }

    /// Lets go of what lies before `place`.
    pub(super) fn settle(&mut self, place: u64) {
        while self.stretches.get(1).is_some_and(|second| second.place < place) {
            self.stretches.remove(0);
        }
    }

    /// Samples sent.
    #[cfg(test)]
    pub(super) fn length(&self) -> u64 {
        self.sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(place: u64, length: usize) -> Piece {
        Piece { place, samples: vec![1; length], padding: false }
    }

    #[test]
    fn seconds_of_a_stream_that_began_late_are_places_of_the_session() {
        let mut timeline = Timeline::default();
        timeline.sent(&piece(160_000, 16_000));
        timeline.sent(&piece(176_000, 16_000));
        assert_eq!(timeline.place(0.0), 160_000);
        assert_eq!(timeline.place(1.5), 184_000);
        assert_eq!(timeline.stretches.len(), 1);
    }

    #[test]
    fn time_stands_still_in_the_silence_that_stands_in_for_a_hole() {
        let mut timeline = Timeline::default();
        timeline.sent(&piece(0, 16_000));
        timeline.sent(&Piece { place: 16_000, samples: vec![0; 40_000], padding: true });
        timeline.sent(&piece(960_000, 16_000));
        assert_eq!(timeline.place(0.5), 8_000);
        assert_eq!(timeline.place(2.0), 16_000);
        assert_eq!(timeline.place(4.0), 960_000 + 8_000);
    }

    #[test]
    fn nonsense_is_never_later_than_what_was_sent() {
        let mut timeline = Timeline::default();
        assert_eq!(timeline.place(7.0), 0);
        timeline.sent(&piece(1_000, 1_280));
        for seconds in [f64::NAN, f64::INFINITY, -4.0, 1e300, 0.08] {
            assert!((1_000..=2_280).contains(&timeline.place(seconds)), "{seconds}");
        }
    }

    #[test]
    fn what_is_final_is_forgotten_and_the_rest_keeps_its_places() {
        let mut timeline = Timeline::default();
        for n in 0..100 {
            timeline.sent(&piece(n * 100_000, 1_280));
            timeline.sent(&Piece { place: n * 100_000 + 1_280, samples: vec![0; 1_280], padding: true });
        }
        let last = timeline.place(99.0 * 0.16 + 0.04);
        timeline.settle(99 * 100_000);
        assert!(timeline.stretches.len() <= 3);
        assert_eq!(timeline.place(99.0 * 0.16 + 0.04), last);
    }
}
