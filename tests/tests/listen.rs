//! The command line hears a recorded call: real speech, the real model, no browser and no sound server.

use convoally_shared::event::{Event, EventKind};
use convoally_shared::utterance::Speaker;
use convoally_tests::child;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::parts::Parts;
use convoally_tests::words;
use std::path::Path;

fn heard(them: &Path, me: Option<&Path>) -> Result<Vec<Event>> {
    let host = Host::new(&Parts::find()?.host, false)?;
    host.pull_model("base-q8_0")?;
    let mut listen = host.command();
    listen.args(["listen", "--json", "--pace", "fast", "--no-history", "--them"]).arg(them);
    if let Some(me) = me {
        listen.arg("--me").arg(me);
    }
    for document in fixtures::documents() {
        listen.arg("--document").arg(document);
    }
    let lines = child::output(&mut listen)?;
    let events =
        serde_json::Deserializer::from_slice(&lines).into_iter::<Event>().collect::<std::result::Result<_, _>>();
    events.map_err(|error| Error::Unexpected(error.to_string()))
}

fn utterances(events: &[Event]) -> Vec<(Speaker, u64, String)> {
    let finals = events.iter().filter_map(|event| match &event.kind {
        EventKind::UtteranceFinal { utterance } => Some(utterance),
        _ => None,
    });
    finals.map(|utterance| (utterance.speaker, utterance.start_ms, utterance.text.clone())).collect()
}

#[test]
fn a_recorded_call_is_understood_in_order_and_its_questions_found() -> Result<()> {
    let events = heard(&fixtures::path("speech/dialogue.wav"), None)?;
    assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "numbered without a gap");
    assert!(events.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms), "time runs forwards");
    assert!(matches!(events.last().map(|event| &event.kind), Some(EventKind::SessionEnded)));

    let heard = utterances(&events);
    assert!(heard.windows(2).all(|pair| pair[0].1 < pair[1].1), "in the order in which they were said");
    let spoken: Vec<String> = fixtures::dialogue()?.into_iter().map(|line| line.text).collect();
    let understood: Vec<String> = heard.iter().map(|(_, _, text)| text.clone()).collect();
    let errors = words::errors(&spoken.join(" "), &understood.join(" "));
    // 4.8 % by this model on this speech (measured).
    assert!(errors.percent() <= Some(12.0), "{errors:?}: {heard:#?}");

    // The candidate's lines are in the same file, so here they come from the other side, and a wish may pass for a hint.
    let questions: Vec<&str> = events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::QuestionFound { question } => Some(question.text.as_str()),
            _ => None,
        })
        .collect();
    for asked in ["stakeholder", "PostgreSQL", "weakness", "five years"] {
        assert_eq!(questions.iter().filter(|text| text.contains(asked)).count(), 1, "{asked} in {questions:?}");
    }
    assert!(questions.len() <= 5, "the interviewer asks four: {questions:?}");
    Ok(())
}

#[test]
fn two_files_are_two_sides_and_only_theirs_asks() -> Result<()> {
    let (them, me) = (fixtures::path("speech/q7.wav"), fixtures::path("speech/q3.wav"));
    let events = heard(&them, Some(&me))?;
    let heard = utterances(&events);
    let of = |side: Speaker| -> Vec<&str> {
        heard.iter().filter(|(speaker, ..)| *speaker == side).map(|(_, _, text)| text.as_str()).collect()
    };
    assert!(of(Speaker::Them).concat().contains("five years"), "{heard:?}");
    assert!(of(Speaker::Me).concat().contains("weakness"), "{heard:?}");
    let asked: Vec<&str> = events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::QuestionFound { question } => Some(question.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(asked.len(), 1, "my own question opens no card: {asked:?}");
    Ok(())
}
