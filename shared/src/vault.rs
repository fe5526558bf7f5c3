//! How the vault stands: who holds its key, and whether it is open. Never a key.

use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What keeps the vault's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// The system's keychain.
    Keychain,
    /// A passphrase, under which the key lies beside the vault.
    Passphrase,
}

/// Whether a host can use the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It is open in this host.
    Open,
    /// It opens by itself when something needs it.
    Closed,
    /// It opens only after it was unlocked.
    Locked,
}

/// The vault as one host sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultState {
    /// Whether this host can use it.
    pub access: Access,
    /// What keeps its key; none before its first start.
    pub protection: Option<Protection>,
    /// To unlock it takes a passphrase that a person types.
    pub asks_passphrase: bool,
    /// A recovery code opens it, too.
    pub recovery: bool,
    /// After so many minutes without a session it is locked; none means never.
    pub locks_after_min: Option<u32>,
}

/// A passphrase on its way from the person to the host. Not shown by `Debug`, wiped when it is dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes over what was typed.
    pub fn new(typed: String) -> Self {
        Self(typed)
    }

    /// Gives it to whoever wipes it from then on.
    pub fn take(mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_passphrase_travels_as_text_and_does_not_print() {
        let words: Passphrase = serde_json::from_value(json!("correct horse")).unwrap();
        assert!(!format!("{words:?}").contains("horse"));
        assert_eq!(serde_json::to_value(&words).unwrap(), json!("correct horse"));
        assert_eq!(words.take(), "correct horse");
    }

    /// The extension and the host are updated at different moments.
    #[test]
    fn the_form_of_the_state_is_pinned() {
        let state = VaultState {
            access: Access::Locked,
            protection: Some(Protection::Passphrase),
            asks_passphrase: true,
            recovery: false,
            locks_after_min: Some(15),
        };
        let form = json!({"access": "locked", "protection": "passphrase", "asks_passphrase": true, "recovery": false,
            "locks_after_min": 15});
        assert_eq!(serde_json::to_value(state).unwrap(), form);
    }
}
