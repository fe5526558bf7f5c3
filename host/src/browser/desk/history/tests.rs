use crate::browser::desk::sample::{Client, session};
use crate::export::sample;
use convoally_shared::amendment::{Change, Outcome};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::request::*;
use convoally_shared::search::{Only, Search};
use convoally_shared::session::SessionId;
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use convoally_shared::view::SessionView;

fn read(parts: Vec<SessionPart>) -> (SessionId, Vec<Event>, usize) {
    let (mut events, mut amendments) = (Vec::new(), 0);
    let mut parts = parts.into_iter();
    let Some(SessionPart::Summary(summary)) = parts.next() else { panic!("no summary") };
    for part in parts {
        match part {
            SessionPart::Events(more) => events.extend(more),
            SessionPart::Amendments(more) => amendments += more.len(),
            SessionPart::Summary(_) => panic!("twice"),
        }
    }
    (summary.id, events, amendments)
}

#[tokio::test(flavor = "multi_thread")]
async fn before_there_is_a_vault_the_history_is_empty_and_none_is_made() {
    let mut client = Client::new();
    assert_eq!(client.ask(ListSessions::default()).await.unwrap(), Sessions::default());
    assert!(client.ask(Search { words: "team".into(), ..Search::default() }).await.unwrap().sessions.is_empty());
    assert_eq!(client.refused(ReadSession { session: session() }).await, "vault.none");
    assert!(!client.folder.path().join("vault/vault.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_listed_found_and_read() {
    let mut client = Client::with_history().await;
    let listed = client.ask(ListSessions::default()).await.unwrap();
    assert_eq!((listed.sessions.len(), listed.more), (1, false));
    let wingtip = Only { company: Some("Wingtip".into()), ..Only::default() };
    assert_eq!(
        client.ask(ListSessions { only: wingtip, ..ListSessions::default() }).await.unwrap(),
        Sessions::default()
    );
    let found = client.ask(Search { words: "team".into(), ..Search::default() }).await.unwrap();
    assert_eq!(found.sessions[0].session, listed.sessions[0]);
    let (parts, _) = client.ask_on(ReadSession { session: session() }).await.unwrap();
    let kept = sample::events().into_iter().filter(|event| !event.kind.is_passing()).collect::<Vec<_>>();
    assert_eq!(read(parts), (session(), kept, 0));
    assert_eq!(client.refused(Search::default()).await, "history.nothing_to_search");
    assert_eq!(client.refused(ReadSession { session: SessionId("2027".into()) }).await, "history.unknown_session");
    let after = Some(SessionId("2027".into()));
    assert_eq!(client.refused(ListSessions { after, ..ListSessions::default() }).await, "history.unknown_session");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_session_comes_in_parts_that_each_fit_a_message() {
    let mut client = Client::with_history().await;
    let last = sample::events().last().unwrap().seq;
    let said = |at: u64| {
        let id = UtteranceId(u32::try_from(1_000 + at).unwrap());
        let text = "word ".repeat(2_000);
        let utterance = Utterance { id, speaker: Speaker::Me, start_ms: 0, end_ms: 1, text };
        Event { session: session(), seq: last + 1 + at, at_ms: 1, kind: EventKind::UtteranceFinal { utterance } }
    };
    client.keep(|vault| (0..100).for_each(|at| vault.append(&said(at)).unwrap())).await;
    let (parts, _) = client.ask_on(ReadSession { session: session() }).await.unwrap();
    assert!(parts.len() > 5, "{}", parts.len());
    assert!(parts.iter().all(|part| serde_json::to_string(part).unwrap().len() < 250_000));
    let whole = client.keep(|vault| vault.events(&session()).unwrap()).await;
    assert_eq!(read(parts).1, whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_answered_with_what_was_kept_of_it() {
    let mut client = Client::with_history().await;
    let change = |change| ChangeSession { session: session(), change };
    let kept = client.ask(change(Change::Titled { title: "  Second round ".into() })).await.unwrap();
    assert_eq!(kept.change, Change::Titled { title: "Second round".into() });
    client.ask(change(Change::Outcome { outcome: Some(Outcome::Offer) })).await.unwrap();
    let listed = client.ask(ListSessions::default()).await.unwrap().sessions.remove(0);
    assert_eq!((listed.title.as_deref(), listed.outcome), (Some("Second round"), Some(Outcome::Offer)));
    let (parts, _) = client.ask_on(ReadSession { session: session() }).await.unwrap();
    assert_eq!(read(parts).2, 2);
    assert_eq!(client.refused(change(Change::Tagged { tag: " ".into(), on: true })).await, "history.unfit");
    let unknown = ChangeSession { session: SessionId("x".into()), change: Change::Noted { notes: String::new() } };
    assert_eq!(client.refused(unknown).await, "history.unknown_session");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_erased_once() {
    let mut client = Client::with_history().await;
    assert_eq!(client.ask(EraseSession { session: session() }).await.unwrap().sessions, 1);
    assert_eq!(client.ask(ListSessions::default()).await.unwrap(), Sessions::default());
    assert_eq!(client.refused(EraseSession { session: session() }).await, "history.unknown_session");
    assert_eq!(client.refused(EraseSession { session: SessionId(String::new()) }).await, "history.unknown_session");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_step_by_step_lets_the_vault_be_locked() {
    let mut client = Client::with_history().await;
    let lent = client.desk.lent().await.unwrap();
    assert!(lent.lend(|vault| Ok(vault.sessions()?)).await.is_ok());
    client.ask(LockVault {}).await.unwrap();
    assert_eq!(lent.lend(|vault| Ok(vault.sessions()?)).await.unwrap_err().code, "vault.locked");
    assert_eq!(client.refused(ListSessions::default()).await, "vault.locked");
    client.ask(UnlockVault::default()).await.unwrap();
    assert_eq!(SessionView::of(&client.keep(|vault| vault.events(&session()).unwrap()).await).session, Some(session()));
}
