//! The user's documents and the passages that fit a question.
//!
//! [`read`] takes a file in, [`passages`] cuts it into pieces that a person would quote, [`Knowledge`] finds the
//! ones that fit; [`vocabulary()`] is what a recogniser should know. All in memory, word for word, with no model: what
//! is shown here is never invented. Files in formats that need a library are read in a process of their own.

mod passages;
mod read;
mod recall;
mod terms;
mod vocabulary;

pub use passages::{Piece, cut, digest as passage_digest};
pub use read::{
    Format, KnowledgeError, READER_ARGUMENT, Reader, Unread, document_of, pasted, read, read_all, read_with,
    serve_reader, typed,
};
pub use recall::Knowledge;
pub use vocabulary::{MOST_TERMS, vocabulary};
