//! Erasing, retention and the report, as a user types them.

use super::home::Home;
use convoally::vault::{KeySource, Vault};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use std::time::Duration;

const MARKER: &str = "quokka";

/// A home with a document, a session that quotes it, and settings.
fn used() -> Home {
    let home = Home::new();
    let resume = home.write("resume.md", &format!("# Work\n\nI trained every {MARKER} of the billing team.\n"));
    home.said(&["documents", "add", &resume]);
    home.said(&["answer", &format!("What about the {MARKER} of the billing team?")]);
    home.said(&["budget", "set", "10"]);
    std::fs::remove_file(resume).unwrap();
    home
}

fn session(home: &Home) -> String {
    let list: serde_json::Value = serde_json::from_str(&home.said(&["history", "list", "--json"])).unwrap();
    list[0]["id"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn nothing_is_erased_without_a_word_of_confirmation() {
    let home = used();
    let id = session(&home);
    for what in [&["session", &id][..], &["document", "resume"], &["everything"]] {
        assert_eq!(home.refused(&[&["erase"], what].concat()), "erase.unconfirmed");
    }
    assert_eq!(home.refused(&["erase", "session", "2020", "--yes"]), "history.unknown_session");
    assert_eq!(home.refused(&["erase", "document", "letter", "--yes"]), "documents.unknown");
    assert_eq!(home.refused(&["erase", "interview", "nowhere", "--yes"]), "interviews.unknown");
    assert_eq!((session(&home), home.said(&["documents", "list"]).contains("PASSAGES")), (id, true));
}

#[test]
fn a_document_goes_from_the_sessions_that_quote_it_and_the_session_goes_after_it() {
    let home = used();
    let id = session(&home);
    assert!(home.said(&["history", "show", &id]).contains("I trained every"));
    let said = home.said(&["erase", "document", "resume", "--yes"]);
    assert!(said.contains("erased 1 document") && said.contains("1 sessions had quoted it"), "{said}");
    let shown = home.said(&["history", "show", &id]);
    assert!(!shown.contains("I trained every") && shown.contains("What about the"), "{shown}");
    assert_eq!(home.said(&["erase", "session", &id, "--yes"]), "erased 1 session\n");
    assert_eq!(home.said(&["history", "list"]), "No session was kept yet.\n");
}

#[test]
fn everything_is_everything_but_what_is_somebody_elses() {
    let home = used();
    let remembered = home.write("remembered", "correct horse battery staple");
    let settings = home.path("vault").join("settings.json");
    let text = std::fs::read_to_string(&settings).unwrap();
    let mut text: serde_json::Value = serde_json::from_str(&text).unwrap();
    text["passphrase_file"] = remembered.clone().into();
    std::fs::write(&settings, text.to_string()).unwrap();
    home.write("holiday.jpg", "not ours");
    std::fs::create_dir(home.path("convoally-0123456789abcdef")).unwrap();
    home.write("convoally-0123456789abcdef/document.md", MARKER);
    let said = home.said(&["erase", "everything", "--yes"]);
    for part in ["erased 1 session", "erased 1 document", "vault.db", "vault.key.json", "settings.json", &remembered] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    let files: Vec<_> = home.files().into_iter().map(|path| path.display().to_string()).collect();
    assert_eq!(files, ["holiday.jpg", "passphrase"]);
    assert!(!home.path("vault").exists());
    assert_eq!(home.said(&["history", "list"]), "No session was kept yet.\n", "and begins anew");
}

#[test]
fn an_erasing_of_everything_that_was_cut_off_is_finished_by_the_next_start() {
    let home = used();
    // As it is when the process was killed after its mark was made.
    home.write("vault/erasing.json", "{\"registrations\":false,\"leave_backups\":false}");
    assert_eq!(home.said(&["history", "list"]), "No session was kept yet.\n");
    assert!(!home.path("vault/erasing.json").exists() && !home.path("vault/settings.json").exists());
    // After the database was gone, and the rest was not.
    let home = used();
    std::fs::remove_file(home.path("vault/vault.db")).unwrap();
    home.write("vault/erasing.json", "{");
    home.said(&["budget"]);
    assert!(!home.path("vault/erasing.json").exists() && !home.path("vault/settings.json").exists());
}

#[test]
fn an_erasing_of_everything_that_is_killed_at_any_moment_is_whole_after_the_next_start() {
    let mut finished = 0;
    for round in 0..8_u64 {
        let home = used();
        let mut erasing = home.command(&["erase", "everything", "--yes"]);
        let mut erasing = erasing.stdout(std::process::Stdio::null()).spawn().unwrap();
        // Every other time not before it has begun, however busy the computer is.
        let mark = home.path("vault/erasing.json");
        while round % 2 == 1 && !mark.exists() && erasing.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(round * 20));
        erasing.kill().unwrap();
        erasing.wait().unwrap();
        let sessions = home.said(&["history", "list"]);
        let is_whole = home.path("vault/settings.json").exists();
        assert_eq!(sessions.contains("No session was kept yet."), !is_whole, "round {round}: {sessions}");
        assert_eq!(home.said(&["documents", "list"]).contains("PASSAGES"), is_whole, "round {round}");
        assert!(!mark.exists());
        finished += u32::from(!is_whole);
    }
    assert!(finished > 0, "every round was killed before it began");
}

/// The vault in this process, as a browser's host has it open.
fn open(home: &Home) -> Vault {
    Vault::open(&home.path("vault"), &KeySource::PassphraseFile(home.path("passphrase"))).unwrap()
}

#[test]
fn a_host_that_has_the_vault_open_is_left_an_empty_one_that_goes_later() {
    let home = used();
    let mut host = open(&home);
    let said = home.said(&["erase", "everything", "--yes"]);
    assert!(said.contains("still there: An empty vault") && said.contains("settings.json"), "{said}");
    assert_eq!((host.sessions().unwrap().len(), host.documents().unwrap().len()), (0, 0));
    begin(&mut host, "20261123-151537-3fa9", 5);
    assert_eq!(home.refused(&["erase", "everything", "--yes"]), "erase.session_running");
    assert_eq!(session(&home), "20261123-151537-3fa9", "what it writes then is kept");
    drop(host);
    home.said(&["erase", "everything", "--yes"]);
    assert!(!home.path("vault").exists());
}

fn begin(vault: &mut Vault, id: &str, started_unix_ms: u64) {
    let kind = EventKind::SessionStarted {
        started_unix_ms,
        brief: Brief::default(),
        site: None,
        documents: Vec::new(),
        transcriber: "whisper".into(),
        answerer: None,
        mode: Mode::default(),
    };
    vault.append(&Event { session: SessionId(id.into()), seq: 1, at_ms: 0, kind }).unwrap();
}

#[test]
fn what_was_kept_for_its_days_is_gone_after_the_next_start() {
    let home = used();
    begin(&mut open(&home), "20200101-000000-0000", 1_577_836_800_000);
    assert_eq!(home.said(&["history", "list"]).lines().count(), 3);
    home.said(&["privacy", "keep", "sessions", "90"]);
    let list = home.said(&["history", "list"]);
    assert!(list.lines().count() == 2 && !list.contains("20200101"), "{list}");
}

#[test]
fn a_vault_whose_key_is_lost_can_be_erased_too() {
    let home = used();
    home.write("passphrase", "forgotten");
    assert_eq!(home.refused(&["history", "list"]), "vault.wrong_key");
    let said = home.said(&["erase", "everything", "--yes"]);
    assert!(said.contains("without being opened") && !home.path("vault").exists(), "{said}");
}

#[test]
fn for_how_long_something_is_kept_is_said_and_shown() {
    let home = used();
    assert_eq!(home.said(&["privacy", "keep", "sessions", "90", "days"]), "sessions   90 days\n");
    assert_eq!(home.said(&["privacy", "keep"]).lines().count(), 4);
    assert!(!session(&home).is_empty(), "it is young");
    assert_eq!(home.said(&["privacy", "keep", "sessions", "for-ever", "--now"]), "sessions   for ever\n");
}

#[test]
fn the_report_says_what_is_stored_where_and_how_to_erase_it() {
    let home = used();
    let text = home.said(&["privacy", "report"]);
    for part in [
        "vault.db",
        "which your passphrase protects in vault.key.json",
        "Sessions: 1 since ",
        "Documents: 1 since ",
        "kept for ever",
        "Erase one: `convoally erase session ID`",
        "openai: ",
        "Access: ",
        "Deletion: ",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains(MARKER) && !text.contains("correct horse"));
    let out = home.path("report.json");
    home.said(&["privacy", "report", "--json", "--out", out.to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(
        (&json["vault"]["inventory"]["sessions"]["count"], &json["locked"]),
        (&1.into(), &serde_json::Value::Null)
    );
    let again = home.refused(&["privacy", "report", "--out", out.to_str().unwrap()]);
    assert_eq!(again, "privacy.file_exists");
    home.write("passphrase", "forgotten");
    let locked = home.said(&["privacy", "report"]);
    assert!(locked.contains("nothing in it can be counted") && locked.contains("vault.db"), "{locked}");
}

#[test]
fn a_backup_is_erased_first_or_left_where_it_is_knowingly_and_its_setup_goes_with_the_vault() {
    let home = used();
    let (store, code) = (home.path("store"), home.write("code", "a phrase that nobody guesses"));
    std::fs::create_dir(&store).unwrap();
    let set = ["backup", "set", store.to_str().unwrap(), "--code-file", &code];
    home.said(&set);
    home.said(&["backup", "now"]);
    assert_eq!(home.refused(&["erase", "everything", "--yes"]), "erase.backup_is_left");
    home.said(&["backup", "forget", "--erase"]);
    home.said(&["erase", "everything", "--yes"]);
    assert!(!home.path("vault").exists(), "{:?}", home.files());

    let home = used();
    std::fs::create_dir(home.path("store")).unwrap();
    let (store, code) = (home.path("store"), home.write("code", "a phrase that nobody guesses"));
    home.said(&["backup", "set", store.to_str().unwrap(), "--code-file", &code]);
    home.said(&["backup", "now"]);
    home.said(&["erase", "everything", "--yes", "--leave-backups"]);
    assert!(!home.path("vault").exists(), "{:?}", home.files());
    assert!(home.files().iter().any(|file| file.starts_with("store")));
    assert_eq!(home.refused(&["backup", "now"]), "backup.not_set");
}
