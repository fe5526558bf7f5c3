//! Follows a session in the terminal, as lines for people or as one JSON object an event.

use crate::export::printable;
use crate::session::log::Reader;
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::session::Mode;
use std::io::Write;

/// How events are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people.
    Lines,
    /// For programs: every event, passing ones too.
    Json,
}

/// Prints events until the session is over, or until nobody reads them any more.
pub async fn follow(mut reader: Reader, style: Style) {
    while let Some(event) = reader.next().await {
        let text = match style {
            Style::Json => serde_json::to_string(&event).unwrap_or_default() + "\n",
            Style::Lines => lines(&event),
        };
        if std::io::stdout().write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

/// An event as lines for people; empty for what only a screen shows.
fn lines(event: &Event) -> String {
    let time = clock(event.at_ms);
    match &event.kind {
        EventKind::SessionStarted { brief, transcriber, answerer, documents, .. } => {
            let documents = if documents.is_empty() { "none".to_owned() } else { documents.join(", ") };
            let drafts = answerer.as_deref().unwrap_or("none; nothing leaves this computer");
            let title = printable(&brief.title());
            format!(
                "{time}  {title} — {transcriber}\n       documents: {}\n       drafts: {}\n",
                printable(&documents),
                printable(drafts)
            )
        }
        EventKind::SourceChanged { speaker, device, state } => {
            let heard = match state {
                SourceState::Opening => format!("listening to {}", printable(device)),
                SourceState::Hearing => "sound arrives".to_owned(),
                SourceState::Quiet { since_ms } => format!("quiet since {}", clock(*since_ms)),
                SourceState::Recovered { missing_ms } => format!("back; {missing_ms} ms were not heard"),
                SourceState::Silent { fault } | SourceState::Lost { fault } => said(fault),
                SourceState::Ended => "at its end".to_owned(),
            };
            format!("{time}  {speaker}: {heard}\n")
        }
        EventKind::EngineChanged { speaker, engine, fault } => {
            let why = fault.as_ref().map(said).unwrap_or_default();
            format!("{time}  {speaker}: transcribed by {} {why}\n", printable(engine))
        }
        EventKind::SoundSent { speaker, recipient, bytes: 0, .. } => {
            format!("{time}  {speaker}: sound goes to {}\n", printable(recipient))
        }
        EventKind::UtteranceFinal { utterance } => {
            format!("{time}  {}: {}\n", utterance.speaker, printable(&utterance.text))
        }
        EventKind::QuestionFound { question } => {
            format!("       ▸ {} — {}\n", question.kind, printable(&question.text))
        }
        EventKind::QuestionRevised { question } => format!("       ▸ … {}\n", printable(&question.text)),
        EventKind::ModeChanged { mode } => format!("{time}  cards open {}\n", occasion(*mode)),
        EventKind::DraftMoved { engine, fault, .. } => {
            format!("{time}  draft: {} Asked instead: {}.\n", said(fault), printable(engine))
        }
        EventKind::CardOpened { card } if card.passages.is_empty() => {
            "         Nothing in your documents fits this question.\n".to_owned()
        }
        EventKind::CardOpened { card } => {
            let quoted = card.passages.iter().map(|passage| {
                format!("         “{}”\n           {}\n", printable(&passage.text), printable(&passage.source()))
            });
            quoted.collect()
        }
        EventKind::DraftFinished { text, .. } => {
            text.lines().map(|line| format!("         │ {}\n", printable(line))).collect()
        }
        EventKind::DraftFailed { fault, .. } => format!("{time}  draft: {}\n", said(fault)),
        EventKind::Faulted { fault } => format!("{time}  fault: {}\n", said(fault)),
        EventKind::SessionEnded => format!("{time}  session {} ended\n", event.session),
        EventKind::Level { .. }
        | EventKind::SoundSent { .. }
        | EventKind::UtteranceUpdated { .. }
        | EventKind::UtteranceDropped { .. }
        | EventKind::QuestionPassed { .. }
        | EventKind::CardMarked { .. }
        | EventKind::DraftDropped { .. }
        | EventKind::DraftStarted { .. }
        | EventKind::DraftDelta { .. } => String::new(),
    }
}

fn occasion(mode: Mode) -> &'static str {
    match mode {
        Mode::Automatic => "for every question",
        Mode::OnCommand => "on your command only",
        Mode::Off => "not at all",
    }
}

fn said(fault: &Fault) -> String {
    format!("{} {} [{}]", printable(&fault.sentence), printable(&fault.action), fault.code)
}

/// Minutes and seconds.
fn clock(ms: u64) -> String {
    format!("{:02}:{:02}", ms / 60_000, ms / 1000 % 60)
}
