//! What can go wrong between the vault and the place of its backup.

use crate::vault::VaultError;

/// Why a backup did not do what was asked. `fault` says what a person is told.
///
/// No variant carries a key, a code, a password, a signed address or the user's text.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// No place was set.
    #[error("no backup is set up")]
    NotSet,
    /// What was given is no place for a backup.
    #[error("{0}")]
    NoPlace(&'static str),
    /// The place needs a user name and a password.
    #[error("the store asks who you are")]
    CredentialsNeeded,
    /// There is a backup already, and its code was not given.
    #[error("there is a backup already, and it needs its code")]
    CodeNeeded,
    /// The code is too short to keep anybody out.
    #[error("the code is too short")]
    CodeTooShort,
    /// The code does not open the backup.
    #[error("the code does not open the backup")]
    WrongCode,
    /// The bucket, server folder or folder is not there.
    #[error("the place of the backup is not there")]
    PlaceMissing,
    /// The store does not allow it.
    #[error("the store refused")]
    Denied,
    /// The store cannot be reached.
    #[error("the store cannot be reached")]
    Unreachable,
    /// The store, or the disk here, is full.
    #[error("there is no room left: {0}")]
    Full(&'static str),
    /// The store said something that has no case of its own.
    #[error("the store failed: {0}")]
    Store(String),
    /// Another run holds the backup of this computer.
    #[error("another backup runs")]
    Busy,
    /// There is no backup at its place any more.
    #[error("the backup is gone from its place")]
    Gone,
    /// Another backup lies at the place.
    #[error("another backup lies at this place")]
    Foreign,
    /// A later release wrote it.
    #[error("a later release wrote the backup")]
    Newer,
    /// An object does not hold what its name says.
    #[error("{0} is damaged")]
    Damaged(String),
    /// A listed object is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// A manifest is older than one that was seen before.
    #[error("the store shows an older state than before: {0}")]
    RolledBack(String),
    /// The vault could not be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file beside the vault could not be used.
    #[error("a file of the backup on this computer could not be used: {0}")]
    File(std::io::ErrorKind),
    /// The system gave no random bytes or no memory.
    #[error("the system did not help: {0}")]
    System(String),
}

impl BackupError {
    /// Sorts an error of a file on this computer.
    pub(super) fn file(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full("on this computer"),
            kind => Self::File(kind),
        }
    }
}
