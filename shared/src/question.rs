//! A question that the user is expected to answer.

use crate::utterance::UtteranceId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Numbers the questions of a session from 1. A question and its card share the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub u32);

/// What sort of answer a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Who are you, what have you done.
    Background,
    /// Why us, why leave, where to.
    Motivation,
    /// A story from the past: "tell me about a time…".
    Behavioral,
    /// What would you do if….
    Situational,
    /// How does it work, have you used it.
    Technical,
    /// Design a system.
    Design,
    /// Write or explain code.
    Coding,
    /// Money.
    Salary,
    /// When could you start, where can you work.
    Availability,
    /// Two or three words that lean on the question before.
    FollowUp,
    /// "Do you have any questions for us?"
    Closing,
    /// None of these, or asked for by hand.
    Other,
}

impl QuestionKind {
    /// How the card and the notes name the kind.
    pub fn label(self) -> &'static str {
        match self {
            QuestionKind::Background => "Background",
            QuestionKind::Motivation => "Motivation",
            QuestionKind::Behavioral => "Behavioral",
            QuestionKind::Situational => "Situational",
            QuestionKind::Technical => "Technical",
            QuestionKind::Design => "Design",
            QuestionKind::Coding => "Coding",
            QuestionKind::Salary => "Salary",
            QuestionKind::Availability => "Availability",
            QuestionKind::FollowUp => "Follow-up",
            QuestionKind::Closing => "Closing",
            QuestionKind::Other => "Question",
        }
    }
}

impl fmt::Display for QuestionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A question and why it was taken for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which question of the session.
    pub id: QuestionId,
    /// The utterance that asked it; none when the user typed it.
    pub utterance: Option<UtteranceId>,
    /// The question alone, without the small talk around it.
    pub text: String,
    /// What sort of answer it asks for.
    pub kind: QuestionKind,
    /// Why it was taken for a question, in words that a user understands.
    pub reason: String,
}
