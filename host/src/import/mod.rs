//! Sessions from files: what was exported here or on another computer, and transcripts of other programs.
//!
//! The readers, the detector and the vault do not know each other; this room knows all three. Each session comes in as
//! a whole or not at all, and a file on the disk is never held in memory as a whole. Start reading at [`import`].

mod error;
mod exported;
mod file;
mod session;
#[cfg(test)]
mod tests;

pub use error::ImportError;

use crate::transcript;
use crate::vault::{Taken, Vault};
use convoally_shared::session::{Brief, SessionId};
use file::Content;
pub use file::File;

/// What the user says about a file.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which of a transcript's speakers the user is.
    pub me: Option<String>,
    /// The user is none of them.
    pub without_me: bool,
    /// When the call began, milliseconds since the Unix epoch; else when the file was last changed.
    pub started_unix_ms: Option<u64>,
    /// What the call was about.
    pub brief: Brief,
    /// Take a transcript in the order of its lines, whatever its times say.
    pub ignore_times: bool,
    /// Take in what the user erased.
    pub even_if_erased: bool,
}

/// One session that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Which.
    pub session: SessionId,
    /// What of it was not there before.
    pub taken: Taken,
}

/// Lends the vault for as long as one session takes: others wait meanwhile.
pub trait Lender {
    /// Does something with it.
    ///
    /// # Errors
    /// The vault is closed, or what the work says.
    fn lend<T>(&mut self, work: impl FnOnce(&mut Vault) -> Result<T, ImportError>) -> Result<T, ImportError>;
}

impl Lender for Vault {
    fn lend<T>(&mut self, work: impl FnOnce(&mut Vault) -> Result<T, ImportError>) -> Result<T, ImportError> {
        work(self)
    }
}

/// Takes a file in: an export as JSON, a zip of them, or a transcript. Gives one result a session; of a zip, one that
/// cannot be taken keeps out no other.
///
/// # Errors
/// [`ImportError`]: nothing of the file was taken in then.
pub fn import(
    vault: &mut impl Lender,
    file: &File,
    wanted: &Wanted,
) -> Result<Vec<Result<Imported, ImportError>>, ImportError> {
    match file.content()? {
        Content::Exported => Ok(vec![exported::take(vault, file, wanted.even_if_erased)]),
        Content::Archive => {
            let names = file.exports()?;
            let each = names.iter().map(|name| exported::take(vault, &file.entry(name), wanted.even_if_erased));
            Ok(each.collect())
        }
        Content::Transcript => {
            let transcript = transcript::examine(file)?;
            Ok(vec![session::take(vault, file, &transcript, wanted)])
        }
    }
}
