//! Opening the vault: which key, and whether there is something to open or something to make.

use super::error::VaultError;
use super::folder::{self, Folder};
use super::key::{KeySource, VaultKey};
use super::store::Vault;
use super::wrapped::{Words, WrappedKey};
use super::{database, keychain, lock, passphrase};
use crate::secret::Secret;
use rusqlite::Connection;
use std::fs::File;
use std::path::Path;

impl Vault {
    /// Opens the vault in a folder. Makes the folder, a key and an empty vault when there is none yet and the key
    /// source says clearly that it holds no key either.
    ///
    /// Blocks: on the disk, on the keychain (up to [`keychain::PATIENCE`] a call), on the derivation of a key from
    /// a passphrase (0.1 to 0.5 s) and on another first start in the same folder.
    ///
    /// # Errors
    /// Any [`VaultError`] about keys, the keychain, the lock or the file. An existing database is unchanged then.
    pub fn open(path: &Path, source: &KeySource) -> Result<Self, VaultError> {
        let files = Folder::prepare(path)?;
        lock::refuse(&files)?;
        open_with(&files, &Opener::from(source)?)
    }
}

/// What opens the key. The passphrase is read once, because a pipe can be read only once.
pub(super) enum Opener {
    Keychain,
    Passphrase(Secret),
}

impl Opener {
    pub(super) fn from(source: &KeySource) -> Result<Self, VaultError> {
        match source {
            KeySource::Keychain => Ok(Self::Keychain),
            KeySource::PassphraseFile(path) => passphrase::read(path).map(Self::Passphrase),
            KeySource::Passphrase(words) => Ok(Self::Passphrase(words.clone())),
        }
    }
}

/// Opens the vault whether it is locked or not.
pub(super) fn open_with(files: &Folder, opener: &Opener) -> Result<Vault, VaultError> {
    let key = if folder::exists(&files.database())? { existing_key(files, opener)? } else { begin(files, opener)? };
    let vault = match opener {
        Opener::Keychain => database::open(&files.database(), &key)?,
        Opener::Passphrase(words) => {
            let connection = open_proven(files, &key)?;
            // Only a better chance for later: with the old one the vault opens as well.
            let _ = raise(files, words);
            connection
        }
    };
    Ok(Vault::new(vault))
}

/// Opens the database with a key that was authenticated when it was unwrapped: the right one, unless its file is
/// another vault's.
pub(super) fn open_proven(files: &Folder, key: &VaultKey) -> Result<Connection, VaultError> {
    database::open(&files.database(), key).map_err(|error| match error {
        VaultError::WrongKey => VaultError::Damaged("its first page cannot be decrypted".to_owned()),
        error => error,
    })
}

/// The first start. Key first, database second: a crash in between leaves a key that opens nothing, never a
/// database that nothing opens.
fn begin(files: &Folder, opener: &Opener) -> Result<VaultKey, VaultError> {
    let lock = files.lock()?;
    if folder::exists(&files.database())? {
        drop(lock);
        return existing_key(files, opener);
    }
    if folder::exists(&files.log())? {
        // Its database went away without it. Beside a new one, SQLite would take it for that one's log.
        return Err(VaultError::Damaged("vault.db is gone and its vault.db-wal is not".to_owned()));
    }
    if folder::exists(&files.recovery_file())? {
        // Its database went away without it. Beside a new one it would open nothing and say that the code is wrong.
        return Err(VaultError::Damaged("vault.db is gone and its vault.recovery.json is not".to_owned()));
    }
    let (key, _lock) = first_key(files, opener, lock)?;
    database::create(files, &key)?;
    Ok(key)
}

/// The key for a database that is there. Never makes one.
pub(super) fn existing_key(files: &Folder, opener: &Opener) -> Result<VaultKey, VaultError> {
    match opener {
        Opener::Passphrase(words) => passphrase::load(&files.key_file())?.ok_or(VaultError::KeyMissing)?.unlock(words),
        Opener::Keychain => {
            refuse_key_file(files)?;
            keychain::vault_key()?.ok_or(VaultError::KeyMissing)
        }
    }
}

/// The key for a database that is about to be made: the one that the source holds, or else a new one that the
/// source has taken. Gives the lock back, which the keychain's thread keeps for as long as it may still write.
fn first_key(files: &Folder, opener: &Opener, lock: File) -> Result<(VaultKey, File), VaultError> {
    match opener {
        Opener::Passphrase(words) => {
            let key = match passphrase::load(&files.key_file())? {
                Some(stored) => stored.unlock(words)?,
                None => {
                    let key = VaultKey::random()?;
                    WrappedKey::keep(&files.key_file(), &key, Words::Passphrase, words)?;
                    key
                }
            };
            Ok((key, lock))
        }
        Opener::Keychain => {
            refuse_key_file(files)?;
            keychain::vault_key_or_new(lock)
        }
    }
}

/// A key file beside the database says that the vault was made with a passphrase. A key that the keychain may
/// hold belongs to another vault.
fn refuse_key_file(files: &Folder) -> Result<(), VaultError> {
    if folder::exists(&files.key_file())? { Err(VaultError::PassphraseNeeded) } else { Ok(()) }
}

/// A key that an earlier release wrapped with less work is wrapped anew, in the one moment in which the passphrase is
/// known. Looked at again under the lock: another process may have changed the passphrase meanwhile.
fn raise(files: &Folder, words: &Secret) -> Result<(), VaultError> {
    let weak = || passphrase::load(&files.key_file()).map(|stored| stored.filter(WrappedKey::is_weaker_than_today));
    if weak()?.is_none() {
        return Ok(());
    }
    let _lock = files.lock()?;
    match weak()? {
        Some(stored) => WrappedKey::keep(&files.key_file(), &stored.unlock(words)?, Words::Passphrase, words),
        None => Ok(()),
    }
}
