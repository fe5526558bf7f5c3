//! A session as a file that a person keeps: one file a format, and [`archive`] for many sessions.
//!
//! What a person reads is made from the one `SessionView` that the overlay draws too, by way of [`notes`]; [`json`] is
//! the whole log with its amendments and can be read back. Text from the call and from documents is data: no format
//! lets it become a heading, a link, a tag or a command to the terminal. [`Kept::write`] writes in any [`Format`],
//! [`write_file`] puts it where the user wants it. Nothing here prints or opens the vault.

mod archive;
mod captions;
mod docx;
mod error;
mod format;
mod html;
mod json;
mod markdown;
mod moment;
mod notes;
mod place;
mod printable;
mod srt;
mod text;
mod vtt;
mod wording;

#[cfg(test)]
pub(crate) mod generated;
#[cfg(test)]
pub(crate) mod sample;

pub use archive::{archive, file_name};
pub use docx::docx;
pub use error::ExportError;
pub use format::{Format, Kept};
pub use html::html;
pub use json::{FORMAT, VERSION, check_head, json, read_events};
pub use markdown::markdown;
pub use moment::{clock, date, length};
pub use place::write_file;
pub use printable::printable;
pub use srt::srt;
pub use text::text;
pub use vtt::vtt;
pub use wording::{form, marks, spending, unsupported};
