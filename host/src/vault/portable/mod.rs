//! The vault's content in pieces that another vault can take in: for backups, and for the union of two computers.
//!
//! A piece carries rows as they are stored, so that nothing is lost on the way and a release that does not know an
//! event still carries it. Which of two pieces with one key counts is told by their *stamps* alone, the higher one, so
//! the order in which pieces arrive does not matter and each may arrive twice:
//!
//! * A session only grows; its stamp is the number of its last event, and above that how often something was taken out
//!   of its events because it was erased. An amendment never changes.
//! * A document or interview counts as it was changed last. A change is always stamped later than the one that it was
//!   made upon; of two that were made apart, the computers' clocks decide.
//! * What was erased stays erased. Sessions never come back; a document or interview does when it was added again, or
//!   changed elsewhere, after the erasing. An interview that a document here still belongs to is not erased, and
//!   comes back where it was.
//!
//! Not among the pieces: consent, retention, secrets and properties, which belong to this computer, and vectors, which
//! are made again. Start reading at [`ItemKey`]; `inventory` reads, `take_in` writes.

mod inventory;
mod notes;
mod take_in;

#[cfg(test)]
mod erased_tests;
#[cfg(test)]
mod tests;

pub use inventory::Stamped;

use serde::{Deserialize, Serialize};

/// Names a piece.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKey {
    /// What was erased, as `erased.what` names it: `session:ID`, `document:ID`, `quoted:ID` (a document where sessions
    /// quote it), `interview:ID`.
    Erased(String),
    /// An interview, in lower case.
    Interview(String),
    /// A document.
    Document(String),
    /// A session without its amendments.
    Session(String),
    /// One amendment.
    Amendment {
        /// The session that it belongs to.
        session: String,
        /// Which amendment.
        id: String,
    },
}

impl ItemKey {
    /// What `erased` would say if this piece had been erased. None for what cannot be.
    pub fn as_erased(&self) -> Option<String> {
        match self {
            Self::Erased(_) => None,
            Self::Interview(id) => Some(format!("interview:{id}")),
            Self::Document(id) => Some(format!("document:{id}")),
            Self::Session(id) | Self::Amendment { session: id, .. } => Some(format!("session:{id}")),
        }
    }
}

/// One piece.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Item {
    /// Something was erased.
    Erased {
        /// As `erased.what`.
        what: String,
        /// When, milliseconds since the Unix epoch.
        at_unix_ms: u64,
    },
    /// An interview.
    Interview {
        /// As the user wrote it.
        id: String,
        /// The JSON of a brief.
        brief: String,
        /// When it was added, milliseconds since the Unix epoch.
        added: u64,
        /// When it was last changed, milliseconds since the Unix epoch.
        changed: u64,
    },
    /// A document.
    Document {
        /// Which document.
        id: String,
        /// What citations call it.
        title: String,
        /// The stored name of its kind.
        kind: Option<String>,
        /// The interview that it was written for.
        interview: Option<String>,
        /// The stored name of its format.
        format: String,
        /// The whole text.
        text: String,
        /// When it was added, milliseconds since the Unix epoch.
        added: u64,
        /// When it was last changed, milliseconds since the Unix epoch.
        changed: u64,
    },
    /// A session and its events.
    Session {
        /// Which session.
        id: String,
        /// When it began, milliseconds since the Unix epoch.
        started_unix_ms: u64,
        /// The JSON of its brief.
        brief: String,
        /// How often its events were written anew.
        revision: u64,
        /// Its events, in order.
        events: Vec<EventRow>,
    },
    /// An amendment.
    Amendment {
        /// Which amendment.
        id: String,
        /// The session that it belongs to.
        session: String,
        /// When it was made, milliseconds since the Unix epoch.
        at_unix_ms: u64,
        /// The JSON of a `Change`.
        body: String,
    },
}

/// An event as it is stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// Its number.
    pub seq: u64,
    /// Session time, milliseconds.
    pub at_ms: u64,
    /// The JSON of its kind.
    pub body: String,
}

impl Item {
    /// Its key and its stamp.
    pub fn stamped(&self) -> (ItemKey, u64) {
        match self {
            Self::Erased { what, at_unix_ms } => (ItemKey::Erased(what.clone()), *at_unix_ms),
            Self::Interview { id, changed, .. } => (ItemKey::Interview(id.to_ascii_lowercase()), *changed),
            Self::Document { id, changed, .. } => (ItemKey::Document(id.clone()), *changed),
            Self::Session { id, revision, events, .. } => {
                (ItemKey::Session(id.clone()), session_stamp(*revision, events.last().map_or(0, |event| event.seq)))
            }
            Self::Amendment { id, session, .. } => (ItemKey::Amendment { session: session.clone(), id: id.clone() }, 0),
        }
    }
}

/// The stamp of a session: a later revision counts more than any number of events, of which there are fewer than 2³².
fn session_stamp(revision: u64, last_seq: u64) -> u64 {
    (revision << 32) | last_seq
}
