//! Against a real `gnome-keyring-daemon` on a message bus of its own, in a home of its own: the test binary starts
//! itself again inside `dbus-run-session`, so nothing of the user's is read or written.
//!
//! Needs the packages `dbus` and `gnome-keyring`.

use super::keychain;
use super::sample::{said, started};
use super::{KeySource, Vault, VaultError, moving_tests};
use crate::secret::Secret;
use convoally_shared::session::SessionId;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ROLE: &str = "CONVOALLY_TEST_KEYCHAIN";
pub(super) const PASSWORD: &str = "login password";

/// Runs one role of `with_a_keychain_of_its_own` on a bus of its own and passes its failure on.
pub(super) fn on_a_bus_of_its_own(role: &str) {
    let mut command = Command::new("dbus-run-session");
    command.arg("--").arg(std::env::current_exe().unwrap()).env_remove("DBUS_SESSION_BUS_ADDRESS");
    in_a_home_of_its_own(command, role);
}

fn in_a_home_of_its_own(mut command: Command, role: &str) {
    let home = tempfile::tempdir().unwrap();
    let output = command
        .args(["--exact", "vault::keychain_tests::with_a_keychain_of_its_own", "--nocapture", "--test-threads=1"])
        .env(ROLE, role)
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .env("XDG_RUNTIME_DIR", runtime_folder(home.path()))
        .env_remove("GNOME_KEYRING_CONTROL")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()
        .expect("dbus-run-session, of the package dbus, starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("1 passed"), "{told}");
}

fn runtime_folder(home: &Path) -> PathBuf {
    use std::os::unix::fs::DirBuilderExt;
    let folder = home.join("run");
    std::fs::DirBuilder::new().mode(0o700).create(&folder).unwrap();
    folder
}

/// Does nothing in an ordinary run.
#[test]
fn with_a_keychain_of_its_own() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let vault = PathBuf::from(std::env::var_os("HOME").unwrap()).join("vault");
    match role.as_str() {
        "key found again" => key_found_again(&vault),
        "locked" => locked(&vault),
        "locked at the first start" => locked_at_the_first_start(&vault),
        "not unlocked after a restart" => not_unlocked_after_a_restart(&vault),
        "keep a session" => open(&vault).unwrap().append(&started("a", 1)).unwrap(),
        "find the session" => assert_eq!(open(&vault).unwrap().sessions().unwrap().len(), 1),
        "without a collection" => without_a_collection(&vault),
        "key lost" => key_lost(&vault),
        "wrong key" => wrong_key(&vault),
        "providers" => providers(),
        "no daemon" => no_daemon(&vault),
        other => moving_tests::play(other, &vault),
    }
}

/// A running keychain daemon, killed with its test.
pub(super) struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the daemon and waits until it answers on the bus. With a password its login collection is made or
/// opened, as a login does; without one it stays as it is.
pub(super) fn start_daemon(password: Option<&str>) -> Daemon {
    let mut command = Command::new("gnome-keyring-daemon");
    command.args(["--foreground", "--components=secrets"]).stdin(Stdio::piped());
    if password.is_some() {
        command.arg("--unlock");
    }
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gnome-keyring-daemon, of the package gnome-keyring, starts");
    child.stdin.take().unwrap().write_all(password.unwrap_or_default().as_bytes()).unwrap();
    let daemon = Daemon(child);
    let give_up = Instant::now() + Duration::from_secs(30);
    while !owner_of_the_secrets().contains("string") {
        assert!(Instant::now() < give_up, "the daemon did not come up");
        std::thread::sleep(Duration::from_millis(20));
    }
    daemon
}

/// Asks the bus, not the service: asking the service would start a second daemon.
fn owner_of_the_secrets() -> String {
    let asked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
        .args(["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"])
        .output()
        .unwrap();
    String::from_utf8_lossy(&asked.stdout).into_owned()
}

/// Locks the login collection, as a screen lock may do.
pub(super) fn lock_collection() {
    let locked = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"])
        .arg("org.freedesktop.Secret.Service.Lock")
        .arg("array:objpath:/org/freedesktop/secrets/collection/login")
        .output()
        .unwrap();
    assert!(locked.status.success(), "{}", String::from_utf8_lossy(&locked.stderr));
}

pub(super) fn open(vault: &Path) -> Result<Vault, VaultError> {
    Vault::open(vault, &KeySource::Keychain)
}

/// Nobody can answer the daemon's question here, which it takes for a no.
fn refused_as_locked(opened: Result<Vault, VaultError>) {
    match opened.err() {
        Some(VaultError::KeychainLocked(_)) => {}
        other => panic!("{other:?}"),
    }
}

fn key_found_again(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    open(vault).unwrap().append(&started("a", 1)).unwrap();
    let mut again = open(vault).unwrap();
    again.append(&said("a", 2, "Still here.")).unwrap();
    assert_eq!(again.events(&SessionId("a".into())).unwrap().len(), 2);
    let probe = keyring::Entry::new("convoally", "vault-probe").unwrap().get_password();
    assert!(matches!(probe, Err(keyring::Error::NoEntry)));
    // A second vault shares the one key instead of replacing it.
    let second = vault.with_extension("second");
    open(&second).unwrap().append(&started("b", 1)).unwrap();
    assert_eq!(open(vault).unwrap().sessions().unwrap().len(), 1);
}

fn locked(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    open(vault).unwrap().append(&started("a", 1)).unwrap();
    let before = std::fs::read(vault.join("vault.db")).unwrap();
    lock_collection();
    refused_as_locked(open(vault));
    assert_eq!(std::fs::read(vault.join("vault.db")).unwrap(), before);
    // Another folder has no database yet: a locked keychain must not look like an empty one there.
    let second = vault.with_extension("second");
    refused_as_locked(open(&second));
    assert!(!second.join("vault.db").exists());
}

fn locked_at_the_first_start(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    lock_collection();
    refused_as_locked(open(vault));
    assert!(!vault.join("vault.db").exists());
}

/// A fresh login that opened nothing: what was stored is on the disk, and the daemon has not read it.
fn not_unlocked_after_a_restart(vault: &Path) {
    let daemon = start_daemon(Some(PASSWORD));
    in_another_process("keep a session");
    let before = std::fs::read(vault.join("vault.db")).unwrap();
    drop(daemon);
    let daemon = start_daemon(None);
    refused_as_locked(open(vault));
    let second = vault.with_extension("second");
    refused_as_locked(open(&second));
    assert!(!second.join("vault.db").exists());
    assert_eq!(std::fs::read(vault.join("vault.db")).unwrap(), before);
    drop(daemon);
    let _daemon = start_daemon(Some(PASSWORD));
    in_another_process("find the session");
}

/// On the same bus and in the same home. A process that has talked to one daemon cannot talk to the next.
fn in_another_process(role: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "vault::keychain_tests::with_a_keychain_of_its_own", "--nocapture"])
        .env(ROLE, role)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A home without any collection, and nobody to make one.
fn without_a_collection(vault: &Path) {
    let _daemon = start_daemon(None);
    assert!(matches!(keychain::vault_key(), Ok(None)), "no entry, although nothing could be looked up");
    refused_as_locked(open(vault));
    assert!(!vault.join("vault.db").exists());
}

fn key_lost(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    open(vault).unwrap().append(&started("a", 1)).unwrap();
    let before = std::fs::read(vault.join("vault.db")).unwrap();
    keyring::Entry::new("convoally", "vault-key").unwrap().delete_credential().unwrap();
    assert!(matches!(open(vault), Err(VaultError::KeyMissing)));
    assert_eq!(std::fs::read(vault.join("vault.db")).unwrap(), before);
    assert!(matches!(keychain::vault_key(), Ok(None)), "no new key was made");
}

fn wrong_key(vault: &Path) {
    let _daemon = start_daemon(Some(PASSWORD));
    open(vault).unwrap().append(&started("a", 1)).unwrap();
    let before = std::fs::read(vault.join("vault.db")).unwrap();
    let entry = keyring::Entry::new("convoally", "vault-key").unwrap();
    let right = entry.get_password().unwrap();
    entry.set_password(&"0".repeat(64)).unwrap();
    assert!(matches!(open(vault), Err(VaultError::WrongKey)));
    entry.set_password("not a key").unwrap();
    assert!(matches!(open(vault), Err(VaultError::KeyUnreadable(_))));
    assert_eq!(std::fs::read(vault.join("vault.db")).unwrap(), before);
    entry.set_password(&right).unwrap();
    assert_eq!(open(vault).unwrap().sessions().unwrap().len(), 1);
}

fn providers() {
    let _daemon = start_daemon(Some(PASSWORD));
    assert_eq!(keychain::get("openai").unwrap(), None);
    let key = Secret::new("sk-made-up-é".into());
    keychain::set("openai", &key).unwrap();
    assert_eq!(keychain::get("openai").unwrap(), Some(key));
    assert_eq!(keychain::get("deepgram").unwrap(), None);
    keychain::delete("openai").unwrap();
    keychain::delete("openai").unwrap();
    assert_eq!(keychain::get("openai").unwrap(), None);
}

fn no_daemon(vault: &Path) {
    match open(vault).err() {
        Some(VaultError::NoKeychain(_)) => {}
        other => panic!("{other:?}"),
    }
    assert!(!vault.join("vault.db").exists());
}

#[test]
fn the_key_is_stored_once_and_found_again() {
    on_a_bus_of_its_own("key found again");
}

#[test]
fn a_locked_keychain_opens_nothing_and_makes_nothing() {
    on_a_bus_of_its_own("locked");
}

#[test]
fn a_keychain_that_is_locked_at_the_first_start_makes_nothing() {
    on_a_bus_of_its_own("locked at the first start");
}

#[test]
fn a_keychain_that_nobody_unlocked_after_a_restart_makes_nothing() {
    on_a_bus_of_its_own("not unlocked after a restart");
}

#[test]
fn a_keychain_without_a_collection_makes_nothing() {
    on_a_bus_of_its_own("without a collection");
}

#[test]
fn a_lost_key_is_never_replaced() {
    on_a_bus_of_its_own("key lost");
}

#[test]
fn a_wrong_key_is_refused_and_the_right_one_still_opens() {
    on_a_bus_of_its_own("wrong key");
}

#[test]
fn a_providers_key_is_kept_and_forgotten() {
    on_a_bus_of_its_own("providers");
}

#[test]
fn without_a_keychain_nothing_is_made() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    // A bus that nobody answers on: with a real one the daemon would be started on demand.
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    in_a_home_of_its_own(command, "no daemon");
}
