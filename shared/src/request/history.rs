//! Requests about past sessions: the list, the search, one of them, changes, files, erasing.

use super::documents::UploadId;
use crate::amendment::{Amendment, Change};
use crate::event::Event;
use crate::export::Format;
use crate::fault::Fault;
use crate::search::Only;
use crate::session::{SessionId, SessionSummary};
use serde::{Deserialize, Serialize};

/// Asks for a page of the list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListSessions {
    /// Which ones.
    pub only: Only,
    /// Those after this one in the list; none for the first page.
    pub after: Option<SessionId>,
    /// So many at most; 500 whatever it says.
    pub most: usize,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    /// Newest first.
    pub sessions: Vec<SessionSummary>,
    /// There are older ones.
    pub more: bool,
}

/// Asks for one session. It comes in parts, [`SessionPart`], from which the reader folds the view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSession {
    /// Which one.
    pub session: SessionId,
}

/// Part of a session, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "one at a time, and the large one once")]
pub enum SessionPart {
    /// First: what the list shows of it.
    Summary(SessionSummary),
    /// Its events, in several parts.
    Events(Vec<Event>),
    /// Then what the user changed about it.
    Amendments(Vec<Amendment>),
}

/// Changes something about a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSession {
    /// Which one.
    pub session: SessionId,
    /// What.
    pub change: Change,
}

/// Which sessions are written into a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exported {
    /// One.
    One(SessionId),
    /// All that fit, as a zip with a page that links them.
    All(Only),
}

/// Writes sessions into a file, which comes in parts: [`FilePart`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportSessions {
    /// Which.
    pub sessions: Exported,
    /// As what; a zip holds one file of it for each.
    pub format: Format,
}

/// Part of a file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePart {
    /// At most [`PIECE_BYTES`](super::documents::PIECE_BYTES), in base64.
    pub base64: String,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWritten {
    /// What the file should be called.
    pub name: String,
    /// `text/markdown`, `application/zip`.
    pub media_type: String,
    /// How many bytes were sent.
    pub bytes: u64,
}

/// Takes sessions in from a file that was sent before: an export, a zip of them, or a transcript of another program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSessions {
    /// The file.
    pub upload: UploadId,
    /// Its name with its ending.
    pub name: String,
    /// Which of a transcript's speakers the user is.
    #[serde(default)]
    pub me: Option<String>,
    /// The user is none of them.
    #[serde(default)]
    pub without_me: bool,
    /// When the call began, milliseconds since the Unix epoch, for a transcript.
    #[serde(default)]
    pub started_unix_ms: Option<u64>,
    /// Take in what the user erased.
    #[serde(default)]
    pub even_if_erased: bool,
}

/// What came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imports {
    /// Each session of the file.
    pub sessions: Vec<Result<Imported, Fault>>,
    /// The speakers of a transcript that waits to be told which of them the user is: nothing was taken in. The file is to be
    /// sent again with the answer.
    #[serde(default)]
    pub speakers: Vec<String>,
}

/// One session that came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Which.
    pub session: SessionId,
    /// It was not there before.
    pub new: bool,
    /// So many of its events were not.
    pub events: u64,
}

/// Erases a session for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseSession {
    /// Which one.
    pub session: SessionId,
}
