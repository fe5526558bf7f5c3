//! `convoally vault` and `convoally keys`, as a user types them, on a computer without a keychain.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use convoally::places;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A vault that vanishes with the test, and a bus that nobody answers on.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write("old", "correct horse battery staple");
        home.write("new", "a passphrase that nobody knows\n");
        home.write("short", "short");
        home
    }

    /// With a document in it.
    fn used() -> Self {
        let home = Self::new();
        home.write("notes.md", "# Notes\n- I keep forty hives of zebrafish bees.\n");
        home.said("old", &["documents", "add", home.path("notes.md").to_str().unwrap()]);
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// A command with one of the passphrases.
    fn command(&self, passphrase: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convoally"));
        command
            .args(arguments)
            .env(places::DATA_VARIABLE, self.path("vault"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env("XDG_RUNTIME_DIR", self.0.path())
            .env("HOME", self.0.path())
            .envs(convoally::keys::PROVIDERS.map(|provider| (provider.variable, "")))
            .env("GROQ_API_KEY", "made-up")
            .env_remove(places::PASSPHRASE_FILE_VARIABLE)
            .stdin(Stdio::null());
        if !passphrase.is_empty() {
            command.env(places::PASSPHRASE_FILE_VARIABLE, self.path(passphrase));
        }
        command
    }

    /// What a command prints.
    fn said(&self, passphrase: &str, arguments: &[&str]) -> String {
        printed(arguments, self.command(passphrase, arguments).output().unwrap())
    }

    /// The code of what a command complains about.
    fn complaint(&self, passphrase: &str, arguments: &[&str]) -> String {
        let output = self.command(passphrase, arguments).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {told}");
        told.strip_prefix("error[").and_then(|told| told.split_once(']')).unwrap_or_else(|| panic!("{told}")).0.into()
    }

    fn keep_key(&self, provider: &str, key: &str) -> String {
        let arguments = ["keys", "set", provider];
        let mut command = self.command("old", &arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(key.as_bytes()).unwrap();
        printed(&arguments, child.wait_with_output().unwrap())
    }

    /// The document is there, for whoever has this passphrase.
    fn opens(&self, passphrase: &str) -> bool {
        let output = self.command(passphrase, &["documents", "list"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).contains("notes")
    }
}

fn printed(arguments: &[&str], output: Output) -> String {
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn new_file(home: &Home, name: &str) -> String {
    format!("--new-passphrase-file={}", home.path(name).display())
}

#[test]
fn the_passphrase_is_changed_and_a_remembered_file_follows() {
    let home = Home::used();
    let status = home.said("old", &["vault", "status"]);
    assert!(status.contains("opens by  the passphrase in") && status.contains("no recovery code"), "{status}");
    assert!(status.contains("after 15 minutes"), "{status}");
    assert_eq!(home.complaint("old", &["vault", "passphrase", &new_file(&home, "short")]), "vault.short_passphrase");
    assert_eq!(home.complaint("old", &["vault", "passphrase"]), "vault.nobody_to_ask");
    assert_eq!(home.complaint("new", &["vault", "passphrase", &new_file(&home, "new")]), "vault.wrong_key");
    // As `install --passphrase-file` does.
    let settings = home.path("vault").join("settings.json");
    std::fs::write(&settings, format!("{{\"passphrase_file\":{:?}}}", home.path("old"))).unwrap();
    assert!(home.opens(""));
    let told = home.said("", &["vault", "passphrase", &new_file(&home, "new")]);
    assert!(told.contains("is not used any more; delete it"), "{told}");
    assert!(home.opens("") && home.opens("new") && !home.opens("old"));
    assert_eq!(home.complaint("old", &["documents", "list"]), "vault.wrong_key");
}

#[test]
fn a_recovery_code_is_shown_once_and_sets_a_new_passphrase() {
    let home = Home::used();
    let code = home.said("old", &["vault", "recovery", "new"]);
    assert_eq!(code.trim().split('-').count(), 6, "nothing but the code is printed");
    assert!(home.said("old", &["vault", "status"]).contains("a recovery code opens it, too"));
    std::fs::remove_file(home.path("vault").join("vault.key.json")).unwrap();
    assert_eq!(home.complaint("old", &["documents", "list"]), "vault.key_missing");
    let recover = |name: &str, content: &str| {
        home.write(name, content);
        let file = format!("--code-file={}", home.path(name).display());
        home.command("", &["vault", "recover", "passphrase", &file, &new_file(&home, "new")]).output().unwrap()
    };
    let complaint = |content: &str| String::from_utf8(recover("code", content).stderr).unwrap();
    assert!(complaint(&code[..20]).starts_with("error[vault.mistyped_recovery_code]"));
    let mut mistyped = code.clone().into_bytes();
    mistyped[7] = if mistyped[7] == b'A' { b'C' } else { b'A' };
    assert!(complaint(std::str::from_utf8(&mistyped).unwrap()).contains("look at group 2 again"));
    assert!(recover("code", &code.to_lowercase()).status.success());
    assert!(home.opens("new"));
    home.said("new", &["vault", "recovery", "revoke"]);
    assert!(complaint(&code).starts_with("error[vault.no_recovery_code]"));
    assert!(home.opens("new"));
}

#[test]
fn a_locked_vault_answers_with_how_to_unlock_it() {
    let home = Home::used();
    home.said("old", &["vault", "lock"]);
    assert!(home.said("old", &["vault", "status"]).contains("locked    yes"));
    let output = home.command("old", &["history", "list"]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("error[vault.locked]") && told.contains("convoally vault unlock"), "{told}");
    assert_eq!(home.complaint("new", &["vault", "unlock"]), "vault.wrong_key");
    assert_eq!(home.complaint("", &["vault", "unlock"]), "vault.passphrase_needed");
    assert_eq!(home.complaint("old", &["documents", "list"]), "vault.locked");
    home.said("old", &["vault", "unlock"]);
    assert!(home.opens("old"));
    home.said("", &["vault", "lock", "--after", "30"]);
    assert!(home.said("old", &["vault", "status"]).contains("after 30 minutes"));
    home.said("", &["vault", "lock", "--after", "never"]);
    assert!(!home.said("old", &["vault", "status"]).contains("minutes"));
}

#[test]
fn a_vault_begins_with_a_passphrase_where_there_is_no_keychain() {
    let home = Home::new();
    assert_eq!(home.complaint("", &["documents", "list"]), "vault.no_keychain");
    assert_eq!(home.complaint("", &["vault", "protect", "keychain"]), "vault.none");
    assert_eq!(home.complaint("", &["vault", "lock"]), "vault.none");
    assert!(!home.path("vault").join("vault.db").exists());
    home.said("", &["vault", "protect", "passphrase", &new_file(&home, "new")]);
    assert!(home.said("new", &["documents", "list"]).starts_with("No document"));
    assert_eq!(home.complaint("new", &["vault", "protect", "passphrase"]), "vault.already");
    // There is no keychain that it could move to: it stays where it is.
    assert_eq!(home.complaint("new", &["vault", "protect", "keychain"]), "vault.no_keychain");
    assert!(home.said("new", &["documents", "list"]).starts_with("No document"));
}

#[test]
fn providers_keys_lie_in_the_vault_and_are_never_shown() {
    let home = Home::used();
    assert_eq!(home.keep_key("openai", "sk-zebrafish"), "kept in the vault\n");
    let list = home.said("old", &["keys", "list"]);
    let state = |name: &str| {
        let line = list.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{list}"));
        line[name.len()..].trim().to_owned()
    };
    assert_eq!((state("openai"), state("groq")), ("key in the vault".into(), "key in the environment".into()));
    assert_eq!(state("deepgram"), "no key");
    assert!(!list.contains("zebrafish"));
    let engines = home.said("old", &["engines", "list"]);
    assert!(engines.contains("no key “deepgram”"), "{engines}");
    home.keep_key("deepgram", "dg-zebrafish");
    assert!(home.said("old", &["engines", "list"]).contains("key “deepgram” kept"));
    home.said("old", &["keys", "remove", "openai"]);
    home.said("old", &["keys", "remove", "openai"]);
    let list = home.said("old", &["keys", "list"]);
    assert!(list.lines().any(|line| line.starts_with("openai") && line.ends_with("no key")), "{list}");
    home.said("old", &["vault", "lock"]);
    let output = home.command("old", &["engines", "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("vault.locked"), "a key that cannot be read is told");
}

#[test]
fn a_vault_is_checked_page_by_page() {
    let home = Home::used();
    assert_eq!(home.said("old", &["vault", "check"]), "every page is in order\n");
    let database = home.path("vault").join("vault.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let last = bytes.len() - 2000;
    bytes[last] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    assert_eq!(home.complaint("old", &["vault", "check"]), "vault.damaged");
    assert_eq!(std::fs::read(&database).unwrap(), bytes);
}
