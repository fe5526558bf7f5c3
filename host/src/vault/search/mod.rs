//! Finding what was said, asked, drafted and noted, in all sessions at once.
//!
//! `search` is an FTS5 table that holds words and not the text: a row is one utterance, question or draft, or what a
//! session is called, or its notes. Its rowid says where the text is (`place`), and that newer sessions have greater
//! ones, so that the newest rows and those of a stretch of time are found without looking at the others. Passages on
//! cards are not in it: they are the documents' words, and would bring up every session that quoted them.
//! An event is indexed after its session has ended, or by the search that needs it, never by the append (`index`).
//! Start reading at [`Vault::search`](super::Vault::search).

mod candidates;
mod entries;
mod found;
mod index;
mod place;
mod rank;
#[cfg(test)]
mod tests;
mod words;

pub use convoally_shared::search::{Found, FoundSession, Hit, Marked, Only, Said, Search, Source};
pub(super) use index::{amended, forget};
