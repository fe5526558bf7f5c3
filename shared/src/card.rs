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

/// How the user wants a draft: its form, or what to change about the one that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// A short answer in words that can be spoken.
    #[default]
    Spoken,
    /// A few points.
    Bullets,
    /// Situation, task, action, result.
    Story,
    /// Code, then what it does and costs.
    Code,
    /// A question to ask back.
    Clarify,
    /// The one before, shorter.
    Shorter,
    /// The one before, longer.
    Longer,
    /// The one before, with another example.
    OtherExample,
    /// The one before, in plainer words.
    Plainer,
}

impl Wish {
    /// All of them, forms first.
    pub const ALL: [Wish; 9] = [
        Wish::Spoken,
        Wish::Bullets,
        Wish::Story,
        Wish::Code,
        Wish::Clarify,
        Wish::Shorter,
        Wish::Longer,
        Wish::OtherExample,
        Wish::Plainer,
    ];

    /// It changes the draft before instead of naming a form.
    pub fn changes(self) -> bool {
        matches!(self, Wish::Shorter | Wish::Longer | Wish::OtherExample | Wish::Plainer)
    }
}

/// What the user makes of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// To stay on top.
    Pinned,
    /// Out of the way.
    Dismissed,
    /// Its words were said in the call.
    Used,
    /// It helped.
    Good,
    /// It did not.
    Bad,
}

/// A stretch of a draft's text, in bytes, on character borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Where it begins.
    pub start: u32,
    /// Where it ends; not part of it.
    pub end: u32,
}
