//! The whole session for other programs: every kept event, in order, readable again.
//!
//! `{ "format": "convoally.session", "version": 1, "events": [ … ] }`. Events have the form that the shared
//! vocabulary pins.

use convoally_shared::event::Event;
use convoally_shared::fault::Fault;
use serde::{Deserialize, Serialize};

/// Says what the file is.
pub const FORMAT: &str = "convoally.session";
/// Raised when an older reader would misread the file.
pub const VERSION: u32 = 1;

/// Why an export could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The text is no session export.
    #[error("not a session export: {0}")]
    NotASession(String),
    /// A later release wrote it.
    #[error("a session export of version {0}")]
    NewerVersion(u32),
    /// The events could not be written as JSON.
    #[error("the events could not be written: {0}")]
    Unwritable(String),
}

impl From<ExportError> for Fault {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::NotASession(why) => Fault::new(
                "export.not_a_session",
                format!("The file is no exported session: {why}."),
                "Choose a file that `convoally history export ID --format json` wrote.",
            ),
            ExportError::NewerVersion(version) => Fault::new(
                "export.newer_version",
                format!("A later release of ConvoAlly wrote the file (version {version})."),
                "Update ConvoAlly.",
            ),
            ExportError::Unwritable(why) => Fault::new(
                "export.failed",
                format!("The session could not be written as JSON: {why}."),
                "Export it as Markdown instead.",
            ),
        }
    }
}

#[derive(Serialize)]
struct Written<'a> {
    format: &'a str,
    version: u32,
    events: &'a [Event],
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Deserialize)]
struct Body {
    events: Vec<Event>,
}

/// Writes a session.
///
/// # Errors
/// [`ExportError::Unwritable`].
pub fn json(events: &[Event]) -> Result<String, ExportError> {
    let written = serde_json::to_string_pretty(&Written { format: FORMAT, version: VERSION, events });
    written.map(|text| text + "\n").map_err(|error| ExportError::Unwritable(error.to_string()))
}

/// Reads what [`json`] wrote.
///
/// # Errors
/// [`ExportError::NotASession`] or [`ExportError::NewerVersion`].
pub fn read_json(text: &str) -> Result<Vec<Event>, ExportError> {
    let not_a_session = |error: serde_json::Error| ExportError::NotASession(error.to_string());
    // The head first: a later version's events may have another shape.
    let head: Head = serde_json::from_str(text).map_err(not_a_session)?;
    if head.format != FORMAT {
        return Err(ExportError::NotASession(format!("its format is “{}”", head.format)));
    }
    if head.version > VERSION {
        return Err(ExportError::NewerVersion(head.version));
    }
    Ok(serde_json::from_str::<Body>(text).map_err(not_a_session)?.events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn what_was_written_is_read_back_whole() {
        let events = sample::events();
        assert_eq!(read_json(&json(&events).unwrap()).unwrap(), events);
    }

    #[test]
    fn the_head_of_the_file_is_pinned() {
        let text = json(&[]).unwrap();
        assert_eq!(text, "{\n  \"format\": \"convoally.session\",\n  \"version\": 1,\n  \"events\": []\n}\n");
    }

    #[test]
    fn other_files_and_later_versions_are_told_apart() {
        for text in ["", "[]", r#"{"format":"recipe","version":1,"events":[]}"#, r#"{"format":"convoally.session"}"#] {
            assert!(matches!(read_json(text), Err(ExportError::NotASession(_))), "{text}");
        }
        let later = r#"{"format":"convoally.session","version":2,"happenings":{}}"#;
        assert!(matches!(read_json(later), Err(ExportError::NewerVersion(2))));
    }
}
