//! What was erased in one vault is gone from the other: from its search, and from every decrypted page, free space
//! included, and from its log.

use super::tests::{document, pieces, two, unite};
use super::{Item, ItemKey};
use crate::vault::Vault;
use crate::vault::sample::{Home, amendment, disclosed, event, said, started};
use crate::vault::search::{Only, Search};
use convoally_shared::amendment::Change;
use convoally_shared::card::Card;
use convoally_shared::document::{Document, DocumentId, Passage};
use convoally_shared::event::EventKind;
use convoally_shared::question::QuestionId;
use convoally_shared::session::SessionId;
use rusqlite::MAIN_DB;

/// Stands in everything that is erased, and nowhere else.
const MARKER: &str = "quokka";

/// A session in which every text has the word, and a card that quotes a document with it.
fn talk(vault: &mut Vault, id: &str, word: &str, quoted: &str) {
    let passage = Passage {
        document: "resume".into(),
        place: quoted.into(),
        text: quoted.into(),
        score: 1.0,
        line: 1,
        page: None,
    };
    let card = Card { question: QuestionId(1), passages: vec![passage] };
    vault.append(&started(id, 5)).unwrap();
    vault.append(&event(id, 2, EventKind::CardOpened { card })).unwrap();
    vault.append(&event(id, 3, disclosed(&format!("resume › {quoted}")))).unwrap();
    for seq in 4..90 {
        vault.append(&said(id, seq, &format!("{word} number {seq}"))).unwrap();
    }
    vault.append(&event(id, 90, EventKind::SessionEnded)).unwrap();
    vault.amend(&amendment(id, 9, Change::Noted { notes: format!("{word} noted") })).unwrap();
}

fn search(vault: &mut Vault, words: &str) -> usize {
    vault.search(&Search { words: words.into(), only: Only::default(), said: None, most: 9 }).unwrap().sessions.len()
}

/// How often the marker stands in the decrypted pages.
fn in_pages(vault: &mut Vault) -> usize {
    let pages = vault.connection.serialize(MAIN_DB).unwrap();
    pages.windows(MARKER.len()).filter(|window| window.eq_ignore_ascii_case(MARKER.as_bytes())).count()
}

fn log(home: &Home) -> u64 {
    std::fs::metadata(home.vault().join("vault.db-wal")).map_or(0, |log| log.len())
}

fn no_passages(_: &[Document]) -> Vec<crate::vault::PassageDigest> {
    Vec::new()
}

/// As a run of a backup does it: what has to go first, then the rest.
fn take_in_from(vault: &mut Vault, other: &Vault) {
    let mut items = pieces(other);
    let first = |item: &Item| !matches!(item.stamped().0, ItemKey::Erased(what) if what.starts_with("quoted:"));
    items.sort_by_key(first);
    for item in &items {
        vault.unite(item).unwrap();
    }
    vault.finish_uniting(no_passages).unwrap();
}

#[test]
fn a_session_that_was_erased_in_one_vault_is_in_no_search_and_no_page_of_the_other() {
    let (_a, mut one, b, mut other) = two();
    talk(&mut one, "a", MARKER, MARKER);
    talk(&mut one, "b", "wombat", "wombat");
    unite(&mut one, &mut other);
    assert_eq!((search(&mut other, MARKER), search(&mut other, "wombat")), (1, 1));
    assert!(in_pages(&mut other) > 80);
    one.erase_session(&SessionId("a".into())).unwrap();
    take_in_from(&mut other, &one);
    assert_eq!((search(&mut other, MARKER), search(&mut other, "wombat")), (0, 1));
    assert_eq!((in_pages(&mut other), log(&b)), (0, 0));
    assert!(pieces(&one) == pieces(&other), "both remember the same moment");
    assert_eq!(other.departures().unwrap().len(), 2, "that something left for it is still known");
}

#[test]
fn a_document_that_was_erased_in_one_vault_is_quoted_by_no_session_of_the_other() {
    let (_a, mut one, b, mut other) = two();
    one.put_document(&Document { text: MARKER.into(), ..document("1", "resume") }).unwrap();
    talk(&mut one, "a", "wombat", MARKER);
    unite(&mut one, &mut other);
    talk(&mut other, "c", "numbat", MARKER);
    other.put_vectors("model", &[([7; 32], vec![1])]).unwrap();
    one.erase_document("1", no_passages).unwrap();
    take_in_from(&mut other, &one);
    assert_eq!((in_pages(&mut other), log(&b)), (0, 0));
    assert!(other.documents().unwrap().is_empty() && other.vectors("model", &[[7; 32]]).unwrap().is_empty());
    take_in_from(&mut one, &other);
    assert!(pieces(&one) == pieces(&other));
    assert_eq!(search(&mut other, "wombat"), 1);
}

#[test]
fn a_document_that_was_corrected_or_removed_is_still_quoted_on_both_sides() {
    let (_a, mut one, _b, mut other) = two();
    one.put_document(&document("1", "resume")).unwrap();
    talk(&mut one, "a", "wombat", "text of 1");
    unite(&mut one, &mut other);
    one.replace_document(&DocumentId("1".into()), &document("2", "resume")).unwrap();
    take_in_from(&mut other, &one);
    one.remove_document("2").unwrap();
    take_in_from(&mut other, &one);
    assert!(other.documents().unwrap().is_empty() && pieces(&one) == pieces(&other));
    let quoted = |vault: &Vault| match &vault.events(&SessionId("a".into())).unwrap()[1].kind {
        EventKind::CardOpened { card } => card.passages[0].text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((quoted(&one), quoted(&other)), ("text of 1".to_owned(), "text of 1".to_owned()));
}

#[test]
fn nothing_that_a_running_session_may_need_is_erased_before_its_end() {
    let (_a, mut one, _b, mut other) = two();
    one.put_document(&document("1", "resume")).unwrap();
    unite(&mut one, &mut other);
    one.erase_document("1", no_passages).unwrap();
    other.append(&started("a", 5)).unwrap();
    take_in_from(&mut other, &one);
    assert_eq!(other.documents().unwrap().len(), 1);
    other.append(&event("a", 2, EventKind::SessionEnded)).unwrap();
    take_in_from(&mut other, &one);
    assert!(other.documents().unwrap().is_empty());
}
