//! Files of earlier releases. Those under `tests/fixtures/vault` were written by those releases.

use super::sample::{Home, amendment, said, started};
use super::{Vault, VaultError, passphrase, schema};
use convoally_shared::amendment::Change;
use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
use convoally_shared::event::EventKind;
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::session::{Brief, SessionId};
use rusqlite::Connection;
use std::path::Path;

/// A copy of the vault that version 1 wrote.
fn version_1() -> Home {
    written_by("version-1")
}

fn written_by(version: &str) -> Home {
    let home = Home::new();
    let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/vault").join(version);
    std::fs::create_dir(home.vault()).unwrap();
    for name in ["vault.db", "vault.key.json"] {
        std::fs::copy(written.join(name), home.vault().join(name)).unwrap();
    }
    home
}

/// The open file, without the checks of opening a vault.
fn raw(home: &Home) -> Connection {
    let words = passphrase::read(&home.passphrase()).unwrap();
    let key = passphrase::load(&home.vault().join("vault.key.json")).unwrap().unwrap().unlock(&words).unwrap();
    let connection = Connection::open(home.database()).unwrap();
    connection.pragma_update(None, "key", format!("x'{}'", key.to_hex().as_str())).unwrap();
    connection
}

/// Everything that version 1 kept.
fn check(vault: &Vault) {
    let events = vault.events(&SessionId("a".into())).unwrap();
    assert_eq!(events[..2], [started("a", 5), said("a", 2, "Why us?")]);
    assert_eq!(events[2].kind, EventKind::SessionEnded);
    let sessions: Vec<_> = vault.sessions().unwrap().into_iter().map(|one| (one.id.0, one.brief.title())).collect();
    let title = "Backend engineer at Northwind".to_owned();
    assert_eq!(sessions, [("b".to_owned(), title.clone()), ("a".to_owned(), title)]);
    assert!(vault.has_consent("meet.google.com").unwrap());
    let resume = Document {
        id: DocumentId("0011223344556677".into()),
        title: "My résumé".into(),
        kind: DocumentKind::Resume,
        interview: None,
        format: DocumentFormat::Markdown,
        text: "# Alex Lindqvist\n\n## Experience\n\n- Built things.\n".into(),
    };
    let job = Document {
        id: DocumentId("8899aabbccddeeff".into()),
        title: "job".into(),
        kind: DocumentKind::JobDescription,
        interview: None,
        format: DocumentFormat::Text,
        text: "We are looking for an engineer.\nResponsibilities: build.\n".into(),
    };
    assert_eq!(vault.documents().unwrap(), [resume, job]);
}

#[test]
fn a_vault_of_version_1_keeps_everything_and_takes_what_is_new() {
    let home = version_1();
    assert_eq!(schema::stored_version(&raw(&home)).unwrap(), 1);
    let mut vault = home.open();
    check(&vault);
    assert_eq!(schema::stored_version(&vault.connection).unwrap(), schema::VERSION);
    let id = InterviewId("northwind".into());
    vault.put_interview(&Interview { id: id.clone(), brief: Brief::default() }).unwrap();
    vault.put_vectors("model", &[([7; 32], vec![1, 2])]).unwrap();
    let job = vault.document("job").unwrap();
    vault.put_document(&Document { interview: Some(id.clone()), ..job }).unwrap();
    drop(vault);
    let vault = home.open();
    assert_eq!(vault.documents_for(Some(&id)).unwrap().len(), 2);
    assert_eq!(vault.documents_for(None).unwrap().len(), 1);
    assert_eq!(vault.vectors("model", &[[7; 32]]).unwrap().len(), 1);
}

#[test]
fn a_vault_of_version_2_keeps_everything_and_takes_what_is_new() {
    let home = written_by("version-2");
    assert_eq!(schema::stored_version(&raw(&home)).unwrap(), 2);
    let mut vault = home.open();
    let session = SessionId("a".into());
    let events = vault.events(&session).unwrap();
    assert_eq!((events.len(), &events[..2]), (9, &[started("a", 5), said("a", 2, "Why us?")][..]));
    let view = vault.view(&session).unwrap();
    assert_eq!((view.cards[0].draft.text(), view.cards[0].marks.used), ("Because I built things.", true));
    let told: Vec<_> = vault
        .sessions()
        .unwrap()
        .into_iter()
        .map(|one| (one.id.0, one.duration_ms, one.ended, one.utterances, one.questions))
        .collect();
    assert_eq!(told, [("b".to_owned(), 2000, false, 1, 0), ("a".to_owned(), 9000, true, 2, 1)]);
    let northwind = InterviewId("northwind".into());
    assert_eq!(vault.interview(&northwind).unwrap().brief.company, "Northwind");
    assert_eq!(vault.documents_for(Some(&northwind)).unwrap().len(), 2);
    assert_eq!(vault.vectors("model", &[[7; 32]]).unwrap().len(), 1);
    assert!(vault.has_consent("meet.google.com").unwrap());
    vault.append(&said("b", 3, "Still there?")).unwrap();
    vault.amend(&amendment("a", 7, Change::Titled { title: "First round".into() })).unwrap();
    let told: Vec<_> = vault.sessions().unwrap().into_iter().map(|one| (one.heading(), one.utterances)).collect();
    assert_eq!(told, [("Backend engineer at Northwind".to_owned(), 2), ("First round".to_owned(), 2)]);
}

/// The files of one release look the same, whether they were made or migrated.
#[test]
fn a_migrated_file_has_the_tables_of_a_new_one() {
    let tables = |home: &Home| {
        drop(home.open());
        let connection = raw(home);
        let mut statement = connection.prepare("select sql from sqlite_schema order by name").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    let new = tables(&Home::new());
    for version in ["version-1", "version-2"] {
        assert_eq!(tables(&written_by(version)), new, "{version}");
    }
}

#[test]
fn ten_starts_at_once_migrate_a_vault_once() {
    let home = version_1();
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| check(&home.open()));
        }
    });
}

#[test]
fn a_migration_that_finds_no_room_leaves_the_old_version_whole() {
    let home = version_1();
    let mut connection = raw(&home);
    let pages: i64 = connection.query_row("pragma page_count", [], |row| row.get(0)).unwrap();
    connection.pragma_update(None, "max_page_count", pages).unwrap();
    let failed = schema::bring_up_to_date(&mut connection);
    assert!(matches!(failed, Err(VaultError::DiskFull)), "{failed:?}");
    assert_eq!(schema::stored_version(&connection).unwrap(), 1);
    drop(connection);
    check(&home.open());
}

/// A browser may run the earlier release until it is closed.
#[test]
fn a_process_of_version_1_goes_on_while_its_file_is_migrated() {
    let home = version_1();
    let old = raw(&home);
    let vault = home.open();
    old.execute("insert into document (id, title, format, text, added) values ('1', 'cv', 'text', 'Ada', 9)", [])
        .unwrap();
    assert_eq!(vault.document("cv").unwrap().kind, DocumentKind::Resume);
    let body = r#"{"type":"session_ended"}"#;
    old.execute("insert into event (session, seq, at_ms, body) values ('b', 9, 7777, ?)", [body]).unwrap();
    let b = vault.sessions().unwrap().remove(0);
    assert_eq!((b.id.0.as_str(), b.duration_ms, b.ended), ("b", 7777, true), "counted all the same");
}

#[test]
fn a_file_that_says_it_is_older_than_the_first_release_is_damaged() {
    let home = version_1();
    raw(&home).pragma_update(None, "user_version", -1).unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::Damaged(_))));
}
