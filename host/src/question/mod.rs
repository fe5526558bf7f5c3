//! Is this a question for me, of what kind, and where in what was said does it stand?
//!
//! Rules of English over words: no model, no network, with or without punctuation. [`Detector`] hears the finished
//! utterances of both sides in order; what it knows of the dialogue (who asked last, what was left hanging) lives in
//! `detector.rs`. `reading.rs` reads one sentence, with `direct.rs` for word order, `request.rs` for requests,
//! `ellipsis.rs` for what leans on words before, `unfinished.rs` for what a pause has broken and `aside.rs` for what
//! only sounds like a question. `kind.rs` says what sort of answer is wanted. Nothing here looks for answers.

mod aside;
mod detector;
mod direct;
mod ellipsis;
mod kind;
mod lexicon;
mod people;
mod phrase;
mod reading;
mod request;
mod scene;
mod sentence;
mod topics;
mod unfinished;
mod view;

pub use detector::Detector;

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
