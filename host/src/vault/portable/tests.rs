//! Two vaults that take in each other's pieces, in any order, end with the same content.

use super::{Item, ItemKey};
use crate::vault::Vault;
use crate::vault::sample::{Home, amendment, event, said, started};
use convoally_shared::amendment::Change;
use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
use convoally_shared::event::EventKind;
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::session::{Brief, SessionId};

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

/// Everything, running sessions too.
pub(super) fn pieces(vault: &Vault) -> Vec<Item> {
    let mut keys: Vec<ItemKey> = vault.items(now()).unwrap().into_iter().map(|kept| kept.key).collect();
    keys.sort();
    keys.iter().map(|key| vault.item(key).unwrap().unwrap()).collect()
}

/// Each takes in what the other has.
pub(super) fn unite(one: &mut Vault, other: &mut Vault) {
    let (from_one, from_other) = (pieces(one), pieces(other));
    for item in &from_other {
        one.unite(item).unwrap();
    }
    for item in &from_one {
        other.unite(item).unwrap();
    }
}

pub(super) fn two() -> (Home, Vault, Home, Vault) {
    let (a, b) = (Home::new(), Home::new());
    let (one, other) = (a.open(), b.open());
    (a, one, b, other)
}

pub(super) fn document(id: &str, title: &str) -> Document {
    Document {
        id: DocumentId(id.into()),
        title: title.into(),
        kind: DocumentKind::Resume,
        interview: None,
        format: DocumentFormat::Text,
        text: format!("text of {id}"),
    }
}

fn interview(id: &str, company: &str) -> Interview {
    Interview { id: InterviewId(id.into()), brief: Brief { company: company.into(), ..Brief::default() } }
}

fn titles(vault: &Vault) -> Vec<String> {
    vault.documents().unwrap().into_iter().map(|one| one.title).collect()
}

/// As by a piece of another vault.
fn erase(vault: &mut Vault, what: &str) {
    assert!(vault.unite(&Item::Erased { what: what.into(), at_unix_ms: now() }).unwrap());
}

#[test]
fn two_vaults_end_with_the_union_of_their_content() {
    let (_a, mut one, _b, mut other) = two();
    for (vault, id) in [(&mut one, "a"), (&mut other, "b")] {
        vault.append(&started(id, 5)).unwrap();
        vault.append(&said(id, 2, "Why us?")).unwrap();
        vault.append(&event(id, 3, EventKind::SessionEnded)).unwrap();
        vault.amend(&amendment(id, 9, Change::Titled { title: format!("Call {id}") })).unwrap();
        vault.put_interview(&interview(id, "Northwind")).unwrap();
        vault.put_document(&Document { interview: Some(InterviewId(id.into())), ..document(id, id) }).unwrap();
    }
    unite(&mut one, &mut other);
    assert!(pieces(&one) == pieces(&other));
    assert_eq!(pieces(&one).len(), 8);
    let sessions = one.sessions().unwrap();
    assert_eq!(sessions, other.sessions().unwrap());
    let told: Vec<_> = sessions.iter().map(|one| (one.heading(), one.utterances, one.ended)).collect();
    assert_eq!(told, [("Call b".to_owned(), 1, true), ("Call a".to_owned(), 1, true)]);
    let id = SessionId("a".into());
    assert_eq!(one.view(&id).unwrap(), other.view(&id).unwrap());
    for item in &pieces(&one) {
        assert!(!other.unite(item).unwrap(), "a second time changes nothing");
    }
}

#[test]
fn a_session_that_came_in_part_is_completed_by_the_whole() {
    let (_a, mut one, _b, mut other) = two();
    one.append(&started("a", 5)).unwrap();
    for seq in 2..600 {
        one.append(&said("a", seq, "Word.")).unwrap();
    }
    let key = ItemKey::Session("a".into());
    let Some(Item::Session { id, started_unix_ms, brief, revision, events }) = one.item(&key).unwrap() else {
        panic!()
    };
    let part = Item::Session { id, started_unix_ms, brief, revision, events: events[..250].to_vec() };
    assert_eq!(part.stamped(), (key.clone(), 250));
    assert!(other.unite(&part).unwrap());
    assert!(other.unite(&one.item(&key).unwrap().unwrap()).unwrap());
    assert_eq!(other.events(&SessionId("a".into())).unwrap(), one.events(&SessionId("a".into())).unwrap());
    assert!(!other.unite(&part).unwrap());
}

#[test]
fn of_two_states_of_a_document_or_interview_the_later_counts_on_both_sides() {
    let (_a, mut one, _b, mut other) = two();
    one.put_document(&document("1", "resume")).unwrap();
    one.put_interview(&interview("x", "Northwind")).unwrap();
    unite(&mut one, &mut other);
    one.put_document(&document("1", "cv")).unwrap();
    other.put_interview(&interview("X", "Contoso")).unwrap();
    unite(&mut one, &mut other);
    for vault in [&one, &other] {
        assert_eq!(titles(vault), ["cv"]);
        assert_eq!(vault.interviews().unwrap()[0].brief.company, "Contoso");
    }
    // A change comes after the one that it was made upon, even when this computer's clock is an hour behind.
    let key = ItemKey::Document("1".into());
    let Some(Item::Document { id, kind, interview, format, text, added, changed, .. }) = one.item(&key).unwrap() else {
        panic!()
    };
    let ahead = changed + 3_600_000;
    let title = "from a fast clock".to_owned();
    let fast = Item::Document { id, title, kind, interview, format, text, added, changed: ahead };
    assert!(one.unite(&fast).unwrap());
    one.put_document(&document("1", "corrected")).unwrap();
    assert_eq!(one.item(&key).unwrap().unwrap().stamped().1, ahead + 1);
    unite(&mut one, &mut other);
    assert_eq!((titles(&one), titles(&other)), (vec!["corrected".into()], vec!["corrected".into()]));
}

#[test]
fn what_was_removed_goes_on_the_other_side_and_comes_back_only_when_it_is_added_again() {
    let (_a, mut one, _b, mut other) = two();
    one.put_document(&document("1", "resume")).unwrap();
    one.put_interview(&interview("x", "Northwind")).unwrap();
    unite(&mut one, &mut other);
    one.remove_document("1").unwrap();
    one.remove_interview(&InterviewId("x".into())).unwrap();
    unite(&mut one, &mut other);
    assert!(titles(&one).is_empty() && titles(&other).is_empty() && other.interviews().unwrap().is_empty());
    assert!(pieces(&one) == pieces(&other), "both remember the same moment");
    other.put_document(&document("1", "resume again")).unwrap();
    unite(&mut one, &mut other);
    assert_eq!((titles(&one), titles(&other)), (vec!["resume again".into()], vec!["resume again".into()]));
    one.replace_document(&DocumentId("1".into()), &document("2", "resume")).unwrap();
    unite(&mut one, &mut other);
    assert_eq!((titles(&one), titles(&other)), (vec!["resume".into()], vec!["resume".into()]));
}

#[test]
fn a_document_that_was_changed_after_its_removal_elsewhere_stays() {
    let (_a, mut one, _b, mut other) = two();
    one.put_document(&document("1", "resume")).unwrap();
    unite(&mut one, &mut other);
    one.remove_document("1").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2));
    other.put_document(&document("1", "cv")).unwrap();
    unite(&mut one, &mut other);
    unite(&mut one, &mut other);
    assert_eq!((titles(&one), titles(&other)), (vec!["cv".into()], vec!["cv".into()]));
}

#[test]
fn an_interview_stays_for_the_sake_of_a_document_that_the_other_side_added() {
    let (_a, mut one, _b, mut other) = two();
    one.put_interview(&interview("x", "Northwind")).unwrap();
    unite(&mut one, &mut other);
    one.remove_interview(&InterviewId("x".into())).unwrap();
    other.put_document(&Document { interview: Some(InterviewId("x".into())), ..document("1", "job") }).unwrap();
    unite(&mut one, &mut other);
    unite(&mut one, &mut other);
    for vault in [&one, &other] {
        assert_eq!(vault.interviews().unwrap()[0].brief.company, "Northwind");
        assert_eq!(titles(vault), ["job"]);
    }
    assert!(pieces(&one) == pieces(&other));
}

#[test]
fn a_session_that_was_erased_goes_on_both_sides_and_never_comes_back() {
    let (_a, mut one, _b, mut other) = two();
    one.append(&started("a", 5)).unwrap();
    one.append(&event("a", 2, EventKind::SessionEnded)).unwrap();
    one.amend(&amendment("a", 9, Change::Noted { notes: "Call back.".into() })).unwrap();
    unite(&mut one, &mut other);
    let before = pieces(&one);
    erase(&mut other, "session:a");
    unite(&mut one, &mut other);
    for item in &before {
        assert!(!one.unite(item).unwrap() && !other.unite(item).unwrap());
    }
    assert!(one.sessions().unwrap().is_empty() && other.sessions().unwrap().is_empty());
    assert_eq!(pieces(&one).len(), 1, "the mark alone is left");
}

#[test]
fn a_session_runs_until_it_ends_or_was_silent_for_a_day() {
    let home = Home::new();
    let mut vault = home.open();
    vault.append(&started("a", now())).unwrap();
    vault.amend(&amendment("a", 9, Change::Titled { title: "Now".into() })).unwrap();
    let running = |vault: &Vault, at: u64| vault.items(at).unwrap().iter().filter(|kept| kept.running).count();
    assert_eq!((running(&vault, now()), running(&vault, now() + 25 * 3_600_000)), (2, 0));
    vault.append(&event("a", 2, EventKind::SessionEnded)).unwrap();
    assert_eq!(running(&vault, now()), 0);
}

#[test]
fn what_was_taken_out_of_an_event_is_taken_out_on_the_other_side_too() {
    let (_a, mut one, _b, mut other) = two();
    one.append(&started("a", 5)).unwrap();
    for seq in 2..300 {
        one.append(&said("a", seq, "Why us?")).unwrap();
    }
    unite(&mut one, &mut other);
    let before = pieces(&one);
    let body = serde_json::to_string(&said("a", 9, "").kind).unwrap();
    one.connection.execute("update event set body = ? where session = 'a' and seq in (9, 290)", [&body]).unwrap();
    unite(&mut one, &mut other);
    let events = other.events(&SessionId("a".into())).unwrap();
    assert_eq!((&events[8].kind, &events[289].kind), (&said("a", 9, "").kind, &said("a", 9, "").kind));
    assert!(pieces(&one) == pieces(&other));
    assert_eq!(other.sessions().unwrap()[0].utterances, 298);
    for item in &before {
        assert!(!other.unite(item).unwrap(), "the earlier state does not come back");
    }
}
