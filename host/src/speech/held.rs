//! Sound that is not text for good yet: kept in memory, sent again after a lost line, handed to another engine.

use super::{SAMPLE_RATE, Sound, to_ms};
use std::collections::VecDeque;

/// Samples of a message: 80 ms, what Deepgram recommends. Every engine behind a line takes it.
pub const MESSAGE: usize = SAMPLE_RATE as usize * 80 / 1000;
/// Samples that are held at most: ten minutes, 19 MB.
pub const MOST: u64 = SAMPLE_RATE as u64 * 600;
/// Silence that stands in for a hole in the sound: enough for any engine to end the turn, so that a longer hole
/// needs no more of it. 2.5 s.
pub const PADDING: usize = SAMPLE_RATE as usize * 5 / 2;

/// A stretch of sound as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Place of its first sample on the session's audio clock.
    pub place: u64,
    /// Mono at [`SAMPLE_RATE`], 16 bit: half the memory of what comes in, and what is sent.
    pub samples: Vec<i16>,
    /// Silence where nothing was captured. It takes up time in the stream, but none on the clock.
    pub padding: bool,
}

impl Piece {
    /// Place after its last sample.
    pub fn end(&self) -> u64 {
        if self.padding { self.place } else { self.place + self.samples.len() as u64 }
    }

    /// Its length, milliseconds.
    pub fn length_ms(&self) -> u64 {
        to_ms(self.samples.len() as u64)
    }
}

/// One side's held sound, oldest first. What has been sent stays until its text is final.
#[derive(Debug, Default)]
pub struct Held {
    pieces: VecDeque<Piece>,
    /// So many of `pieces` have been sent on the connection that there is now.
    sent: usize,
    /// Not a whole message yet.
    filling: Vec<i16>,
    /// Place after the newest sample; none before the first.
    end: Option<u64>,
    /// Silence was added after the newest sample.
    padded: bool,
    /// Samples in `pieces`.
    samples: u64,
}

impl Held {
    /// Takes in sound. A hole before it becomes silence, up to [`PADDING`]; what was there already is cut off.
    pub fn push(&mut self, sound: &Sound) {
        if sound.samples.is_empty() {
            return self.starve();
        }
        let end = self.end.unwrap_or(sound.start);
        if sound.start > end {
            self.pad((sound.start - end).min(PADDING as u64) as usize);
        }
        let known = end.saturating_sub(sound.start).min(sound.samples.len() as u64);
        let mut end = sound.start.max(end);
        for sample in &sound.samples[known as usize..] {
            self.filling.push((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16);
            end += 1;
            self.padded = false;
            if self.filling.len() == MESSAGE {
                self.end = Some(end);
                self.finish();
            }
        }
        self.end = Some(end);
    }

    /// No more sound for now: adds the silence that lets an engine end the turn, once.
    fn starve(&mut self) {
        if self.end.is_some() {
            self.pad(PADDING);
        }
    }

    fn pad(&mut self, length: usize) {
        self.finish();
        let Some(place) = self.end.filter(|_| !std::mem::replace(&mut self.padded, true)) else { return };
        let mut rest = length;
        while rest > 0 {
            let samples = vec![0; rest.min(MESSAGE)];
            rest -= samples.len();
            self.add(Piece { place, samples, padding: true });
        }
    }

    fn add(&mut self, piece: Piece) {
        self.samples += piece.samples.len() as u64;
        self.pieces.push_back(piece);
    }

    /// Makes a message of what is left, as at the end of the sound.
    pub fn finish(&mut self) {
        let samples = std::mem::replace(&mut self.filling, Vec::with_capacity(MESSAGE));
        if let (false, Some(end)) = (samples.is_empty(), self.end) {
            self.add(Piece { place: end - samples.len() as u64, samples, padding: false });
        }
    }

    /// The next piece to send, which from then on counts as sent.
    pub fn send(&mut self) -> Option<&Piece> {
        let piece = self.pieces.get(self.sent)?;
        self.sent += 1;
        Some(piece)
    }

    /// There is something to send.
    pub fn is_waiting(&self) -> bool {
        self.sent < self.pieces.len()
    }

    /// A new connection: everything that is held is to be sent again.
    pub fn rewind(&mut self) {
        self.sent = 0;
    }

    /// The text up to `place` is final; its sound is let go.
    pub fn settle(&mut self, place: u64) {
        while self.pieces.front().is_some_and(|piece| piece.end() <= place) {
            self.drop_oldest();
        }
        if let Some(piece) = self.pieces.front_mut().filter(|piece| !piece.padding && piece.place < place) {
            let gone = (place - piece.place) as usize;
            piece.samples.drain(..gone);
            piece.place = place;
            self.samples -= gone as u64;
        }
    }

    /// Keeps only the newest sound.
    pub fn keep_newest(&mut self, samples: u64) {
        while self.samples > samples {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some(piece) = self.pieces.pop_front() {
            self.samples -= piece.samples.len() as u64;
            self.sent = self.sent.saturating_sub(1);
        }
    }

    /// Takes the oldest captured piece out, as it came in.
    pub fn take(&mut self) -> Option<Sound> {
        loop {
            let piece = self.pieces.front()?.clone();
            self.drop_oldest();
            if !piece.padding {
                let samples = piece.samples.iter().map(|sample| f32::from(*sample) / f32::from(i16::MAX)).collect();
                return Some(Sound { start: piece.place, samples });
            }
        }
    }

    /// Nothing is held.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.filling.is_empty()
    }

    /// There is no room for more.
    pub fn is_full(&self) -> bool {
        self.samples >= MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sound(start: u64, length: usize) -> Sound {
        Sound { start, samples: (0..length).map(|n| ((start as usize + n) % 100) as f32 / 100.0).collect() }
    }

    fn sent(held: &mut Held) -> Vec<Piece> {
        std::iter::from_fn(|| held.send().cloned()).collect()
    }

    #[test]
    fn blocks_become_messages_of_80_ms() {
        let mut held = Held::default();
        (0..10).for_each(|n| held.push(&sound(n * 320, 320)));
        let places: Vec<_> = sent(&mut held).iter().map(|piece| (piece.place, piece.samples.len())).collect();
        assert_eq!(places, [(0, MESSAGE), (1280, MESSAGE)]);
        held.finish();
        assert_eq!(sent(&mut held)[0].place, 2560, "the rest is not lost");
    }

    #[test]
    fn after_a_lost_line_exactly_what_is_not_final_is_sent_again() {
        let mut held = Held::default();
        held.push(&sound(0, 5 * MESSAGE));
        sent(&mut held);
        held.settle(2 * MESSAGE as u64 + 100);
        assert!(!held.is_waiting(), "sent is sent while the line is there");
        held.rewind();
        let again = sent(&mut held);
        assert_eq!(again[0].place, 2 * MESSAGE as u64 + 100);
        assert_eq!(again.iter().map(|piece| piece.samples.len()).sum::<usize>(), 3 * MESSAGE - 100);
    }

    #[test]
    fn a_hole_is_silence_of_its_length_and_a_long_one_of_two_and_a_half_seconds() {
        let mut held = Held::default();
        held.push(&sound(0, 320));
        held.push(&sound(640, 320));
        held.push(&sound(16_000 * 60, 320));
        held.finish();
        let pieces = sent(&mut held);
        let padding = |piece: &&Piece| piece.padding;
        assert_eq!(pieces[1], Piece { place: 320, samples: vec![0; 320], padding: true });
        assert_eq!(pieces.iter().filter(padding).map(|piece| piece.samples.len()).sum::<usize>(), 320 + PADDING);
        assert_eq!(pieces.last().map(|piece| piece.place), Some(16_000 * 60));
    }

    #[test]
    fn sound_that_only_came_late_follows_the_silence_without_a_loss() {
        let mut held = Held::default();
        held.push(&sound(0, 320));
        held.starve();
        held.starve();
        held.push(&sound(320, 320));
        held.finish();
        let pieces = sent(&mut held);
        assert_eq!(pieces.iter().filter(|piece| piece.padding).count(), PADDING.div_ceil(MESSAGE));
        assert_eq!(pieces.last().map(|piece| (piece.place, piece.samples.len())), Some((320, 320)));
    }

    #[test]
    fn there_is_room_for_ten_minutes_and_again_when_text_is_final() {
        let mut held = Held::default();
        let minute = SAMPLE_RATE as usize * 60;
        (0..10).for_each(|n| held.push(&sound((n * minute) as u64, minute)));
        assert!(held.is_full());
        held.settle(SAMPLE_RATE as u64);
        assert!(!held.is_full());
    }

    proptest! {
        #[test]
        fn whatever_is_sent_settled_and_rewound_no_sample_is_lost_and_none_changes_its_place(
            steps in proptest::collection::vec((0_u8..4, 0_u64..4000), 1..80)
        ) {
            let (mut held, mut end, mut settled) = (Held::default(), 0, 0);
            for (step, amount) in steps {
                match step {
                    0 => { held.push(&sound(end, amount as usize)); end += amount; }
                    1 => { sent(&mut held); }
                    2 => { settled = (settled + amount).min(end); held.settle(settled); }
                    _ => held.rewind(),
                }
            }
            held.finish();
            let mut place = settled;
            while let Some(taken) = held.take() {
                prop_assert!(taken.start <= place.max(settled));
                let known = place.saturating_sub(taken.start) as usize;
                let expected = sound(taken.start, taken.samples.len());
                for (got, wanted) in taken.samples.iter().zip(&expected.samples) {
                    prop_assert!((got - wanted).abs() < 1e-4);
                }
                place += taken.samples.len().saturating_sub(known) as u64;
            }
            prop_assert_eq!(place, end);
        }
    }
}
