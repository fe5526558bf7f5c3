//! The formats that a session can be written in.

use super::error::ExportError;
use super::{docx, html, json, markdown, srt, text, vtt};
use convoally_shared::amendment::Amendment;
use convoally_shared::event::Event;
use convoally_shared::view::SessionView;
use std::io::{Cursor, Write};
use std::path::Path;

/// What a session is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Notes with marks that people can read and programs understand.
    Markdown,
    /// One page that prints well.
    Html,
    /// A Word document.
    Docx,
    /// Plain text.
    Text,
    /// Everything, for other programs and to be imported again.
    Json,
    /// Subtitles for video players.
    Srt,
    /// Subtitles for browsers.
    Vtt,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 7] = [Self::Markdown, Self::Html, Self::Docx, Self::Text, Self::Json, Self::Srt, Self::Vtt];

    /// How its files end, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Text => "txt",
            Self::Json => "json",
            Self::Srt => "srt",
            Self::Vtt => "vtt",
        }
    }

    /// The format that a file's name asks for.
    pub fn of_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        match ending.as_str() {
            "htm" => Some(Self::Html),
            "markdown" => Some(Self::Markdown),
            ending => Self::ALL.into_iter().find(|format| format.ending() == ending),
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_its_format() {
        for format in Format::ALL {
            assert_eq!(Format::of_name(Path::new(&format!("call.{}", format.ending()))), Some(format));
        }
        assert_eq!(Format::of_name(Path::new("a/CALL.HTM")), Some(Format::Html));
        assert_eq!(Format::of_name(Path::new("md")), None);
        assert_eq!(Format::of_name(Path::new("call.pdf")), None);
    }
}
