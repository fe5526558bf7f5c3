//! A session: one interview or call, from the user's start to the user's stop.

use crate::amendment::Outcome;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names one session: the UTC time of its start and four random hex digits, `20261123-151537-3fa9`.
/// Sorts by time, can be typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub String);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the session is about. Empty strings mean "not said".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brief {
    /// The company on the other side.
    pub company: String,
    /// The role that is talked about.
    pub role: String,
    /// The kind of interview or call, in the user's words: `phone screen`, `system design`.
    pub kind: String,
    /// The language of the answers, in the user's words: `German`. Empty: that of the question.
    pub language: String,
    /// How the user wants to sound: `calm, no jargon`.
    pub tone: String,
}

impl Brief {
    /// The same; what it leaves open is as `known` says.
    pub fn or(self, known: Brief) -> Brief {
        let first = |said: String, known: String| if said.is_empty() { known } else { said };
        Brief {
            company: first(self.company, known.company),
            role: first(self.role, known.role),
            kind: first(self.kind, known.kind),
            language: first(self.language, known.language),
            tone: first(self.tone, known.tone),
        }
    }

    /// One line for a heading: `Backend engineer at Northwind`, or `Session` when nothing was said.
    pub fn title(&self) -> String {
        match (self.role.is_empty(), self.company.is_empty()) {
            (false, false) => format!("{} at {}", self.role, self.company),
            (false, true) => self.role.clone(),
            (true, false) => self.company.clone(),
            (true, true) => "Session".to_owned(),
        }
    }
}

/// When cards open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// For every question that is found, and on command.
    #[default]
    Automatic,
    /// Only on the user's command.
    OnCommand,
    /// Never: what is said is written down and nothing else.
    Off,
}

/// What the history shows of a session without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionSummary {
    /// Which session.
    pub id: SessionId,
    /// When it began, milliseconds since the Unix epoch.
    pub started_unix_ms: u64,
    /// How long it lasted so far, milliseconds: the time of its last kept event.
    pub duration_ms: u64,
    /// Whether it was stopped in order. A session cut off by a crash says `false`.
    pub ended: bool,
    /// What it was about.
    pub brief: Brief,
    /// A title of the user's own.
    pub title: Option<String>,
    /// What the user tagged it with.
    pub tags: Vec<String>,
    /// How it went on.
    pub outcome: Option<Outcome>,
    /// How many finished utterances were kept.
    pub utterances: u64,
    /// How many questions were found.
    pub questions: u64,
}

impl SessionSummary {
    /// One line for a heading: the user's title, or that of the brief.
    pub fn heading(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.brief.title())
    }
}
