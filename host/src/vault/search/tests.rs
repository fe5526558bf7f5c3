//! What is found, and that what is gone is not.

use super::super::Vault;
use super::super::error::VaultError;
use super::super::sample::{Home, amendment, event, said, started};
use super::*;
use convoally_shared::amendment::{Change, Outcome};
use convoally_shared::event::EventKind;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};

fn search(words: &str) -> Search {
    Search { words: words.into(), only: Only::default(), said: None, most: 10 }
}

/// The ids of what is found, in order.
fn ids(vault: &mut Vault, search: &Search) -> Vec<String> {
    vault.search(search).unwrap().sessions.into_iter().map(|found| found.session.id.0).collect()
}

/// Each text that is found, what matches in square brackets.
fn texts(vault: &mut Vault, words: &str) -> Vec<String> {
    let found = vault.search(&search(words)).unwrap();
    let hits = found.sessions.into_iter().flat_map(|found| found.hits);
    hits.map(|hit| {
        let mut text = hit.text.text;
        for mark in hit.text.marks.iter().rev() {
            text.insert(mark.end as usize, ']');
            text.insert(mark.start as usize, '[');
        }
        text
    })
    .collect()
}

fn about(session: &str, started_unix_ms: u64, company: &str) -> convoally_shared::event::Event {
    let brief = Brief { company: company.into(), ..Brief::default() };
    let kind = EventKind::SessionStarted {
        started_unix_ms,
        brief,
        site: None,
        documents: vec![],
        transcriber: String::new(),
        answerer: None,
        mode: Mode::default(),
    };
    event(session, 1, kind)
}

fn by(session: &str, seq: u64, speaker: Speaker, text: &str) -> convoally_shared::event::Event {
    let utterance = Utterance {
        id: UtteranceId(seq as u32),
        speaker,
        start_ms: seq * 1000,
        end_ms: seq * 1000 + 900,
        text: text.into(),
    };
    event(session, seq, EventKind::UtteranceFinal { utterance })
}

fn question(id: u32, text: &str) -> Question {
    let (id, kind) = (QuestionId(id), QuestionKind::Other);
    Question { id, utterance: None, text: text.into(), kind, reason: String::new() }
}

fn keep(vault: &mut Vault, events: impl IntoIterator<Item = convoally_shared::event::Event>) {
    for event in events {
        vault.append(&event).unwrap();
    }
}

/// The rows of the index that have a word, counted by the index itself.
fn rows_with(vault: &Vault, word: &str) -> i64 {
    let query = "select count(*) from search where search match ?";
    vault.connection.query_row(query, [format!("\"{word}\"")], |row| row.get(0)).unwrap()
}

fn check_index(vault: &Vault) {
    vault.connection.execute("insert into search (search) values ('integrity-check')", []).unwrap();
}

#[test]
fn everything_that_was_said_asked_drafted_and_noted_is_found() {
    let home = Home::new();
    let mut vault = home.open();
    let draft = EventKind::DraftFinished {
        question: QuestionId(1),
        draft: 1,
        text: "I led the harbour project.".into(),
        unsupported: vec![],
        spent: None,
    };
    keep(
        &mut vault,
        [
            about("a", 5_000, "Northwind"),
            by("a", 2, Speaker::Them, "How did you migrate the tables?"),
            event("a", 3, EventKind::QuestionFound { question: question(1, "How did you migrate") }),
            event("a", 4, EventKind::QuestionRevised { question: question(1, "How did you migrate the tables?") }),
            event("a", 5, draft),
        ],
    );
    vault.amend(&amendment("a", 9, Change::Noted { notes: "Ask about the pension.".into() })).unwrap();
    vault.amend(&amendment("a", 9, Change::Tagged { tag: "remote".into(), on: true })).unwrap();
    assert_eq!(texts(&mut vault, "northwind"), ["[Northwind] · remote"]);
    assert_eq!(texts(&mut vault, "REMOTE"), ["Northwind · [remote]"]);
    assert_eq!(texts(&mut vault, "pensions"), ["Ask about the [pension]."]);
    assert_eq!(texts(&mut vault, "harbour"), ["I led the [harbour] project."]);
    let twice = "How did you [migrate] the [tables]?";
    assert_eq!(texts(&mut vault, "migrating table"), [twice, twice], "said, and asked as it reads at last");
    let found = vault.search(&search("migrate")).unwrap();
    let sources: Vec<_> = found.sessions[0].hits.iter().map(|hit| hit.source.clone()).collect();
    let said = Source::Utterance { utterance: UtteranceId(2), who: "Them".into(), start_ms: 2000 };
    assert_eq!(sources, [said, Source::Question { question: QuestionId(1), at_ms: 4000 }]);
    check_index(&vault);
}

#[test]
fn words_in_one_text_come_before_words_in_several_and_then_the_newest_first() {
    let home = Home::new();
    let mut vault = home.open();
    let long = "The billing team moved to Kafka ".to_owned() + &"and to other things that took a while ".repeat(9);
    for (session, at, texts) in [
        ("five", 5_000, &[long.as_str()][..]),
        ("one", 1_000, &["The billing team moved to Kafka."]),
        ("two", 2_000, &["We chose Kafka.", "Nothing else.", "And who did billing?"]),
        ("three", 3_000, &["Kafka alone."]),
        ("four", 4_000, &["The billing team moved to Kafka."]),
    ] {
        keep(&mut vault, [about(session, at, "")]);
        keep(&mut vault, (2..).zip(texts).map(|(seq, text)| said(session, seq, text)));
    }
    assert_eq!(ids(&mut vault, &search("kafka billing")), ["four", "one", "five", "two"]);
    assert_eq!(ids(&mut vault, &search("\"billing team\" kafka")), ["four", "one", "five"]);
    assert_eq!(ids(&mut vault, &search("\"team billing\"")), [""; 0]);
    assert_eq!(
        ids(&mut vault, &search("kaf*")),
        ["three", "two", "four", "one", "five"],
        "a short text is about its words"
    );
    let few = vault.search(&Search { most: 2, ..search("kafka") }).unwrap();
    assert_eq!((few.sessions.len(), few.more), (2, true));
    assert!(!vault.search(&search("kafka")).unwrap().more);
}

#[test]
fn a_company_and_a_word_of_the_call_find_the_session() {
    let home = Home::new();
    let mut vault = home.open();
    keep(&mut vault, [about("a", 1_000, "Northwind"), said("a", 2, "The salary is negotiable.")]);
    keep(&mut vault, [about("b", 2_000, "Wingtip"), said("b", 2, "The salary is not.")]);
    assert_eq!(texts(&mut vault, "northwind salary"), ["[Northwind]", "The [salary] is negotiable."]);
}

#[test]
fn what_does_not_fit_is_left_out() {
    let home = Home::new();
    let mut vault = home.open();
    for (session, at, company) in [("a", 10_000, "Northwind"), ("b", 20_000, "Wingtip"), ("c", 30_000, "Northwind")] {
        let events = [
            about(session, at, company),
            by(session, 2, Speaker::Me, "Kafka mine"),
            by(session, 3, Speaker::Them, "Kafka theirs"),
        ];
        keep(&mut vault, events);
    }
    vault.amend(&amendment("a", 1, Change::Outcome { outcome: Some(Outcome::Offer) })).unwrap();
    vault.amend(&amendment("b", 1, Change::Tagged { tag: "Remote".into(), on: true })).unwrap();
    vault.amend(&amendment("c", 1, Change::Named { speaker: Speaker::Them, name: "Ms Lindqvist".into() })).unwrap();
    let only = |only: Only| Search { only, ..search("kafka") };
    let text = |text: &str| Some(text.to_owned());
    let cases = [
        (only(Only { company: text("northwind"), ..Only::default() }), vec!["c", "a"]),
        (only(Only { from_unix_ms: Some(20_000), ..Only::default() }), vec!["c", "b"]),
        (only(Only { before_unix_ms: Some(20_000), ..Only::default() }), vec!["a"]),
        (only(Only { outcome: Some(Outcome::Offer), ..Only::default() }), vec!["a"]),
        (only(Only { tag: text("remote"), ..Only::default() }), vec!["b"]),
        (only(Only { company: text("Contoso"), ..Only::default() }), vec![]),
        (Search { said: Some(Said::ByName("lindqvist".into())), ..search("kafka") }, vec!["c"]),
        (Search { said: Some(Said::By(Speaker::Me)), ..search("theirs") }, vec![]),
    ];
    for (search, expected) in cases {
        assert_eq!(ids(&mut vault, &search), expected, "{search:?}");
    }
    let mine = vault.search(&Search { said: Some(Said::By(Speaker::Me)), ..search("kafka") }).unwrap();
    let hits: Vec<_> = mine.sessions.into_iter().flat_map(|found| found.hits).map(|hit| hit.text.text).collect();
    assert_eq!(hits, ["Kafka mine"; 3]);
}

#[test]
fn an_amended_session_is_found_as_it_is_now() {
    let home = Home::new();
    let mut vault = home.open();
    keep(&mut vault, [about("a", 5_000, "Northwind"), by("a", 2, Speaker::Them, "We use coffee for events.")]);
    assert_eq!(texts(&mut vault, "coffee"), ["We use [coffee] for events."]);
    let corrected =
        |at, text: &str| amendment("a", at, Change::Corrected { utterance: UtteranceId(2), text: text.into() });
    vault.amend(&corrected(8, "We use Kafka for events.")).unwrap();
    // One from another computer that comes late and counts less.
    vault.amend(&corrected(7, "We use cough for events.")).unwrap();
    assert_eq!(texts(&mut vault, "kafka"), ["We use [Kafka] for events."]);
    for gone in ["coffee", "cough"] {
        assert_eq!(rows_with(&vault, gone), 0, "{gone}");
    }
    vault.amend(&amendment("a", 9, Change::Attributed { utterance: UtteranceId(2), speaker: Speaker::Me })).unwrap();
    for (speaker, found) in [(Speaker::Me, 1), (Speaker::Them, 0)] {
        assert_eq!(ids(&mut vault, &Search { said: Some(Said::By(speaker)), ..search("kafka") }).len(), found);
    }
    vault.amend(&amendment("a", 10, Change::Titled { title: "Last round".into() })).unwrap();
    vault.amend(&amendment("a", 11, Change::Titled { title: "First round".into() })).unwrap();
    assert_eq!(texts(&mut vault, "round"), ["First [round] · Northwind"]);
    assert_eq!(rows_with(&vault, "last"), 0);
    check_index(&vault);
}

#[test]
fn a_session_that_runs_is_found_and_goes_on() {
    let home = Home::new();
    let mut vault = home.open();
    keep(
        &mut vault,
        [about("a", 5_000, ""), event("a", 2, EventKind::QuestionFound { question: question(1, "Why us") })],
    );
    assert_eq!(texts(&mut vault, "us"), ["Why [us]"]);
    let revised = EventKind::QuestionRevised { question: question(1, "Why us and not them") };
    keep(&mut vault, [event("a", 3, revised)]);
    keep(&mut vault, (4..400).map(|seq| said("a", seq, "word")));
    assert_eq!(texts(&mut vault, "why"), ["[Why] us and not them"], "once, as it reads now");
    assert_eq!(rows_with(&vault, "word"), 396);
    check_index(&vault);
}

#[test]
fn sessions_that_began_at_once_are_told_apart() {
    let home = Home::new();
    let mut vault = home.open();
    for number in 0..5 {
        let session = format!("s{number}");
        keep(&mut vault, [about(&session, 5_000, ""), said(&session, 2, &format!("kafka number{number}"))]);
    }
    assert_eq!(ids(&mut vault, &search("kafka")).len(), 5);
    for number in 0..5 {
        assert_eq!(ids(&mut vault, &search(&format!("number{number}"))), [format!("s{number}")]);
    }
}

#[test]
fn a_session_that_was_erased_leaves_no_word_in_the_index() {
    let home = Home::new();
    let mut vault = home.open();
    keep(
        &mut vault,
        [about("a", 5_000, "Zyxwind"), said("a", 2, "Our zyxword is secret."), event("a", 3, EventKind::SessionEnded)],
    );
    keep(
        &mut vault,
        [about("b", 6_000, "Northwind"), said("b", 2, "Nothing of note."), event("b", 3, EventKind::SessionEnded)],
    );
    vault.amend(&amendment("a", 9, Change::Noted { notes: "Call zyxperson.".into() })).unwrap();
    let blocks = "select count(*) from search_data where instr(block, cast('zyx' as blob)) > 0";
    let count = |vault: &Vault| vault.connection.query_row(blocks, [], |row| row.get::<_, i64>(0)).unwrap();
    assert!(count(&vault) > 0);
    vault.erase_session(&SessionId("a".into())).unwrap();
    assert_eq!(count(&vault), 0);
    assert_eq!((ids(&mut vault, &search("zyx*")).len(), vault.sessions().unwrap().len()), (0, 1));
    assert!(matches!(vault.append(&started("a", 5_000)), Err(VaultError::Erased(_))));
    let again = vault.erase_session(&SessionId("a".into()));
    assert!(matches!(again, Err(VaultError::UnknownSession(_))));
    assert_eq!(texts(&mut vault, "note"), ["Nothing of [note]."]);
    check_index(&vault);
}

#[test]
fn other_scripts_are_found_by_their_words() {
    let home = Home::new();
    let mut vault = home.open();
    keep(
        &mut vault,
        [
            about("a", 5_000, "Grüner Öltank"),
            said("a", 2, "日本語を話しますか"),
            said("a", 3, "Расскажите о себе"),
            said("a", 4, "Je suis désolé"),
        ],
    );
    assert_eq!(texts(&mut vault, "日本"), ["[日本]語を話しますか"]);
    assert_eq!(texts(&mut vault, "本日"), [""; 0]);
    assert_eq!(texts(&mut vault, "расскажите"), ["[Расскажите] о себе"]);
    assert_eq!(texts(&mut vault, "desole"), ["Je suis [désolé]"]);
    assert_eq!(texts(&mut vault, "oltank"), ["Grüner [Öltank]"]);
}

#[test]
fn what_is_no_word_is_refused_and_what_looks_like_an_operator_is_a_word() {
    let home = Home::new();
    let mut vault = home.open();
    keep(&mut vault, [about("a", 5_000, ""), said("a", 2, "This AND that: text*")]);
    assert!(matches!(vault.search(&search(" — \"\"")), Err(VaultError::NothingToSearch)));
    for hostile in ["AND", "that:", "text* OR", "\"unclosed", "a'b\"", "NEAR(this that)", "^this", "-that", "{this}"] {
        vault.search(&search(hostile)).unwrap_or_else(|error| panic!("{hostile}: {error}"));
    }
    assert_eq!(texts(&mut vault, "and"), ["This [AND] that: text*"]);
}

/// The words are common and the sessions that fit are old ones.
#[test]
fn a_common_word_is_found_in_the_few_sessions_that_fit() {
    let home = Home::new();
    let mut vault = home.open();
    keep(&mut vault, [about("old", 1_000, "Northwind"), by("old", 2, Speaker::Me, "the old one")]);
    for number in 0..60 {
        let session = format!("s{number:02}");
        keep(&mut vault, [about(&session, 2_000 + number * 1_000, "Wingtip")]);
        let utterance = serde_json::to_string(&said(&session, 2, "the").kind).unwrap();
        let many = "with recursive number(seq) as (select 2 union all select seq + 1 from number where seq < 351)
            insert into event (session, seq, at_ms, body) select ?, seq, 0, ? from number";
        vault.connection.execute(many, [session, utterance]).unwrap();
    }
    let only = Only { company: Some("northwind".into()), ..Only::default() };
    assert_eq!(ids(&mut vault, &Search { only, ..search("the") }), ["old"]);
    let found = vault.search(&search("the")).unwrap();
    assert!(found.more && found.sessions.len() == 10);
}
