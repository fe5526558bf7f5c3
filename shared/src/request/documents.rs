//! Requests about the user's documents, and files on their way from the browser to the host.

use crate::document::{Document, DocumentId, DocumentKind};
use crate::interview::InterviewId;
use serde::{Deserialize, Serialize};

/// The most bytes that one file may have on its way, 32 MiB: a resume with pictures has two, a book some twenty.
pub const MOST_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// The most bytes of one [`PutPiece`], before base64: three pieces wait in a megabyte.
pub const PIECE_BYTES: usize = 256 * 1024;

/// Names one file on its way: random, so that two pages do not meet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UploadId(pub String);

/// A piece of a file. The host holds it in memory until a request names the file, ten minutes at most. Fails with
/// `upload.out_of_order`, `upload.too_large` and `upload.unreadable`, then the file is forgotten; and with `upload.too_many` where
/// three others wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutPiece {
    /// Of which file.
    pub upload: UploadId,
    /// Counts from 0.
    pub seq: u64,
    /// At most [`PIECE_BYTES`], in base64.
    pub base64: String,
}

/// Where the content of a document is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// In a file that was sent before.
    File(UploadId),
    /// Here: pasted or typed.
    Text(String),
}

/// What a list shows of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSummary {
    /// Which document.
    pub id: DocumentId,
    /// What citations call it.
    pub title: String,
    /// What it is for.
    pub kind: DocumentKind,
    /// The interview that it belongs to; none when any session may quote it.
    pub interview: Option<InterviewId>,
    /// How many letters its text has.
    pub letters: u64,
    /// How many passages it was cut into.
    pub passages: u64,
}

/// Asks which documents there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDocuments {}

/// The documents, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documents {
    /// Each of them.
    pub documents: Vec<DocumentSummary>,
}

/// Reads a file or a text and keeps it. Fails as `convoally documents add` does: a scanned or encrypted PDF, a format that is not read, more
/// than can be read in its bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddDocument {
    /// The file's name with its ending, or a title for a text.
    pub name: String,
    /// What is in it.
    pub content: Content,
    /// What it is for; guessed where it is not said.
    #[serde(default)]
    pub kind: Option<DocumentKind>,
    /// The interview that it belongs to.
    #[serde(default)]
    pub interview: Option<InterviewId>,
}

/// How far the model of meaning has read a document that was added or changed. It can be quoted by its words at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAhead {
    /// Passages so far.
    pub done: u64,
    /// Passages in all.
    pub of: u64,
}

/// Asks for one document, as it was read. It comes in parts: [`DocumentPart`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// Which one.
    pub id: DocumentId,
}

/// Part of a document, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentPart {
    /// First: the document, with the beginning of its text.
    Head(Document),
    /// More of its text.
    Text(String),
    /// Then the passages that it was cut into.
    Passages(Vec<Quotable>),
}

/// A passage that a card may quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotable {
    /// The headings above it, outermost first, joined by ` › `.
    pub place: String,
    /// Word for word.
    pub text: String,
    /// The line in which it begins, from 1.
    pub line: u32,
    /// The page on which it begins, from 1, where the document has pages.
    pub page: Option<u32>,
}

/// Keeps a corrected text in place of what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectDocument {
    /// Which one.
    pub id: DocumentId,
    /// The whole text; a long one as a file that was sent before, in UTF-8.
    pub content: Content,
}

/// Says what a document is called, what it is for and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribeDocument {
    /// Which one.
    pub id: DocumentId,
    /// What citations call it.
    pub title: String,
    /// What it is for.
    pub kind: DocumentKind,
    /// The interview that it belongs to; none for all.
    pub interview: Option<InterviewId>,
}

/// Erases a document for good, also where past sessions quote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseDocument {
    /// Which one.
    pub id: DocumentId,
}
