//! An interview that the user prepares for: its brief, and the documents that belong to it.

use crate::fault::Fault;
use crate::session::Brief;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names one interview: the user's own short word for it, `northwind`. Compared without regard to ASCII case.
#[derive(Clone, Debug, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InterviewId(pub String);

impl InterviewId {
    /// The name that a person chose, without the white space around it.
    ///
    /// # Errors
    /// `interviews.no_name`: there is nothing else.
    pub fn named(name: &str) -> Result<Self, Fault> {
        let name = name.trim();
        if name.is_empty() {
            let sentence = "An interview needs a name.";
            return Err(Fault::new("interviews.no_name", sentence, "Give it a short one, such as the company's."));
        }
        Ok(Self(name.to_owned()))
    }
}

impl PartialEq for InterviewId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl fmt::Display for InterviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a choice among interviews shows of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewSummary {
    /// Which interview.
    pub id: InterviewId,
    /// The company on the other side; empty where it was not said.
    pub company: String,
    /// The role that is talked about; empty where it was not said.
    pub role: String,
    /// How many documents belong to it alone.
    pub documents: u64,
}

/// One interview. A session that is started for it quotes the general documents and its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Which interview.
    pub id: InterviewId,
    /// What it is about.
    pub brief: Brief,
}
