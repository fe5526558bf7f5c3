//! The id that Chromium gives an extension: it follows from the public key in the manifest.

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

/// The id for a public key (DER, base64): the first 16 bytes of its SHA-256 as hexadecimal digits, written with
/// `a` to `p` instead of `0` to `f`. None when the key is not base64.
pub fn of_key(key: &str) -> Option<String> {
    let digest = Sha256::digest(BASE64_STANDARD.decode(key.trim()).ok()?);
    let nibbles = digest[..16].iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Some(nibbles.map(|nibble| char::from(b'a' + nibble)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::chromium;
    use convoally_shared::wire::CHROMIUM_EXTENSION_ID;

    #[test]
    fn the_key_in_the_manifest_makes_the_id_that_the_host_answers() {
        assert_eq!(of_key(chromium::KEY).as_deref(), Some(CHROMIUM_EXTENSION_ID));
    }
}
