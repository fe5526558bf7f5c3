//! What the desk does with a session that is over.

use super::*;
use crate::turn::{TurnEvent, TurnId};
use convoally_shared::card::Mark;
use convoally_shared::question::QuestionId;
use convoally_shared::request::AnyRequest;
use convoally_shared::session::Brief;

/// A desk whose last session is over, and had one card.
async fn after_a_session(folder: &std::path::Path) -> Desk {
    let mut desk = sample::desk(folder);
    let (brief, mode, purse) = (Brief::default(), Mode::default(), Arc::default());
    let plan = Plan { brief, site: None, documents: vec![], meaning: None, mode, answerer: None, purse };
    let text = "Why did you move to Kubernetes?".to_owned();
    let said = TurnEvent::Ended { turn: TurnId(1), start_ms: 1_000, end_ms: 1_900, text };
    let session = Session::replay(plan, vec![(Speaker::Them, said)]).unwrap();
    let vault = desk.vault().await.unwrap();
    let keeper = keeper::keep(session.log(), move |event| Ok(vault.lock().unwrap().append(event)?)).unwrap();
    desk.keeping = Some(tokio::task::spawn_blocking(move || drop(keeper.join())));
    desk.session = Some(session);
    desk.greeted = true;
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_marked_when_its_session_is_over_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = after_a_session(folder.path()).await;
    desk.session.as_mut().unwrap().ended().await;
    let (outgoing, _incoming) = mpsc::channel(1);
    let mark = |question| AnyRequest::MarkCard(MarkCard { question: QuestionId(question), mark: Mark::Good, on: true });
    desk.carry_out(1, mark(1), &outgoing).await.unwrap();
    let refused = desk.carry_out(2, mark(7), &outgoing).await.unwrap_err();
    assert_eq!(refused.code, "session.no_such_card");
    let session = desk.session.as_ref().unwrap().id().clone();
    let kept = in_vault(&desk.vault().await.unwrap(), move |vault| Ok(vault.view(&session)?)).await.unwrap();
    assert_eq!(kept.cards[0].marks.rating, Some(true));
}
