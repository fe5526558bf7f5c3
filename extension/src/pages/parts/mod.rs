//! What pages are made of: one part a file, each usable by keyboard and named for screen readers.
//!
//! [`job`] and [`fetched`] are a part's way to the host: what is under way, what came of it, what went wrong. Never here:
//! a page's own texts, and anything that one page alone has. Styles are in `static/pages.css`, by the same names.
//!
//! No element is of literals alone, here or on a page: Leptos would make it by `innerHTML`, at which Firefox's linter takes
//! offence. One attribute or text in braces, or as a number, makes it a node like the others.

pub mod blocks;
pub mod button;
pub mod confirm;
pub mod dialog;
pub mod drop;
pub mod empty;
pub mod fault;
pub mod fetched;
pub mod field;
pub mod head;
pub mod job;
mod listed;
mod live;
pub mod marked;
mod markup;
pub mod progress;
pub mod table;
mod whenever;

pub use blocks::Blocks;
pub use button::{Button, Look};
pub use confirm::TypedConfirm;
pub use dialog::Dialog;
pub use drop::FileDrop;
pub use empty::Empty;
pub use fault::{FaultBox, JobFault};
pub use fetched::Fetched;
pub use field::{Check, Choice, LongField, Pick, TextField};
pub use head::{Head, Section};
pub use job::Job;
pub use listed::listed;
pub use live::live;
pub use marked::Highlighted;
pub(crate) use markup::view;
pub use progress::{Level, Progress};
pub use table::Table;
pub use whenever::whenever;
