//! Changing what opens the vault. The history is never written again: only the wrapped key moves.
//!
//! Each change proves first that it has the key of this very database, then makes the new way, and only then takes
//! the old one away: whatever is cut off in between, something opens the vault that opened it before or will.

use super::error::VaultError;
use super::folder::{self, Folder};
use super::key::{KeySource, VaultKey};
use super::open::{Opener, existing_key, open_proven};
use super::recovery_code::RecoveryCode;
use super::wrapped::{Words, WrappedKey};
use super::{database, keychain, lock};
use crate::secret::Secret;
use std::fs::File;
use std::path::Path;

/// What is to open the vault from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The system's keychain.
    Keychain,
    /// This passphrase.
    Passphrase(Secret),
}

/// Makes something else open the vault: moves it from the keychain under a passphrase, from one passphrase under
/// another, or from a passphrase into the keychain. A recovery code stays as it is.
///
/// # Errors
/// Any [`VaultError`] about keys, the keychain or the files; what opened the vault before then still does. Only
/// [`VaultError::LeftInKeychain`] says that the change was made and the keychain knows the key still.
pub fn protect(path: &Path, source: &KeySource, way: &Way) -> Result<(), VaultError> {
    let (files, key, _lock) = proven(path, source)?;
    set_way(&files, &key, way)
}

/// Makes a recovery code, in place of an earlier one. It is kept nowhere: show it to the user now.
///
/// # Errors
/// Any [`VaultError`] about keys, the keychain or the files; an earlier code is still valid then.
pub fn make_recovery_code(path: &Path, source: &KeySource) -> Result<RecoveryCode, VaultError> {
    let (files, key, _lock) = proven(path, source)?;
    let code = RecoveryCode::random()?;
    WrappedKey::keep(&files.recovery_file(), &key, Words::Recovery, code.words())?;
    Ok(code)
}

/// Makes the recovery code worthless. Only for who can open the vault without it, so that nobody locks himself out.
///
/// # Errors
/// [`VaultError::NoRecoveryCode`] when there is none; otherwise as [`make_recovery_code`].
pub fn revoke_recovery_code(path: &Path, source: &KeySource) -> Result<(), VaultError> {
    let (files, _, _lock) = proven(path, source)?;
    if folder::remove(&files.recovery_file())? { Ok(()) } else { Err(VaultError::NoRecoveryCode) }
}

/// Opens the vault with its recovery code and sets up a new way. Unlocks it, too. The code stays valid.
///
/// # Errors
/// [`VaultError::NoVault`], [`VaultError::NoRecoveryCode`], [`VaultError::WrongRecoveryCode`], or as [`protect`].
pub fn recover(path: &Path, code: &RecoveryCode, way: &Way) -> Result<(), VaultError> {
    let files = Folder::with_a_vault(path)?;
    let _lock = files.lock()?;
    let stored = WrappedKey::load(&files.recovery_file(), Words::Recovery)?.ok_or(VaultError::NoRecoveryCode)?;
    let key = stored.unlock(code.words())?;
    drop(open_proven(&files, &key)?);
    let set = set_way(&files, &key, way);
    if matches!(set, Ok(()) | Err(VaultError::LeftInKeychain(_))) {
        folder::remove(&files.lock_mark())?;
    }
    set
}

/// The key of the vault that is there, proven on its database, and the lock under which it may be changed.
fn proven(path: &Path, source: &KeySource) -> Result<(Folder, VaultKey, File), VaultError> {
    let files = Folder::with_a_vault(path)?;
    lock::refuse(&files)?;
    let opener = Opener::from(source)?;
    let lock = files.lock()?;
    let key = existing_key(&files, &opener)?;
    drop(match opener {
        Opener::Keychain => database::open(&files.database(), &key)?,
        Opener::Passphrase(_) => open_proven(&files, &key)?,
    });
    Ok((files, key, lock))
}

fn set_way(files: &Folder, key: &VaultKey, way: &Way) -> Result<(), VaultError> {
    match way {
        Way::Keychain => {
            keychain::keep_vault_key(key)?;
            folder::remove(&files.key_file())?;
            Ok(())
        }
        Way::Passphrase(words) => {
            let had_passphrase = folder::exists(&files.key_file())?;
            WrappedKey::keep(&files.key_file(), key, Words::Passphrase, words)?;
            forget_in_keychain(key, had_passphrase)
        }
    }
}

/// Makes the keychain forget the key. Where a passphrase opened the vault before, it knows the key only when an earlier
/// change was cut off: no reason then to have the user unlock it.
fn forget_in_keychain(key: &VaultKey, had_passphrase: bool) -> Result<(), VaultError> {
    if had_passphrase && !matches!(keychain::vault_key(), Ok(Some(kept)) if kept == *key) {
        return Ok(());
    }
    match keychain::forget_vault_key(key) {
        Ok(()) | Err(VaultError::NoKeychain(_)) => Ok(()),
        Err(error) => Err(VaultError::LeftInKeychain(error.to_string())),
    }
}
