//! Is this a question for me, of what kind, and where in the utterance does it stand?
//!
//! Rules over words: under a millisecond, no model, no network, on text with or without punctuation. [`Detector`]
//! remembers the last question, so that "Why?" is understood as leaning on it. Nothing here looks for answers.

mod kind;
mod pattern;
mod sentence;

pub use kind::classify;

use convoally_shared::question::QuestionKind;
use pattern::Reading;
use sentence::{Sentence, sentences};

/// What the detector makes of an utterance of the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It asks the user something.
    Question {
        /// The question alone.
        text: String,
        /// What sort of answer it asks for.
        kind: QuestionKind,
        /// Why, in words that a user understands.
        reason: String,
    },
    /// It does not.
    Passed {
        /// Why not, in words that a user understands.
        reason: String,
    },
}

/// The detector for one session.
#[derive(Debug, Default)]
pub struct Detector {
    /// A question was asked before: two words may lean on it.
    asked_before: bool,
}

impl Detector {
    /// Looks at one finished utterance of the other side.
    pub fn consider(&mut self, text: &str) -> Verdict {
        let sentences = sentences(text);
        let readings: Vec<Reading> =
            sentences.iter().map(|sentence| pattern::read(sentence, self.asked_before)).collect();
        let Some(first) = readings.iter().position(Reading::asks) else {
            let reason = readings.iter().rev().find_map(Reading::refusal);
            return Verdict::Passed { reason: reason.unwrap_or("nothing in it asks for an answer").to_owned() };
        };
        let text = question_text(&sentences, &readings, first);
        let leans = readings.iter().filter(|reading| reading.asks()).all(|reading| reading.leans());
        let kind = if leans { QuestionKind::FollowUp } else { classify(&text) };
        let reason = readings[first].reason();
        self.asked_before = true;
        Verdict::Question { text, kind, reason }
    }

    /// Takes an utterance for a question because the user says so.
    pub fn insist(&mut self, text: &str) -> (String, QuestionKind) {
        self.asked_before = true;
        match Self::default().consider(text) {
            Verdict::Question { text, kind, .. } => (text, kind),
            Verdict::Passed { .. } => (text.trim().to_owned(), classify(text)),
        }
    }
}

/// From the set-up of the first asking sentence, or that sentence, to the last asking one.
fn question_text(sentences: &[Sentence], readings: &[Reading], first: usize) -> String {
    let last = readings.iter().rposition(Reading::asks).unwrap_or(first);
    let begin = (0..first).rev().take_while(|&at| readings[at].sets_up()).last().unwrap_or(first);
    let mut text = sentences[begin].text_from(readings[begin].offset());
    for sentence in &sentences[begin + 1..=last] {
        text.push(' ');
        text.push_str(&sentence.text_from(0));
    }
    capitalised(text)
}

fn capitalised(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text,
    }
}

#[cfg(test)]
mod tests;
