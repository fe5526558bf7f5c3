//! Follows a session in the terminal, as lines for people or as one JSON object an event.

use crate::export::{form, printable, spending};
use crate::session::log::Reader;
use convoally_shared::card::{Mark, Span};
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::question::QuestionId;
use convoally_shared::session::Mode;
use convoally_shared::view::SessionView;
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
    let mut view = SessionView::default();
    while let Some(event) = reader.next().await {
        view.apply(&event);
        let text = match style {
            Style::Json => serde_json::to_string(&event).unwrap_or_default() + "\n",
            Style::Lines => lines(&event, &view) + &last_line(&event, &view),
        };
        if std::io::stdout().write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

/// What the session took, when it is over.
fn last_line(event: &Event, view: &SessionView) -> String {
    let ended = matches!(event.kind, EventKind::SessionEnded);
    let took = spending(&view.spending).filter(|_| ended);
    took.map(|took| format!("{}  took {took}\n", clock(event.at_ms))).unwrap_or_default()
}

/// An event as lines for people; empty for what only a screen shows. `view` has seen it already.
fn lines(event: &Event, view: &SessionView) -> String {
    let time = clock(event.at_ms);
    match &event.kind {
        EventKind::SessionStarted { brief, transcriber, answerer, documents, .. } => {
            let documents = if documents.is_empty() { "none".to_owned() } else { documents.join(", ") };
            let drafts = answerer.as_deref().unwrap_or("none; nothing leaves this computer");
            let title = printable(&brief.title());
            format!(
                "{time}  {title} — {}\n       documents: {}\n       drafts: {}\n",
                printable(transcriber),
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
            let typed = if question.utterance.is_none() { ", typed" } else { "" };
            format!("       ▸ {}{typed} — {}\n", question.kind, printable(&question.text))
        }
        EventKind::QuestionRevised { question } => format!("       ▸ … {}\n", printable(&question.text)),
        EventKind::MuteChanged { speaker, muted: true } => {
            format!("{time}  {speaker}: muted in the call, not written down\n")
        }
        EventKind::MuteChanged { speaker, muted: false } => format!("{time}  {speaker}: heard again\n"),
        EventKind::PauseChanged { paused: true } => format!("{time}  paused: nothing is heard or written down\n"),
        EventKind::PauseChanged { paused: false } => format!("{time}  goes on listening\n"),
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
        EventKind::CardMarked { question, mark, on } => {
            let (not, made) = (if *on { "" } else { "not " }, made(*mark));
            format!("{time}  card {}: {not}{made}\n", question.0)
        }
        EventKind::DraftStarted { question, wish, .. } if is_another(view, *question) => {
            format!("         Another draft{}\n", form(*wish))
        }
        EventKind::DraftFinished { text, unsupported, .. } => {
            let lines: String = text.lines().map(|line| format!("         │ {}\n", printable(line))).collect();
            lines + &in_no_source(text, unsupported)
        }
        EventKind::DraftFailed { fault, .. } => format!("{time}  draft: {}\n", said(fault)),
        EventKind::Faulted { fault } => format!("{time}  fault: {}\n", said(fault)),
        EventKind::SessionEnded => format!("{time}  session {} ended\n", event.session),
        EventKind::Level { .. }
        | EventKind::SoundSent { .. }
        | EventKind::UtteranceUpdated { .. }
        | EventKind::UtteranceDropped { .. }
        | EventKind::QuestionPassed { .. }
        | EventKind::DraftDropped { .. }
        | EventKind::DraftStarted { .. }
        | EventKind::DraftDelta { .. } => String::new(),
    }
}

/// It takes the place of one that was complete.
fn is_another(view: &SessionView, question: QuestionId) -> bool {
    view.card(question).is_some_and(|card| !card.earlier.is_empty())
}

fn in_no_source(text: &str, unsupported: &[Span]) -> String {
    let facts: Vec<_> =
        unsupported.iter().filter_map(|span| text.get(span.start as usize..span.end as usize)).collect();
    if facts.is_empty() { String::new() } else { format!("         In no source: {}\n", printable(&facts.join(", "))) }
}

fn made(mark: Mark) -> &'static str {
    match mark {
        Mark::Pinned => "pinned",
        Mark::Dismissed => "put away",
        Mark::Used => "used",
        Mark::Good => "rated good",
        Mark::Bad => "rated bad",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn followed(events: &[Event]) -> String {
        let mut view = SessionView::default();
        let shown = events.iter().map(|event| {
            view.apply(event);
            lines(event, &view) + &last_line(event, &view)
        });
        shown.collect()
    }

    #[test]
    fn the_terminal_tells_what_became_of_the_cards_and_what_the_session_took() {
        let text = followed(&sample::events());
        for line in [
            "card 1: used\n",
            "Another draft, shorter\n",
            "In no source: twelve\n",
            "Asked instead: b-model on this computer.\n",
            "▸ Technical, typed — What is a mutex?\n",
            "02:30  took 2,000 tokens for drafts, 10 % of them for drafts that were given up; at least $0.0021",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }

    #[test]
    fn the_terminal_obeys_no_text_from_a_call() {
        let text = followed(&sample::events_with("\u{1b}[2J\u{7}"));
        assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
    }
}
