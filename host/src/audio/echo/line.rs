//! Sound of one side by its place on the audio clock.

use std::collections::VecDeque;

/// A stretch of sound that grows at its end and is forgotten from its beginning. Holes in it are silence.
pub(super) struct Line {
    /// Place of the first sample.
    start: u64,
    samples: VecDeque<f32>,
    room: usize,
}

impl Line {
    /// An empty line that keeps the newest `room` samples at most.
    pub(super) fn new(room: u64) -> Self {
        Self { start: 0, samples: VecDeque::new(), room: room as usize }
    }

    /// Place after the last sample.
    pub(super) fn end(&self) -> u64 {
        self.start + self.samples.len() as u64
    }

    /// Appends sound that begins at `place`. What lies before the end is left out; after a hole larger than the
    /// room the line begins anew.
    pub(super) fn push(&mut self, place: u64, samples: &[f32]) {
        let known = (self.end().saturating_sub(place) as usize).min(samples.len());
        let hole = place.saturating_sub(self.end());
        if self.samples.is_empty() || hole > self.room as u64 {
            self.samples.clear();
            self.start = place + known as u64;
        } else {
            self.samples.extend(std::iter::repeat_n(0.0, hole as usize));
        }
        self.samples.extend(&samples[known..]);
        let surplus = self.samples.len().saturating_sub(self.room);
        self.forget(self.start + surplus as u64);
    }

    /// Fills `into` with the sound that begins at `place`; silence where there is none.
    pub(super) fn read(&self, place: u64, into: &mut [f32]) {
        let before = (self.start.saturating_sub(place) as usize).min(into.len());
        let skipped = place.saturating_sub(self.start).min(self.samples.len() as u64) as usize;
        into.fill(0.0);
        for (into, sample) in into[before..].iter_mut().zip(self.samples.range(skipped..)) {
            *into = *sample;
        }
    }

    /// Forgets what lies before `place`; sound from before it will not be taken any more.
    pub(super) fn forget(&mut self, place: u64) {
        let surplus = place.saturating_sub(self.start).min(self.samples.len() as u64);
        self.samples.drain(..surplus as usize);
        self.start = self.start.max(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &Line, place: u64, length: usize) -> Vec<f32> {
        let mut into = vec![9.0; length];
        line.read(place, &mut into);
        into
    }

    #[test]
    fn sound_is_found_at_its_place_and_holes_are_silent() {
        let mut line = Line::new(100);
        line.push(10, &[1.0, 2.0]);
        line.push(14, &[3.0]);
        assert_eq!((line.end(), read(&line, 8, 9)), (15, vec![0.0, 0.0, 1.0, 2.0, 0.0, 0.0, 3.0, 0.0, 0.0]));
    }

    #[test]
    fn what_was_forgotten_is_silent_and_not_taken_again() {
        let mut line = Line::new(100);
        line.push(0, &[1.0, 2.0, 3.0]);
        line.forget(2);
        line.push(1, &[7.0, 7.0, 4.0]);
        assert_eq!(read(&line, 0, 5), [0.0, 0.0, 3.0, 4.0, 0.0]);
        line.forget(9);
        line.push(7, &[5.0, 5.0, 6.0]);
        assert_eq!((line.end(), read(&line, 8, 2)), (10, vec![0.0, 6.0]));
    }

    #[test]
    fn it_never_holds_more_than_its_room() {
        let mut line = Line::new(3);
        line.push(0, &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(read(&line, 0, 4), [0.0, 2.0, 3.0, 4.0]);
        line.push(1_000_000, &[5.0]);
        assert_eq!((line.samples.len(), read(&line, 1_000_000, 1)), (1, vec![5.0]));
    }
}
