//! The user's documents and the passages that fit a question.
//!
//! [`read`] takes a file in, [`passages`] cuts it into pieces that a person would quote, [`Knowledge`] finds the
//! ones that fit; [`vocabulary()`] is what a recogniser should know. All in memory, word for word, with no model: what is shown here is never invented.

mod passages;
mod read;
mod recall;
mod terms;
mod vocabulary;

pub use read::{KnowledgeError, document_of, read, read_all};
pub use recall::Knowledge;
pub use vocabulary::{MOST_TERMS, vocabulary};
