//! The vault key under words that only a person knows: a passphrase, or the printed recovery code.
//!
//! The key is random and lies beside the database, encrypted with AES-256-GCM under a key that argon2id makes of the
//! words. So words can be changed without writing the history again, and wrong ones are told apart from a damaged
//! database. Each kind of words has a file of its own.

use super::error::VaultError;
use super::folder;
use super::key::{VaultKey, fill_random, read_hex, write_hex};
use crate::secret::Secret;
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// Second choice of RFC 9106, section 4, with one lane for one thread: 64 MiB, three passes. 0.12 s on two slow cores.
const TODAY: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
/// What a file may ask for before it is taken for damaged: whoever edits it must not take the computer's memory.
const MOST: Cost = Cost { memory_kib: 1024 * 1024, passes: 32, lanes: 16 };
const SALT_BYTES: usize = 16;
const TAG_BYTES: usize = 16;
/// Ten times what one takes. A longer file is none, and need not be read.
const LONGEST_FILE: u64 = 4096;

/// Which words open a wrapped key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// The user's own, in `vault.key.json`.
    Passphrase,
    /// The recovery code, in `vault.recovery.json`.
    Recovery,
}

impl Words {
    /// Ties the wrapped bytes to their purpose: a file under the other's name opens nothing.
    fn purpose(self) -> &'static [u8] {
        match self {
            Self::Passphrase => b"convoally.vault-key.1",
            Self::Recovery => b"convoally.vault-recovery.1",
        }
    }

    fn damaged(self) -> VaultError {
        match self {
            Self::Passphrase => VaultError::KeyUnreadable("vault.key.json is not in order"),
            Self::Recovery => VaultError::KeyUnreadable("vault.recovery.json is not in order"),
        }
    }

    fn wrong(self) -> VaultError {
        match self {
            Self::Passphrase => VaultError::WrongPassphrase,
            Self::Recovery => VaultError::WrongRecoveryCode,
        }
    }
}

/// What argon2id is told to spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cost {
    /// KiB.
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// The form of the file. Bytes are hexadecimal.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    /// Always 1.
    version: u32,
    #[serde(flatten)]
    cost: Cost,
    /// New for every wrapping, so the wrapping key is used once and the nonce cannot repeat under it.
    salt: String,
    /// AES-GCM's nonce.
    nonce: String,
    /// The vault key, encrypted, and its tag.
    wrapped_key: String,
}

/// A vault key that words open.
pub(super) struct WrappedKey {
    words: Words,
    stored: Stored,
}

impl WrappedKey {
    /// The one that a file holds; none when there is no file.
    pub(super) fn load(path: &Path, words: Words) -> Result<Option<Self>, VaultError> {
        let mut text = Vec::new();
        let read = File::open(path).and_then(|file| file.take(LONGEST_FILE + 1).read_to_end(&mut text));
        match read {
            Ok(length) if length as u64 > LONGEST_FILE => return Err(words.damaged()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(VaultError::file(path, error)),
        }
        let stored = serde_json::from_slice(&text).map_err(|_| words.damaged())?;
        Ok(Some(Self { words, stored }))
    }

    /// Wraps a key anew, and writes it in place of what the file held before.
    pub(super) fn keep(path: &Path, key: &VaultKey, words: Words, text: &Secret) -> Result<(), VaultError> {
        let wrapped = Self::wrap(key, words, text, TODAY)?;
        let file = serde_json::to_vec_pretty(&wrapped.stored);
        folder::write_private(path, &file.map_err(|error| VaultError::System(error.to_string()))?)
    }

    /// An earlier release wrapped it, which spent less than this one does.
    pub(super) fn is_weaker_than_today(&self) -> bool {
        self.stored.cost.memory_kib < TODAY.memory_kib || self.stored.cost.passes < TODAY.passes
    }

    /// The vault key, if the words are the right ones.
    pub(super) fn unlock(&self, text: &Secret) -> Result<VaultKey, VaultError> {
        let Stored { version, nonce: stored_nonce, wrapped_key, .. } = &self.stored;
        if *version != 1 {
            return Err(VaultError::NewerVersion { found: i64::from(*version) });
        }
        let damaged = || self.words.damaged();
        let mut nonce = [0; NONCE_LEN];
        read_hex(stored_nonce, &mut nonce).ok_or_else(damaged)?;
        let mut sealed = Zeroizing::new([0; VaultKey::BYTES + TAG_BYTES]);
        read_hex(wrapped_key, sealed.as_mut_slice()).ok_or_else(damaged)?;
        let aad = Aad::from(self.words.purpose());
        let opened = self
            .cipher(text)?
            .open_in_place(Nonce::assume_unique_for_key(nonce), aad, sealed.as_mut_slice())
            .map_err(|_| self.words.wrong())?;
        VaultKey::from_bytes(opened).ok_or_else(damaged)
    }

    fn wrap(key: &VaultKey, words: Words, text: &Secret, cost: Cost) -> Result<Self, VaultError> {
        let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_LEN]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let (salt, stored_nonce) = (write_hex(&salt).to_string(), write_hex(&nonce).to_string());
        let stored = Stored { version: 1, cost, salt, nonce: stored_nonce, wrapped_key: String::new() };
        let mut wrapped = Self { words, stored };
        // Room for the tag at once: growing would leave a copy of the key behind.
        let mut sealed = Zeroizing::new(Vec::with_capacity(VaultKey::BYTES + TAG_BYTES));
        sealed.extend_from_slice(key.bytes());
        wrapped
            .cipher(text)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(words.purpose()), &mut *sealed)
            .map_err(|_| VaultError::System("the key could not be encrypted".to_owned()))?;
        wrapped.stored.wrapped_key = write_hex(&sealed).to_string();
        Ok(wrapped)
    }

    /// The cipher whose key argon2id makes of the words.
    fn cipher(&self, text: &Secret) -> Result<LessSafeKey, VaultError> {
        let damaged = || self.words.damaged();
        let Cost { memory_kib, passes, lanes } = self.stored.cost;
        if memory_kib > MOST.memory_kib || passes > MOST.passes || lanes > MOST.lanes {
            return Err(damaged());
        }
        let mut salt = [0; SALT_BYTES];
        read_hex(&self.stored.salt, &mut salt).ok_or_else(damaged)?;
        let params = Params::new(memory_kib, passes, lanes, Some(VaultKey::BYTES)).map_err(|_| damaged())?;
        let mut derived = Zeroizing::new([0; VaultKey::BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(text.reveal().as_bytes(), &salt, derived.as_mut_slice())
            .map_err(|error| VaultError::System(error.to_string()))?;
        let key = UnboundKey::new(&AES_256_GCM, derived.as_slice());
        key.map(LessSafeKey::new).map_err(|_| VaultError::System("AES-256-GCM is not available".to_owned()))
    }
}

/// Wraps a key as a release did that spent less.
#[cfg(test)]
pub(super) fn keep_weakly(path: &Path, key: &VaultKey, text: &Secret) {
    let weak = Cost { memory_kib: 1024, passes: 1, lanes: 1 };
    let wrapped = WrappedKey::wrap(key, Words::Passphrase, text, weak).unwrap();
    std::fs::write(path, serde_json::to_vec(&wrapped.stored).unwrap()).unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// Cheap, because these tests are about the file.
    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    fn words(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    fn wrapped(key: &VaultKey, kind: Words) -> WrappedKey {
        WrappedKey::wrap(key, kind, &words("w"), CHEAP).unwrap()
    }

    #[test]
    fn only_the_words_that_wrapped_a_key_unlock_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key.json");
        let key = VaultKey::random().unwrap();
        for kind in [Words::Passphrase, Words::Recovery] {
            WrappedKey::keep(&path, &key, kind, &words("correct horse")).unwrap();
            let file = WrappedKey::load(&path, kind).unwrap().unwrap();
            assert_eq!(file.unlock(&words("correct horse")).unwrap(), key);
            assert!(file.unlock(&words("Correct horse")).is_err());
            assert!(!file.is_weaker_than_today());
            assert!(!std::fs::read_to_string(&path).unwrap().contains(key.to_hex().as_str()));
        }
    }

    #[test]
    fn a_file_under_the_name_of_the_other_kind_opens_nothing() {
        let key = VaultKey::random().unwrap();
        let WrappedKey { stored, .. } = wrapped(&key, Words::Passphrase);
        let as_recovery = WrappedKey { words: Words::Recovery, stored };
        assert!(matches!(as_recovery.unlock(&words("w")), Err(VaultError::WrongRecoveryCode)));
    }

    #[test]
    fn a_file_that_was_tampered_with_is_refused() {
        let key = VaultKey::random().unwrap();
        let changed = |change: fn(&mut Stored)| {
            let mut file = wrapped(&key, Words::Passphrase);
            change(&mut file.stored);
            file.unlock(&words("w")).err().unwrap()
        };
        assert!(matches!(changed(|file| file.wrapped_key = "00".into()), VaultError::KeyUnreadable(_)));
        assert!(matches!(changed(|file| file.salt = "00".into()), VaultError::KeyUnreadable(_)));
        assert!(matches!(changed(|file| file.nonce.clear()), VaultError::KeyUnreadable(_)));
        assert!(matches!(changed(|file| file.cost.passes = 2), VaultError::WrongPassphrase));
        assert!(matches!(changed(|file| file.version = 2), VaultError::NewerVersion { found: 2 }));
    }

    /// The time tells that nothing was spent: a gibibyte would take seconds to fill.
    #[test]
    fn what_asks_for_too_much_is_refused_before_memory_is_taken() {
        let key = VaultKey::random().unwrap();
        for cost in [
            Cost { memory_kib: u32::MAX, ..CHEAP },
            Cost { memory_kib: MOST.memory_kib + 1, ..CHEAP },
            Cost { passes: u32::MAX, ..CHEAP },
            Cost { lanes: u32::MAX, ..CHEAP },
            Cost { memory_kib: 0, passes: 0, lanes: 0 },
        ] {
            let mut file = wrapped(&key, Words::Recovery);
            file.stored.cost = cost;
            let began = Instant::now();
            assert!(matches!(file.unlock(&words("w")), Err(VaultError::KeyUnreadable(_))), "{cost:?}");
            assert!(began.elapsed() < Duration::from_secs(1), "{cost:?}");
        }
    }

    #[test]
    fn every_truncated_and_every_bit_flipped_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.recovery.json");
        let key = VaultKey::random().unwrap();
        let whole = serde_json::to_vec(&wrapped(&key, Words::Recovery).stored).unwrap();
        let opened = |content: &[u8]| {
            std::fs::write(&path, content).unwrap();
            let loaded = WrappedKey::load(&path, Words::Recovery);
            loaded.and_then(|file| file.unwrap().unlock(&words("w")))
        };
        assert_eq!(opened(&whole).unwrap(), key);
        for length in 0..whole.len() {
            assert!(opened(&whole[..length]).is_err(), "{length} bytes");
        }
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            // A digit's other case, or a space instead of another one, is the same file.
            assert!(opened(&flipped).map_or(true, |opened| opened == key), "byte {at}");
        }
        assert!(matches!(opened(&vec![b' '; 1 << 20]), Err(VaultError::KeyUnreadable(_))));
    }

    #[test]
    fn a_weak_file_is_known_as_one() {
        assert!(wrapped(&VaultKey::random().unwrap(), Words::Passphrase).is_weaker_than_today());
    }

    /// Files that earlier releases wrote are out there.
    #[test]
    fn the_form_of_the_file_is_pinned() {
        let file = wrapped(&VaultKey::random().unwrap(), Words::Passphrase).stored;
        let mut names: Vec<String> = serde_json::to_value(file).unwrap().as_object().unwrap().keys().cloned().collect();
        names.sort();
        assert_eq!(names, ["lanes", "memory_kib", "nonce", "passes", "salt", "version", "wrapped_key"]);
    }
}
