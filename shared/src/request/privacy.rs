//! Requests about what is stored, what left, for how long things are kept, and erasing everything.

use crate::kept::{Kept, Left};
use crate::session::SessionId;
use serde::{Deserialize, Serialize};

/// Asks what is stored where, since when, what left, and how to erase it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPrivacy {}

/// Asks for the record of what left, oldest first. It comes in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListLeft {
    /// Of one session; none for all.
    pub session: Option<SessionId>,
}

/// Part of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftPart {
    /// In order.
    pub left: Vec<Left>,
}

/// Asks for how long each kind of data is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowRetention {}

/// For how long each kind is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Each kind.
    pub kept: Vec<Kept>,
}

/// Keeps one kind for so many days. What is older is erased at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepFor {
    /// Which kind, how long.
    pub kept: Kept,
}

/// Erases history, documents, settings and keys. Fails with `erase.session_running`, `erase.backup_is_left` and `erase.not_confirmed`; nothing was erased then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EraseEverything {
    /// [`CONFIRMATION`], which the page sends when the user typed what it asked for.
    pub confirmed: String,
    /// What went into a backup may stay there.
    pub leave_backups: bool,
    /// The registrations with browsers go, too.
    pub registrations: bool,
}

/// What [`EraseEverything`] wants to hear.
pub const CONFIRMATION: &str = "erase everything";
