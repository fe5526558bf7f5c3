//! The passphrase of a vault, for computers without a keychain and for whoever trusts none.

use super::error::VaultError;
use super::wrapped::{Words, WrappedKey};
use crate::secret::Secret;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroizing;

/// A passphrase is a line, a named device would never end.
const LONGEST_PASSPHRASE_FILE: u64 = 64 * 1024;

/// Reads a passphrase file. White space around the passphrase is cut off.
///
/// # Errors
/// [`VaultError::PassphraseUnreadable`] when it cannot be read or holds nothing.
pub fn read(path: &Path) -> Result<Secret, VaultError> {
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
pub(super) fn load(path: &Path) -> Result<Option<WrappedKey>, VaultError> {
    WrappedKey::load(path, Words::Passphrase)
}

#[cfg(test)]
mod tests {
    use super::*;

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
