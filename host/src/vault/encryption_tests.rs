//! The promises of the header, tried on a real encrypted file: nothing readable on the disk, and whatever is
//! refused stays as it was.

use super::sample::{Home, open_at, said, started};
use super::{VaultError, passphrase, schema};
use convoally_shared::session::SessionId;
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of the vault with its bytes, without the lock and SQLite's shared memory, which hold no data.
fn files(vault: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |entry: &std::fs::DirEntry| entry.file_name().into_string().unwrap();
    std::fs::read_dir(vault)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| !name(entry).ends_with("-shm") && name(entry) != "vault.lock")
        .map(|entry| (name(&entry), std::fs::read(entry.path()).unwrap()))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect()
}

fn a_used_vault() -> Home {
    let home = Home::new();
    let mut vault = home.open();
    vault.append(&started("a", 1)).unwrap();
    vault.append(&said("a", 2, "zebrafish")).unwrap();
    home
}

/// Opens an encrypted database as the vault does and lets a test change it behind the vault's back.
fn behind_the_back(home: &Home, statements: &str) {
    let words = passphrase::read(&home.passphrase()).unwrap();
    let key = passphrase::load(&home.vault().join("vault.key.json")).unwrap().unwrap().unlock(&words).unwrap();
    let connection = super::database::open(&home.database(), &key).unwrap();
    // Leaves the change in the log, as a process that was killed does.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    connection.execute_batch(statements).unwrap();
}

#[test]
fn nothing_that_was_said_is_readable_in_any_file() {
    let home = Home::new();
    let mut vault = home.open();
    vault.append(&started("a", 1)).unwrap();
    for seq in 2..200 {
        vault.append(&said("a", seq, "zebrafish secretplaintext")).unwrap();
    }
    // The vault is still open: the log and the shared memory are there too.
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(home.vault()).unwrap().map(|entry| entry.unwrap()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        for word in ["zebrafish", "secretplaintext", "Northwind", "utterance_final", "SQLite format"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} stands in {:?}", entry.file_name());
        }
        seen.push(entry.file_name().into_string().unwrap());
    }
    for name in ["vault.db", "vault.db-wal", "vault.db-shm"] {
        assert!(seen.iter().any(|other| other == name), "{name} was looked at");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_folder_and_each_file() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mut vault = home.open();
    vault.append(&started("a", 1)).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.vault()), 0o700);
    for entry in std::fs::read_dir(home.vault()).unwrap().map(|entry| entry.unwrap()) {
        assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.file_name());
    }
}

#[test]
fn a_wrong_passphrase_is_refused_and_changes_nothing() {
    let home = a_used_vault();
    let before = files(&home.vault());
    let wrong = home.vault().with_extension("wrong");
    std::fs::write(&wrong, "wrong").unwrap();
    assert!(matches!(open_at(&home.vault(), &wrong), Err(VaultError::WrongPassphrase)));
    assert_eq!(files(&home.vault()), before);
}

#[test]
fn a_vault_whose_key_is_gone_is_refused_and_changes_nothing() {
    let home = a_used_vault();
    std::fs::remove_file(home.vault().join("vault.key.json")).unwrap();
    let before = files(&home.vault());
    assert!(matches!(home.try_open(), Err(VaultError::KeyMissing)));
    assert_eq!(files(&home.vault()), before);
}

#[test]
fn the_key_of_another_vault_is_refused_and_changes_nothing() {
    let (home, other) = (a_used_vault(), a_used_vault());
    std::fs::copy(other.vault().join("vault.key.json"), home.vault().join("vault.key.json")).unwrap();
    let before = files(&home.vault());
    assert!(matches!(home.try_open(), Err(VaultError::Damaged(_))));
    assert_eq!(files(&home.vault()), before);
}

#[test]
fn an_unencrypted_database_in_the_vaults_place_is_refused_and_changes_nothing() {
    let home = a_used_vault();
    std::fs::remove_file(home.database()).unwrap();
    rusqlite::Connection::open(home.database()).unwrap().execute_batch("create table session (id)").unwrap();
    let before = files(&home.vault());
    assert!(matches!(home.try_open(), Err(VaultError::Damaged(_))));
    assert_eq!(files(&home.vault()), before);
}

#[test]
fn a_vault_that_a_later_release_wrote_is_refused_and_changes_nothing() {
    let home = a_used_vault();
    let later = schema::VERSION + 1;
    behind_the_back(&home, &format!("pragma user_version = {later}"));
    let before = files(&home.vault());
    assert!(before.contains_key("vault.db-wal"), "the change waits in the log");
    assert!(matches!(home.try_open(), Err(VaultError::NewerVersion { found }) if found == later));
    assert_eq!(files(&home.vault()), before);
}

#[test]
fn an_empty_file_in_the_vaults_place_is_refused_not_filled() {
    let home = a_used_vault();
    std::fs::write(home.database(), "").unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::Damaged(_))));
    assert_eq!(std::fs::metadata(home.database()).unwrap().len(), 0);
}

/// SQLite would write the old log into a new database.
#[test]
fn a_log_without_its_database_is_refused_and_changes_nothing() {
    let home = a_used_vault();
    std::fs::rename(home.database(), home.vault().join("moved")).unwrap();
    std::fs::write(home.vault().join("vault.db-wal"), "the last utterances").unwrap();
    let before = files(&home.vault());
    assert!(matches!(home.try_open(), Err(VaultError::Damaged(_))));
    assert_eq!(files(&home.vault()), before);
}

#[test]
fn a_vault_with_a_passphrase_is_not_opened_with_the_keychain() {
    let home = a_used_vault();
    let before = files(&home.vault());
    let opened = super::Vault::open(&home.vault(), &super::KeySource::Keychain);
    assert!(matches!(opened, Err(VaultError::PassphraseNeeded)));
    assert_eq!(files(&home.vault()), before);
}

#[cfg(unix)]
#[test]
fn a_passphrase_from_a_pipe_is_read_once() {
    let home = Home::new();
    let pipe = home.passphrase().with_extension("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for _ in 0..2 {
        let pipe = pipe.clone();
        let writer = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::write(pipe, "correct horse")
        });
        open_at(&home.vault(), &pipe).unwrap();
        writer.join().unwrap().unwrap();
    }
}

#[test]
fn a_first_start_that_was_cut_off_is_begun_again() {
    let home = Home::new();
    std::fs::create_dir(home.vault()).unwrap();
    for left in ["vault.db.new", "vault.db.new-wal"] {
        std::fs::write(home.vault().join(left), "half a database").unwrap();
    }
    home.open().append(&started("a", 1)).unwrap();
    assert_eq!(home.open().sessions().unwrap().len(), 1);
    let left: Vec<_> = files(&home.vault()).into_keys().filter(|name| name.contains("new")).collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_flipped_byte_in_the_middle_is_reported_as_damage() {
    let home = Home::new();
    let mut vault = home.open();
    vault.append(&started("a", 1)).unwrap();
    for seq in 2..400 {
        vault.append(&said("a", seq, &"word ".repeat(20))).unwrap();
    }
    drop(vault);
    let mut bytes = std::fs::read(home.database()).unwrap();
    for page in bytes.chunks_mut(4096).skip(4) {
        page[100] ^= 1;
    }
    std::fs::write(home.database(), bytes).unwrap();
    let events = home.try_open().and_then(|vault| vault.events(&SessionId("a".into())));
    assert!(matches!(events, Err(VaultError::Damaged(_))), "{events:?}");
}

#[test]
fn ten_first_starts_at_once_make_one_vault() {
    let home = Home::new();
    std::thread::scope(|scope| {
        for number in 0..10 {
            let home = &home;
            scope.spawn(move || home.open().append(&started(&format!("s{number}"), number)).unwrap());
        }
    });
    assert_eq!(home.open().sessions().unwrap().len(), 10);
}

#[test]
fn a_vault_that_may_not_be_written_says_so() {
    let home = a_used_vault();
    let mut vault = home.open();
    vault.connection.pragma_update(None, "query_only", true).unwrap();
    assert!(matches!(vault.append(&said("a", 3, "More.")), Err(VaultError::ReadOnly)));
    assert_eq!(vault.events(&SessionId("a".into())).unwrap().len(), 2);
}
