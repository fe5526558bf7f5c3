//! Sound that a stand-in can really understand: each word is as loud as its number.

use super::{Ear, RATE};

/// Length of a word, milliseconds.
const WORD_MS: u64 = 300;
/// Silence between two words of a sentence, milliseconds.
const GAP_MS: u64 = 50;
/// Loudness of word 0 and step from one word to the next, 16 bit.
pub(super) const STEP: i16 = 128;

/// Sentences at moments of a call.
#[derive(Clone, Debug)]
pub struct Speech {
    words: Vec<(u64, String)>,
}

impl Speech {
    /// Sentences, each with the moment at which it begins, milliseconds; at most 200 words.
    pub fn of(sentences: &[(u64, &str)]) -> Self {
        let timed = |(start, text): &(u64, &str)| {
            let start = *start;
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            words.into_iter().enumerate().map(move |(n, word)| (start + n as u64 * (WORD_MS + GAP_MS), word))
        };
        Self { words: sentences.iter().flat_map(timed).collect() }
    }

    /// All words, in order.
    pub fn text(&self) -> String {
        self.words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What understands this speech.
    pub fn ear(&self) -> Ear {
        Ear::Loudness(self.words.iter().map(|(_, word)| word.clone()).collect())
    }

    /// The sound, up to `length_ms`: mono at 16 kHz.
    pub fn sound(&self, length_ms: u64) -> Vec<f32> {
        let at = |ms: u64| (ms * RATE / 1000) as usize;
        let mut sound = vec![0.0; at(length_ms)];
        for (number, (start, _)) in self.words.iter().enumerate() {
            let loudness = (number as f32 + 1.0) * f32::from(STEP) / f32::from(i16::MAX);
            let end = at(start + WORD_MS).min(sound.len());
            sound[at(*start).min(end)..end].fill(loudness);
        }
        sound
    }
}
