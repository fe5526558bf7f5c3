//! What the log promises about utterances, for any order of turn events.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use convoally::session::{Plan, Session};
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::Brief;
use convoally_shared::utterance::{Speaker, UtteranceId};
use proptest::prelude::*;
use std::collections::HashMap;

/// Right and wrong events of both sides alike.
fn turns() -> impl Strategy<Value = Vec<(Speaker, TurnEvent)>> {
    let turn = || (1..4_u32).prop_map(TurnId);
    let time = || 0..9_000_u64;
    let text = || prop::sample::select(vec!["", "Hello.", "Why do you want to leave?"]).prop_map(str::to_owned);
    let event = prop_oneof![
        (turn(), time()).prop_map(|(turn, start_ms)| TurnEvent::Started { turn, start_ms }),
        (turn(), time(), text()).prop_map(|(turn, end_ms, text)| TurnEvent::Updated { turn, end_ms, text }),
        (turn(), time(), text()).prop_map(|(turn, end_ms, text)| TurnEvent::EagerEnd { turn, end_ms, text }),
        turn().prop_map(|turn| TurnEvent::Resumed { turn }),
        (turn(), time(), text()).prop_map(|(turn, end_ms, text)| TurnEvent::Ended { turn, start_ms: 0, end_ms, text }),
    ];
    prop::collection::vec((prop::sample::select(Speaker::BOTH.to_vec()), event), 0..30)
}

fn events(turns: Vec<(Speaker, TurnEvent)>) -> Vec<Event> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let plan = Plan { brief: Brief::default(), site: None, documents: Vec::new(), meaning: None, answerer: None };
        let mut session = Session::replay(plan, turns).unwrap();
        session.ended().await;
        let mut reader = session.log().reader(0);
        let mut events = Vec::new();
        while let Some(event) = reader.next().await {
            events.push(event);
        }
        events
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_utterance_is_final_or_dropped_at_most_once_and_then_never_spoken_of_again(turns in turns()) {
        let mut over: HashMap<UtteranceId, &'static str> = HashMap::new();
        for event in events(turns) {
            let (id, end) = match event.kind {
                EventKind::UtteranceUpdated { utterance } => (utterance.id, None),
                EventKind::UtteranceFinal { utterance } => (utterance.id, Some("final")),
                EventKind::UtteranceDropped { utterance } => (utterance, Some("dropped")),
                _ => continue,
            };
            prop_assert!(!over.contains_key(&id), "{id:?} was {} already", over[&id]);
            if let Some(end) = end {
                over.insert(id, end);
            }
        }
    }

    #[test]
    fn a_question_is_found_only_in_what_they_said_for_good(turns in turns()) {
        let mut theirs = Vec::new();
        for event in events(turns) {
            match event.kind {
                EventKind::UtteranceFinal { utterance } if utterance.speaker == Speaker::Them => theirs.push(utterance.id),
                EventKind::QuestionFound { question } => prop_assert!(theirs.contains(&question.utterance)),
                _ => {}
            }
        }
    }
}
