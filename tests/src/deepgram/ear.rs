//! What a stand-in understands of a stream.

use super::{RATE, speech::STEP};
use std::time::Duration;

/// Less than this of a word is not understood, samples: half of it.
const ENOUGH: u64 = RATE * 150 / 1000;

/// How words are found.
#[derive(Clone, Debug)]
pub enum Ear {
    /// By the loudness of the sound; the words by their numbers. See [`super::Speech`].
    Loudness(Vec<String>),
    /// By the time in the stream, whatever the sound: start and end of each word, and the word.
    Script(Vec<(Duration, Duration, String)>),
}

/// A word that was understood. Places are samples of the stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// First sample.
    pub start: u64,
    /// Place after the last sample.
    pub end: u64,
    /// The word.
    pub text: String,
}

/// Follows one stream.
#[derive(Debug)]
pub struct Listener {
    ear: Ear,
    /// Samples heard.
    at: u64,
    /// The word that is being said: its number and its first sample.
    saying: Option<(usize, u64)>,
    /// Words of a script that are over.
    told: usize,
    /// Words since they were last taken.
    words: Vec<Heard>,
}

impl Listener {
    /// A listener that has heard nothing.
    pub fn new(ear: Ear) -> Self {
        Self { ear, at: 0, saying: None, told: 0, words: Vec::new() }
    }

    /// Hears sound.
    pub fn hear(&mut self, samples: impl IntoIterator<Item = i16>) {
        for sample in samples {
            if let Ear::Loudness(_) = &self.ear {
                let number = ((sample + STEP / 2) / STEP).checked_sub(1).and_then(|n| usize::try_from(n).ok());
                if number != self.saying.map(|(number, _)| number) {
                    self.end_word();
                    self.saying = number.map(|number| (number, self.at));
                }
            }
            self.at += 1;
        }
        self.follow_script();
    }

    fn end_word(&mut self) {
        let Some((number, start)) = self.saying.take() else { return };
        let Ear::Loudness(words) = &self.ear else { return };
        if let Some(text) = words.get(number).filter(|_| self.at - start >= ENOUGH) {
            self.words.push(Heard { start, end: self.at, text: text.clone() });
        }
    }

    fn follow_script(&mut self) {
        let Ear::Script(words) = &self.ear else { return };
        let (at, told) = (self.at, self.told);
        let over = words[told..].iter().take_while(|(_, end, _)| super::samples(*end) <= at);
        let over: Vec<Heard> = over
            .map(|(start, end, text)| Heard {
                start: super::samples(*start),
                end: super::samples(*end),
                text: text.clone(),
            })
            .collect();
        self.told += over.len();
        self.words.extend(over);
    }

    /// The words that were said since this was last asked.
    pub fn words(&mut self) -> Vec<Heard> {
        std::mem::take(&mut self.words)
    }

    /// Nothing more will come: a word that is being said is over.
    pub fn finish(&mut self) {
        self.end_word();
    }

    /// Samples heard.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Somebody is in the middle of a word.
    pub fn is_saying(&self) -> bool {
        match &self.ear {
            Ear::Loudness(_) => self.saying.is_some(),
            Ear::Script(words) => words.get(self.told).is_some_and(|(start, _, _)| super::samples(*start) <= self.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Speech;
    use super::*;

    #[test]
    fn words_are_understood_by_their_loudness_and_half_words_are_not() {
        let speech = Speech::of(&[(500, "one two")]);
        let sound: Vec<i16> = speech.sound(2_000).iter().map(|s| (s * f32::from(i16::MAX)).round() as i16).collect();
        let mut listener = Listener::new(speech.ear());
        listener.hear(sound.iter().copied());
        let words: Vec<_> = listener.words().into_iter().map(|word| (word.start, word.end, word.text)).collect();
        assert_eq!(words, [(8_000, 12_800, "one".to_owned()), (13_600, 18_400, "two".to_owned())]);
        let mut late = Listener::new(speech.ear());
        late.hear(sound[11_000..].iter().copied());
        assert_eq!(late.words().len(), 1, "the end of the first word alone says nothing");
    }

    #[test]
    fn a_script_is_followed_by_the_time_in_the_stream() {
        let ms = Duration::from_millis;
        let mut listener = Listener::new(Ear::Script(vec![(ms(100), ms(400), "yes".into())]));
        listener.hear(vec![0; 1_700]);
        assert!(listener.is_saying());
        listener.hear(vec![0; 4_700]);
        assert_eq!(listener.words(), [Heard { start: 1_600, end: 6_400, text: "yes".into() }]);
    }
}
