//! What can happen on the stage, and when.

use convoally_shared::card::{Card, Mark, Span, Wish};
use convoally_shared::document::Passage;
use convoally_shared::event::{EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use convoally_tests::stage::NOW_MS;

pub const WHISPER: &str = "whisper base-q8_0, on this computer";
pub const TAB: &str = "tab sound, meet.google.com";
pub const MICROPHONE: &str = "Built-in Audio Analog Stereo";
/// Who drafts.
pub const CLAUDE: &str = "claude-sonnet-4-5 at api.anthropic.com";
pub const OLLAMA: &str = "qwen2.5:7b, on this computer";

/// What happens, and the time at which it does.
pub type Moment = (u64, EventKind);

pub fn source(at_ms: u64, speaker: Speaker, device: &str, state: SourceState) -> Moment {
    (at_ms, EventKind::SourceChanged { speaker, device: device.to_owned(), state })
}

pub fn level(speaker: Speaker, dbfs: f32) -> Moment {
    (NOW_MS, EventKind::Level { speaker, dbfs })
}

pub fn said(id: u32, at_ms: u64, speaker: Speaker, text: &str) -> Moment {
    let utterance =
        Utterance { id: UtteranceId(id), speaker, start_ms: at_ms - 2_000, end_ms: at_ms, text: text.to_owned() };
    (at_ms, EventKind::UtteranceFinal { utterance })
}

/// Both sides are heard, a few words were said.
pub fn well(theirs: &str) -> Vec<Moment> {
    vec![
        source(100, Speaker::Me, MICROPHONE, SourceState::Hearing),
        source(100, Speaker::Them, theirs, SourceState::Hearing),
        said(1, 200_000, Speaker::Them, "What interests you about this team?"),
        said(2, 244_000, Speaker::Me, "I have run the kind of migration that you are planning."),
        level(Speaker::Me, -38.0),
        level(Speaker::Them, -16.0),
    ]
}

/// Question `id` was asked by utterance `id + 10`, or typed when its `reason` says so, and has its passages.
pub fn asked(id: u32, text: &str, kind: QuestionKind, reason: &str) -> Vec<Moment> {
    let at_ms = 244_200 + u64::from(id) * 500;
    let typed = reason == TYPED;
    let question = Question {
        id: QuestionId(id),
        utterance: (!typed).then_some(UtteranceId(id + 10)),
        text: text.to_owned(),
        kind,
        reason: reason.to_owned(),
    };
    let card = Card { question: question.id, passages: passages() };
    let mut moments = if typed { Vec::new() } else { vec![said(id + 10, at_ms - 640, Speaker::Them, text)] };
    moments.push((at_ms, EventKind::QuestionFound { question }));
    moments.push((at_ms + 5, EventKind::CardOpened { card }));
    moments
}

/// As the host says it of a question that the user typed.
pub const TYPED: &str = "you typed it";

/// As a person's own documents say it.
pub fn passages() -> Vec<Passage> {
    let passage = |document: &str, place: &str, text: &str, score| Passage {
        document: document.to_owned(),
        place: place.to_owned(),
        text: text.to_owned(),
        score,
        line: 1,
        page: None,
    };
    vec![
        passage(
            "resume",
            "Experience › Acme Logistics",
            "Moved the order database (PostgreSQL, 4 TB) to a new cluster without downtime: dual writes for six weeks, \
             then a switch behind a flag. The slowest report went from 40 seconds to 300 milliseconds.",
            1.0,
        ),
        passage(
            "stories",
            "A migration under pressure",
            "Two weeks before the switch the replica fell behind each night. I found the batch job that caused it and \
             moved it to the read side.",
            0.8,
        ),
        passage("resume", "Skills", "PostgreSQL (8 years), Rust, Kafka, Kubernetes.", 0.5),
    ]
}

/// A draft was begun.
pub fn begun(question: u32, draft: u32, wish: Wish, engine: &str) -> Moment {
    let (question, engine) = (QuestionId(question), engine.to_owned());
    (NOW_MS - 2_000, EventKind::DraftStarted { question, draft, wish, engine, disclosure: None })
}

/// More of it arrived.
pub fn more(question: u32, draft: u32, text: &str) -> Moment {
    (NOW_MS - 1_500, EventKind::DraftDelta { question: QuestionId(question), draft, text: text.to_owned() })
}

/// It gave way to another engine.
pub fn gave_way(question: u32, draft: u32, engine: &str, fault: Fault) -> Moment {
    let (question, engine) = (QuestionId(question), engine.to_owned());
    (NOW_MS - 1_700, EventKind::DraftMoved { question, draft, engine, fault, disclosure: None })
}

/// It is complete; `doubted` stands in no source.
pub fn complete(question: u32, draft: u32, text: &str, doubted: &[&str]) -> Moment {
    let span = |words: &&str| {
        let start = text.find(*words).expect("what is doubted stands in the draft") as u32;
        Span { start, end: start + words.len() as u32 }
    };
    let kind = EventKind::DraftFinished {
        question: QuestionId(question),
        draft,
        text: text.to_owned(),
        unsupported: doubted.iter().map(span).collect(),
        spent: Some(Spent { input_tokens: 1_840, output_tokens: 120, micro_usd: Some(7_320), ..Spent::default() }),
    };
    (NOW_MS - 500, kind)
}

/// It was given up.
pub fn failed(question: u32, draft: u32, fault: Fault) -> Moment {
    (NOW_MS - 500, EventKind::DraftFailed { question: QuestionId(question), draft, fault, spent: None })
}

/// The user marked a card.
pub fn marked(question: u32, mark: Mark) -> Moment {
    (NOW_MS - 100, EventKind::CardMarked { question: QuestionId(question), mark, on: true })
}
