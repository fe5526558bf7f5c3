//! How an object is sealed: made smaller, filled up to a step of sizes, encrypted and tied to its name.
//!
//! Each object has a key of its own, derived by HKDF from the backup's key, its kind and its name, so that the random
//! nonces of AES-256-GCM cannot meet and an object under another name does not open. Making smaller before sealing
//! tells the store how well a segment can be made smaller, in steps of an eighth of its size: nothing of use.

use super::error::BackupError;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, hmac};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::fmt;
use std::io::Read;
use zeroize::{Zeroize, Zeroizing};

/// Distinguishes this format from every other use of a key.
const PURPOSE: &[u8] = b"convoally.backup.1";
const KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
/// The length of what was made smaller, in front of it.
const LENGTH_BYTES: usize = 8;
/// The smallest object, and the least step of sizes, bytes.
const SMALLEST: usize = 4096;
/// Sizes are a power of two and up to seven eighths more: at most an eighth is wasted.
const STEPS: usize = 8;
/// What an object may grow to when it is opened, bytes. Far more than a segment or a manifest of a lifetime.
const LONGEST: u64 = 512 * 1024 * 1024;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pieces of the vault.
    Segment,
    /// What one computer has in the store.
    Manifest,
}

impl Kind {
    /// The folder that it lies in, and its name in keys.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Segment => "s",
            Self::Manifest => "m",
        }
    }
}

/// The 256 random bits that everything in a backup is sealed under.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct BackupKey(Zeroizing<[u8; KEY_BYTES]>);

impl BackupKey {
    pub(super) fn random() -> Result<Self, BackupError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        fill_random(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Takes over bytes and wipes the caller's copy. None when they are not as many as a key has.
    pub(super) fn from_bytes(bytes: &mut [u8]) -> Option<Self> {
        let key = <[u8; KEY_BYTES]>::try_from(&*bytes).ok().map(|bytes| Self(Zeroizing::new(bytes)));
        bytes.zeroize();
        key
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The name of an object: a keyed hash, from which nobody without the key learns what it was made of.
    pub(super) fn name(&self, kind: Kind, content: &[u8]) -> Result<String, BackupError> {
        let key = self.derived(&[b"name", kind.folder().as_bytes()])?;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), content);
        Ok(hex(tag.as_ref()))
    }

    /// The object that is stored under this name.
    pub(super) fn seal(&self, kind: Kind, name: &str, content: &[u8]) -> Result<Vec<u8>, BackupError> {
        let mut sealed = vec![0; NONCE_LEN + LENGTH_BYTES];
        let mut nonce = [0; NONCE_LEN];
        fill_random(&mut nonce)?;
        sealed[..NONCE_LEN].copy_from_slice(&nonce);
        let deflated = DeflateEncoder::new(content, Compression::default()).read_to_end(&mut sealed);
        let length = deflated.map_err(|error| BackupError::System(error.to_string()))?;
        sealed[NONCE_LEN..][..LENGTH_BYTES].copy_from_slice(&(length as u64).to_le_bytes());
        sealed.resize(step(sealed.len() + TAG_BYTES) - TAG_BYTES, 0);
        let cipher = self.cipher(kind, name)?;
        let tag = cipher.seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(PURPOSE),
            &mut sealed[NONCE_LEN..],
        );
        sealed.extend_from_slice(tag.map_err(|_| no_cipher())?.as_ref());
        Ok(sealed)
    }

    /// What was sealed. None when it was not sealed under this key, kind and name, or was changed since.
    pub(super) fn open(&self, kind: Kind, name: &str, mut sealed: Vec<u8>) -> Result<Option<Vec<u8>>, BackupError> {
        let Some((nonce, rest)) = sealed.split_at_mut_checked(NONCE_LEN) else { return Ok(None) };
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| no_cipher())?;
        let Ok(opened) = self.cipher(kind, name)?.open_in_place(nonce, Aad::from(PURPOSE), rest) else {
            return Ok(None);
        };
        let Some((length, deflated)) = opened.split_first_chunk::<LENGTH_BYTES>() else { return Ok(None) };
        let deflated = usize::try_from(u64::from_le_bytes(*length)).ok().and_then(|length| deflated.get(..length));
        let Some(deflated) = deflated else { return Ok(None) };
        let mut content = Vec::new();
        let inflated = DeflateDecoder::new(deflated).take(LONGEST).read_to_end(&mut content);
        Ok(inflated.ok().map(|_| content))
    }

    fn cipher(&self, kind: Kind, name: &str) -> Result<LessSafeKey, BackupError> {
        let key = self.derived(&[b"object", kind.folder().as_bytes(), name.as_bytes()])?;
        UnboundKey::new(&AES_256_GCM, key.as_slice()).map(LessSafeKey::new).map_err(|_| no_cipher())
    }

    fn derived(&self, info: &[&[u8]]) -> Result<Zeroizing<[u8; KEY_BYTES]>, BackupError> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        // The parts are of fixed length but for the last, so they cannot run into each other.
        let whole = [&[PURPOSE], info].concat();
        let derived = hkdf::Salt::new(hkdf::HKDF_SHA256, PURPOSE).extract(self.bytes());
        let filled = derived.expand(&whole, hkdf::HKDF_SHA256).and_then(|output| output.fill(key.as_mut_slice()));
        filled.map_err(|_| no_cipher())?;
        Ok(key)
    }
}

impl fmt::Debug for BackupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BackupKey(…)")
    }
}

/// The next size that an object may have.
fn step(length: usize) -> usize {
    let least = length.max(SMALLEST);
    let power = 1_usize << least.ilog2();
    least.next_multiple_of((power / STEPS).max(SMALLEST / STEPS))
}

/// Fills a buffer from the system's random source.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), BackupError> {
    getrandom::fill(bytes).map_err(|error| BackupError::System(error.to_string()))
}

/// Random bytes, as many as no two of anything share, in hexadecimal.
pub(super) fn random_name() -> Result<String, BackupError> {
    let mut bytes = [0; 16];
    fill_random(&mut bytes)?;
    Ok(hex(&bytes))
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn no_cipher() -> BackupError {
    BackupError::System("the cipher is not available".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_under_its_key_kind_and_name_alone() {
        let (key, other) = (BackupKey::random().unwrap(), BackupKey::random().unwrap());
        let content = b"They asked why us. ".repeat(1000);
        let sealed = key.seal(Kind::Segment, "a", &content).unwrap();
        assert_eq!(key.open(Kind::Segment, "a", sealed.clone()).unwrap().as_ref(), Some(&content));
        assert_eq!(key.open(Kind::Segment, "b", sealed.clone()).unwrap(), None);
        assert_eq!(key.open(Kind::Manifest, "a", sealed.clone()).unwrap(), None);
        assert_eq!(other.open(Kind::Segment, "a", sealed).unwrap(), None);
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_found() {
        let key = BackupKey::random().unwrap();
        let sealed = key.seal(Kind::Segment, "a", b"short").unwrap();
        for place in (0..sealed.len()).step_by(97).chain([sealed.len() - 1]) {
            let mut flipped = sealed.clone();
            flipped[place] ^= 1;
            assert_eq!(key.open(Kind::Segment, "a", flipped).unwrap(), None, "byte {place}");
            assert_eq!(key.open(Kind::Segment, "a", sealed[..place].to_vec()).unwrap(), None, "cut at {place}");
        }
    }

    #[test]
    fn sizes_come_in_few_steps_and_waste_little() {
        for length in [1, 100, 4096, 4097, 5000, 65_536, 100_000, 5_000_000] {
            let size = step(length);
            assert!(size >= length && size <= (length + length / STEPS).max(SMALLEST) + 512, "{length} → {size}");
        }
        let sizes: std::collections::BTreeSet<usize> = (65_536..131_072).map(step).collect();
        assert_eq!(sizes.len(), STEPS + 1);
        let key = BackupKey::random().unwrap();
        let sealed = |content: &[u8]| key.seal(Kind::Segment, "a", content).unwrap().len();
        assert_eq!(sealed(b"x"), sealed(&[b'x'; 2000]));
    }

    #[test]
    fn a_name_depends_on_the_key() {
        let (key, other) = (BackupKey::random().unwrap(), BackupKey::random().unwrap());
        assert_eq!(key.name(Kind::Segment, b"x").unwrap(), key.name(Kind::Segment, b"x").unwrap());
        assert_ne!(key.name(Kind::Segment, b"x").unwrap(), other.name(Kind::Segment, b"x").unwrap());
        assert_ne!(key.name(Kind::Segment, b"x").unwrap(), key.name(Kind::Manifest, b"x").unwrap());
    }
}
