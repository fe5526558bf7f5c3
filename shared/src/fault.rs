//! What a person is told when something did not work: a stable code, what happened, and what to do about it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An error that a person can meet. The same three parts appear in the terminal, the overlay and the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Stable, dotted, lower case: `audio.no_microphone`. Scripts and translations rely on it.
    pub code: String,
    /// One sentence: what happened.
    pub sentence: String,
    /// One sentence: what to do about it.
    pub action: String,
}

impl Fault {
    /// Builds a fault from its three parts.
    pub fn new(code: &str, sentence: impl Into<String>, action: impl Into<String>) -> Self {
        Self { code: code.to_owned(), sentence: sentence.into(), action: action.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.code, self.sentence, self.action)
    }
}

impl std::error::Error for Fault {}
