//! Follows a session in the terminal, as lines for people or as one JSON object an event.

use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;

use crate::session::log::Reader;

/// How events are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people.
    Lines,
    /// For programs: every event, passing ones too.
    Json,
}

/// Prints events until the session is over.
pub async fn follow(mut reader: Reader, style: Style) {
    while let Some(event) = reader.next().await {
        match style {
            Style::Json => print_json(&event),
            Style::Lines => print_lines(&event),
        }
    }
}

fn print_json(event: &Event) {
    if let Ok(line) = serde_json::to_string(event) {
        println!("{line}");
    }
}

fn print_lines(event: &Event) {
    let time = clock(event.at_ms);
    match &event.kind {
        EventKind::SessionStarted { brief, transcriber, answerer, documents, .. } => {
            println!("{time}  {} — {transcriber}", brief.title());
            println!("       documents: {}", if documents.is_empty() { "none".into() } else { documents.join(", ") });
            println!("       drafts: {}", answerer.as_deref().unwrap_or("none; nothing leaves this computer"));
        }
        EventKind::SourceChanged { speaker, device, state } => match state {
            SourceState::Opening => println!("{time}  {speaker}: listening to {device}"),
            SourceState::Hearing { silent: false } => println!("{time}  {speaker}: sound arrives"),
            SourceState::Hearing { silent: true } => {
                println!(
                    "{time}  {speaker}: nothing but zeros from {device}; nothing plays, or a permission is missing"
                );
            }
            SourceState::Lost { fault } => print_said(&time, speaker.label(), fault),
            SourceState::Ended => println!("{time}  {speaker}: at its end"),
        },
        EventKind::UtteranceFinal { utterance } => println!("{time}  {}: {}", utterance.speaker, utterance.text),
        EventKind::QuestionFound { question } => println!("       ▸ {} — {}", question.kind, question.text),
        EventKind::CardOpened { card } if card.passages.is_empty() => {
            println!("         Nothing in your documents fits this question.");
        }
        EventKind::CardOpened { card } => {
            for passage in &card.passages {
                println!("         “{}”\n           {}", passage.text, passage.source());
            }
        }
        EventKind::DraftFinished { text, .. } => {
            for line in text.lines() {
                println!("         │ {line}");
            }
        }
        EventKind::DraftFailed { fault, .. } => print_said(&time, "draft", fault),
        EventKind::Faulted { fault } => print_said(&time, "fault", fault),
        EventKind::SessionEnded => println!("{time}  session {} ended", event.session),
        EventKind::Level { .. }
        | EventKind::UtteranceUpdated { .. }
        | EventKind::UtteranceDropped { .. }
        | EventKind::QuestionPassed { .. }
        | EventKind::DraftStarted { .. }
        | EventKind::DraftDelta { .. } => {}
    }
}

fn print_said(time: &str, what: &str, fault: &Fault) {
    println!("{time}  {what}: {} {} [{}]", fault.sentence, fault.action, fault.code);
}

/// Minutes and seconds.
fn clock(ms: u64) -> String {
    format!("{:02}:{:02}", ms / 60_000, ms / 1000 % 60)
}
