//! The user's rights over what ConvoAlly keeps of them: to see it, and to be rid of it.
//!
//! [`report`] says what is stored where, how it is protected, what left the computer and how to erase each of it; it works
//! with a vault that does not open, too. [`everything`] erases all of it, and finishes an erasing that was cut off.
//! A single session or document is erased by the vault itself ([`crate::vault::Vault::erase_session`]). Nothing here
//! prints, and no key and no word of the user's is in what it gives.

pub mod everything;
mod files;
mod report;
mod told;

pub use report::{Contents, KeyState, Recipient, Report, contents, report};
pub use told::{Right, rights, told};
