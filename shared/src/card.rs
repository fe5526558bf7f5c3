//! A card: the user's own passages for one question, and below them what the user's model drafts from them.

use crate::document::Passage;
use crate::question::QuestionId;
use serde::{Deserialize, Serialize};

/// The recall card: opened at once, with no model involved. It carries its question's number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The question that this card answers.
    pub question: QuestionId,
    /// The best passages, best first. Empty when no document fits: then the card says so.
    pub passages: Vec<Passage>,
}

/// What left this computer, to whom and how much: one entry a request to a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The host name that it went to: `api.anthropic.com`.
    pub recipient: String,
    /// What kind of data, for people: `question and passages`.
    pub content: String,
    /// Bytes of the request's body.
    pub bytes: u64,
    /// The sources of the passages that were sent along.
    pub sources: Vec<String>,
}
