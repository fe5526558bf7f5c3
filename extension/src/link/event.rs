//! Events on the way from the hub to a frame or a page.
//!
//! On the wire and in the vault an event is flat and says its type in a field, which only a form with names can say.
//! Both ends of these ports are of one build, so here an event is written as its Rust type is built. The compiler keeps
//! these mirrors equal to the originals. The pages' reader of JSON takes the flat form for them, too.

use convoally_shared::card::{Card, Disclosure, Mark, Span, Wish};
use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::{Question, QuestionId};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use serde::{Deserialize, Serialize};

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Packed(#[serde(with = "EventMirror")] pub Event);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event")]
pub(super) struct EventMirror {
    session: SessionId,
    seq: u64,
    at_ms: u64,
    #[serde(with = "KindMirror")]
    kind: EventKind,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SourceState", rename_all = "snake_case")]
enum StateMirror {
    Opening,
    Hearing,
    Quiet { since_ms: u64 },
    Silent { fault: Fault },
    Lost { fault: Fault },
    Recovered { missing_ms: u64 },
    Ended,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EventKind", rename_all = "snake_case")]
enum KindMirror {
    SessionStarted {
        started_unix_ms: u64,
        brief: Brief,
        site: Option<String>,
        documents: Vec<String>,
        transcriber: String,
        answerer: Option<String>,
        #[serde(default)]
        mode: Mode,
    },
    SourceChanged {
        speaker: Speaker,
        device: String,
        // In the flat form, `state` says which of them it is.
        #[serde(with = "StateMirror", rename = "source")]
        state: SourceState,
    },
    Level {
        speaker: Speaker,
        dbfs: f32,
    },
    EngineChanged {
        speaker: Speaker,
        engine: String,
        fault: Option<Fault>,
    },
    SoundSent {
        speaker: Speaker,
        recipient: String,
        #[serde(default)]
        requests: u64,
        bytes: u64,
        audio_ms: u64,
        micro_usd: Option<u64>,
    },
    UtteranceUpdated {
        utterance: Utterance,
    },
    UtteranceDropped {
        utterance: UtteranceId,
    },
    UtteranceFinal {
        utterance: Utterance,
    },
    QuestionFound {
        question: Question,
    },
    QuestionRevised {
        question: Question,
    },
    QuestionPassed {
        utterance: UtteranceId,
        reason: String,
    },
    CardOpened {
        card: Card,
    },
    CardMarked {
        question: QuestionId,
        mark: Mark,
        on: bool,
    },
    ModeChanged {
        mode: Mode,
    },
    MuteChanged {
        speaker: Speaker,
        muted: bool,
    },
    PauseChanged {
        paused: bool,
    },
    DraftStarted {
        question: QuestionId,
        #[serde(default = "first")]
        draft: u32,
        #[serde(default)]
        wish: Wish,
        #[serde(default)]
        engine: String,
        disclosure: Option<Disclosure>,
    },
    DraftMoved {
        question: QuestionId,
        draft: u32,
        engine: String,
        fault: Fault,
        disclosure: Option<Disclosure>,
    },
    DraftDelta {
        question: QuestionId,
        #[serde(default = "first")]
        draft: u32,
        text: String,
    },
    DraftFinished {
        question: QuestionId,
        #[serde(default = "first")]
        draft: u32,
        text: String,
        #[serde(default)]
        unsupported: Vec<Span>,
        spent: Option<Spent>,
    },
    DraftFailed {
        question: QuestionId,
        #[serde(default = "first")]
        draft: u32,
        fault: Fault,
        spent: Option<Spent>,
    },
    DraftDropped {
        question: QuestionId,
        draft: u32,
        spent: Spent,
    },
    Faulted {
        fault: Fault,
    },
    SessionEnded,
}

/// As in the original.
fn first() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::pack::{pack, unpack};
    use convoally_shared::document::Passage;
    use convoally_shared::question::QuestionKind;

    /// One of each type that an event holds, with what may be missing missing: a field that is left out when it is
    /// empty would shift those after it.
    fn kinds() -> Vec<EventKind> {
        let (id, fault) = (UtteranceId(300), Fault::new("audio.device_gone", "S.", "A."));
        let utterance =
            Utterance {
                id, speaker: Speaker::Them, start_ms: 1, end_ms: 70_000, text: "Größe › 漢字 🙂".into()
            };
        let passage = Passage {
            document: "resume".into(),
            place: String::new(),
            text: "T.".into(),
            score: 0.5,
            line: 4,
            page: Some(2),
        };
        let question = QuestionId(3);
        let (text, kind, reason) = ("Why us?".to_owned(), QuestionKind::Other, String::new());
        vec![
            EventKind::SessionStarted {
                started_unix_ms: 1_795_447_537_000,
                brief: Brief::default(),
                site: None,
                documents: vec![],
                transcriber: "t".into(),
                answerer: None,
                mode: Mode::OnCommand,
            },
            EventKind::SourceChanged { speaker: Speaker::Them, device: "H".into(), state: SourceState::Lost { fault } },
            EventKind::Level { speaker: Speaker::Me, dbfs: -18.5 },
            EventKind::UtteranceFinal { utterance },
            EventKind::QuestionFound { question: Question { id: question, utterance: Some(id), text, kind, reason } },
            EventKind::CardOpened { card: Card { question, passages: vec![passage] } },
            EventKind::CardMarked { question, mark: Mark::Used, on: true },
            EventKind::DraftStarted {
                question,
                draft: 2,
                wish: Wish::Plainer,
                engine: String::new(),
                disclosure: None,
            },
            EventKind::DraftDelta { question, draft: 1, text: "\"so\"\n".into() },
            EventKind::DraftFinished {
                question,
                draft: 1,
                text: "T.".into(),
                unsupported: vec![Span { start: 0, end: 300 }],
                spent: None,
            },
            EventKind::DraftDropped { question, draft: 1, spent: Spent::default() },
            EventKind::SessionEnded,
        ]
    }

    #[test]
    fn an_event_comes_out_as_it_went_in() {
        for kind in kinds() {
            let packed = Packed(Event { session: SessionId("s".into()), seq: 7, at_ms: 9, kind });
            assert_eq!(unpack(&pack(&packed).unwrap()), Some(packed));
        }
    }
}
