//! What can go wrong between the host and its stored data.

use std::io;
use std::path::PathBuf;

/// Why the vault or the keychain did not do what was asked. `fault` says what a person is told.
///
/// No variant carries a key, a passphrase or stored text.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key in the keychain does not open the database.
    #[error("the key from the keychain does not open the vault")]
    WrongKey,
    /// The passphrase does not open the key file.
    #[error("the passphrase does not open the vault")]
    WrongPassphrase,
    /// There is a database, but its key was not found. No new key is made then.
    #[error("the vault exists but its key was not found")]
    KeyMissing,
    /// The vault belongs to a passphrase, the caller came with the keychain.
    #[error("the vault is opened by a passphrase, not by the keychain")]
    PassphraseNeeded,
    /// The vault was locked, and nobody unlocked it since.
    #[error("the vault is locked")]
    Locked,
    /// There is no vault yet whose key could be changed.
    #[error("there is no vault yet")]
    NoVault,
    /// The recovery code is not the one that was made last.
    #[error("the recovery code does not open the vault")]
    WrongRecoveryCode,
    /// What was typed cannot be a recovery code.
    #[error("the recovery code has a typing error: {0}")]
    MistypedRecoveryCode(String),
    /// No recovery code was made, or it was revoked.
    #[error("the vault has no recovery code")]
    NoRecoveryCode,
    /// The keychain holds another vault's key, which must not be lost.
    #[error("the keychain holds the key of another vault")]
    KeychainTaken,
    /// The vault is under a passphrase, and the keychain could not be told to forget its key.
    #[error("the keychain may hold the key of the vault still: {0}")]
    LeftInKeychain(String),
    /// What stands where the key should be is no key.
    #[error("the stored vault key cannot be read: {0}")]
    KeyUnreadable(&'static str),
    /// No keychain service can be reached.
    #[error("no keychain: {0}")]
    NoKeychain(String),
    /// The keychain is locked and nobody unlocked it.
    #[error("the keychain is locked: {0}")]
    KeychainLocked(String),
    /// The keychain did not answer in time.
    #[error("the keychain did not answer")]
    KeychainSilent,
    /// The keychain answered with an error of its own.
    #[error("the keychain failed: {0}")]
    KeychainFailed(String),
    /// The passphrase file cannot be read or holds none.
    #[error("the passphrase file cannot be used: {0}")]
    PassphraseUnreadable(String),
    /// A later release wrote the vault.
    #[error("the vault has version {found}")]
    NewerVersion {
        /// The version of the file.
        found: i64,
    },
    /// No room is left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The file or its folder may not be written.
    #[error("the vault may not be written")]
    ReadOnly,
    /// The database is not in order.
    #[error("the vault is damaged: {0}")]
    Damaged(String),
    /// Another process held the vault for too long.
    #[error("the vault is busy")]
    Busy,
    /// This build's SQLite does not encrypt.
    #[error("this build cannot encrypt")]
    NotEncrypting,
    /// An event of a session that was not started here, or with a number that is taken.
    #[error("event {seq} of session {session} does not follow on what is stored")]
    OutOfOrder {
        /// The event's session.
        session: String,
        /// The event's number.
        seq: u64,
    },
    /// A stored event is of a kind that this release does not know.
    #[error("event {seq} of session {session} is of an unknown kind")]
    UnknownEvent {
        /// The event's session.
        session: String,
        /// The event's number.
        seq: u64,
    },
    /// A stored amendment is of a kind that this release does not know.
    #[error("an amendment of session {session} is of an unknown kind")]
    UnknownAmendment {
        /// The session that it belongs to.
        session: String,
    },
    /// The user erased this session; it does not come back.
    #[error("session {0} was erased")]
    Erased(String),
    /// Another event stands under the number of one that should be taken in.
    #[error("event {seq} of session {session} is another one here")]
    Differs {
        /// The event's session.
        session: String,
        /// The event's number.
        seq: u64,
    },
    /// A session is running, so what it may still need is not erased.
    #[error("session {0} is running")]
    SessionRunning(String),
    /// It is erased, and what is left of it in free space is not overwritten yet.
    #[error("the remains of what was erased are not overwritten yet")]
    Unscrubbed,
    /// No session has this id.
    #[error("no session {0}")]
    UnknownSession(String),
    /// Several sessions' ids begin like this.
    #[error("several sessions begin with {0}")]
    AmbiguousSession(String),
    /// A text that the user wrote is empty or too long.
    #[error("{0}")]
    Unfit(&'static str),
    /// No card of the session has this number.
    #[error("no card {0}")]
    NoSuchCard(u32),
    /// What the user wants to change is not in the session: a line, a tag, a person.
    #[error("the session has no {0}")]
    NotInSession(String),
    /// There is no word in what is looked for.
    #[error("no word to look for")]
    NothingToSearch,
    /// No document has this title or id.
    #[error("no document {0}")]
    UnknownDocument(String),
    /// Several documents have this title.
    #[error("several documents are called {0}")]
    AmbiguousDocument(String),
    /// No interview has this id.
    #[error("no interview {0}")]
    UnknownInterview(String),
    /// An interview cannot go before its documents.
    #[error("interview {interview} has {documents} documents")]
    InterviewHasDocuments {
        /// Which interview.
        interview: String,
        /// How many documents belong to it.
        documents: i64,
    },
    /// A file beside the database could not be read or written.
    #[error("a file of the vault could not be used: {}: {source}", path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database said something that has no case of its own.
    #[error("the database failed: {0}")]
    Database(String),
    /// The system gave no random bytes, or refused the memory for the passphrase.
    #[error("the system did not help: {0}")]
    System(String),
}

impl VaultError {
    /// Sorts an error of the file system.
    pub(super) fn file(path: impl Into<PathBuf>, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::File { path: path.into(), source },
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    /// Keeps SQLite's words, never its statement or the stored values.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(failure, words) = error else {
            return match error {
                rusqlite::Error::SqlInputError { error, .. } => Self::Database(error.to_string()),
                rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                    Self::Damaged("a stored value has the wrong type".to_owned())
                }
                other => Self::Database(other.to_string()),
            };
        };
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            // The shared memory of the log could not grow; SQLite has no other word for a full disk there.
            ErrorCode::SystemIoFailure if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => {
                Self::DiskFull
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(failure.to_string()),
            _ => Self::Database(words.unwrap_or_else(|| failure.to_string())),
        }
    }
}
