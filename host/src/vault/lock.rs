//! Locked: a mark beside the vault that every program heeds, until somebody who has the key takes it away.
//!
//! The mark is for programs that are running: whoever has it open closes it and wipes the key. It keeps nobody out
//! who has the key; that is what the keychain and the passphrase are for.

use super::error::VaultError;
use super::folder::{self, Folder};
use super::key::KeySource;
use super::open::{Opener, open_with};
use super::store::Vault;
use convoally_shared::vault::Protection;
use std::path::Path;

/// How a vault stands, as its folder tells without any key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What keeps the key; none when there is no vault yet.
    pub protection: Option<Protection>,
    /// A recovery code was made.
    pub recovery: bool,
    /// It was locked, and nobody unlocked it since.
    pub locked: bool,
}

/// How the vault in a folder stands.
///
/// # Errors
/// The folder cannot be looked into.
pub fn standing(path: &Path) -> Result<Standing, VaultError> {
    let files = Folder::at(path);
    let has_vault = folder::exists(&files.database())?;
    let kept = if folder::exists(&files.key_file())? { Protection::Passphrase } else { Protection::Keychain };
    Ok(Standing {
        protection: has_vault.then_some(kept),
        recovery: folder::exists(&files.recovery_file())?,
        locked: folder::exists(&files.lock_mark())?,
    })
}

/// Locks the vault. A program that is in a session goes on until that is over.
///
/// # Errors
/// [`VaultError::NoVault`], or the mark cannot be written.
pub fn lock(path: &Path) -> Result<(), VaultError> {
    let files = Folder::with_a_vault(path)?;
    folder::write_private(&files.lock_mark(), b"")
}

/// Opens the vault and, when its key was right, unlocks it for everybody.
///
/// # Errors
/// [`VaultError::NoVault`], or as [`Vault::open`]; it is as locked as before then.
pub fn unlock(path: &Path, source: &KeySource) -> Result<Vault, VaultError> {
    let files = Folder::with_a_vault(path)?;
    let vault = open_with(&files, &Opener::from(source)?)?;
    folder::remove(&files.lock_mark())?;
    Ok(vault)
}

/// Fails when the vault is locked.
pub(super) fn refuse(files: &Folder) -> Result<(), VaultError> {
    if folder::exists(&files.lock_mark())? { Err(VaultError::Locked) } else { Ok(()) }
}
