//! Drafts: begun early, kept, dropped, begun again.

use super::call::Call;
use super::pen::{Pen, Writing, tokens};
use convoally::answer::Answered;
use convoally::session::Order;
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::card::Wish;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::fault::Fault;
use convoally_shared::question::QuestionId;
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::{DraftView, EarlierDraft};
use tokio::sync::mpsc::UnboundedReceiver;

const QUESTION: &str = "Why did you move to Kubernetes?";
const TURN: TurnId = TurnId(77);

fn call(mode: Mode) -> (Call, UnboundedReceiver<Writing>) {
    let (pen, drafts) = Pen::new();
    (Call::drafted_by(Some(pen), mode), drafts)
}

async fn paused(call: &Call, text: &str) {
    call.tell(Speaker::Them, TurnEvent::Started { turn: TURN, start_ms: 0 }).await;
    call.tell(Speaker::Them, TurnEvent::EagerEnd { turn: TURN, end_ms: 900, text: text.to_owned() }).await;
    call.understood().await;
}

async fn ended(call: &Call, text: &str) {
    let text = text.to_owned();
    call.tell(Speaker::Them, TurnEvent::Ended { turn: TURN, start_ms: 0, end_ms: 900, text }).await;
    call.understood().await;
}

/// What happened to questions and drafts, in a word each.
fn story(events: &[Event]) -> Vec<String> {
    let told = events.iter().filter_map(|event| match &event.kind {
        EventKind::QuestionFound { .. } => Some("found".to_owned()),
        EventKind::QuestionRevised { .. } => Some("revised".to_owned()),
        EventKind::CardOpened { .. } => Some("card".to_owned()),
        EventKind::DraftStarted { draft, .. } => Some(format!("started {draft}")),
        EventKind::DraftMoved { .. } => Some("moved".to_owned()),
        EventKind::DraftDelta { text, .. } => Some(format!("+ {text}")),
        EventKind::DraftFinished { draft, .. } => Some(format!("finished {draft}")),
        EventKind::DraftFailed { fault, .. } => Some(fault.code.clone()),
        EventKind::DraftDropped { draft, spent, .. } => Some(format!("dropped {draft} after {}", spent.tokens())),
        _ => None,
    });
    told.collect()
}

/// Lets the drafts take in what the test wrote.
async fn written() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_early_draft_is_held_back_until_its_card_is_there() {
    let (call, mut drafts) = call(Mode::Automatic);
    paused(&call, QUESTION).await;
    let draft = drafts.recv().await.unwrap();
    assert_eq!(draft.request.question.text, QUESTION);
    draft.text("Beca");
    draft.text("use ");
    written().await;
    ended(&call, "why did you move to Kubernetes").await;
    draft.text("of it.");
    draft.finished("Because of it.");
    let (events, view) = call.end().await;
    let told = ["started 1", "found", "card", "+ Because ", "+ of it.", "finished 1"];
    assert_eq!(story(&events), told);
    assert_eq!(view.cards[0].draft, DraftView::Finished { text: "Because of it.".into() });
    assert_eq!(view.spending.wasted_tokens, 0);
}

#[tokio::test]
async fn one_that_is_complete_before_its_question_is_certain_waits_for_it() {
    let (call, mut drafts) = call(Mode::Automatic);
    paused(&call, QUESTION).await;
    let draft = drafts.recv().await.unwrap();
    draft.text("Half");
    draft.moved("a pencil");
    draft.text("Whole.");
    draft.finished("Whole.");
    written().await;
    ended(&call, QUESTION).await;
    let (events, _) = call.end().await;
    assert_eq!(story(&events), ["started 1", "moved", "found", "card", "+ Whole.", "finished 1"]);
}

#[tokio::test]
async fn they_go_on_and_what_the_draft_took_was_wasted() {
    let (call, mut drafts) = call(Mode::Automatic);
    paused(&call, QUESTION).await;
    let early = drafts.recv().await.unwrap();
    early.text("Because");
    written().await;
    call.tell(Speaker::Them, TurnEvent::Resumed { turn: TURN }).await;
    early.is_given_up().await;
    let whole = "Why did you move to Kubernetes in the middle of a quarter?";
    ended(&call, whole).await;
    let draft = drafts.recv().await.unwrap();
    draft.finished("Why not?");
    let (events, view) = call.end().await;
    assert_eq!(story(&events), ["started 1", "dropped 1 after 7", "found", "card", "started 2", "finished 2"]);
    assert_eq!((view.cards[0].question.text.as_str(), view.spending.wasted_share()), (whole, 7.0 / 15.0));
    assert_eq!(view.departures.len(), 2, "both are listed");
}

#[tokio::test]
async fn the_end_says_something_else_and_the_early_draft_is_dropped() {
    for said in ["Why did you move to Kubernetes and not to Nomad?", "That was all.", ""] {
        let (call, mut drafts) = call(Mode::Automatic);
        paused(&call, QUESTION).await;
        let early = drafts.recv().await.unwrap();
        early.finished("Because of it.");
        written().await;
        ended(&call, said).await;
        if said.contains("Nomad") {
            drafts.recv().await.unwrap().finished("So.");
        }
        let (events, _) = call.end().await;
        assert_eq!(story(&events)[..2], ["started 1", "dropped 1 after 14"], "{said}");
    }
}

#[tokio::test]
async fn nothing_is_begun_early_that_may_not_open_by_itself() {
    for mode in [Mode::OnCommand, Mode::Off] {
        let (call, mut drafts) = call(mode);
        paused(&call, QUESTION).await;
        ended(&call, "").await;
        assert!(drafts.try_recv().is_err());
        assert_eq!(story(&call.end().await.0), [""; 0]);
    }
    let (call, mut drafts) = call(Mode::Automatic);
    paused(&call, "We moved to Kubernetes.").await;
    assert!(drafts.try_recv().is_err());
    paused(&call, QUESTION).await;
    assert_eq!(call.order(Order::SetMode(Mode::OnCommand)).await, Ok(()));
    assert_eq!(story(&call.end().await.0), ["started 1", "dropped 1 after 0"]);
}

#[tokio::test]
async fn a_command_during_the_pause_takes_the_early_draft() {
    let (call, mut drafts) = call(Mode::Automatic);
    paused(&call, QUESTION).await;
    let draft = drafts.recv().await.unwrap();
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    ended(&call, QUESTION).await;
    draft.finished("Because.");
    assert_eq!(story(&call.end().await.0), ["started 1", "found", "card", "finished 1"]);
}

#[tokio::test]
async fn a_typed_question_takes_the_number_of_what_was_prepared() {
    let (call, mut drafts) = call(Mode::Automatic);
    paused(&call, QUESTION).await;
    drafts.recv().await.unwrap();
    assert_eq!(call.order(Order::Ask("What is a mutex?".into())).await, Ok(()));
    drafts.recv().await.unwrap().finished("A lock.");
    ended(&call, QUESTION).await;
    drafts.recv().await.unwrap().finished("Because.");
    let (_, view) = call.end().await;
    let drafts: Vec<_> = view.cards.iter().map(|card| (card.question.text.as_str(), card.draft.text())).collect();
    assert_eq!(drafts, [("What is a mutex?", "A lock."), (QUESTION, "Because.")]);
}

#[tokio::test]
async fn another_draft_changes_the_complete_one_and_drops_the_one_that_is_written() {
    let (mut call, mut drafts) = call(Mode::Automatic);
    call.said(Speaker::Them, "Tell me about a time you failed.").await;
    let first = drafts.recv().await.unwrap();
    assert_eq!((first.request.wish, &first.request.before), (Wish::Story, &None));
    first.hand_over("It was late.").await;
    let question = QuestionId(1);
    assert_eq!(call.order(Order::DraftAgain { question, wish: Wish::Bullets }).await, Ok(()));
    let second = drafts.recv().await.unwrap();
    assert_eq!((second.request.wish, &second.request.before), (Wish::Bullets, &None));
    second.text("- It");
    written().await;
    assert_eq!(call.order(Order::DraftAgain { question, wish: Wish::Shorter }).await, Ok(()));
    let third = drafts.recv().await.unwrap();
    assert_eq!((third.request.wish, third.request.before.as_deref()), (Wish::Shorter, Some("It was late.")));
    third.finished("Late.");
    let (events, view) = call.end().await;
    let told = ["finished 1", "started 2", "+ - It", "dropped 2 after 4", "started 3", "finished 3"];
    assert_eq!(story(&events)[3..], told);
    let earlier = [EarlierDraft { text: "It was late.".into(), unsupported: Vec::new(), astray: false }];
    assert_eq!((view.cards[0].wish, view.cards[0].earlier.as_slice()), (Wish::Shorter, &earlier[..]));
}

#[tokio::test]
async fn a_revised_question_is_drafted_anew() {
    let (mut call, mut drafts) = call(Mode::Automatic);
    call.said(Speaker::Them, "When could you be in Chicago?").await;
    drafts.recv().await.unwrap();
    call.said(Speaker::Them, "In person, I mean.").await;
    let draft = drafts.recv().await.unwrap();
    assert_eq!(draft.request.question.text, "When could you be in Chicago? In person, I mean.");
    draft.finished("In May.");
    let told = ["found", "card", "started 1", "revised", "dropped 1 after 0", "started 2", "finished 2"];
    assert_eq!(story(&call.end().await.0), told);
}

#[tokio::test]
async fn a_budget_that_is_used_up_is_told_on_the_card() {
    let (pen, mut drafts) = Pen::new();
    *pen.withheld.lock().unwrap() = Some(Fault::new("answer.budget_spent", "The budget is used up.", "Raise it."));
    let mut call = Call::drafted_by(Some(pen), Mode::Automatic);
    paused(&call, "Why us?").await;
    ended(&call, "").await;
    call.said(Speaker::Them, QUESTION).await;
    assert!(drafts.try_recv().is_err());
    let (events, view) = call.end().await;
    assert_eq!(story(&events), ["found", "card", "started 1", "answer.budget_spent"]);
    assert!(view.departures.is_empty(), "nothing left");
}

#[tokio::test]
async fn what_stands_in_no_source_is_marked_and_what_was_said_is_a_source() {
    let (mut call, mut drafts) = call(Mode::Automatic);
    call.said(Speaker::Me, "We had forty services at Northwind.").await;
    call.said(Speaker::Them, QUESTION).await;
    let text = "With 40 services at Northwind it took 7 hours to deploy to Kubernetes, not to Nomad.";
    drafts.recv().await.unwrap().finished(text);
    let (_, view) = call.end().await;
    let marked: Vec<_> =
        view.cards[0].unsupported.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
    assert_eq!(marked, ["7", "Nomad"]);
}

#[tokio::test]
async fn a_follow_up_knows_what_was_answered_before() {
    let (mut call, mut drafts) = call(Mode::Automatic);
    call.said(Speaker::Them, QUESTION).await;
    drafts.recv().await.unwrap().hand_over("A draft.").await;
    call.said(Speaker::Me, "Because deployments took an evening.").await;
    assert_eq!(call.order(Order::Ask("What is a mutex?".into())).await, Ok(()));
    drafts.recv().await.unwrap().hand_over("A lock.").await;
    call.said(Speaker::Them, "And how large was the team?").await;
    let draft = drafts.recv().await.unwrap();
    let answered = |question: &str, answer: &str| Answered { question: question.into(), answer: answer.into() };
    let before = [answered(QUESTION, "Because deployments took an evening."), answered("What is a mutex?", "A lock.")];
    assert_eq!(draft.request.answered, before);
    draft.finished("Four.");
    call.end().await;
}

#[tokio::test]
async fn a_stop_ends_what_is_being_written_and_counts_what_it_took() {
    let (mut call, mut drafts) = call(Mode::Automatic);
    call.said(Speaker::Them, QUESTION).await;
    let draft = drafts.recv().await.unwrap();
    draft.text("Because");
    written().await;
    call.stop();
    let (events, view) = call.end().await;
    assert_eq!(story(&events).last().map(String::as_str), Some("answer.stopped"));
    assert_eq!((view.spending.tokens, view.spending.wasted_tokens), (tokens(7).tokens(), 0));
    drop(draft);
}
