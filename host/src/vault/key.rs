//! The vault key and where it comes from.

use super::error::VaultError;
use crate::secret::Secret;
use std::fmt;
use std::path::PathBuf;
use zeroize::{Zeroize, Zeroizing};

/// Where the vault key is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// The system's keychain: Secret Service, Keychain Services or the Windows Credential Manager.
    Keychain,
    /// A file that holds a passphrase, for computers without a keychain. The wrapped key lies beside the database.
    PassphraseFile(PathBuf),
    /// A passphrase that a person typed.
    Passphrase(Secret),
}

/// The 256 random bits that encrypt the database. Never derived from anything, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct VaultKey(Zeroizing<[u8; VaultKey::BYTES]>);

impl VaultKey {
    /// AES-256, as SQLCipher uses it.
    pub const BYTES: usize = 32;

    /// A new key from the system's random source.
    ///
    /// # Errors
    /// [`VaultError::System`] when the system gives no random bytes.
    pub fn random() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        fill_random(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Reads the stored form: 64 hexadecimal digits. `None` for anything else.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        read_hex(text, bytes.as_mut_slice())?;
        Some(Self(bytes))
    }

    /// Takes over bytes and wipes the caller's copy.
    pub(super) fn from_bytes(bytes: &mut [u8]) -> Option<Self> {
        let key = <[u8; Self::BYTES]>::try_from(&*bytes).ok().map(|bytes| Self(Zeroizing::new(bytes)));
        bytes.zeroize();
        key
    }

    /// The stored form. Text, because some keychains (KWallet) keep nothing else.
    pub(super) fn to_hex(&self) -> Zeroizing<String> {
        write_hex(self.0.as_slice())
    }

    /// The bytes, for the one place that wraps them.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(…)")
    }
}

/// Fills a buffer from the system's random source.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|error| VaultError::System(error.to_string()))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn write_hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // The whole length at once: growing would leave copies of a key behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Hexadecimal digits into a buffer of exactly half their number.
pub(super) fn read_hex(text: &str, bytes: &mut [u8]) -> Option<()> {
    if text.len() != bytes.len() * 2 {
        return None;
    }
    let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|value| u8::try_from(value).ok());
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_stored_form_and_does_not_print() {
        let key = VaultKey::random().unwrap();
        let stored = key.to_hex();
        assert_eq!(VaultKey::from_hex(&stored), Some(key.clone()));
        assert!(!format!("{key:?}").contains(&stored[..8]));
    }

    #[test]
    fn what_is_not_64_hexadecimal_digits_is_no_key() {
        for text in ["", "00", &"g".repeat(64), &"0".repeat(63), &"0".repeat(66), &"é".repeat(32)] {
            assert_eq!(VaultKey::from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn two_random_keys_differ() {
        assert_ne!(VaultKey::random().unwrap(), VaultKey::random().unwrap());
    }
}
