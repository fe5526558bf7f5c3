//! The user's own documents and the passages that are quoted from them.

mod kind;

pub use kind::DocumentKind;

use crate::interview::InterviewId;
use serde::{Deserialize, Serialize};

/// Names one document in the vault: the first 16 hex digits of the SHA-256 of its text, so adding the same
/// text twice keeps one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

/// How a document's text is written. In both, a form feed begins a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFormat {
    /// CommonMark. A paragraph in bold alone is read as a heading.
    Markdown,
    /// Plain text: blank lines separate paragraphs.
    Text,
}

/// A document as the user gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Which document.
    pub id: DocumentId,
    /// What citations call it: the file's name without its ending.
    pub title: String,
    /// What it is for.
    pub kind: DocumentKind,
    /// The interview that it was written for; none when any session may quote it.
    pub interview: Option<InterviewId>,
    /// How `text` is written.
    pub format: DocumentFormat,
    /// The whole text.
    pub text: String,
}

/// A piece of a document that a person would quote, found for a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The title of the document.
    pub document: String,
    /// The headings above the passage, outermost first, joined by ` › `. Empty at the top of a document.
    pub place: String,
    /// Word for word as in the document.
    pub text: String,
    /// How well it fits compared with the best passage of the same answer, which has 1.
    pub score: f32,
    /// The line of the document's text in which it begins, from 1; 0 in sessions of earlier releases.
    #[serde(default)]
    pub line: u32,
    /// The page on which it begins, from 1, where the document has pages.
    #[serde(default)]
    pub page: Option<u32>,
}

impl Passage {
    /// Where the passage stands, for people: `resume › Experience › Northwind`.
    pub fn source(&self) -> String {
        if self.place.is_empty() { self.document.clone() } else { format!("{} › {}", self.document, self.place) }
    }
}
