//! The vault key under a passphrase, for computers without a keychain.
//!
//! The key is random and lies in `vault.key.json`, encrypted with AES-256-GCM under a key that argon2id makes of
//! the passphrase. So a passphrase can be changed without writing the history again, and a wrong one is told
//! apart from a damaged database.

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
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
const TAG_BYTES: usize = 16;
/// What a file may ask for before it is taken for damaged: whoever edits it must not take the computer's memory.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;
/// A passphrase is a line, a named device would never end.
const LONGEST_PASSPHRASE_FILE: u64 = 64 * 1024;
/// Ties the wrapped bytes to their purpose.
const PURPOSE: &[u8] = b"convoally.vault-key.1";

/// `vault.key.json`. Bytes are hexadecimal.
#[derive(Serialize, Deserialize)]
pub(super) struct KeyFile {
    /// Always 1.
    version: u32,
    /// argon2id's memory, KiB.
    memory_kib: u32,
    /// argon2id's passes.
    passes: u32,
    /// argon2id's lanes.
    lanes: u32,
    /// New for every wrapping, so the wrapping key is used once and the nonce cannot repeat under it.
    salt: String,
    /// AES-GCM's nonce.
    nonce: String,
    /// The vault key, encrypted, and its tag.
    wrapped_key: String,
}

/// Reads a passphrase file. White space around the passphrase is cut off.
pub(super) fn read(path: &Path) -> Result<Secret, VaultError> {
    let unusable = |why: String| VaultError::PassphraseUnreadable(format!("{}: {why}", path.display()));
    let mut text = Zeroizing::new(String::new());
    let read = File::open(path).and_then(|file| file.take(LONGEST_PASSPHRASE_FILE + 1).read_to_string(&mut text));
    let length = read.map_err(|error| unusable(error.to_string()))?;
    if u64::try_from(length).is_ok_and(|length| length > LONGEST_PASSPHRASE_FILE) {
        return Err(unusable("it is too long for a passphrase".to_owned()));
    }
    let words = Secret::new(std::mem::take(&mut *text));
    if words.is_empty() { Err(unusable("it is empty".to_owned())) } else { Ok(words) }
}

/// The key file, when there is one.
pub(super) fn load(path: &Path) -> Result<Option<KeyFile>, VaultError> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(VaultError::file(path, error)),
    };
    serde_json::from_slice(&text).map(Some).map_err(|_| VaultError::KeyUnreadable("vault.key.json is not in order"))
}

/// Makes a new vault key and keeps it under the passphrase.
pub(super) fn make(path: &Path, words: &Secret) -> Result<VaultKey, VaultError> {
    let key = VaultKey::random()?;
    let text = serde_json::to_vec_pretty(&KeyFile::lock(&key, words)?);
    folder::write_private(path, &text.map_err(|error| VaultError::System(error.to_string()))?)?;
    Ok(key)
}

impl KeyFile {
    fn lock(key: &VaultKey, words: &Secret) -> Result<Self, VaultError> {
        let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_LEN]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let mut file = Self {
            version: 1,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: write_hex(&salt).to_string(),
            nonce: write_hex(&nonce).to_string(),
            wrapped_key: String::new(),
        };
        let mut sealed = key.bytes().to_vec();
        file.cipher(words)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(PURPOSE), &mut sealed)
            .map_err(|_| VaultError::System("the key could not be encrypted".to_owned()))?;
        file.wrapped_key = write_hex(&sealed).to_string();
        Ok(file)
    }

    /// The vault key, if the passphrase is the right one.
    pub(super) fn unlock(&self, words: &Secret) -> Result<VaultKey, VaultError> {
        if self.version != 1 {
            return Err(VaultError::NewerVersion { found: i64::from(self.version) });
        }
        let damaged = || VaultError::KeyUnreadable("vault.key.json is not in order");
        let mut nonce = [0; NONCE_LEN];
        read_hex(&self.nonce, &mut nonce).ok_or_else(damaged)?;
        let mut sealed = Zeroizing::new([0; VaultKey::BYTES + TAG_BYTES]);
        read_hex(&self.wrapped_key, sealed.as_mut_slice()).ok_or_else(damaged)?;
        let cipher = self.cipher(words)?;
        let opened = cipher
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(PURPOSE), sealed.as_mut_slice())
            .map_err(|_| VaultError::WrongPassphrase)?;
        VaultKey::from_bytes(opened).ok_or_else(damaged)
    }

    /// The cipher whose key argon2id makes of the passphrase.
    fn cipher(&self, words: &Secret) -> Result<LessSafeKey, VaultError> {
        let damaged = || VaultError::KeyUnreadable("vault.key.json is not in order");
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES || self.lanes > MOST_LANES {
            return Err(damaged());
        }
        let mut salt = [0; SALT_BYTES];
        read_hex(&self.salt, &mut salt).ok_or_else(damaged)?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(VaultKey::BYTES));
        let mut derived = Zeroizing::new([0; VaultKey::BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(|_| damaged())?)
            .hash_password_into(words.reveal().as_bytes(), &salt, derived.as_mut_slice())
            .map_err(|error| VaultError::System(error.to_string()))?;
        let key = UnboundKey::new(&AES_256_GCM, derived.as_slice());
        key.map(LessSafeKey::new).map_err(|_| VaultError::System("AES-256-GCM is not available".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn only_the_passphrase_that_locked_a_key_unlocks_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key.json");
        let key = make(&path, &words("correct horse")).unwrap();
        let file = load(&path).unwrap().unwrap();
        assert_eq!(file.unlock(&words("correct horse")).unwrap(), key);
        assert!(matches!(file.unlock(&words("Correct horse")), Err(VaultError::WrongPassphrase)));
        assert!(!std::fs::read_to_string(&path).unwrap().contains(key.to_hex().as_str()));
    }

    #[test]
    fn a_key_file_that_was_tampered_with_is_refused() {
        let key = VaultKey::random().unwrap();
        let lock = || KeyFile::lock(&key, &words("w")).unwrap();
        let greedy = KeyFile { memory_kib: u32::MAX, ..lock() };
        assert!(matches!(greedy.unlock(&words("w")), Err(VaultError::KeyUnreadable(_))));
        let short = KeyFile { wrapped_key: "00".into(), ..lock() };
        assert!(matches!(short.unlock(&words("w")), Err(VaultError::KeyUnreadable(_))));
        let weaker = KeyFile { passes: 1, ..lock() };
        assert!(matches!(weaker.unlock(&words("w")), Err(VaultError::WrongPassphrase)));
        let later = KeyFile { version: 2, ..lock() };
        assert!(matches!(later.unlock(&words("w")), Err(VaultError::NewerVersion { found: 2 })));
    }

    #[test]
    fn a_passphrase_file_that_is_empty_too_long_or_absent_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words");
        assert!(matches!(read(&path), Err(VaultError::PassphraseUnreadable(_))));
        for content in ["", " \n", &"x".repeat(70_000)] {
            std::fs::write(&path, content).unwrap();
            assert!(matches!(read(&path), Err(VaultError::PassphraseUnreadable(_))));
        }
        std::fs::write(&path, "correct horse\n").unwrap();
        assert_eq!(read(&path).unwrap().reveal(), "correct horse");
    }
}
