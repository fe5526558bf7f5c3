//! What can be wrong with a document, and what its user is told.

use super::pdf::MOST_PAGES;
use super::process::PATIENCE;
use convoally_shared::fault::Fault;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Why the text of a file was not read. Travels from the reader process to its parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// It asks for a password.
    Encrypted,
    /// It is encrypted in a way that is not known here.
    UnknownEncryption,
    /// It does not follow its own format.
    Broken,
    /// So many pages.
    TooManyPages(usize),
    /// Its pages are pictures.
    Scanned,
    /// It draws letters without saying which they are.
    Unnamed,
    /// There are no words in it.
    Empty,
    /// There are more words in it than a person writes.
    TooLarge,
    /// It unpacks to more than any document has.
    Bomb,
    /// An archive, but not that of a Word document.
    NoDocument,
    /// It took longer than [`PATIENCE`].
    TooSlow,
    /// It took more memory than a reader may have.
    TooMuchMemory,
    /// The reader died.
    Crashed,
    /// The reader could not be started.
    NoReader,
}

/// What can be wrong with a document.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// The file cannot be opened.
    #[error("{0} could not be read: {1}")]
    Unreadable(PathBuf, std::io::ErrorKind),
    /// Neither its content nor its ending names a format that is read.
    #[error("{0} is in a format that is not read")]
    UnknownFormat(PathBuf),
    /// Word before 2007.
    #[error("{0} is in the old format of Word")]
    OldWord(PathBuf),
    /// Its name promises another format than that of its content.
    #[error("{name} is not {promised}, as its name says, but {found}")]
    WrongEnding {
        /// Which file.
        name: PathBuf,
        /// The format of its name, for people.
        promised: &'static str,
        /// That of its content, for people.
        found: &'static str,
    },
    /// It is no text in UTF-8 or UTF-16.
    #[error("{0} is not text")]
    NotText(PathBuf),
    /// Its format is known, its text cannot be had.
    #[error("the text of {0} was not read: {1:?}")]
    Unread(PathBuf, Unread),
    /// The index failed.
    #[error("the documents could not be searched")]
    Index(#[from] rusqlite::Error),
}

/// For what cannot be read, the text itself can always be had from the program that shows it.
const PASTE: &str = "copy its text where it is shown and paste it with `convoally documents add - --title TITLE`.";

impl From<KnowledgeError> for Fault {
    fn from(error: KnowledgeError) -> Self {
        let (code, action) = match &error {
            KnowledgeError::Unreadable(..) => {
                ("document.unreadable", "Check the name, and that you may read the file.".to_owned())
            }
            KnowledgeError::UnknownFormat(_) => (
                "document.unknown_format",
                "Save it as PDF, Word (.docx), HTML, Markdown (.md) or plain text (.txt) and add that.".to_owned(),
            ),
            KnowledgeError::OldWord(_) => {
                ("document.unknown_format", "Save it as Word document (.docx) or PDF and add that.".to_owned())
            }
            KnowledgeError::WrongEnding { .. } => (
                "document.wrong_ending",
                "Get the file again where it came from, or give it the ending of what it is.".to_owned(),
            ),
            KnowledgeError::NotText(_) => {
                ("document.not_text", "Save it as plain text in UTF-8 and add that.".to_owned())
            }
            KnowledgeError::Unread(name, why) => return unread(&name.display().to_string(), why),
            KnowledgeError::Index(_) => ("document.index", "Start again; if it stays so, please report it.".to_owned()),
        };
        Fault::new(code, sentence(&error.to_string()), action)
    }
}

fn unread(name: &str, why: &Unread) -> Fault {
    let paste = || format!("Or {PASTE}");
    let (code, what, action) = match why {
        Unread::Encrypted => (
            "document.encrypted",
            "is protected by a password.".to_owned(),
            format!("Save a copy without a password and add that. {}", paste()),
        ),
        Unread::UnknownEncryption => (
            "document.encrypted",
            "is encrypted in a way that is not read.".to_owned(),
            format!("Save a copy without encryption and add that. {}", paste()),
        ),
        Unread::Broken => (
            "document.broken",
            "is damaged or not complete.".to_owned(),
            format!("Save it again with the program that it was made with and add that. {}", paste()),
        ),
        Unread::TooManyPages(pages) => (
            "document.too_many_pages",
            format!("has {pages} pages; at most {MOST_PAGES} are read."),
            "Save the pages that you would quote from as a file of their own and add that.".to_owned(),
        ),
        Unread::Scanned => (
            "document.scanned",
            "holds pictures of pages and no text.".to_owned(),
            format!("Add text to it with a program for text recognition, such as OCRmyPDF. {}", paste()),
        ),
        Unread::Unnamed => (
            "document.no_letters",
            "draws its letters without saying which they are.".to_owned(),
            format!("Save it again from the program that it was made with. {}", paste()),
        ),
        Unread::Empty => {
            ("document.empty", "holds no words.".to_owned(), "Check that it is the right file.".to_owned())
        }
        Unread::TooLarge => (
            "document.too_large",
            "is larger than any document that a person writes.".to_owned(),
            "Add only the pages that you would quote from.".to_owned(),
        ),
        Unread::Bomb => (
            "document.bomb",
            "is small and unpacks to more than any document holds; it was not read.".to_owned(),
            "Do not open it unless you trust where it comes from.".to_owned(),
        ),
        Unread::NoDocument => (
            "document.unknown_format",
            "is an archive and no Word document.".to_owned(),
            "Save it as PDF, Word (.docx), HTML, Markdown (.md) or plain text (.txt) and add that.".to_owned(),
        ),
        Unread::TooSlow => (
            "document.too_slow",
            format!("could not be read within {} seconds.", PATIENCE.as_secs()),
            format!("Add only the pages that you would quote from. {}", paste()),
        ),
        Unread::TooMuchMemory => (
            "document.too_much_memory",
            "takes too much memory to read.".to_owned(),
            format!("Add only the pages that you would quote from. {}", paste()),
        ),
        Unread::Crashed => (
            "document.crashed",
            "stopped its reader; nothing else was harmed.".to_owned(),
            format!("Save it again with the program that it was made with and add that. {}", paste()),
        ),
        Unread::NoReader => (
            "document.no_reader",
            "was not read, because the reader could not be started.".to_owned(),
            "Close other programs and try again; if it stays so, install ConvoAlly again.".to_owned(),
        ),
    };
    Fault::new(code, sentence(&format!("{name} {what}")), action)
}

/// With a capital at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_a_code_a_sentence_and_what_to_do() {
        let whys = [
            Unread::Encrypted,
            Unread::UnknownEncryption,
            Unread::Broken,
            Unread::TooManyPages(812),
            Unread::Scanned,
            Unread::Unnamed,
            Unread::Empty,
            Unread::TooLarge,
            Unread::Bomb,
            Unread::NoDocument,
            Unread::TooSlow,
            Unread::TooMuchMemory,
            Unread::Crashed,
            Unread::NoReader,
        ];
        for why in whys {
            let json = serde_json::to_string(&why).unwrap();
            assert_eq!(serde_json::from_str::<Unread>(&json).unwrap(), why, "what the reader says arrives");
            let fault = Fault::from(KnowledgeError::Unread("résumé.pdf".into(), why));
            assert!(fault.code.starts_with("document.") && fault.sentence.starts_with("Résumé.pdf "), "{fault}");
            for text in [&fault.sentence, &fault.action] {
                assert!(text.ends_with('.') && text.starts_with(char::is_uppercase), "{fault}");
            }
        }
    }
}
