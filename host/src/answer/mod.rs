//! Drafts from the user's own models, streamed below the recall card.
//!
//! `order` asks one engine after the other until one writes; each engine is one file that translates its protocol
//! into steps (`drafting`) and refusals (`refusal`, `trouble`), so that all of them wait, end and fail alike.
//! `prompt` is the only place that writes words for a model. What was heard and what documents say travels inside
//! marked-off data, never as instruction. Keys never leave `endpoint` except in the one header that carries them.
//!
//! Start at [`configured`], which picks the engines that the user set up.

mod anthropic;
mod check;
mod choose;
mod cost;
mod drafting;
mod endpoint;
mod engine;
mod exchange;
mod models;
mod openai;
mod order;
mod prompt;
mod refusal;
mod rules;
mod seat;
mod sender;
pub mod support;
#[cfg(test)]
mod tests;
mod thoughts;
mod trouble;

pub use choose::{
    ANTHROPIC, KNOWN, Keys, LOCAL, LOCAL_VARIABLE, MODEL_VARIABLE, OPENAI, OPENAI_VARIABLE, Wanted, compatible,
    configured,
};
pub use endpoint::EndpointError;
pub use order::Order;
pub use prompt::left_out;
pub use trouble::{AnswerError, Trouble};

use convoally_shared::card::{Disclosure, Wish};
use convoally_shared::document::Passage;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::Question;
use convoally_shared::session::Brief;
use convoally_shared::utterance::Utterance;
use std::future::Future;
use std::pin::Pin;

/// Everything that a draft may be made of.
#[derive(Clone, Debug)]
pub struct DraftRequest {
    /// What the session is about.
    pub brief: Brief,
    /// The question to answer.
    pub question: Question,
    /// How the user wants it.
    pub wish: Wish,
    /// The draft that the wish changes, where [`Wish::changes`] says that it does.
    pub before: Option<String>,
    /// The passages on the recall card, best first.
    pub passages: Vec<Passage>,
    /// The last few utterances before the question, oldest first.
    pub recent: Vec<Utterance>,
    /// Earlier questions of the session and their answers, oldest first: what a follow-up leans on. Without those
    /// that [`left_out`] counts.
    pub answered: Vec<Answered>,
}

/// An earlier question and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: String,
    /// The user's own words where they were heard, else the draft.
    pub answer: String,
}

/// What is told while a draft is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// More text, to be appended.
    Text(String),
    /// Something else is asked from now on. The text so far is void.
    Moved {
        /// What writes now, for people.
        engine: String,
        /// Why the one before gave up.
        fault: Fault,
        /// What leaves the computer for the new one; none for a model on this computer.
        disclosure: Option<Disclosure>,
    },
}

/// Called at once and in order, so that what leaves the computer is in the log before it leaves.
pub type Tell<'a> = &'a (dyn Fn(Told) + Send + Sync);

/// A draft that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The whole text: what was told since the last move, joined.
    pub text: String,
    /// What it took, with those that gave up on the way; none where nothing is known.
    pub spent: Option<Spent>,
}

/// Why there is no draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// What happened, and what to do.
    pub fault: Fault,
    /// What it took all the same.
    pub spent: Option<Spent>,
}

/// A draft in the making.
pub type Drafting<'a> = Pin<Box<dyn Future<Output = Result<Draft, Failed>> + Send + 'a>>;

/// Writes drafts. Dropping the future cancels the request to the provider.
pub trait Answerer: Send + Sync {
    /// What would be asked first now, for people: `claude-haiku-4-5 at api.anthropic.com`,
    /// `llama3.2 on this computer`.
    fn label(&self) -> String;

    /// What [`Answerer::draft`] will send away first for this request; none for a model on this computer.
    fn disclosure(&self, request: &DraftRequest) -> Option<Disclosure>;

    /// Writes a draft, telling each piece as it arrives.
    ///
    /// # Errors
    /// A fault that says what to do: wrong key, no credit, rate limit, no connection, cut off in the middle,
    /// refused by the provider.
    fn draft<'a>(&'a self, request: &'a DraftRequest, tell: Tell<'a>) -> Drafting<'a>;

    /// What a draft took that was given up when `written` had come: estimated from the lengths of the texts.
    fn estimate(&self, request: &DraftRequest, written: &str) -> Spent;

    /// Why nothing is drafted now, such as a budget that is used up; none when it may draft.
    fn withheld(&self) -> Option<Fault> {
        None
    }
}
