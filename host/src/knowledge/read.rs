//! Takes a document in from a file.

use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
use convoally_shared::fault::Fault;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// A resume has 5 kB; this leaves room for a book and keeps a wrong file from filling the memory.
const LARGEST_BYTES: u64 = 4 * 1024 * 1024;

/// What can be wrong with a document.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// The file cannot be opened.
    #[error("{0} could not be read: {1}")]
    Unreadable(PathBuf, std::io::ErrorKind),
    /// Its ending names a format that is not read yet.
    #[error("{0} is in a format that is not read yet")]
    UnknownFormat(PathBuf),
    /// It is not UTF-8.
    #[error("{0} is not text")]
    NotText(PathBuf),
    /// It is larger than any document that a person writes.
    #[error("{0} is too large")]
    TooLarge(PathBuf),
    /// There are no words in it.
    #[error("{0} holds no words")]
    Empty(PathBuf),
    /// The index failed.
    #[error("the documents could not be searched")]
    Index(#[from] rusqlite::Error),
}

impl From<KnowledgeError> for Fault {
    fn from(error: KnowledgeError) -> Self {
        let (code, action) = match &error {
            KnowledgeError::Unreadable(..) => {
                ("document.unreadable", "Check the name, and that you may read the file.")
            }
            KnowledgeError::UnknownFormat(_) => {
                ("document.unknown_format", "Save it as Markdown (.md) or plain text (.txt) and add that.")
            }
            KnowledgeError::NotText(_) => ("document.not_text", "Save it as plain text in UTF-8 and add that."),
            KnowledgeError::TooLarge(_) => ("document.too_large", "Add only the pages that you would quote from."),
            KnowledgeError::Empty(_) => ("document.empty", "Check that it is the right file."),
            KnowledgeError::Index(_) => ("document.index", "Start again; if it stays so, please report it."),
        };
        let sentence = error.to_string();
        let mut characters = sentence.chars();
        let sentence: String = match characters.next() {
            Some(first) => first.to_uppercase().chain(characters).chain(['.']).collect(),
            None => sentence,
        };
        Fault::new(code, sentence, action)
    }
}

/// Reads a Markdown or plain-text file.
///
/// # Errors
/// See [`KnowledgeError`]; each names the file.
pub fn read(path: &Path) -> Result<Document, KnowledgeError> {
    let format = format_of(path).ok_or_else(|| KnowledgeError::UnknownFormat(path.to_owned()))?;
    let unreadable = |error: std::io::Error| KnowledgeError::Unreadable(path.to_owned(), error.kind());
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST_BYTES {
        return Err(KnowledgeError::TooLarge(path.to_owned()));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| KnowledgeError::NotText(path.to_owned()))?;
    if !text.contains(char::is_alphanumeric) {
        return Err(KnowledgeError::Empty(path.to_owned()));
    }
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

/// Makes a general document of a text, of the kind that it looks like. A byte order mark is dropped.
pub fn document_of(title: String, format: DocumentFormat, text: String) -> Document {
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let digest = Sha256::digest(text.as_bytes());
    let id = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let kind = DocumentKind::guess(&title, &text);
    Document { id: DocumentId(id), title, kind, interview: None, format, text }
}

fn format_of(path: &Path) -> Option<DocumentFormat> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "md" | "markdown" => Some(DocumentFormat::Markdown),
        "txt" | "text" => Some(DocumentFormat::Text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(document.id.0.len(), 16);
    }

    #[test]
    fn each_fault_has_its_code() {
        let cases: [(&str, &[u8], &str); 4] = [
            ("a.pdf", b"%PDF", "document.unknown_format"),
            ("a.txt", &[0xff, 0xfe, 0x00], "document.not_text"),
            ("a.md", b" \n---\n", "document.empty"),
            ("a", b"x", "document.unknown_format"),
        ];
        for (name, bytes, code) in cases {
            let (_folder, path) = written(name, bytes);
            assert_eq!(Fault::from(read(&path).unwrap_err()).code, code);
        }
        let missing = Fault::from(read(Path::new("/nowhere/at/all.md")).unwrap_err());
        assert_eq!(missing.code, "document.unreadable");
    }
}
