//! Databases that were cut, changed or exchanged: found out, told, and left byte for byte as they are.

use super::key::VaultKey;
use super::sample::{Home, said, started};
use super::{Vault, VaultError, database, passphrase};
use std::path::Path;

/// SQLCipher's pages.
const PAGE: usize = 4096;

/// A closed vault of some fifty pages, its key and its bytes.
fn whole() -> (Home, VaultKey, Vec<u8>) {
    let home = Home::new();
    let mut vault = home.open();
    vault.append(&started("a", 1)).unwrap();
    for seq in 2..200 {
        vault.append(&said("a", seq, &"What would you do differently today? ".repeat(20))).unwrap();
    }
    drop(vault);
    let words = passphrase::read(&home.passphrase()).unwrap();
    let key = passphrase::load(&home.vault().join("vault.key.json")).unwrap().unwrap().unlock(&words).unwrap();
    let bytes = std::fs::read(home.database()).unwrap();
    assert!(bytes.len() > 30 * PAGE, "{}", bytes.len());
    (home, key, bytes)
}

/// Puts a file in the database's place, and opens and reads all of it as the vault does.
fn examined(path: &Path, key: &VaultKey, content: &[u8]) -> Result<(), VaultError> {
    std::fs::write(path, content).unwrap();
    let examined = database::open(path, key).and_then(|connection| Vault::new(connection).check());
    assert!(std::fs::read(path).unwrap() == content, "the file was changed");
    examined
}

fn is_refused(examined: &Result<(), VaultError>) -> bool {
    matches!(examined, Err(VaultError::Damaged(_) | VaultError::WrongKey))
}

#[test]
fn a_flipped_bit_anywhere_is_found_and_nothing_is_changed() {
    let (home, key, whole) = whole();
    assert!(examined(&home.database(), &key, &whole).is_ok());
    // Each byte of the first page's beginning, and some of every page: its text, its nonce, its authentication.
    let in_pages = (0..whole.len() / PAGE)
        .flat_map(|page| [0, 977, 2048, PAGE - 80, PAGE - 64, PAGE - 1].map(|at| page * PAGE + at));
    for at in (0..110).chain(in_pages) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        let found = examined(&home.database(), &key, &flipped);
        assert!(is_refused(&found), "byte {at}: {found:?}");
    }
    assert!(examined(&home.database(), &key, &whole).is_ok());
}

#[test]
fn a_database_that_was_cut_is_found_and_nothing_is_changed() {
    let (home, key, whole) = whole();
    let pages = whole.len() / PAGE;
    let at_pages = (1..pages).map(|page| page * PAGE);
    let in_between = [0, 1, 15, 16, 100, 1024, PAGE - 1, PAGE + 1, whole.len() / 2 + 7, whole.len() - 1];
    for length in at_pages.chain(in_between) {
        let found = examined(&home.database(), &key, &whole[..length]);
        assert!(is_refused(&found), "{length} bytes of {}: {found:?}", whole.len());
    }
}

#[test]
fn pages_that_changed_places_are_found() {
    let (home, key, whole) = whole();
    let mut swapped = whole.clone();
    let (early, late) = swapped.split_at_mut(10 * PAGE);
    early[5 * PAGE..6 * PAGE].swap_with_slice(&mut late[7 * PAGE..8 * PAGE]);
    let found = examined(&home.database(), &key, &swapped);
    assert!(is_refused(&found), "{found:?}");
}

#[test]
fn whatever_else_lies_in_the_vaults_place_is_refused_and_left_alone() {
    let (home, key, _) = whole();
    let (_, _, of_another_vault) = whole();
    let plain = home.vault().with_extension("plain");
    rusqlite::Connection::open(&plain)
        .unwrap()
        .execute_batch("create table session (id); pragma user_version = 1")
        .unwrap();
    let foreign = [
        of_another_vault,
        std::fs::read(plain).unwrap(),
        vec![0; 40 * PAGE],
        b"SQLite format 3\0".repeat(1000),
        b"PK\x03\x04".repeat(5000),
        "Dear diary, ".repeat(3000).into_bytes(),
        (0_u32..100_000).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect(),
    ];
    for content in foreign {
        let found = examined(&home.database(), &key, &content);
        assert!(is_refused(&found), "{} bytes: {found:?}", content.len());
    }
}

/// What fails in the middle leaves nothing of itself, also where damage is met on the way.
#[test]
fn an_event_that_meets_damage_is_refused_as_a_whole() {
    let (home, key, whole) = whole();
    let mut damaged = whole.clone();
    // The first pages are read when the vault is opened; what is said last lies in the last ones.
    for page in damaged.chunks_mut(PAGE).skip(whole.len() / PAGE / 2) {
        page[2000] ^= 1;
    }
    std::fs::write(home.database(), &damaged).unwrap();
    let mut vault = Vault::new(database::open(&home.database(), &key).unwrap());
    let refused = vault.append(&said("a", 500, "And then?"));
    assert!(matches!(refused, Err(VaultError::Damaged(_))), "{refused:?}");
    drop(vault);
    assert!(std::fs::read(home.database()).unwrap() == damaged);
}
