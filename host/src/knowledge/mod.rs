//! The user's documents and the passages that fit a question.
//!
//! [`read`] takes a file in, [`passages`] cuts it into pieces that a person would quote, [`Knowledge`] finds the
//! ones that fit, by [`words`] at once and each by [`meaning`] as soon as a model has read it; [`vocabulary()`] is what
//! a recogniser should know. What is found is shown word for word: no model writes here, and nothing is invented. Files
//! in formats that need a library are read in a process of their own.

pub mod meaning;
mod passages;
mod read;
mod recall;
mod shelf;
mod terms;
mod understanding;
mod vocabulary;
mod words;

pub use passages::{Piece, cut};
pub use read::{
    Format, KnowledgeError, READER_ARGUMENT, Reader, Unread, document_of, pasted, read, read_all, read_content,
    read_with, serve_reader, typed,
};
pub use recall::{Fit, Knowledge, MOST_PASSAGES, MeaningSource};
pub use shelf::{Shelf, TextDigest};
pub use understanding::{needed, read_ahead};
pub use vocabulary::{MOST_TERMS, vocabulary};
