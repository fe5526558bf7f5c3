//! Other processes: killed in the middle, writing at the same time, or without the right to write. The test
//! binary starts itself again as the other process.

use super::sample::{Home, open_at, said, started};
use super::{KeySource, Vault, VaultError, Way, lock, make_recovery_code, protect, revoke_recovery_code};
use crate::secret::Secret;
use convoally_shared::session::SessionId;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const ROLE: &str = "CONVOALLY_TEST_ROLE";
const HOME: &str = "CONVOALLY_TEST_HOME";
const SESSION: &str = "CONVOALLY_TEST_SESSION";
/// The two that take turns where a passphrase is changed.
const PASSPHRASES: [&str; 2] = ["the first passphrase", "the second passphrase"];

/// This test binary again, to run `as_the_other_process` alone.
pub(super) fn other_process(home: &Home, role: &str, session: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "vault::crash_tests::as_the_other_process", "--nocapture", "--test-threads=1"])
        .env(ROLE, role)
        .env(SESSION, session)
        .env(HOME, home.vault().parent().unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Does nothing in an ordinary run.
#[test]
fn as_the_other_process() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let folder = PathBuf::from(std::env::var_os(HOME).unwrap());
    let opened = open_at(&folder.join("vault"), &folder.join("passphrase"));
    let session = std::env::var(SESSION).unwrap();
    match role.as_str() {
        "write" => write_for_ever(opened.unwrap(), &session),
        "erase" => {
            println!("erasing");
            opened.unwrap().erase_session(&SessionId(session)).unwrap();
        }
        "may not write" => may_not_write(opened, &folder),
        "change" => change_for_ever(&folder),
        "open and close" => open_and_close(opened.unwrap(), &session),
        "full disk" => full_disk(opened.unwrap(), &folder),
        other => panic!("no role {other}"),
    }
}

/// Reports each number only after `append` has returned for it.
fn write_for_ever(mut vault: Vault, session: &str) {
    vault.append(&started(session, 1)).unwrap();
    let mut out = std::io::stdout().lock();
    for seq in 2.. {
        vault.append(&said(session, seq, &format!("utterance {seq}"))).unwrap();
        writeln!(out, "kept {seq}").unwrap();
        out.flush().unwrap();
    }
}

/// Sets one passphrase after the other. The vault was made with the first.
fn change_for_ever(folder: &Path) {
    let words = |at: usize| Secret::new(PASSPHRASES[at % 2].to_owned());
    for at in 0.. {
        protect(&folder.join("vault"), &KeySource::Passphrase(words(at)), &Way::Passphrase(words(at + 1))).unwrap();
        println!("kept {}", at + 1);
    }
}

/// Says when the vault was used, and closes it at the end of its input.
fn open_and_close(mut vault: Vault, session: &str) {
    vault.append(&started(session, 1)).unwrap();
    // What `memory_tests` finds, and what stands nowhere but on this heap.
    let held = session.to_uppercase();
    println!("\nkept while open");
    std::io::stdin().lines().for_each(drop);
    drop(vault);
    println!("kept and closed");
    loop {
        std::thread::park();
        std::hint::black_box(&held);
    }
}

fn may_not_write(opened: Result<Vault, VaultError>, folder: &Path) {
    assert!(matches!(opened, Err(VaultError::ReadOnly)), "{:?}", opened.err());
    let (vault, source) = (folder.join("vault"), KeySource::PassphraseFile(folder.join("passphrase")));
    let new = Way::Passphrase(Secret::new("another passphrase".into()));
    let refused = [
        lock(&vault),
        protect(&vault, &source, &new),
        make_recovery_code(&vault, &source).map(drop),
        revoke_recovery_code(&vault, &source),
    ];
    for refused in refused {
        assert!(matches!(refused, Err(VaultError::ReadOnly)), "{refused:?}");
    }
}

/// In a file system of a mebibyte: writes until it is full, tries everything else that writes, makes room, goes on.
fn full_disk(mut vault: Vault, folder: &Path) {
    let room = folder.join("room");
    std::fs::write(&room, vec![1; 64 * 1024]).unwrap();
    vault.append(&started("a", 1)).unwrap();
    let event = |seq: u64| said("a", seq, &format!("utterance {seq} ").repeat(50));
    let mut kept = 1;
    let refused = loop {
        match vault.append(&event(kept + 1)) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, VaultError::DiskFull), "{refused:?}");
    // What is left between two pages goes, too.
    while std::fs::OpenOptions::new().append(true).open(&room).unwrap().write_all(&[1; 64]).is_ok() {}
    assert!(kept > 10, "{kept}");
    let (path, source) = (folder.join("vault"), KeySource::PassphraseFile(folder.join("passphrase")));
    let key_file = std::fs::read(path.join("vault.key.json")).unwrap();
    let changed = protect(&path, &source, &Way::Passphrase(Secret::new("another passphrase".into())));
    assert!(matches!(changed, Err(VaultError::DiskFull)), "{changed:?}");
    let code = make_recovery_code(&path, &source);
    assert!(matches!(code, Err(VaultError::DiskFull)), "{code:?}");
    assert_eq!(std::fs::read(path.join("vault.key.json")).unwrap(), key_file);
    assert!(!path.join("vault.recovery.json").exists());
    let second = folder.join("second");
    let begun = open_at(&second, &folder.join("passphrase"));
    assert!(matches!(begun, Err(VaultError::DiskFull)), "{:?}", begun.err());
    assert!(!second.join("vault.db").exists());
    std::fs::remove_file(&room).unwrap();
    vault.append(&event(kept + 1)).unwrap();
    vault.check().unwrap();
    drop(vault);
    open_at(&second, &folder.join("passphrase")).unwrap();
    let events = open_at(&path, &folder.join("passphrase")).unwrap().events(&SessionId("a".into())).unwrap();
    assert_eq!(events.len() as u64, kept + 1);
    assert!(events.iter().zip(1..).skip(1).all(|(stored, seq)| *stored == event(seq)));
}

/// Reads reports until the wanted one, then kills the process at once and reads what else it had reported.
fn kill_after(mut child: Child, wanted: u64) -> u64 {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let number = |line: &str| line.strip_prefix("kept ").and_then(|number| number.parse::<u64>().ok());
    let mut last = 0;
    while last < wanted {
        let line = lines.next().expect("the other process writes until it is killed").unwrap();
        last = number(&line).unwrap_or(last);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    lines.map_while(Result::ok).filter_map(|line| number(&line)).fold(last, u64::max)
}

#[test]
fn nothing_that_append_returned_for_is_lost_to_kill_9() {
    let home = Home::new();
    for round in 0..5 {
        let session = format!("round-{round}");
        let last = kill_after(other_process(&home, "write", &session).spawn().unwrap(), 20 + round * 7);
        let events = home.open().events(&SessionId(session.clone())).unwrap();
        let kept = u64::try_from(events.len()).unwrap();
        assert!(kept >= last, "reported {last}, kept {kept}");
        for (event, seq) in events.iter().zip(1..).skip(1) {
            assert_eq!(*event, said(&session, seq, &format!("utterance {seq}")));
        }
    }
    let summaries = home.open().sessions().unwrap();
    assert!(summaries.len() == 5 && summaries.iter().all(|one| !one.ended && one.utterances > 0));
}

/// Killed at one moment after the other: before, while the rows go, while the file is written anew, afterwards.
#[test]
fn an_erasing_that_is_killed_is_finished_by_the_next_start_or_was_not_begun() {
    let home = Home::new();
    let (mut finished, mut not_begun) = (0, 0);
    for round in 0..10 {
        let session = format!("round-{round}");
        let mut vault = home.open();
        vault.append(&started(&session, 1)).unwrap();
        for seq in 2..600 {
            vault.append(&said(&session, seq, &"quokka ".repeat(30))).unwrap();
        }
        drop(vault);
        let mut child = other_process(&home, "erase", &session).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("erasing")));
        std::thread::sleep(std::time::Duration::from_millis(round * 9));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut vault = home.open();
        match vault.events(&SessionId(session.clone())) {
            Ok(events) => {
                assert_eq!(events.len(), 599, "whole");
                not_begun += 1;
                vault.erase_session(&SessionId(session)).unwrap();
            }
            Err(error) => {
                assert!(matches!(error, VaultError::UnknownSession(_)), "{error}");
                finished += 1;
            }
        }
        let pages = vault.connection.serialize(rusqlite::MAIN_DB).unwrap();
        assert!(!pages.windows(6).any(|window| window == b"quokka"), "round {round}");
        assert_eq!(std::fs::metadata(home.vault().join("vault.db-wal")).unwrap().len(), 0);
    }
    assert!(finished > 0, "{not_begun} rounds were killed too early");
}

#[test]
fn two_processes_write_into_one_vault() {
    let home = Home::new();
    let children: Vec<_> =
        ["one", "two"].into_iter().map(|name| other_process(&home, "write", name).spawn().unwrap()).collect();
    let mut mine = home.open();
    mine.append(&started("mine", 1)).unwrap();
    for seq in 2..60 {
        mine.append(&said("mine", seq, "From this process.")).unwrap();
    }
    let reported: Vec<u64> = children.into_iter().map(|child| kill_after(child, 60)).collect();
    let kept = |session: &str| u64::try_from(mine.events(&SessionId(session.into())).unwrap().len()).unwrap();
    assert_eq!(kept("mine"), 59);
    assert!(kept("one") >= reported[0] && kept("two") >= reported[1]);
}

#[test]
fn a_passphrase_that_is_being_changed_when_the_process_dies_is_the_old_or_the_new_one() {
    let home = Home::new();
    for round in 0..4 {
        // Each round ends with either; the other process begins with the first.
        let _ = std::fs::remove_dir_all(home.vault());
        let first = KeySource::Passphrase(Secret::new(PASSPHRASES[0].into()));
        Vault::open(&home.vault(), &first).unwrap().append(&started("a", 1)).unwrap();
        let mut child = other_process(&home, "change", "a").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(500 + 277 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let opens = PASSPHRASES.map(|words| {
            let vault = Vault::open(&home.vault(), &KeySource::Passphrase(Secret::new(words.into())));
            vault.is_ok_and(|vault| vault.sessions().unwrap().len() == 1)
        });
        assert_eq!(opens.iter().filter(|opens| **opens).count(), 1, "round {round}");
    }
}

/// A file system of its own for one process, which takes it along when it ends. Where this system lets nobody mount one,
/// as in some containers, only the test with a database that may not grow is left of it.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_in_the_middle_of_a_write_loses_nothing_and_half_does_nothing() {
    let home = Home::new();
    let folder = home.vault().parent().unwrap().to_owned();
    let inside = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c", script, "sh"]).arg(&folder);
        command
    };
    let mount = "mount -t tmpfs -o size=1m tmpfs \"$1\"";
    if !inside(mount).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        eprintln!("skipped: no file system can be mounted here");
        return;
    }
    let role = other_process(&home, "full disk", "a");
    let script =
        format!("{mount} && printf 'correct horse battery staple' > \"$1/passphrase\" && shift && exec \"$@\"");
    let mut command = inside(&script);
    command.arg(role.get_program()).args(role.get_args());
    command.envs(role.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&output.stderr));
}

/// Root may write everywhere, so the other process gives that up.
#[cfg(unix)]
#[test]
fn a_vault_in_a_read_only_folder_is_refused_and_changes_nothing() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let home = Home::new();
    home.open().append(&started("a", 1)).unwrap();
    let parent = home.vault().parent().unwrap().to_owned();
    for (path, mode) in [
        (parent.clone(), 0o755),
        (home.passphrase(), 0o444),
        (home.database(), 0o444),
        (home.vault().join("vault.key.json"), 0o444),
        (home.vault(), 0o555),
    ] {
        set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    let before = std::fs::read(home.database()).unwrap();
    let mut command = other_process(&home, "may not write", "a");
    if std::fs::metadata(&parent).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    set_permissions(home.vault(), Permissions::from_mode(0o755)).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    assert_eq!(std::fs::read(home.database()).unwrap(), before);
}
