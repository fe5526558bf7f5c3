//! A session as a file that a person keeps: one file a format.
//!
//! [`markdown`] and [`text`] are made from the one `SessionView` that the overlay draws too; [`json`] is the
//! whole log and can be read back. Text from the call and from documents is data: no format lets it become a
//! heading, a link, a tag or a command to the terminal. Nothing here opens a file or prints.

mod json;
mod markdown;
mod moment;
mod printable;
mod text;
mod wording;

#[cfg(test)]
pub(crate) mod sample;

pub use json::{ExportError, FORMAT, VERSION, json, read_json};
pub use markdown::markdown;
pub use moment::{clock, date, length};
pub use printable::printable;
pub use text::text;
pub use wording::{form, marks, spending, unsupported};
