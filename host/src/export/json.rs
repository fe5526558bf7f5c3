//! The whole session for other programs: every kept event and amendment, in order, readable again.
//!
//! `{ "format": "convoally.session", "version": 2, "events": [ … ], "amendments": [ … ] }`, as
//! `docs/session.schema.json` says. Events and amendments have the form that the shared vocabulary pins. Reading keeps
//! one event in memory, because a session may have a million.

mod reading;
#[cfg(test)]
mod tests;

pub use reading::{check_head, read_events};

use super::error::ExportError;
use convoally_shared::amendment::Amendment;
use convoally_shared::event::Event;
use serde::Serialize;
use std::io::Write;

/// Says what the file is.
pub const FORMAT: &str = "convoally.session";
/// Raised when an older reader would misread the file. Version 1 had no amendments.
pub const VERSION: u32 = 2;

#[derive(Serialize)]
struct Written<'a> {
    format: &'a str,
    version: u32,
    events: &'a [Event],
    amendments: &'a [Amendment],
}

/// Writes a session.
///
/// # Errors
/// What `out` says.
pub fn json(events: &[Event], amendments: &[Amendment], out: &mut impl Write) -> Result<(), ExportError> {
    let written = Written { format: FORMAT, version: VERSION, events, amendments };
    serde_json::to_writer_pretty(&mut *out, &written).map_err(|error| match error.io_error_kind() {
        Some(kind) => std::io::Error::from(kind).into(),
        None => ExportError::Unwritable { format: "JSON", why: error.to_string() },
    })?;
    Ok(out.write_all(b"\n")?)
}
