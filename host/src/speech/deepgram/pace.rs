//! How fast held sound is sent once the line is back.

use crate::speech::SAMPLE_RATE;
use tokio::time::Instant;

/// Times real time. Deepgram takes in more than it understands at once (1.25 times real time, says its
/// documentation), so that more than this only fills buffers.
const SPEED: f64 = 5.0;
/// Seconds of sound that may go at once, so that ordinary sound, which comes in bursts, never waits.
const BURST: f64 = 1.0;

/// A bucket that fills at [`SPEED`].
#[derive(Debug)]
pub(super) struct Pace {
    /// Seconds of sound that may be sent now; less than none after a long piece.
    credit: f64,
    filled: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Self {
        Self { credit: BURST, filled: now }
    }

    /// Whether a piece may be sent now.
    pub(super) fn allows(&mut self, now: Instant) -> bool {
        self.credit = (self.credit + (now - self.filled).as_secs_f64() * SPEED).min(BURST);
        self.filled = now;
        self.credit > 0.0
    }

    /// A piece is sent.
    pub(super) fn spend(&mut self, samples: usize) {
        self.credit -= samples as f64 / f64::from(SAMPLE_RATE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::held::MESSAGE;
    use std::time::Duration;

    #[test]
    fn a_minute_of_held_sound_takes_twelve_seconds() {
        let began = Instant::now();
        let (mut pace, mut now, mut left) = (Pace::new(began), began, 60 * SAMPLE_RATE as usize);
        while left > 0 {
            while left > 0 && pace.allows(now) {
                pace.spend(MESSAGE);
                left -= left.min(MESSAGE);
            }
            now += Duration::from_millis(100);
        }
        assert!((11..=13).contains(&(now - began).as_secs()), "{:?}", now - began);
    }
}
