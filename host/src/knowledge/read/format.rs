//! What a file is: by its content where that says so, by its ending where any text could be meant.

use super::error::{KnowledgeError, Unread};
use std::path::Path;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    Pdf,
    Docx,
    Html,
    Markdown,
    Text,
}

/// How far into a file a PDF may begin: readers have always allowed for mail headers before it.
const PDF_WITHIN: usize = 1024;
/// Of all files of Microsoft's compound format: Word before 2007, and any later document under a password.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

impl FileFormat {
    /// What a file of this name with this content is. What is surely a PDF or an archive is read as that, whatever
    /// its name; a name that promises one of them and holds something else is refused, because it is mostly the
    /// page of an error that was saved for a file.
    ///
    /// # Errors
    /// It is nothing that is read.
    pub fn of(name: &Path, bytes: &[u8]) -> Result<Self, KnowledgeError> {
        let begins_with = |magic: &[u8]| bytes.starts_with(magic);
        let head = &bytes[..bytes.len().min(PDF_WITHIN)];
        if contains(head, b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if begins_with(b"PK\x03\x04") || begins_with(b"PK\x05\x06") {
            return Ok(Self::Docx);
        }
        if begins_with(COMPOUND) {
            let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            return Err(match contains(bytes, &encrypted) {
                true => KnowledgeError::Unread(name.to_owned(), Unread::Encrypted),
                false => KnowledgeError::OldWord(name.to_owned()),
            });
        }
        let is_page = is_page(head);
        let promised = Self::named(name);
        match promised {
            Some(Self::Pdf | Self::Docx) if bytes.iter().all(u8::is_ascii_whitespace) => {
                Err(KnowledgeError::Unread(name.to_owned(), Unread::Empty))
            }
            Some(promised @ (Self::Pdf | Self::Docx)) => Err(KnowledgeError::WrongEnding {
                name: name.to_owned(),
                promised: promised.for_people(),
                found: if is_page { Self::Html.for_people() } else { "something else" },
            }),
            // Markdown may begin with a few tags; a whole page says so.
            Some(Self::Text) | None if is_page => Ok(Self::Html),
            Some(format) => Ok(format),
            None => Err(KnowledgeError::UnknownFormat(name.to_owned())),
        }
    }

    fn named(name: &Path) -> Option<Self> {
        match name.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "docx" | "docm" | "dotx" => Some(Self::Docx),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "txt" | "text" => Some(Self::Text),
            _ => None,
        }
    }

    fn for_people(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Docx => "a Word document",
            Self::Html => "a web page",
            Self::Markdown => "Markdown",
            Self::Text => "plain text",
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Whether it begins as only web pages do.
fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    text.starts_with("<!doctype html")
        || text.starts_with("<html")
        || (text.starts_with("<?xml") && text.contains("<html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;

    fn of(name: &str, bytes: &[u8]) -> Result<FileFormat, String> {
        FileFormat::of(Path::new(name), bytes).map_err(|error| Fault::from(error).code)
    }

    #[test]
    fn content_comes_before_the_ending() {
        assert_eq!(of("cv.docx", b"%PDF-1.7\n"), Ok(FileFormat::Pdf));
        assert_eq!(of("cv.pdf", b"PK\x03\x04..."), Ok(FileFormat::Docx));
        assert_eq!(of("cv", b"\n%PDF-1.4"), Ok(FileFormat::Pdf));
        assert_eq!(of("job.txt", b"\xef\xbb\xbf\n<!DOCTYPE html><p>x"), Ok(FileFormat::Html));
        assert_eq!(of("job.md", b"<html> is a tag"), Ok(FileFormat::Markdown));
        assert_eq!(of("job.HTM", b"<p>x"), Ok(FileFormat::Html));
        assert_eq!(of("notes.txt", b"plain"), Ok(FileFormat::Text));
    }

    #[test]
    fn what_is_not_read_says_why() {
        let compound = |rest: &str| {
            let rest: Vec<u8> = rest.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [COMPOUND, &rest].concat()
        };
        assert_eq!(of("cv.pdf", b"<html>Please log in").unwrap_err(), "document.wrong_ending");
        assert_eq!(of("cv.docx", b"hello").unwrap_err(), "document.wrong_ending");
        assert_eq!(of("cv.pdf", b"").unwrap_err(), "document.empty");
        assert_eq!(of("cv.doc", &compound("WordDocument")).unwrap_err(), "document.unknown_format");
        assert_eq!(of("cv.docx", &compound("EncryptedPackage")).unwrap_err(), "document.encrypted");
        assert_eq!(of("photo.jpg", b"\xff\xd8\xff").unwrap_err(), "document.unknown_format");
        assert_eq!(of("cv", b"text").unwrap_err(), "document.unknown_format");
    }
}
