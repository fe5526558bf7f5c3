//! The recent sound of one side: as much as the turns may still need.

use crate::speech::{SAMPLE_RATE, Sound};

/// Forgetting moves what is left, so it is done a second at a time.
const STEP: usize = SAMPLE_RATE as usize;

/// Sound without a hole.
#[derive(Debug, Default)]
pub struct Kept {
    samples: Vec<f32>,
    /// Place of the first sample.
    start: u64,
}

impl Kept {
    /// Place after the last sample.
    pub fn end(&self) -> u64 {
        self.start + self.samples.len() as u64
    }

    /// Appends sound, or begins anew after a gap.
    pub fn push(&mut self, piece: &Sound) {
        if piece.start != self.end() {
            self.samples.clear();
            self.start = piece.start;
        }
        self.samples.extend_from_slice(&piece.samples);
    }

    /// What lies before `place` is not needed any more.
    pub fn forget_before(&mut self, place: u64) {
        let surplus = (place.saturating_sub(self.start) as usize).min(self.samples.len());
        if surplus > STEP {
            self.samples.drain(..surplus);
            self.start += surplus as u64;
        }
    }

    /// A copy of what is kept between two places.
    pub fn stretch(&self, from: u64, to: u64) -> Vec<f32> {
        let index = |place: u64| (place.saturating_sub(self.start) as usize).min(self.samples.len());
        self.samples[index(from)..index(to)].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(start: u64, length: usize) -> Sound {
        Sound { start, samples: (0..length).map(|n| (start + n as u64) as f32).collect() }
    }

    #[test]
    fn a_stretch_is_found_by_its_place_also_after_forgetting() {
        let mut kept = Kept::default();
        kept.push(&counting(0, 20_000));
        kept.push(&counting(20_000, 20_000));
        kept.forget_before(30_000);
        assert_eq!(kept.stretch(30_000, 30_003), [30_000.0, 30_001.0, 30_002.0]);
        assert_eq!(kept.stretch(0, 30_001), [30_000.0]);
        assert_eq!((kept.stretch(50_000, 60_000).len(), kept.end()), (0, 40_000));
    }

    #[test]
    fn a_gap_begins_anew() {
        let mut kept = Kept::default();
        kept.push(&counting(0, 100));
        kept.push(&counting(500, 100));
        assert_eq!(kept.stretch(0, 501), [500.0]);
    }
}
