//! The formats that a session can be written in.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a session is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain",
            Self::Json => "application/json",
            Self::Srt => "application/x-subrip",
            Self::Vtt => "text/vtt",
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
