//! What the user orders, and what the cards make of what is said.

use super::call::Call;
use convoally::session::Order;
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::card::{Mark, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::question::QuestionId;
use convoally_shared::session::Mode;
use convoally_shared::utterance::Speaker;
use convoally_shared::view::SessionView;

fn asked(view: &SessionView) -> Vec<&str> {
    view.cards.iter().map(|card| card.question.text.as_str()).collect()
}

fn refused(code: &str) -> Result<(), String> {
    Err(code.to_owned())
}

const QUESTION: &str = "Why did you move to Kubernetes?";

#[tokio::test]
async fn what_cannot_be_done_is_refused_with_its_reason() {
    let mut call = Call::begin(Mode::Automatic);
    assert_eq!(call.order(Order::AnswerNow).await, refused("session.nothing_to_answer"));
    assert_eq!(call.order(Order::Ask(" \n".into())).await, refused("session.empty_question"));
    assert_eq!(call.order(Order::Ask("why ".repeat(1_000))).await, refused("session.long_question"));
    let (question, wish) = (QuestionId(1), Wish::Shorter);
    assert_eq!(call.order(Order::DraftAgain { question, wish }).await, refused("session.no_such_card"));
    let mark = Order::Mark { question, mark: Mark::Pinned, on: true };
    assert_eq!(call.order(mark.clone()).await, refused("session.no_such_card"));
    call.said(Speaker::Them, QUESTION).await;
    assert_eq!(call.order(mark).await, Ok(()));
    assert_eq!(call.order(Order::DraftAgain { question, wish }).await, refused("answer.none"));
    let (_, view) = call.end().await;
    assert!(view.cards[0].marks.pinned);
}

#[tokio::test]
async fn an_order_after_the_end_is_told_that_no_session_runs() {
    let session = Call::begin(Mode::Automatic).hang_up().await;
    let fault = session.order(Order::AnswerNow).await.unwrap_err();
    assert_eq!(fault.code, "session.none");
}

#[tokio::test]
async fn a_typed_question_opens_a_card_that_nobody_asked_aloud() {
    let mut call = Call::begin(Mode::Automatic);
    call.said(Speaker::Them, QUESTION).await;
    assert_eq!(call.order(Order::Ask(" What is a service mesh? ".into())).await, Ok(()));
    let (_, view) = call.end().await;
    assert_eq!(asked(&view), [QUESTION, "What is a service mesh?"]);
    let typed = &view.cards[1].question;
    assert_eq!((typed.utterance, typed.reason.as_str()), (None, "you typed it"));
    assert!(view.cards[1].card.is_some());
}

#[tokio::test]
async fn on_command_a_question_waits_for_the_command_and_says_so() {
    let mut call = Call::begin(Mode::OnCommand);
    call.said(Speaker::Them, QUESTION).await;
    call.said(Speaker::Them, "Take your time.").await;
    call.said(Speaker::Them, "How large was the team?").await;
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    let (_, view) = call.end().await;
    assert_eq!(asked(&view), ["How large was the team?"]);
    assert!(view.passed[0].1.ends_with("; cards open on your command only"), "{:?}", view.passed[0]);
}

#[tokio::test]
async fn the_command_answers_the_question_before_words_that_only_leave_time() {
    let mut call = Call::begin(Mode::OnCommand);
    call.said(Speaker::Them, QUESTION).await;
    call.said(Speaker::Them, "Mm-hm.").await;
    call.said(Speaker::Them, "Take your time, no rush.").await;
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    let (_, view) = call.end().await;
    assert_eq!(asked(&view), [QUESTION]);
}

#[tokio::test]
async fn switched_off_nothing_opens_until_it_is_switched_on() {
    let mut call = Call::begin(Mode::Off);
    call.said(Speaker::Them, QUESTION).await;
    assert_eq!(call.order(Order::AnswerNow).await, refused("session.off"));
    assert_eq!(call.order(Order::Ask(QUESTION.into())).await, refused("session.off"));
    assert_eq!(call.order(Order::SetMode(Mode::Automatic)).await, Ok(()));
    assert_eq!(call.order(Order::SetMode(Mode::Automatic)).await, Ok(()));
    call.said(Speaker::Them, "How large was the team?").await;
    let (events, view) = call.end().await;
    assert_eq!((asked(&view), view.mode), (vec!["How large was the team?"], Mode::Automatic));
    assert!(view.passed[0].1.ends_with("; cards are switched off"), "{:?}", view.passed[0]);
    let changes = events.iter().filter(|event| matches!(event.kind, EventKind::ModeChanged { .. })).count();
    assert_eq!(changes, 1, "the mode that is there already is no change");
}

#[tokio::test]
async fn the_command_answers_what_the_detector_passed_over() {
    let mut call = Call::begin(Mode::Automatic);
    call.said(Speaker::Them, "That was quite an outage.").await;
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    let (_, view) = call.end().await;
    assert_eq!(asked(&view), ["That was quite an outage."]);
    assert_eq!(view.cards[0].question.reason, "you asked for an answer");
}

#[tokio::test]
async fn a_card_that_was_commanded_half_way_reads_like_the_whole_at_the_end() {
    let call = Call::begin(Mode::Automatic);
    let turn = TurnId(1);
    call.tell(Speaker::Them, TurnEvent::Started { turn, start_ms: 0 }).await;
    let half = "Why did you move".to_owned();
    call.tell(Speaker::Them, TurnEvent::Updated { turn, end_ms: 900, text: half }).await;
    call.understood().await;
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    let text = QUESTION.to_owned();
    call.tell(Speaker::Them, TurnEvent::Ended { turn, start_ms: 0, end_ms: 2_000, text }).await;
    call.understood().await;
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    let (_, view) = call.end().await;
    assert_eq!(asked(&view), [QUESTION]);
}

#[tokio::test]
async fn an_addition_revises_the_card_and_opens_no_second() {
    let mut call = Call::begin(Mode::Automatic);
    call.said(Speaker::Them, "When could you be in Chicago?").await;
    call.said(Speaker::Them, "In person, I mean.").await;
    let (events, view) = call.end().await;
    assert_eq!(asked(&view), ["When could you be in Chicago? In person, I mean."]);
    let revised = events.iter().filter(|event| matches!(event.kind, EventKind::QuestionRevised { .. })).count();
    assert_eq!(revised, 1);
}

#[tokio::test]
async fn a_question_said_again_opens_no_second_card_and_brings_the_first_back() {
    let mut call = Call::begin(Mode::Automatic);
    call.said(Speaker::Them, QUESTION).await;
    let question = QuestionId(1);
    assert_eq!(call.order(Order::Mark { question, mark: Mark::Dismissed, on: true }).await, Ok(()));
    call.said(Speaker::Me, "Sorry, I did not hear that.").await;
    call.said(Speaker::Them, "So, why did you move to Kubernetes?").await;
    assert_eq!(call.order(Order::AnswerNow).await, Ok(()));
    let (_, view) = call.end().await;
    assert_eq!(asked(&view), [QUESTION]);
    assert!(!view.cards[0].marks.dismissed);
    assert_eq!(view.passed.last().unwrap().1, "it was asked a moment ago, and its card is there");
}

#[tokio::test]
async fn the_same_question_much_later_is_a_question_of_its_own() {
    let mut call = Call::begin(Mode::Automatic);
    call.said(Speaker::Them, QUESTION).await;
    for _ in 0..5 {
        call.said(Speaker::Me, "Because our deployments took an evening.").await;
        call.said(Speaker::Them, "I see.").await;
    }
    call.said(Speaker::Them, QUESTION).await;
    assert_eq!(asked(&call.end().await.1), [QUESTION, QUESTION]);
}
