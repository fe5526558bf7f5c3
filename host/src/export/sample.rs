//! A made-up session that has one of everything.

use convoally_shared::amendment::{Amendment, AmendmentId, Change, Outcome};
use convoally_shared::card::{Card, Disclosure, Mark, Span, Wish};
use convoally_shared::document::Passage;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};

/// The word that stands in no source.
const TWELVE: Span = Span { start: 33, end: 39 };

/// The session.
pub(crate) fn events() -> Vec<Event> {
    let brief = Brief {
        role: "Backend engineer".into(),
        company: "Northwind".into(),
        kind: "phone screen".into(),
        ..Brief::default()
    };
    let why = question(1, QuestionKind::Motivation, "Why do you want to work here?", "begins with a question word");
    let then = question(2, QuestionKind::FollowUp, "And then?", "leans on the question before");
    let passage = Passage {
        document: "resume".into(),
        place: "Experience".into(),
        text: "I led the *billing* team.\nFour people.".into(),
        score: 2.5,
        line: 7,
        page: None,
    };
    let sources = vec![passage.source()];
    let fault = Fault::new("answer.cut_off", "The provider stopped in the middle.", "Ask again.");
    let unreachable = Fault::new("answer.unreachable", "There is no connection.", "Check the network.");
    let lost = Fault::new("audio.lost", "The microphone went away.", "Plug it in again.");
    numbered(vec![
        (0, begun(brief)),
        (60_500, asked(1, 1, Wish::Spoken, disclosure("question and passages", 1200, sources.clone()))),
        (60_900, dropped(1, 1, spent(200, None))),
        (61_000, said(1, Speaker::Them, 60_000, "Welcome. Why do you want to work here?")),
        (61_500, why),
        (61_600, opened(1, vec![passage])),
        (61_700, asked(1, 2, Wish::Spoken, disclosure("question and passages", 1234, sources.clone()))),
        (64_000, finished(2, "Because of the *billing* team, which I led.", vec![], spent(700, Some(600)))),
        (64_200, marked(1, Mark::Pinned)),
        (64_500, asked(1, 3, Wish::Shorter, disclosure("question, passages and draft before", 1300, sources))),
        (66_000, finished(3, "Because of the *billing* team of twelve.", vec![TWELVE], spent(1_100, Some(1_500)))),
        (68_000, said(2, Speaker::Me, 65_000, "Because of the team.")),
        (69_000, marked(1, Mark::Used)),
        (70_000, marked(1, Mark::Good)),
        (79_500, said(3, Speaker::Them, 78_000, "And then?")),
        (80_000, then),
        (80_100, opened(2, vec![])),
        (80_200, asked(2, 1, Wish::Spoken, disclosure("question", 200, vec![]))),
        (80_250, moved(2, "b-model on this computer", unreachable)),
        (80_300, EventKind::DraftDelta { question: QuestionId(2), draft: 1, text: "I would".into() }),
        (81_000, failed(2, fault)),
        (90_000, EventKind::Faulted { fault: lost }),
        (100_000, typed(3, "What is a mutex?")),
        (100_100, opened(3, vec![])),
        (110_000, marked(3, Mark::Bad)),
        (148_000, said(4, Speaker::Them, 145_000, "Thanks. We'll get back to you by Friday.")),
        (150_000, EventKind::SessionEnded),
    ])
}

/// What the user changed about it.
pub(crate) fn amendments() -> Vec<Amendment> {
    amended(vec![
        Change::Outcome { outcome: Some(Outcome::Waiting) },
        Change::Tagged { tag: "remote".into(), on: true },
        Change::Tagged { tag: "rust".into(), on: true },
        Change::Noted { notes: "Ask for the *team's* size.\nSalary: not said.".into() },
        Change::Named { speaker: Speaker::Them, name: "Ms Lindqvist".into() },
        Change::Corrected { utterance: UtteranceId(2), text: "Because of the billing team.".into() },
    ])
}

fn amended(changes: Vec<Change>) -> Vec<Amendment> {
    let amendment = |(at, change): (u64, _)| Amendment {
        id: AmendmentId(format!("{at:032x}")),
        session: session(),
        at_unix_ms: 1_795_447_000_000 + at,
        change,
    };
    (1..).zip(changes).map(amendment).collect()
}

/// A session, and what the user changed about it, in which every text that comes from outside is the given one.
pub(crate) fn hostile(text: &str) -> (Vec<Event>, Vec<Amendment>) {
    let owned = || text.to_owned();
    let changes = vec![
        Change::Titled { title: owned() },
        Change::Tagged { tag: owned(), on: true },
        Change::Noted { notes: owned() },
        Change::Named { speaker: Speaker::Me, name: owned() },
        Change::Voiced { name: owned(), utterances: vec![UtteranceId(1)] },
        Change::Corrected { utterance: UtteranceId(1), text: format!("{text} I'll send it to you.") },
    ];
    (events_with(text), amended(changes))
}

/// A session in which every text that comes from outside is the given one.
pub(crate) fn events_with(text: &str) -> Vec<Event> {
    let owned = || text.to_owned();
    let brief = Brief { role: owned(), company: owned(), kind: owned(), language: owned(), tone: owned() };
    let passage = Passage { document: owned(), place: owned(), text: owned(), score: 1.0, line: 1, page: None };
    let disclosure = Disclosure { recipient: owned(), content: owned(), bytes: 1, sources: vec![owned()] };
    let fault = Fault::new("x.y", text, text);
    let mut begun = begun(brief);
    if let EventKind::SessionStarted { documents, transcriber, answerer, .. } = &mut begun {
        (*documents, *transcriber, *answerer) = (vec![owned()], owned(), Some(owned()));
    }
    numbered(vec![
        (0, begun),
        (1, said(1, Speaker::Them, 0, text)),
        (2, question(1, QuestionKind::Other, text, text)),
        (3, opened(1, vec![passage])),
        (4, asked(1, 1, Wish::Bullets, disclosure)),
        (5, moved(1, text, fault.clone())),
        (6, finished(1, text, vec![Span { start: 0, end: text.len() as u32 }], Spent::default())),
        (8, EventKind::Faulted { fault }),
    ])
}

fn session() -> SessionId {
    SessionId("20261123-151537-3fa9".into())
}

fn numbered(kinds: Vec<(u64, EventKind)>) -> Vec<Event> {
    (1..).zip(kinds).map(|(seq, (at_ms, kind))| Event { session: session(), seq, at_ms, kind }).collect()
}

fn begun(brief: Brief) -> EventKind {
    EventKind::SessionStarted {
        started_unix_ms: 1_795_446_937_000,
        brief,
        site: Some("meet.google.com".into()),
        documents: vec!["resume".into()],
        transcriber: "whisper base-q8_0, on this computer".into(),
        answerer: Some("a-model at api.example.com".into()),
        mode: Mode::Automatic,
    }
}

fn said(id: u32, speaker: Speaker, start_ms: u64, text: &str) -> EventKind {
    let utterance = Utterance { id: UtteranceId(id), speaker, start_ms, end_ms: start_ms + 900, text: text.into() };
    EventKind::UtteranceFinal { utterance }
}

/// The first one is asked by the first utterance, the second by the third.
fn question(id: u32, kind: QuestionKind, text: &str, reason: &str) -> EventKind {
    let (id, utterance) = (QuestionId(id), UtteranceId(2 * id - 1));
    let question = Question { id, utterance: Some(utterance), text: text.into(), kind, reason: reason.into() };
    EventKind::QuestionFound { question }
}

fn opened(question: u32, passages: Vec<Passage>) -> EventKind {
    EventKind::CardOpened { card: Card { question: QuestionId(question), passages } }
}

fn typed(id: u32, text: &str) -> EventKind {
    let (id, kind, reason) = (QuestionId(id), QuestionKind::Technical, "you typed it".into());
    EventKind::QuestionFound { question: Question { id, utterance: None, text: text.into(), kind, reason } }
}

fn marked(question: u32, mark: Mark) -> EventKind {
    EventKind::CardMarked { question: QuestionId(question), mark, on: true }
}

fn asked(question: u32, draft: u32, wish: Wish, disclosure: Disclosure) -> EventKind {
    EventKind::DraftStarted {
        question: QuestionId(question),
        draft,
        wish,
        engine: "a-model at api.example.com".into(),
        disclosure: Some(disclosure),
    }
}

fn moved(question: u32, engine: &str, fault: Fault) -> EventKind {
    EventKind::DraftMoved { question: QuestionId(question), draft: 1, engine: engine.into(), fault, disclosure: None }
}

fn finished(draft: u32, text: &str, unsupported: Vec<Span>, spent: Spent) -> EventKind {
    let question = QuestionId(1);
    EventKind::DraftFinished { question, draft, text: text.into(), unsupported, spent: Some(spent) }
}

fn dropped(question: u32, draft: u32, spent: Spent) -> EventKind {
    EventKind::DraftDropped { question: QuestionId(question), draft, spent }
}

fn spent(output_tokens: u64, micro_usd: Option<u64>) -> Spent {
    Spent { output_tokens, micro_usd, ..Spent::default() }
}

fn failed(question: u32, fault: Fault) -> EventKind {
    EventKind::DraftFailed { question: QuestionId(question), draft: 1, fault, spent: None }
}

fn disclosure(content: &str, bytes: u64, sources: Vec<String>) -> Disclosure {
    Disclosure { recipient: "api.example.com".into(), content: content.into(), bytes, sources }
}
