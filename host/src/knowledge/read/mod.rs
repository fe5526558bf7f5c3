//! Takes a document in, from a file or as a text that was pasted.
//!
//! [`format`] says what a file is. Markdown and plain text are what they are; what needs a library to be understood
//! is read in a process of its own, [`process`], where `pdf`, `docx` and `html` make [`blocks`] of it and those
//! become Markdown, which the user can see and correct.

mod blocks;
mod confined;
mod docx;
mod error;
mod format;
mod html;
mod pdf;
mod process;

pub use confined::{Format, serve_reader};
pub use error::{KnowledgeError, Unread};
pub use process::{READER_ARGUMENT, Reader};

use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
use format::FileFormat;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A resume has 5 kB; this leaves room for a book and keeps a wrong file from filling the memory.
const LARGEST_TEXT: usize = 4 << 20;
/// Files with pictures in them. What is read of one is its text.
const LARGEST_FILE: u64 = 64 << 20;

/// Reads a file: PDF, Word, HTML, Markdown or plain text. Blocks, for ten seconds at most.
///
/// # Errors
/// See [`KnowledgeError`]; each names the file.
pub fn read(path: &Path) -> Result<Document, KnowledgeError> {
    read_with(&Reader::of_this_program(), path)
}

/// Reads a file with the reader process of another program.
///
/// # Errors
/// As [`read`].
pub fn read_with(reader: &Reader, path: &Path) -> Result<Document, KnowledgeError> {
    let unreadable = |error: std::io::Error| KnowledgeError::Unreadable(path.to_owned(), error.kind());
    let mut bytes = Vec::new();
    // The size may be nought, as that of a pipe is, or change meanwhile.
    File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    read_content(reader, path, bytes)
}

/// Reads what a file of that name holds. The name says no more than its ending does, and what the document is called; no file
/// is opened. Blocks, as [`read`] does.
///
/// # Errors
/// As [`read`].
pub fn read_content(reader: &Reader, path: &Path, bytes: Vec<u8>) -> Result<Document, KnowledgeError> {
    let unread = |why| KnowledgeError::Unread(path.to_owned(), why);
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(unread(Unread::TooLarge));
    }
    let process = |format| reader.read(format, &bytes).map_err(unread);
    let (format, text) = match FileFormat::of(path, &bytes)? {
        FileFormat::Pdf => (DocumentFormat::Markdown, process(Format::Pdf)?),
        FileFormat::Docx => (DocumentFormat::Markdown, process(Format::Docx)?),
        FileFormat::Html => {
            let page = decoded(bytes).ok_or_else(|| KnowledgeError::NotText(path.to_owned()))?;
            (DocumentFormat::Markdown, reader.read(Format::Html, page.as_bytes()).map_err(unread)?)
        }
        FileFormat::Markdown => (DocumentFormat::Markdown, typed(path, bytes)?),
        FileFormat::Text => (DocumentFormat::Text, typed(path, bytes)?),
    };
    let title = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(document_of(title, format, text))
}

/// Reads several files.
///
/// # Errors
/// The first that cannot be read.
pub fn read_all(paths: &[PathBuf]) -> Result<Vec<Document>, KnowledgeError> {
    paths.iter().map(|path| read(path)).collect()
}

/// The text that was typed into a file, pasted or corrected. `name` is for the error alone.
///
/// # Errors
/// It is too large, no text, or holds no words.
pub fn typed(name: &Path, bytes: Vec<u8>) -> Result<String, KnowledgeError> {
    if bytes.len() > LARGEST_TEXT {
        return Err(KnowledgeError::Unread(name.to_owned(), Unread::TooLarge));
    }
    let text = decoded(bytes).ok_or_else(|| KnowledgeError::NotText(name.to_owned()))?;
    if text.contains(char::is_alphanumeric) {
        Ok(text)
    } else {
        Err(KnowledgeError::Unread(name.to_owned(), Unread::Empty))
    }
}

/// A text that was pasted, as a general document. One with marked headings is Markdown.
///
/// # Errors
/// As [`typed`].
pub fn pasted(title: String, bytes: Vec<u8>) -> Result<Document, KnowledgeError> {
    let text = typed(Path::new(&title), bytes)?;
    let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    let format = if text.lines().any(is_heading) { DocumentFormat::Markdown } else { DocumentFormat::Text };
    Ok(document_of(title, format, text))
}

/// UTF-8, or UTF-16 with a mark, as Windows writes it. Text holds no zeros.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let pairs = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].as_chunks().0.iter().map(|pair| of(*pair)).collect();
        String::from_utf16(&units)
    };
    let text = match bytes.as_slice() {
        [0xff, 0xfe, ..] => pairs(u16::from_le_bytes).ok(),
        [0xfe, 0xff, ..] => pairs(u16::from_be_bytes).ok(),
        _ => String::from_utf8(bytes).ok(),
    };
    text.filter(|text| !text.contains('\0'))
}

/// Makes a general document of a text, of the kind that it looks like. A byte order mark is dropped.
pub fn document_of(title: String, format: DocumentFormat, text: String) -> Document {
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let digest = Sha256::digest(text.as_bytes());
    let id = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let kind = DocumentKind::guess(&title, &text);
    Document { id: DocumentId(id), title, kind, interview: None, format, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::fault::Fault;

    fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn a_document_keeps_its_words_and_takes_its_title_from_the_file() {
        let (_folder, path) = written("My resume.md", "\u{feff}# Ada".as_bytes());
        let document = read(&path).unwrap();
        assert_eq!((document.title.as_str(), document.text.as_str()), ("My resume", "# Ada"));
        assert_eq!((document.kind, document.id.0.len()), (DocumentKind::Resume, 16));
    }

    #[test]
    fn a_text_that_windows_wrote_is_read() {
        let units: Vec<u8> = "\u{feff}Größe\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (_folder, path) = written("a.txt", &units);
        assert_eq!(read(&path).unwrap().text, "Größe\r\n");
    }

    #[test]
    fn each_fault_has_its_code() {
        let large = vec![b'a'; LARGEST_TEXT + 1];
        let cases: [(&str, &[u8], &str); 6] = [
            ("a.txt", &[0xff, 0x00, 0x00], "document.not_text"),
            ("a.txt", b"a\0b", "document.not_text"),
            ("a.md", b" \n---\n", "document.empty"),
            ("a.md", &large, "document.too_large"),
            ("a", b"x", "document.unknown_format"),
            ("a.pdf", b"Not found", "document.wrong_ending"),
        ];
        for (name, bytes, code) in cases {
            let (_folder, path) = written(name, bytes);
            assert_eq!(Fault::from(read(&path).unwrap_err()).code, code);
        }
        let missing = Fault::from(read(Path::new("/nowhere/at/all.md")).unwrap_err());
        assert_eq!(missing.code, "document.unreadable");
    }

    #[test]
    fn a_reader_that_is_not_there_is_a_fault() {
        let (_folder, path) = written("a.pdf", b"%PDF-1.7");
        let fault = Fault::from(read_with(&Reader::at("/nowhere/at/all".into()), &path).unwrap_err());
        assert_eq!(fault.code, "document.no_reader");
    }
}
