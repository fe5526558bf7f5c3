//! Requests about the interviews that the user prepares for.

use crate::interview::{Interview, InterviewId, InterviewSummary};
use serde::{Deserialize, Serialize};

/// Asks which interviews the user prepares for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListInterviews {}

/// The interviews, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interviews {
    /// Each of them.
    pub interviews: Vec<InterviewSummary>,
}

/// Asks for one interview. Fails with `interviews.unknown`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadInterview {
    /// Which one.
    pub id: InterviewId,
}

/// Keeps an interview, in place of one with the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutInterview {
    /// The whole of it.
    pub interview: Interview,
}

/// Erases an interview with the documents that belong to it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseInterview {
    /// Which one.
    pub id: InterviewId,
}
