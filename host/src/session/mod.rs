//! The conductor: owns one session's tasks and its event log.
//!
//! [`Session::listen`] opens the sources, joins them to the transcriber and lets the `conductor` turn turns into
//! utterances; `cards` opens the cards and `drafts` has their drafts written. Everything that happens is an event in the
//! [`log::Log`]; the screen, the vault and the exporters read it there and nowhere else. Nothing here knows who watches.
//!
//! The tasks of a session and the bounded channels between them:
//! source thread → `intake` (one a session) → transcriber (one a side) → `conductor` → log → readers.
//! A full channel makes the sender wait, back to the source, which holds its sound in memory: nothing is dropped.

mod cards;
mod command;
mod conductor;
mod dialogue;
mod drafts;
mod identity;
mod intake;
pub mod keeper;
pub mod log;
mod mutes;
mod once;
mod opened;
mod reader;
mod repeat;
mod running;
mod twice;
mod watchdog;
mod writing;

pub use command::{Order, no_session};
pub use identity::{session_id, unix_ms};
pub use once::Once;
pub use reader::Reader;
pub use running::{Plan, Session};
