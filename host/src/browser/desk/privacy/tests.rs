use crate::browser::desk::sample::{Client, session};
use convoally_shared::card::Mark;
use convoally_shared::departure::{Departure, Purpose};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::kept::{Kept, Kind};
use convoally_shared::question::QuestionId;
use convoally_shared::request::*;
use convoally_shared::session::SessionId;
use convoally_shared::vault::Access;

fn confirmed() -> EraseEverything {
    EraseEverything { confirmed: CONFIRMATION.to_owned(), ..EraseEverything::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_reported_and_a_locked_vault_is_said_to_be_locked() {
    let mut client = Client::with_history().await;
    let report = client.ask(ReportPrivacy {}).await.unwrap();
    assert_eq!(report.vault.unwrap().inventory.sessions.count, 1);
    assert!(report.locked.is_none());
    client.ask(LockVault {}).await.unwrap();
    let report = client.ask(ReportPrivacy {}).await.unwrap();
    assert!(report.vault.is_none());
    assert_eq!(report.locked.unwrap().code, "vault.locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_before_there_is_a_vault_makes_none() {
    let mut client = Client::new();
    let report = client.ask(ReportPrivacy {}).await.unwrap();
    assert!(report.vault.is_none() && report.locked.is_none());
    assert!(client.ask(ShowRetention {}).await.unwrap().kept.iter().all(|kept| kept.days.is_none()));
    assert_eq!(client.ask_on(ListLeft::default()).await.unwrap().0, []);
    assert!(!client.folder.path().join("vault/vault.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_is_told_in_parts_for_all_or_for_one_session() {
    let mut client = Client::with_history().await;
    let check = |at: u64| Departure {
        at_unix_ms: at,
        recipient: "api.example.com".into(),
        purpose: Purpose::Check,
        content: "the word ping ".repeat(100),
        requests: 1,
        bytes: 4,
        sources: Vec::new(),
    };
    let put = |vault: &mut crate::vault::Vault| {
        (0..300).for_each(|at| vault.keep_departure(&format!("x{at}"), &check(at)).unwrap());
        (vault.departures().unwrap(), vault.departures_of(&session()).unwrap())
    };
    let (all, of_session) = client.keep(put).await;
    let (told, _) = client.ask_on(ListLeft::default()).await.unwrap();
    assert!(told.len() > 1, "one part would be too long");
    assert_eq!(told.into_iter().flat_map(|part| part.left).collect::<Vec<_>>(), all);
    let (told, _) = client.ask_on(ListLeft { session: Some(session()) }).await.unwrap();
    assert_eq!(told.into_iter().flat_map(|part| part.left).collect::<Vec<_>>(), of_session);
    assert!(!of_session.is_empty());
    let unknown = ListLeft { session: Some(SessionId("x".into())) };
    assert_eq!(client.refused(unknown).await, "history.unknown_session");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_older_than_it_is_kept_goes_at_once() {
    let mut client = Client::with_history().await;
    let keep = |days| KeepFor { kept: Kept { kind: Kind::Sessions, days } };
    assert_eq!(client.refused(keep(Some(0))).await, "privacy.no_days");
    assert!(client.ask(keep(None)).await.unwrap().is_nothing());
    let mut old = crate::export::sample::events().remove(0);
    old.session = SessionId("old".into());
    if let EventKind::SessionStarted { started_unix_ms, .. } = &mut old.kind {
        *started_unix_ms = 1_000;
    }
    let ended = Event { seq: old.seq + 1, kind: EventKind::SessionEnded, ..old.clone() };
    client.keep(|vault| [old, ended].iter().for_each(|event| vault.append(event).unwrap())).await;
    assert_eq!(client.ask(keep(Some(36_500))).await.unwrap().sessions, 0);
    assert_eq!(client.ask(keep(Some(3_650))).await.unwrap().sessions, 1);
    let kept = client.ask(ShowRetention {}).await.unwrap().kept;
    assert!(kept.contains(&Kept { kind: Kind::Sessions, days: Some(3_650) }));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_goes_when_it_is_confirmed_and_the_next_start_begins_anew() {
    let mut client = Client::with_history().await;
    assert_eq!(client.refused(EraseEverything::default()).await, "erase.not_confirmed");
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions.len(), 1);
    let gone = client.ask(confirmed()).await.unwrap();
    assert_eq!(gone.vault.unwrap().sessions, 1);
    let state = client.ask(VaultStatus {}).await.unwrap();
    assert_eq!((state.access, state.protection), (Access::Closed, None));
    assert_eq!(client.ask(ListSessions::default()).await.unwrap(), Sessions::default());
    client.ask(KeepFor { kept: Kept { kind: Kind::Sessions, days: Some(9) } }).await.unwrap();
    assert_eq!(client.ask(VaultStatus {}).await.unwrap().access, Access::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_while_something_uses_the_vault() {
    let mut client = Client::with_history().await;
    let reading = client.desk.vault().await.unwrap();
    assert_eq!(client.refused(confirmed()).await, "vault.in_use");
    drop(reading);
    assert_eq!(client.ask(ListSessions::default()).await.unwrap().sessions.len(), 1);
    client.ask(confirmed()).await.unwrap();
    let mark = MarkCard { question: QuestionId(1), mark: Mark::Good, on: true };
    assert_eq!(client.refused(mark).await, "session.none");
}
