//! The formats that a session can be written in.

use super::error::ExportError;
use super::{docx, html, json, markdown, srt, text, vtt};
use convoally_shared::amendment::Amendment;
use convoally_shared::event::Event;
pub use convoally_shared::export::Format;
use convoally_shared::view::SessionView;
use std::io::{Cursor, Write};

/// What was kept of one session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Its events, in order.
    pub events: Vec<Event>,
    /// What the user changed since, in order.
    pub amendments: Vec<Amendment>,
}

impl Kept {
    /// The session as it is now.
    pub fn view(&self) -> SessionView {
        SessionView::of_amended(&self.events, &self.amendments)
    }

    /// Writes the session.
    ///
    /// # Errors
    /// What `out` says, or [`ExportError::Unwritable`].
    pub fn write(&self, format: Format, out: &mut impl Write) -> Result<(), ExportError> {
        let text = match format {
            Format::Json => return json(&self.events, &self.amendments, out),
            Format::Docx => {
                let mut file = Cursor::new(Vec::new());
                docx(&self.view(), &mut file)?;
                return Ok(out.write_all(file.get_ref())?);
            }
            Format::Markdown => markdown(&self.view()),
            Format::Html => html(&self.view()),
            Format::Text => text(&self.view()),
            Format::Srt => srt(&self.view()),
            Format::Vtt => vtt(&self.view()),
        };
        Ok(out.write_all(text.as_bytes())?)
    }
}
