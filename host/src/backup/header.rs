//! `header`: which backup lies here, and its key under the code. The only object in clear.

use super::code::Code;
use super::error::BackupError;
use super::seal::{BackupKey, fill_random, hex, random_name};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Its name in the store.
pub(super) const NAME: &str = "header";
/// Second choice of RFC 9106, section 4, with one lane, as for the vault's own passphrase: 64 MiB, three passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// What a header may ask for: whoever runs the store must not take the computer's memory.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 16;
const SALT_BYTES: usize = 16;
const KEY_BYTES: usize = 32;
const VERSION: u32 = 1;

/// The object. Bytes are hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    version: u32,
    /// Names the backup: random, tied to the wrapped key.
    pub(super) backup: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    wrapped_key: String,
}

impl Header {
    /// The header of a new backup.
    pub(super) fn new(key: &BackupKey, code: &Code) -> Result<Self, BackupError> {
        Self::wrap(random_name()?, key, code)
    }

    /// The header of the same backup under another code.
    pub(super) fn under(&self, key: &BackupKey, code: &Code) -> Result<Self, BackupError> {
        Self::wrap(self.backup.clone(), key, code)
    }

    fn wrap(backup: String, key: &BackupKey, code: &Code) -> Result<Self, BackupError> {
        let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_LEN]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let mut header = Self {
            version: VERSION,
            backup,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: hex(&salt),
            nonce: hex(&nonce),
            wrapped_key: String::new(),
        };
        let mut sealed = key.bytes().to_vec();
        header
            .cipher(code)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(header.purpose()), &mut sealed)
            .map_err(|_| BackupError::System("the key could not be encrypted".to_owned()))?;
        header.wrapped_key = hex(&sealed);
        Ok(header)
    }

    /// Reads a stored header.
    pub(super) fn read(stored: &[u8]) -> Result<Self, BackupError> {
        let damaged = |_| BackupError::Damaged(NAME.to_owned());
        let version: Versioned = serde_json::from_slice(stored).map_err(damaged)?;
        if version.version > VERSION {
            return Err(BackupError::Newer);
        }
        serde_json::from_slice(stored).map_err(damaged)
    }

    /// As it is stored.
    pub(super) fn stored(&self) -> Result<Vec<u8>, BackupError> {
        serde_json::to_vec_pretty(self).map_err(|error| BackupError::System(error.to_string()))
    }

    /// The key of the backup, if the code is the right one.
    pub(super) fn unlock(&self, code: &Code) -> Result<BackupKey, BackupError> {
        let damaged = || BackupError::Damaged(NAME.to_owned());
        let nonce = bytes(&self.nonce).and_then(|nonce| <[u8; NONCE_LEN]>::try_from(nonce.as_slice()).ok());
        let nonce = Nonce::assume_unique_for_key(nonce.ok_or_else(damaged)?);
        let mut sealed = Zeroizing::new(bytes(&self.wrapped_key).ok_or_else(damaged)?);
        let opened = self.cipher(code)?.open_in_place(nonce, Aad::from(self.purpose()), sealed.as_mut_slice());
        BackupKey::from_bytes(opened.map_err(|_| BackupError::WrongCode)?).ok_or_else(damaged)
    }

    /// Ties the wrapped key to its purpose and to the name of the backup.
    fn purpose(&self) -> Vec<u8> {
        format!("convoally.backup-key.1 {}", self.backup).into_bytes()
    }

    fn cipher(&self, code: &Code) -> Result<LessSafeKey, BackupError> {
        let damaged = || BackupError::Damaged(NAME.to_owned());
        if self.memory_kib > MOST_MEMORY_KIB || self.passes > MOST_PASSES || self.lanes > MOST_LANES {
            return Err(damaged());
        }
        let salt = bytes(&self.salt).filter(|salt| salt.len() == SALT_BYTES).ok_or_else(damaged)?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(KEY_BYTES)).map_err(|_| damaged())?;
        let mut derived = Zeroizing::new([0; KEY_BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(code.reveal().as_bytes(), &salt, derived.as_mut_slice())
            .map_err(|error| BackupError::System(error.to_string()))?;
        let key = UnboundKey::new(&AES_256_GCM, derived.as_slice());
        key.map(LessSafeKey::new).map_err(|_| BackupError::System("AES-256-GCM is not available".to_owned()))
    }
}

/// What every release can read of a header.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Hexadecimal digits as bytes.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| (high << 4) | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn code(text: &str) -> Code {
        Code::typed(&Secret::new(text.to_owned())).unwrap()
    }

    #[test]
    fn only_its_code_opens_a_header_and_another_code_can_take_its_place() {
        let key = BackupKey::random().unwrap();
        let header = Header::new(&key, &code("correct horse battery")).unwrap();
        let header = Header::read(&header.stored().unwrap()).unwrap();
        assert_eq!(header.unlock(&code("correct horse battery")).unwrap(), key);
        assert!(matches!(header.unlock(&code("correct horse stapler")), Err(BackupError::WrongCode)));
        let renewed = header.under(&key, &code("another long phrase")).unwrap();
        assert_eq!(renewed.backup, header.backup);
        assert_eq!(renewed.unlock(&code("another long phrase")).unwrap(), key);
        assert!(matches!(renewed.unlock(&code("correct horse battery")), Err(BackupError::WrongCode)));
    }

    #[test]
    fn a_header_that_was_tampered_with_is_refused() {
        let right = code("correct horse battery");
        let header = Header::new(&BackupKey::random().unwrap(), &right).unwrap();
        let greedy = Header { memory_kib: u32::MAX, ..header.clone() };
        assert!(matches!(greedy.unlock(&right), Err(BackupError::Damaged(_))));
        let weaker = Header { passes: 1, ..header.clone() };
        assert!(matches!(weaker.unlock(&right), Err(BackupError::WrongCode)));
        let renamed = Header { backup: "0".repeat(32), ..header.clone() };
        assert!(matches!(renamed.unlock(&right), Err(BackupError::WrongCode)));
        for odd in ["", "0", "zz", "00"] {
            let short = Header { wrapped_key: odd.into(), ..header.clone() };
            assert!(short.unlock(&right).is_err(), "{odd}");
        }
        let later = Header { version: 2, ..header };
        assert!(matches!(Header::read(&later.stored().unwrap()), Err(BackupError::Newer)));
        assert!(matches!(Header::read(b"{"), Err(BackupError::Damaged(_))));
    }
}
