//! After erasing, the words are in no file: looked for in every decrypted page, free space included, and in the log.

use super::super::sample::{self, Home, amendment, disclosed, event, said, started};
use super::*;
use convoally_shared::amendment::Change;
use convoally_shared::card::{Card, Mark};
use convoally_shared::document::{DocumentFormat, DocumentId, DocumentKind, Passage};
use convoally_shared::event::EventKind;
use convoally_shared::interview::Interview;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::Brief;
use rusqlite::MAIN_DB;
use std::time::Duration;

/// Stands in everything that is to be erased, and nowhere else.
const MARKER: &str = "quokka";

fn no_passages(_: &[Document]) -> Vec<PassageDigest> {
    Vec::new()
}

fn session(id: &str) -> SessionId {
    SessionId(id.into())
}

/// How often the marker stands in the decrypted pages, whatever they are used for, and the length of the log.
fn found(home: &Home, vault: &mut Vault) -> (usize, u64) {
    let pages = vault.connection.serialize(MAIN_DB).unwrap();
    let count = pages.windows(MARKER.len()).filter(|window| window.eq_ignore_ascii_case(MARKER.as_bytes())).count();
    (count, std::fs::metadata(home.vault().join("vault.db-wal")).map_or(0, |log| log.len()))
}

fn passage(document: &str, text: &str) -> Passage {
    let (place, text) = (format!("{text} heading"), text.to_owned());
    Passage { document: document.into(), place, text, score: 1.0, line: 1, page: None }
}

/// All kinds of events of a session, word by word among those of another one, so that their pages are split.
fn talk(home: &Home, ids: [&str; 2], words: [&str; 2]) {
    let (mut one, mut other) = (home.open(), home.open());
    let mut keep = |at: usize, kind: EventKind, seq: u64| {
        let vault = if at == 0 { &mut one } else { &mut other };
        vault.append(&event(ids[at], seq, kind)).unwrap();
    };
    for seq in 1..160 {
        for at in [0, 1] {
            let word = words[at];
            keep(at, kind_of(ids[at], word, seq), seq);
        }
    }
    for at in [0, 1] {
        keep(at, EventKind::SessionEnded, 160);
    }
}

fn kind_of(id: &str, word: &str, seq: u64) -> EventKind {
    let question = QuestionId(1);
    match seq {
        1 => match started(id, 5).kind {
            EventKind::SessionStarted { started_unix_ms, site, transcriber, answerer, mode, .. } => {
                let brief = Brief { company: word.into(), ..Brief::default() };
                let documents = vec![word.to_owned()];
                EventKind::SessionStarted { started_unix_ms, brief, site, documents, transcriber, answerer, mode }
            }
            other => other,
        },
        2 => EventKind::QuestionFound {
            question: Question {
                id: question,
                utterance: None,
                text: format!("Why {word}?"),
                kind: QuestionKind::Other,
                reason: word.into(),
            },
        },
        3 => EventKind::CardOpened { card: Card { question, passages: vec![passage("resume", word)] } },
        4 => disclosed(&format!("resume › {word}")),
        5 => EventKind::DraftFinished {
            question,
            draft: 1,
            text: format!("Because {word}."),
            unsupported: Vec::new(),
            spent: Some(convoally_shared::money::Spent {
                input_tokens: 900,
                micro_usd: Some(40),
                ..Default::default()
            }),
        },
        seq => {
            said(id, seq, &format!("{word} number {seq} {}", "and so on ".repeat(usize::try_from(seq % 23).unwrap())))
                .kind
        }
    }
}

/// The change of which the marker is a word, of each kind that has words.
fn changes(vault: &mut Vault, id: &str) {
    let text = || format!("{MARKER} changed");
    for (at, change) in [
        Change::Titled { title: text() },
        Change::Tagged { tag: text(), on: true },
        Change::Noted { notes: text() },
        Change::Corrected { utterance: sample::utterance(20, "").id, text: text() },
        Change::Marked { question: QuestionId(1), mark: Mark::Used, on: true },
    ]
    .into_iter()
    .enumerate()
    {
        vault.amend(&amendment(id, at as u64, change)).unwrap();
    }
}

#[test]
fn an_erased_session_is_in_no_page_and_not_in_the_log_although_another_host_has_the_file_open() {
    let home = Home::new();
    let mut vault = home.open();
    talk(&home, ["gone", "kept"], [MARKER, "wombat"]);
    changes(&mut vault, "gone");
    let other = home.open();
    let kept = other.events(&session("kept")).unwrap();
    let spent = vault.used_since(0).unwrap();
    assert!(found(&home, &mut vault).0 > 150);
    let erased = vault.erase_session(&session("go")).unwrap();
    assert_eq!(erased, Erased { sessions: 1, ..Erased::default() });
    assert_eq!(found(&home, &mut vault), (0, 0));
    assert_eq!(other.events(&session("kept")).unwrap(), kept);
    assert_eq!(vault.used_since(0).unwrap(), spent, "what was spent stays spent");
    let left = other.departures().unwrap();
    assert_eq!(left.iter().filter(|left| left.session.is_none()).count(), 1, "what left did leave");
    assert!(matches!(vault.append(&started("gone", 5)), Err(VaultError::Erased(_))));
    assert!(matches!(vault.erase_session(&session("gone")), Err(VaultError::UnknownSession(_))));
}

#[test]
fn what_runs_is_not_erased_and_neither_is_what_it_may_quote() {
    let home = Home::new();
    let (mut host, mut terminal) = (home.open(), home.open());
    host.append(&started("runs", 5)).unwrap();
    host.append(&said("runs", 2, MARKER)).unwrap();
    terminal.put_document(&Document { text: "Other words.".into(), ..document("d", "resume", None) }).unwrap();
    let refused =
        |erased: Result<Erased, VaultError>| matches!(erased, Err(VaultError::SessionRunning(id)) if id == "runs");
    assert!(refused(terminal.erase_session(&session("runs"))));
    assert!(refused(host.erase_session(&session("runs"))), "in its own process, too");
    assert!(refused(terminal.erase_document("resume", no_passages)));
    assert!(refused(terminal.erase_all()));
    assert_eq!((terminal.sessions().unwrap().len(), terminal.documents().unwrap().len()), (1, 1));
    host.append(&event("runs", 3, EventKind::SessionEnded)).unwrap();
    terminal.erase_session(&session("runs")).unwrap();
    assert_eq!(found(&home, &mut terminal), (0, 0));
}

fn document(id: &str, title: &str, interview: Option<&str>) -> Document {
    Document {
        id: DocumentId(id.into()),
        title: title.into(),
        kind: DocumentKind::Notes,
        interview: interview.map(|id| InterviewId(id.into())),
        format: DocumentFormat::Text,
        text: format!("{MARKER} was here.\n").repeat(500),
    }
}

#[test]
fn an_erased_document_is_quoted_nowhere_any_more() {
    let home = Home::new();
    let mut vault = home.open();
    vault.put_document(&document("d", "resume", None)).unwrap();
    vault.put_document(&Document { text: "Other words.".into(), ..document("e", "notes", None) }).unwrap();
    vault.put_vectors("model", &[([7; 32], vec![1]), ([8; 32], vec![2])]).unwrap();
    talk(&home, ["quotes", "renamed"], ["wombat", "wombat"]);
    let quoting = |passages| EventKind::CardOpened { card: Card { question: QuestionId(2), passages } };
    let passages = vec![passage("resume", MARKER), passage("notes", "Other words.")];
    vault.append(&event("quotes", 170, quoting(passages))).unwrap();
    vault.append(&event("quotes", 171, disclosed(&format!("resume › {MARKER}")))).unwrap();
    vault.append(&event("renamed", 170, quoting(vec![passage("cv", &format!("{MARKER} was here."))]))).unwrap();
    let needed = |left: &[Document]| if left.len() == 1 { vec![[8; 32]] } else { Vec::new() };
    let erased = vault.erase_document("resume", needed).unwrap();
    assert_eq!(erased, Erased { documents: 1, quoted_in: 2, ..Erased::default() });
    assert_eq!(found(&home, &mut vault), (0, 0));
    let titles: Vec<_> = vault.documents().unwrap().into_iter().map(|document| document.title).collect();
    assert_eq!((titles, vault.vectors("model", &[[7; 32], [8; 32]]).unwrap().len()), (vec!["notes".to_owned()], 1));
    let events = vault.events(&session("quotes")).unwrap();
    let EventKind::CardOpened { card } = &events[160].kind else { panic!("{:?}", events[160]) };
    assert_eq!((card.passages[0].source().as_str(), card.passages[1].text.as_str()), ("resume", "Other words."));
    let marks = "select count(*) from erased where what = 'document:d'";
    let marks = |vault: &Vault| vault.connection.query_row(marks, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(marks(&vault), 1);
    vault.put_document(&document("d", "resume", None)).unwrap();
    assert_eq!(marks(&vault), 0, "added again by the user");
}

#[test]
fn an_interview_is_erased_with_its_documents() {
    let home = Home::new();
    let mut vault = home.open();
    let brief = Brief { company: MARKER.into(), ..Brief::default() };
    vault.put_interview(&Interview { id: InterviewId("Northwind".into()), brief }).unwrap();
    vault.put_document(&document("d", "job", Some("northwind"))).unwrap();
    vault.put_document(&Document { text: "General.".into(), ..document("e", "notes", None) }).unwrap();
    let erased = vault.erase_interview(&InterviewId("NORTHWIND".into()), no_passages).unwrap();
    assert_eq!(erased, Erased { documents: 1, interviews: 1, ..Erased::default() });
    assert_eq!((found(&home, &mut vault), vault.documents().unwrap().len()), ((0, 0), 1));
    let mut marks = vault.connection.prepare("select what from erased order by what").unwrap();
    let marks: Vec<String> = marks.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(marks, ["document:d", "interview:northwind"]);
}

#[test]
fn after_erasing_everything_every_table_is_empty() {
    let home = Home::new();
    let mut vault = home.open();
    talk(&home, ["a", "b"], [MARKER, MARKER]);
    changes(&mut vault, "a");
    vault.erase_session(&session("b")).unwrap();
    vault.put_document(&document("d", "resume", None)).unwrap();
    vault.put_vectors("model", &[([7; 32], vec![1])]).unwrap();
    vault.put_interview(&Interview { id: InterviewId(MARKER.into()), brief: Brief::default() }).unwrap();
    vault.give_consent("meet.google.com", 5).unwrap();
    vault.keep(super::super::Kept { kind: super::super::Kind::Sessions, days: Some(90) }).unwrap();
    vault.connection.execute_batch("insert into secret values ('openai', 'quokka')").unwrap();
    vault.connection.execute_batch("insert into property values ('name', 'quokka')").unwrap();
    let erased = vault.erase_all().unwrap();
    let spending = 1;
    let all = Erased { sessions: 1, documents: 1, interviews: 1, departures: 1, spending, quoted_in: 0 };
    assert_eq!((erased, found(&home, &mut vault)), (all, (0, 0)));
    let query = "select name from sqlite_schema where type = 'table' and name not like 'search%'";
    let mut tables = vault.connection.prepare(query).unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() >= 13, "{tables:?}");
    for table in tables {
        let rows: i64 =
            vault.connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn a_reader_that_does_not_let_go_leaves_the_rest_to_the_next_start() {
    let home = Home::new();
    let mut vault = home.open();
    talk(&home, ["gone", "kept"], [MARKER, "wombat"]);
    let reader = home.open();
    reader.connection.execute_batch("begin; select count(*) from event").unwrap();
    vault.connection.busy_timeout(Duration::from_millis(50)).unwrap();
    assert!(matches!(vault.erase_session(&session("gone")), Err(VaultError::Unscrubbed)));
    assert_eq!(vault.sessions().unwrap().len(), 1, "it is erased all the same");
    assert!(found(&home, &mut vault).1 > 0);
    drop(reader);
    let mut next = home.open();
    assert_eq!(found(&home, &mut next), (0, 0));
}
