//! Two browsers, two hosts, one vault: both write, both see what the other wrote. The test binary starts itself again
//! as the other host.

use super::Vault;
use super::sample::{Home, amendment, event, open_at, said, started};
use super::search::{Only, Search};
use convoally_shared::amendment::Change;
use convoally_shared::event::EventKind;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const HOME: &str = "CONVOALLY_TEST_OTHER_HOST";
const PATIENCE: Duration = Duration::from_secs(30);
const UTTERANCES: u64 = 300;

/// Does nothing in an ordinary run.
#[test]
fn as_the_other_host() {
    let Some(folder) = std::env::var_os(HOME).map(PathBuf::from) else { return };
    let mut vault = open_at(&folder.join("vault"), &folder.join("passphrase")).unwrap();
    call(&mut vault, "theirs");
    see(&mut vault, "mine");
}

/// A session that is looked for while it goes on, and what its user changes afterwards.
fn call(vault: &mut Vault, name: &str) {
    vault.append(&started(name, 5)).unwrap();
    for seq in 2..=UTTERANCES {
        vault.append(&said(name, seq, &format!("{name}word {seq}"))).unwrap();
        if seq % 50 == 0 {
            assert_eq!(found(vault, &format!("{name}word")), [name]);
        }
    }
    vault.append(&event(name, UTTERANCES + 1, EventKind::SessionEnded)).unwrap();
    vault.amend(&amendment(name, 9, Change::Titled { title: format!("{name}title") })).unwrap();
}

fn found(vault: &mut Vault, words: &str) -> Vec<String> {
    let search = Search { words: words.into(), only: Only::default(), said: None, most: 10 };
    vault.search(&search).unwrap().sessions.into_iter().map(|found| found.session.id.0).collect()
}

/// Waits until the other's session is there as a whole.
fn see(vault: &mut Vault, name: &str) {
    let began = Instant::now();
    while found(vault, &format!("{name}title")).is_empty() {
        assert!(began.elapsed() < PATIENCE, "what the other host wrote does not show");
        std::thread::sleep(Duration::from_millis(20));
    }
    let other = vault.sessions().unwrap().into_iter().find(|session| session.id.0 == name).unwrap();
    assert_eq!((other.heading(), other.ended, other.utterances), (format!("{name}title"), true, UTTERANCES - 1));
    assert_eq!(found(vault, &format!("{name}word {UTTERANCES}")), [name]);
}

#[test]
fn two_hosts_write_into_one_vault_and_each_finds_what_the_other_wrote() {
    let home = Home::new();
    let mut mine = home.open();
    let mut other = Command::new(std::env::current_exe().unwrap());
    other
        .args(["--exact", "vault::two_hosts_tests::as_the_other_host", "--test-threads=1"])
        .env(HOME, home.vault().parent().unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let other = other.spawn().unwrap();
    call(&mut mine, "mine");
    see(&mut mine, "theirs");
    let output = other.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    mine.connection.execute("insert into search (search) values ('integrity-check')", []).unwrap();
    let rows = |word: &str| {
        let query = "select count(*) from search where search match ?";
        mine.connection.query_row(query, [word], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((rows("mineword"), rows("theirsword")), (299, 299), "each text once");
}
