//! What opens the vault is changed, lost, found again and locked.

use super::sample::{Home, started};
use super::wrapped::keep_weakly;
use super::{
    KeySource, RecoveryCode, Standing, Vault, VaultError, Way, lock, make_recovery_code, passphrase, protect, recover,
    revoke_recovery_code, standing, unlock,
};
use crate::secret::Secret;
use convoally_shared::vault::Protection;
use std::collections::BTreeSet;

fn words(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn typed(text: &str) -> KeySource {
    KeySource::Passphrase(words(text))
}

fn new_words(text: &str) -> Way {
    Way::Passphrase(words(text))
}

/// A vault with one session.
fn used() -> Home {
    let home = Home::new();
    home.open().append(&started("a", 1)).unwrap();
    home
}

/// It opens, and the session is there.
fn opens(home: &Home, source: &KeySource) -> bool {
    match Vault::open(&home.vault(), source) {
        Ok(vault) => vault.sessions().unwrap().len() == 1,
        Err(_) => false,
    }
}

fn names(home: &Home) -> BTreeSet<String> {
    let entries = std::fs::read_dir(home.vault()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn key_file(home: &Home) -> Vec<u8> {
    std::fs::read(home.vault().join("vault.key.json")).unwrap()
}

#[test]
fn a_changed_passphrase_opens_the_vault_and_the_old_one_is_nowhere() {
    let home = used();
    let (database, old_file) = (std::fs::read(home.database()).unwrap(), key_file(&home));
    protect(&home.vault(), &home.source(), &new_words("another passphrase")).unwrap();
    assert!(opens(&home, &typed("another passphrase")));
    assert!(matches!(home.try_open(), Err(VaultError::WrongPassphrase)));
    assert_eq!(std::fs::read(home.database()).unwrap(), database, "the history was not written again");
    for name in names(&home) {
        assert_ne!(std::fs::read(home.vault().join(&name)).unwrap(), old_file, "{name}");
    }
    let expected = ["vault.db", "vault.key.json", "vault.lock"].map(str::to_owned);
    assert_eq!(names(&home), BTreeSet::from(expected), "nothing was left beside them");
}

#[test]
fn a_vault_that_is_open_goes_on_while_its_passphrase_is_changed() {
    let home = used();
    let mut open = home.open();
    protect(&home.vault(), &home.source(), &new_words("another passphrase")).unwrap();
    open.append(&started("b", 2)).unwrap();
    drop(open);
    let vault = Vault::open(&home.vault(), &typed("another passphrase")).unwrap();
    assert_eq!(vault.sessions().unwrap().len(), 2);
}

#[test]
fn whoever_does_not_open_the_vault_changes_nothing() {
    let home = used();
    let code = make_recovery_code(&home.vault(), &home.source()).unwrap();
    let before = (names(&home), key_file(&home));
    let wrong = typed("wrong");
    let path = home.vault();
    assert!(matches!(protect(&path, &wrong, &new_words("another")), Err(VaultError::WrongPassphrase)));
    assert!(matches!(make_recovery_code(&path, &wrong), Err(VaultError::WrongPassphrase)));
    assert!(matches!(revoke_recovery_code(&path, &wrong), Err(VaultError::WrongPassphrase)));
    assert!(matches!(protect(&path, &KeySource::Keychain, &new_words("x")), Err(VaultError::PassphraseNeeded)));
    assert_eq!((names(&home), key_file(&home)), before);
    recover(&path, &code, &new_words("the code is still the same")).unwrap();
}

#[test]
fn where_there_is_no_vault_nothing_is_changed_and_no_folder_made() {
    let home = Home::new();
    let path = home.vault();
    let code = RecoveryCode::random().unwrap();
    assert!(matches!(protect(&path, &home.source(), &new_words("x")), Err(VaultError::NoVault)));
    assert!(matches!(make_recovery_code(&path, &home.source()), Err(VaultError::NoVault)));
    assert!(matches!(recover(&path, &code, &new_words("x")), Err(VaultError::NoVault)));
    assert!(matches!(lock(&path), Err(VaultError::NoVault)));
    assert!(matches!(unlock(&path, &home.source()), Err(VaultError::NoVault)));
    let nothing = Standing { protection: None, recovery: false, locked: false };
    assert_eq!(standing(&path).unwrap(), nothing);
    assert!(!path.exists());
}

#[test]
fn a_recovery_code_opens_a_vault_whose_passphrase_is_gone() {
    let home = used();
    let code = make_recovery_code(&home.vault(), &home.source()).unwrap();
    let stands = Standing { protection: Some(Protection::Passphrase), recovery: true, locked: false };
    assert_eq!(standing(&home.vault()).unwrap(), stands);
    std::fs::remove_file(home.vault().join("vault.key.json")).unwrap();
    let read_back = RecoveryCode::parse(&Secret::new(code.written().to_lowercase())).unwrap();
    recover(&home.vault(), &read_back, &new_words("found again")).unwrap();
    assert!(opens(&home, &typed("found again")));
    recover(&home.vault(), &code, &new_words("and once more")).unwrap();
    assert!(opens(&home, &typed("and once more")) && !opens(&home, &typed("found again")));
}

#[test]
fn a_code_that_was_replaced_or_revoked_opens_nothing() {
    let home = used();
    let path = home.vault();
    let first = make_recovery_code(&path, &home.source()).unwrap();
    let second = make_recovery_code(&path, &home.source()).unwrap();
    let before = key_file(&home);
    assert!(matches!(recover(&path, &first, &new_words("x")), Err(VaultError::WrongRecoveryCode)));
    revoke_recovery_code(&path, &home.source()).unwrap();
    assert!(matches!(recover(&path, &second, &new_words("x")), Err(VaultError::NoRecoveryCode)));
    assert!(matches!(revoke_recovery_code(&path, &home.source()), Err(VaultError::NoRecoveryCode)));
    assert_eq!(key_file(&home), before);
    assert!(!standing(&path).unwrap().recovery && opens(&home, &home.source()));
}

#[test]
fn a_recovery_code_survives_a_change_of_the_passphrase() {
    let home = used();
    let code = make_recovery_code(&home.vault(), &home.source()).unwrap();
    protect(&home.vault(), &home.source(), &new_words("another passphrase")).unwrap();
    recover(&home.vault(), &code, &new_words("a third passphrase")).unwrap();
    assert!(opens(&home, &typed("a third passphrase")));
}

#[test]
fn the_recovery_file_of_another_vault_is_refused_and_changes_nothing() {
    let (home, other) = (used(), used());
    let code = make_recovery_code(&other.vault(), &other.source()).unwrap();
    std::fs::copy(other.vault().join("vault.recovery.json"), home.vault().join("vault.recovery.json")).unwrap();
    let before = key_file(&home);
    assert!(matches!(recover(&home.vault(), &code, &new_words("x")), Err(VaultError::Damaged(_))));
    assert_eq!(key_file(&home), before);
    assert!(opens(&home, &home.source()));
}

#[test]
fn a_damaged_recovery_file_is_refused_and_the_passphrase_still_opens() {
    let home = used();
    let code = make_recovery_code(&home.vault(), &home.source()).unwrap();
    let file = home.vault().join("vault.recovery.json");
    let whole = std::fs::read(&file).unwrap();
    let greedy = String::from_utf8_lossy(&whole).replace("65536", "4294967295");
    for content in [b"".to_vec(), whole[..whole.len() / 2].to_vec(), b"{}".to_vec(), greedy.into_bytes()] {
        std::fs::write(&file, content).unwrap();
        assert!(matches!(recover(&home.vault(), &code, &new_words("x")), Err(VaultError::KeyUnreadable(_))));
    }
    assert!(opens(&home, &home.source()));
}

/// Beside a new database, an old recovery file would say of a right code that it is wrong.
#[test]
fn a_recovery_file_without_its_database_begins_no_new_vault() {
    let home = used();
    make_recovery_code(&home.vault(), &home.source()).unwrap();
    std::fs::remove_file(home.database()).unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::Damaged(_))));
    assert!(!home.database().exists());
}

#[test]
fn a_locked_vault_opens_for_nobody_until_somebody_who_has_the_key_unlocks_it() {
    let home = used();
    let path = home.vault();
    lock(&path).unwrap();
    lock(&path).unwrap();
    assert!(standing(&path).unwrap().locked);
    assert!(matches!(home.try_open(), Err(VaultError::Locked)));
    assert!(matches!(protect(&path, &home.source(), &new_words("x")), Err(VaultError::Locked)));
    assert!(matches!(make_recovery_code(&path, &home.source()), Err(VaultError::Locked)));
    assert!(matches!(unlock(&path, &typed("wrong")), Err(VaultError::WrongPassphrase)));
    assert!(matches!(home.try_open(), Err(VaultError::Locked)));
    assert_eq!(unlock(&path, &home.source()).unwrap().sessions().unwrap().len(), 1);
    assert!(opens(&home, &home.source()));
}

#[test]
fn a_recovery_code_unlocks_too() {
    let home = used();
    let code = make_recovery_code(&home.vault(), &home.source()).unwrap();
    lock(&home.vault()).unwrap();
    recover(&home.vault(), &code, &new_words("found again")).unwrap();
    assert!(opens(&home, &typed("found again")));
}

#[test]
fn a_key_that_was_wrapped_with_less_work_is_wrapped_anew_when_it_opens() {
    let home = used();
    let text = passphrase::read(&home.passphrase()).unwrap();
    let file = home.vault().join("vault.key.json");
    let key = passphrase::load(&file).unwrap().unwrap().unlock(&text).unwrap();
    keep_weakly(&file, &key, &text);
    assert!(passphrase::load(&file).unwrap().unwrap().is_weaker_than_today());
    assert!(!opens(&home, &typed("wrong")));
    assert!(passphrase::load(&file).unwrap().unwrap().is_weaker_than_today(), "the wrong one changes nothing");
    assert!(opens(&home, &home.source()));
    let raised = passphrase::load(&file).unwrap().unwrap();
    assert!(!raised.is_weaker_than_today());
    assert_eq!(raised.unlock(&text).unwrap(), key);
    let before = key_file(&home);
    assert!(opens(&home, &home.source()));
    assert_eq!(key_file(&home), before, "once is enough");
}

/// A folder in the way of the new file: what a full disk does, at the same place.
#[test]
fn a_passphrase_that_cannot_be_written_leaves_the_old_one() {
    let home = used();
    let before = key_file(&home);
    std::fs::create_dir(home.vault().join("vault.key.new")).unwrap();
    let failed = protect(&home.vault(), &home.source(), &new_words("another passphrase"));
    assert!(matches!(failed, Err(VaultError::File { .. })), "{failed:?}");
    assert_eq!(key_file(&home), before);
    assert!(opens(&home, &home.source()));
}

#[test]
fn two_changes_at_once_leave_one_passphrase_and_no_damage() {
    let home = used();
    let ways = ["the first passphrase", "the second passphrase"];
    std::thread::scope(|scope| {
        for way in ways {
            let home = &home;
            // The later of the two finds that the old passphrase is not the right one any more.
            scope.spawn(move || drop(protect(&home.vault(), &home.source(), &new_words(way))));
        }
    });
    assert_eq!(ways.iter().filter(|way| opens(&home, &typed(way))).count(), 1);
}
