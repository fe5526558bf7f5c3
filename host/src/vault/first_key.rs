//! When a keychain may be given a new vault key: only when it has shown that it holds none.
//!
//! "No entry" is not that: a keychain that is locked says the same, and unlocks itself when something is written.
//! A new key written at that moment would take the place of the old one, and with it every session.

use super::error::VaultError;
use super::key::VaultKey;
use zeroize::Zeroizing;

pub(super) const VAULT_ENTRY: &str = "vault-key";
const PROBE_ENTRY: &str = "vault-probe";
const PROBE: &str = "convoally";

/// Named texts that are kept by a keychain.
pub(super) trait Entries {
    /// The text. `None` when there is none or when the keychain is locked.
    fn read(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError>;
    /// Keeps a text in place of an older one. Unlocks the keychain, if the user agrees.
    fn write(&self, name: &str, text: &str) -> Result<(), VaultError>;
    /// Forgets a text. No error when there is none.
    fn remove(&self, name: &str) -> Result<(), VaultError>;
}

/// The vault key as the keychain shows it now.
pub(super) fn vault_key(entries: &impl Entries) -> Result<Option<VaultKey>, VaultError> {
    let Some(text) = entries.read(VAULT_ENTRY)? else { return Ok(None) };
    let key = VaultKey::from_hex(&text);
    key.map(Some).ok_or(VaultError::KeyUnreadable("the keychain's entry is not 64 hexadecimal digits"))
}

/// The vault key, or a new one that the keychain has taken and given back.
pub(super) fn vault_key_or_new(entries: &impl Entries) -> Result<VaultKey, VaultError> {
    if let Some(key) = vault_key(entries)? {
        return Ok(key);
    }
    // Only now is "no entry" the truth: an unlocked keychain has just taken something and given it back.
    prove_unlocked(entries)?;
    if let Some(key) = vault_key(entries)? {
        return Ok(key);
    }
    let key = VaultKey::random()?;
    entries.write(VAULT_ENTRY, &key.to_hex())?;
    match vault_key(entries)? {
        Some(kept) if kept == key => Ok(key),
        _ => Err(VaultError::KeychainFailed("it did not keep the vault key".to_owned())),
    }
}

/// Gives the keychain a key that a vault has already. Never in place of another one.
pub(super) fn keep(entries: &impl Entries, key: &VaultKey) -> Result<(), VaultError> {
    if holds(entries, key)? {
        return Ok(());
    }
    prove_unlocked(entries)?;
    if !holds(entries, key)? {
        entries.write(VAULT_ENTRY, &key.to_hex())?;
    }
    match holds(entries, key) {
        Ok(true) => Ok(()),
        _ => Err(VaultError::KeychainFailed("it did not keep the vault key".to_owned())),
    }
}

/// Makes the keychain forget a key. Another one stays.
pub(super) fn forget(entries: &impl Entries, key: &VaultKey) -> Result<(), VaultError> {
    // A locked keychain says that it holds nothing.
    prove_unlocked(entries)?;
    match holds(entries, key) {
        Ok(true) => entries.remove(VAULT_ENTRY),
        Ok(false) | Err(VaultError::KeychainTaken) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether this key is the one that the keychain shows.
fn holds(entries: &impl Entries, key: &VaultKey) -> Result<bool, VaultError> {
    match vault_key(entries)? {
        Some(kept) if kept == *key => Ok(true),
        Some(_) => Err(VaultError::KeychainTaken),
        None => Ok(false),
    }
}

fn prove_unlocked(entries: &impl Entries) -> Result<(), VaultError> {
    entries.write(PROBE_ENTRY, PROBE)?;
    let kept = entries.read(PROBE_ENTRY)?.is_some_and(|text| text.as_str() == PROBE);
    entries.remove(PROBE_ENTRY)?;
    if kept { Ok(()) } else { Err(VaultError::KeychainLocked("it does not give back what it takes".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    /// A keychain whose user agrees to unlock it, which the daemon of the other tests cannot be asked for.
    #[derive(Default)]
    struct Agreeing {
        locked: Cell<bool>,
        forgets: Cell<bool>,
        texts: RefCell<BTreeMap<String, String>>,
    }

    impl Entries for Agreeing {
        fn read(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError> {
            let text = self.texts.borrow().get(name).cloned().map(Zeroizing::new);
            Ok(text.filter(|_| !self.locked.get()))
        }
        fn write(&self, name: &str, text: &str) -> Result<(), VaultError> {
            self.locked.set(false);
            if !self.forgets.get() {
                self.texts.borrow_mut().insert(name.to_owned(), text.to_owned());
            }
            Ok(())
        }
        fn remove(&self, name: &str) -> Result<(), VaultError> {
            self.texts.borrow_mut().remove(name);
            Ok(())
        }
    }

    #[test]
    fn a_keychain_that_unlocks_on_the_first_write_keeps_its_old_key() {
        let keychain = Agreeing::default();
        let old = vault_key_or_new(&keychain).unwrap();
        keychain.locked.set(true);
        assert_eq!(vault_key(&keychain).unwrap(), None);
        assert_eq!(vault_key_or_new(&keychain).unwrap(), old);
        assert_eq!(keychain.texts.borrow().keys().collect::<Vec<_>>(), ["vault-key"]);
    }

    #[test]
    fn the_key_of_another_vault_is_neither_replaced_nor_forgotten() {
        let keychain = Agreeing::default();
        let other = vault_key_or_new(&keychain).unwrap();
        let mine = VaultKey::random().unwrap();
        for locked in [false, true] {
            keychain.locked.set(locked);
            assert!(matches!(keep(&keychain, &mine), Err(VaultError::KeychainTaken)));
            keychain.locked.set(locked);
            forget(&keychain, &mine).unwrap();
            assert_eq!(vault_key(&keychain).unwrap(), Some(other.clone()));
        }
    }

    #[test]
    fn a_key_that_a_vault_has_is_kept_and_forgotten_also_by_a_keychain_that_was_locked() {
        let keychain = Agreeing::default();
        let key = VaultKey::random().unwrap();
        keep(&keychain, &key).unwrap();
        keychain.locked.set(true);
        keep(&keychain, &key).unwrap();
        assert_eq!(vault_key(&keychain).unwrap(), Some(key.clone()));
        keychain.locked.set(true);
        forget(&keychain, &key).unwrap();
        assert!(keychain.texts.borrow().is_empty());
        let forgetful = Agreeing { forgets: Cell::new(true), ..Agreeing::default() };
        assert!(keep(&forgetful, &key).is_err());
    }

    #[test]
    fn a_keychain_that_keeps_nothing_gets_no_vault_key() {
        let keychain = Agreeing { forgets: Cell::new(true), ..Agreeing::default() };
        assert!(matches!(vault_key_or_new(&keychain), Err(VaultError::KeychainLocked(_))));
    }
}
