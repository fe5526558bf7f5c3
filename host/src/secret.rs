//! A secret is a type: it cannot be printed by accident and is wiped when it is dropped.

use convoally_shared::vault::Passphrase;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A passphrase or a provider's key. `Debug` shows three dots; there is no `Display` and no serialisation.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Takes ownership of the text. Surrounding white space, as a file or a paste leaves it, is cut off.
    pub fn new(mut text: String) -> Self {
        let trimmed = Self(text.trim().to_owned());
        text.zeroize();
        trimmed
    }

    /// The text itself, for the one place that sends or hashes it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Nothing but white space was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Passphrase> for Secret {
    fn from(typed: Passphrase) -> Self {
        Self::new(typed.take())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        let secret = Secret::new(" sk-very-secret\n".into());
        assert_eq!(secret.reveal(), "sk-very-secret");
        assert!(!format!("{secret:?}").contains("very"));
    }
}
