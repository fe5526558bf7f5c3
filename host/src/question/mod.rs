//! Is this a question for me, of what kind, and where in what was said does it stand?
//!
//! Rules of English over words: no model, no network, with or without punctuation. [`Detector`] hears the finished
//! utterances of both sides in order and remembers the dialogue; start at `detector.rs`. `reading.rs` reads one sentence:
//! `direct.rs` and `straight.rs` know word order, `request.rs` requests and wishes, `ellipsis.rs` what leans on words
//! before, `unfinished.rs` what a pause has broken, `aside.rs` what only sounds like a question. `dialogue.rs` takes back
//! what is not for the user, `joining.rs` cuts the question out, and `kind.rs` weighs what sort of answer is wanted.
//! `second.rs` lets a reader that was trained on dialogues vote with the rules, where there is one.
//! Nothing here looks for answers.

mod aside;
mod bounds;
mod call;
mod commands;
mod courtesy;
mod detector;
mod dialogue;
mod direct;
mod ellipsis;
mod families;
mod joining;
mod kind;
mod lexicon;
mod people;
mod phrase;
mod reading;
mod request;
mod scene;
mod second;
mod sentence;
mod shapes;
mod straight;
mod unfinished;
mod view;
mod wishes;

pub use detector::{Detector, leaves_the_floor};
pub use second::{Impression, KINDS, Said, SecondReader};

use convoally_shared::question::QuestionKind;

/// What the detector makes of an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It asks the user something.
    Question {
        /// The question alone, together with a first half or a scene that came before it.
        text: String,
        /// What sort of answer it asks for.
        kind: QuestionKind,
        /// Why, in words that a user understands.
        reason: String,
        /// It is the question before with more to it, not another one: `text` holds both.
        extends: bool,
    },
    /// It does not.
    Passed {
        /// Why not, in words that a user understands.
        reason: String,
    },
    /// Half a sentence, or a scene: what comes next may ask.
    Waits {
        /// For what, in words that a user understands.
        reason: String,
    },
}

#[cfg(test)]
mod tests;
