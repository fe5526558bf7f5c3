//! A vault moves between a passphrase and the keychain, and comes back by its recovery code, with the real keychain of
//! `keychain_tests`.

use super::keychain;
use super::keychain_tests::{PASSWORD, lock_collection, on_a_bus_of_its_own, open, start_daemon};
use super::sample::started;
use super::{KeySource, Vault, VaultError, Way, lock, make_recovery_code, protect, recover, unlock};
use crate::secret::Secret;
use std::path::Path;

/// Plays a role of the test that is started inside a bus of its own.
pub(super) fn play(role: &str, vault: &Path) {
    match role {
        "moved" => moved(vault),
        "another vault's key" => another_vaults_key(vault),
        "left over" => left_over(vault),
        "recovered" => recovered(vault),
        "locked away" => locked_away(vault),
        other => panic!("no role {other}"),
    }
}

fn words(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// Keeps a session in a vault that the keychain opens.
fn used(vault: &Path) {
    open(vault).unwrap().append(&started("a", 1)).unwrap();
}

fn opens(vault: &Path, source: &KeySource) -> bool {
    Vault::open(vault, source).is_ok_and(|vault| vault.sessions().unwrap().len() == 1)
}

fn moved(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    used(vault);
    let before = std::fs::read(vault.join("vault.db")).unwrap();
    let passphrase = KeySource::Passphrase(words("correct horse battery"));
    protect(vault, &KeySource::Keychain, &Way::Passphrase(words("correct horse battery"))).unwrap();
    assert!(matches!(keychain::vault_key(), Ok(None)), "the keychain forgot the key");
    assert!(opens(vault, &passphrase));
    assert!(matches!(open(vault), Err(VaultError::PassphraseNeeded)));
    protect(vault, &passphrase, &Way::Keychain).unwrap();
    assert!(!vault.join("vault.key.json").exists());
    assert!(opens(vault, &KeySource::Keychain));
    assert!(matches!(Vault::open(vault, &passphrase), Err(VaultError::KeyMissing)));
    let probe = keyring::Entry::new("convoally", "vault-probe").unwrap().get_password();
    assert!(matches!(probe, Err(keyring::Error::NoEntry)));
    assert_eq!(std::fs::read(vault.join("vault.db")).unwrap(), before, "the history was not written again");
}

/// A change that was cut off between its two steps is finished by the next one; a locked keychain is no matter then.
fn left_over(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    used(vault);
    let entry = keyring::Entry::new("convoally", "vault-key").unwrap();
    let key = entry.get_password().unwrap();
    let first = KeySource::Passphrase(words("correct horse battery"));
    protect(vault, &KeySource::Keychain, &Way::Passphrase(words("correct horse battery"))).unwrap();
    entry.set_password(&key).unwrap();
    protect(vault, &first, &Way::Passphrase(words("another passphrase"))).unwrap();
    assert!(matches!(keychain::vault_key(), Ok(None)));
    lock_collection();
    let second = KeySource::Passphrase(words("another passphrase"));
    protect(vault, &second, &Way::Passphrase(words("a third passphrase"))).unwrap();
    assert!(opens(vault, &KeySource::Passphrase(words("a third passphrase"))));
}

fn another_vaults_key(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    let other = vault.with_extension("other");
    used(&other);
    let passphrase = KeySource::Passphrase(words("correct horse battery"));
    Vault::open(vault, &passphrase).unwrap().append(&started("a", 1)).unwrap();
    assert!(matches!(protect(vault, &passphrase, &Way::Keychain), Err(VaultError::KeychainTaken)));
    // A change of this vault's passphrase does not make the keychain forget the other's key.
    protect(vault, &passphrase, &Way::Passphrase(words("another passphrase"))).unwrap();
    assert!(opens(&other, &KeySource::Keychain));
    assert!(opens(vault, &KeySource::Passphrase(words("another passphrase"))));
}

fn recovered(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    used(vault);
    let code = make_recovery_code(vault, &KeySource::Keychain).unwrap();
    keyring::Entry::new("convoally", "vault-key").unwrap().delete_credential().unwrap();
    assert!(matches!(open(vault), Err(VaultError::KeyMissing)));
    lock_collection();
    assert!(matches!(recover(vault, &code, &Way::Keychain), Err(VaultError::KeychainLocked(_))));
    // Under a passphrase the vault is even so; what a locked keychain holds cannot be told.
    let moved = recover(vault, &code, &Way::Passphrase(words("correct horse battery")));
    assert!(matches!(moved, Err(VaultError::LeftInKeychain(_))), "{moved:?}");
    assert!(opens(vault, &KeySource::Passphrase(words("correct horse battery"))));
}

/// The same, with a keychain that takes the key back.
fn locked_away(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    used(vault);
    let code = make_recovery_code(vault, &KeySource::Keychain).unwrap();
    keyring::Entry::new("convoally", "vault-key").unwrap().delete_credential().unwrap();
    lock(vault).unwrap();
    recover(vault, &code, &Way::Keychain).unwrap();
    assert!(opens(vault, &KeySource::Keychain));
    lock(vault).unwrap();
    assert!(matches!(open(vault), Err(VaultError::Locked)));
    unlock(vault, &KeySource::Keychain).unwrap();
    assert!(opens(vault, &KeySource::Keychain));
}

#[test]
fn a_vault_moves_under_a_passphrase_and_back_into_the_keychain() {
    on_a_bus_of_its_own("moved");
}

#[test]
fn a_key_that_a_change_left_in_the_keychain_goes_with_the_next_one() {
    on_a_bus_of_its_own("left over");
}

#[test]
fn the_key_of_another_vault_in_the_keychain_is_left_alone() {
    on_a_bus_of_its_own("another vault's key");
}

#[test]
fn a_recovery_code_opens_a_vault_whose_keychain_is_locked_and_empty() {
    on_a_bus_of_its_own("recovered");
}

#[test]
fn a_recovery_code_gives_the_keychain_its_key_back() {
    on_a_bus_of_its_own("locked away");
}
