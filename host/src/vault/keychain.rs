//! The system's keychain: the vault key and the providers' keys.
//!
//! Every function here blocks, on Linux on D-Bus calls, and a locked keychain may ask the user meanwhile: call
//! them from a thread of your own, never from a task. None waits longer than [`PATIENCE`].
//!
//! The keychain's client keeps one connection for the life of the process: after the keychain's own restart, this
//! process has to start again, too.

use super::error::VaultError;
use super::first_key::{self, Entries};
use super::key::VaultKey;
use crate::secret::Secret;
use keyring::{Entry, Error};
use std::fs::File;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a call may take. A keychain that asks on a computer without a screen would wait for ever.
pub const PATIENCE: Duration = Duration::from_secs(10);

const SERVICE: &str = "convoally";

/// Reads a provider's key: `openai`, `anthropic`, `deepgram`. `None` when the keychain shows none, which may
/// also mean that it is locked.
///
/// # Errors
/// No keychain, a locked one, or one that does not answer within [`PATIENCE`].
pub fn get(name: &str) -> Result<Option<Secret>, VaultError> {
    let name = provider(name)?;
    bounded(PATIENCE, move || System.read(&name))
        .map(|text| text.map(|mut text| Secret::new(std::mem::take(&mut *text))))
}

/// Stores a provider's key in place of an older one.
///
/// # Errors
/// As for [`get`].
pub fn set(name: &str, key: &Secret) -> Result<(), VaultError> {
    let (name, key) = (provider(name)?, key.clone());
    bounded(PATIENCE, move || System.write(&name, key.reveal()))
}

/// Forgets a provider's key. No error when there is none.
///
/// # Errors
/// As for [`get`].
pub fn delete(name: &str) -> Result<(), VaultError> {
    let name = provider(name)?;
    bounded(PATIENCE, move || System.remove(&name))
}

/// The vault key. `None` does not prove that none was ever stored, as `first_key` says.
pub(super) fn vault_key() -> Result<Option<VaultKey>, VaultError> {
    bounded(PATIENCE, || first_key::vault_key(&System))
}

/// The vault key, or a new one that the keychain has taken and given back.
///
/// The lock of the first start travels with the work: should the keychain answer only after the caller gave up,
/// no other first start can come in between and have its key replaced.
pub(super) fn vault_key_or_new(lock: File) -> Result<(VaultKey, File), VaultError> {
    bounded(PATIENCE, move || first_key::vault_key_or_new(&System).map(|key| (key, lock)))
}

/// Gives the keychain a key that a vault has already. Never in place of another vault's.
pub(super) fn keep_vault_key(key: &VaultKey) -> Result<(), VaultError> {
    let key = key.clone();
    bounded(PATIENCE, move || first_key::keep(&System, &key))
}

/// Makes the keychain forget the key of a vault that something else opens now.
pub(super) fn forget_vault_key(key: &VaultKey) -> Result<(), VaultError> {
    let key = key.clone();
    bounded(PATIENCE, move || first_key::forget(&System, &key))
}

/// Forgets the vault key. No error when there is none. Only for when nothing is left that it opens.
///
/// # Errors
/// As for [`get`].
pub fn remove_vault_key() -> Result<(), VaultError> {
    bounded(PATIENCE, || System.remove(first_key::VAULT_ENTRY))
}

/// A provider's name may not reach the vault's own entries.
fn provider(name: &str) -> Result<String, VaultError> {
    let plain = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if !plain || name.starts_with("vault-") {
        return Err(VaultError::KeychainFailed(format!("“{name}” is no provider")));
    }
    Ok(name.to_owned())
}

/// The keychain of this system.
struct System;

impl Entries for System {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
        match entry(name)?.get_password() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    fn write(&self, name: &str, text: &str) -> Result<(), VaultError> {
        entry(name)?.set_password(text).map_err(|error| failed(&error))
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    }
}

fn entry(name: &str) -> Result<Entry, VaultError> {
    if let Err(error) = Entry::store_status() {
        return Err(VaultError::NoKeychain(error.to_string()));
    }
    Entry::new(SERVICE, name).map_err(|error| failed(&error))
}

/// Sorts the keychain's errors. Those that carry stored bytes are named without them.
fn failed(error: &Error) -> VaultError {
    match error {
        Error::NoDefaultStore => VaultError::NoKeychain("this system offers none".to_owned()),
        Error::NoStorageAccess(why) => VaultError::KeychainLocked(why.to_string()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            VaultError::KeyUnreadable("the keychain's entry is no text")
        }
        Error::Ambiguous(_) => VaultError::KeychainFailed("it holds several entries of the same name".to_owned()),
        other => VaultError::KeychainFailed(other.to_string()),
    }
}

/// Runs a keychain call on a thread of its own and stops waiting after `patience`. The call itself cannot be
/// stopped; its thread ends when the keychain answers or the process does.
fn bounded<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let (answer, answered) = mpsc::sync_channel(1);
    let run = move || {
        // Nobody listens any more when the caller gave up.
        let _ = answer.send(work());
    };
    let started = thread::Builder::new().name("keychain".to_owned()).spawn(run);
    started.map_err(|error| VaultError::System(error.to_string()))?;
    match answered.recv_timeout(patience) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(VaultError::KeychainSilent),
        Err(RecvTimeoutError::Disconnected) => Err(VaultError::KeychainFailed("its client stopped".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_does_not_return_is_given_up() {
        let (release, wait) = mpsc::channel::<()>();
        let given_up = bounded(Duration::from_millis(20), move || {
            let _ = wait.recv();
            Ok(())
        });
        assert!(matches!(given_up, Err(VaultError::KeychainSilent)));
        drop(release);
        assert!(bounded(PATIENCE, || Ok(7)).is_ok_and(|answer| answer == 7));
    }

    #[test]
    fn the_lock_of_a_first_start_outlives_a_caller_that_gave_up() {
        let path = tempfile::NamedTempFile::new().unwrap();
        let (mine, other) = (path.reopen().unwrap(), path.reopen().unwrap());
        mine.lock().unwrap();
        let (release, wait) = mpsc::channel::<()>();
        let given_up = bounded(Duration::from_millis(20), move || {
            let _ = wait.recv();
            Ok(mine)
        });
        assert!(matches!(given_up, Err(VaultError::KeychainSilent)));
        assert!(other.try_lock().is_err(), "the work still holds the lock");
        drop(release);
        other.lock().unwrap();
    }

    #[test]
    fn a_provider_cannot_be_called_like_the_vaults_own_entries() {
        for name in ["vault-key", "vault-probe", "", "open ai", "../openai"] {
            assert!(matches!(get(name), Err(VaultError::KeychainFailed(_))), "{name}");
        }
    }
}
