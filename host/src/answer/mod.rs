//! Drafts from the user's own model, streamed below the recall card.
//!
//! One file an engine behind the [`Answerer`] trait; `prompt` is the only place that writes words for a model.
//! What was heard and what documents say travels inside marked-off data, never as instruction. Engines translate
//! their protocol into steps (`drafting`) and refusals (`refusal`, `trouble`), so that all of them wait, end and
//! fail alike. Keys never leave `endpoint` except in the one header that carries them.
//!
//! Start at [`configured`], which picks the engine that the user set up.

mod anthropic;
mod choose;
mod drafting;
mod endpoint;
mod models;
mod openai;
mod prompt;
mod refusal;
#[cfg(test)]
mod tests;
mod trouble;
mod turned_away;
mod unusable;

pub use anthropic::Anthropic;
pub use choose::{Keys, LOCAL_VARIABLE, MODEL_VARIABLE, configured};
pub use endpoint::{EndpointError, Provider};
pub use openai::OpenAi;
pub use trouble::{AnswerError, Trouble};

use convoally_shared::card::Disclosure;
use convoally_shared::document::Passage;
use convoally_shared::fault::Fault;
use convoally_shared::question::Question;
use convoally_shared::session::Brief;
use convoally_shared::utterance::Utterance;
use std::future::Future;
use std::pin::Pin;
use tokio::sync::mpsc;

/// Everything that a draft may be made of.
#[derive(Clone, Debug)]
pub struct DraftRequest {
    /// What the session is about.
    pub brief: Brief,
    /// The question to answer.
    pub question: Question,
    /// The passages on the recall card, best first.
    pub passages: Vec<Passage>,
    /// The last few utterances before the question, oldest first.
    pub recent: Vec<Utterance>,
}

/// A draft in the making: resolves to the whole text.
pub type Drafting<'a> = Pin<Box<dyn Future<Output = Result<String, Fault>> + Send + 'a>>;

/// An engine that writes drafts. Dropping the future cancels the request to the provider.
pub trait Answerer: Send + Sync {
    /// For people: `claude-haiku-4-5 at api.anthropic.com`, `llama3.2 on this computer`.
    fn label(&self) -> String;

    /// What [`Answerer::draft`] will send away for this request; none for a model on this computer.
    fn disclosure(&self, request: &DraftRequest) -> Option<Disclosure>;

    /// Writes a draft. Each piece of text goes to `deltas` as it arrives; the result is the whole.
    ///
    /// # Errors
    /// A fault that says what to do: wrong key, no credit, rate limit, no connection, cut off in the middle,
    /// refused by the provider.
    fn draft<'a>(&'a self, request: &'a DraftRequest, deltas: mpsc::Sender<String>) -> Drafting<'a>;
}
