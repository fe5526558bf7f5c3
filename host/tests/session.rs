//! A session from finished utterances on, with a stand-in model server on a real socket.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use convoally::answer::{Answerer, compatible};
use convoally::knowledge::document_of;
use convoally::session::{Plan, Session};
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::document::DocumentFormat;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::Speaker;
use convoally_shared::view::{DraftView, Phase, SessionView};
use std::sync::Arc;

fn said(at: u32, speaker: Speaker, text: &str) -> (Speaker, TurnEvent) {
    let (turn, start_ms, end_ms) = (TurnId(at), u64::from(at) * 1000, u64::from(at) * 1000 + 900);
    (speaker, TurnEvent::Ended { turn, start_ms, end_ms, text: text.to_owned() })
}

fn call() -> Vec<(Speaker, TurnEvent)> {
    vec![
        said(1, Speaker::Them, "Hi, can you hear me?"),
        said(2, Speaker::Me, "Yes, what would you like to know?"),
        said(3, Speaker::Them, "Why did you move to Kubernetes?"),
        said(4, Speaker::Them, "That's great."),
    ]
}

async fn replayed(answerer: Option<Arc<dyn Answerer>>) -> (Vec<Event>, SessionView) {
    let resume = "# Acme\n- Moved forty services to Kubernetes, because deployments took an evening.";
    let documents = vec![document_of("resume".into(), DocumentFormat::Markdown, resume.into())];
    let (brief, mode, purse) = (Brief::default(), Mode::default(), Arc::default());
    let plan = Plan { brief, site: None, documents, meaning: None, mode, answerer, purse };
    let mut session = Session::replay(plan, call()).unwrap();
    session.ended().await;
    let mut reader = session.log().reader(0);
    let mut events = Vec::new();
    while let Some(event) = reader.next().await {
        events.push(event);
    }
    let view = SessionView::of(&events);
    (events, view)
}

/// A model server that streams one answer as an OpenAI-compatible endpoint does.
async fn model_server() -> String {
    const STREAM: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Because deployments \"}}]}\n\n\
        data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"took an evening [1].\"}}]}\n\n\
        data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    let routes =
        Router::new().route("/v1/chat/completions", post(async || ([(CONTENT_TYPE, "text/event-stream")], STREAM)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}/v1")
}

#[tokio::test]
async fn a_question_of_theirs_opens_one_card_and_nothing_else_does() {
    let (events, view) = replayed(None).await;
    assert_eq!(view.phase, Phase::Ended);
    assert_eq!(view.utterances.len(), 4);
    let questions: Vec<&str> = view.cards.iter().map(|card| card.question.text.as_str()).collect();
    assert_eq!(questions, ["Why did you move to Kubernetes?"]);
    let card = view.cards[0].card.as_ref().unwrap();
    assert_eq!(card.passages[0].text, "Moved forty services to Kubernetes, because deployments took an evening.");
    assert_eq!(card.passages[0].source(), "resume › Acme");
    assert_eq!((&view.cards[0].draft, view.departures.len()), (&DraftView::None, 0));
    let passed = events.iter().filter(|event| matches!(event.kind, EventKind::QuestionPassed { .. })).count();
    assert_eq!(passed, 2, "both other utterances of theirs say why they opened none");
    assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "numbered without a gap");
}

#[tokio::test]
async fn a_draft_streams_below_the_card_that_is_already_there() {
    let server = model_server().await;
    let answerer = compatible(&server, None, "stand-in").unwrap();
    let (events, view) = replayed(Some(answerer)).await;
    assert_eq!(view.cards[0].draft, DraftView::Finished { text: "Because deployments took an evening [1].".into() });
    let place = |wanted: fn(&EventKind) -> bool| events.iter().position(|event| wanted(&event.kind)).unwrap();
    let card = place(|kind| matches!(kind, EventKind::CardOpened { .. }));
    let started = place(|kind| matches!(kind, EventKind::DraftStarted { .. }));
    let delta = place(|kind| matches!(kind, EventKind::DraftDelta { .. }));
    let finished = place(|kind| matches!(kind, EventKind::DraftFinished { .. }));
    assert!(card < started && started < delta && delta < finished);
    assert!(view.departures.is_empty(), "a model on this computer: nothing left it");
}

#[tokio::test]
async fn a_model_server_that_is_gone_is_told_on_the_card_and_the_session_goes_on() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let (_, view) = replayed(Some(compatible(&gone, None, "stand-in").unwrap())).await;
    let DraftView::Failed { fault, .. } = &view.cards[0].draft else { panic!("{:?}", view.cards[0].draft) };
    assert_eq!(fault.code, "answer.unreachable");
    assert_eq!((view.phase, view.utterances.len()), (Phase::Ended, 4));
}
