//! Calls that nobody had: words as often as in a language, so that an index of them is like a real one.

use convoally_shared::card::Card;
use convoally_shared::document::Passage;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};

/// Different words; the one at place n is said about 1/n times as often as the first (Zipf's law).
const VOCABULARY: f64 = 40_000.0;
const SYLLABLES: [&str; 14] = ["ka", "to", "mi", "re", "su", "lo", "ne", "va", "du", "pi", "ho", "gy", "ba", "fe"];
/// An utterance has so many words at least, and up to so many more.
const WORDS: (u64, u64) = (4, 20);
/// Every so many utterances are a question with its card and draft.
const A_QUESTION_EVERY: u32 = 16;
const A_DAY_MS: u64 = 86_400_000;
const FIRST_UNIX_MS: u64 = 1_600_000_000_000;

/// The same numbers in each run: xorshift64.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    fn share(&mut self) -> f64 {
        self.below(1 << 53) as f64 / (1_u64 << 53) as f64
    }
}

/// The word at a place of the vocabulary, from 0.
pub fn word(place: usize) -> String {
    let mut rest = place + 1;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

fn sentence(chance: &mut Chance, most: u64) -> String {
    let words = WORDS.0 + chance.below(most);
    let any = |chance: &mut Chance| word(VOCABULARY.powf(chance.share()) as usize - 1);
    (0..words).map(|_| any(chance)).collect::<Vec<_>>().join(" ")
}

/// The id of a session by its number.
pub fn id(number: u64) -> SessionId {
    SessionId(format!("{:08}-{:06}-0000", 20_000_000 + number / 100, number))
}

/// The utterance with a number.
pub fn said(session: &SessionId, seq: u64, utterance: u32, chance: &mut Chance) -> Event {
    let speaker = if chance.below(2) == 0 { Speaker::Me } else { Speaker::Them };
    let start_ms = u64::from(utterance) * 9_000;
    let text = sentence(chance, WORDS.1);
    let utterance = Utterance { id: UtteranceId(utterance), speaker, start_ms, end_ms: start_ms + 8_000, text };
    event(session, seq, start_ms + 8_500, EventKind::UtteranceFinal { utterance })
}

/// A whole session.
pub fn session(number: u64, utterances: u32) -> Vec<Event> {
    let mut chance = Chance::new(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let id = id(number);
    let mut events = vec![begun(&id, number, &mut chance)];
    for utterance in 1..=utterances {
        let at_ms = u64::from(utterance) * 9_000 + 8_600;
        let next = |events: &Vec<Event>| events.len() as u64 + 1;
        events.push(said(&id, next(&events), utterance, &mut chance));
        if utterance % A_QUESTION_EVERY == 0 {
            let number = QuestionId(utterance / A_QUESTION_EVERY);
            for kind in card(number, utterance, &mut chance) {
                events.push(event(&id, next(&events), at_ms, kind));
            }
        }
    }
    let (seq, at_ms) = (events.len() as u64 + 1, u64::from(utterances) * 9_000 + 20_000);
    events.push(event(&id, seq, at_ms, EventKind::SessionEnded));
    events
}

fn begun(id: &SessionId, number: u64, chance: &mut Chance) -> Event {
    let brief = Brief { company: word(chance.below(2_000) as usize), role: sentence(chance, 1), ..Brief::default() };
    let kind = EventKind::SessionStarted {
        started_unix_ms: FIRST_UNIX_MS + number * A_DAY_MS / 8,
        brief,
        site: Some("meet.google.com".into()),
        documents: vec!["resume".into()],
        transcriber: "whisper base-q8_0, on this computer".into(),
        answerer: None,
        mode: Mode::default(),
    };
    event(id, 1, 0, kind)
}

fn card(question: QuestionId, utterance: u32, chance: &mut Chance) -> [EventKind; 3] {
    let passage = Passage {
        document: "resume".into(),
        place: "Experience".into(),
        text: sentence(chance, 40),
        score: 1.0,
        line: 7,
        page: None,
    };
    let found = Question {
        id: question,
        utterance: Some(UtteranceId(utterance)),
        text: sentence(chance, 8),
        kind: QuestionKind::Behavioral,
        reason: "begins with a question word".into(),
    };
    [
        EventKind::QuestionFound { question: found },
        EventKind::CardOpened { card: Card { question, passages: vec![passage] } },
        EventKind::DraftFinished { question, draft: 1, text: sentence(chance, 60), unsupported: vec![], spent: None },
    ]
}

fn event(session: &SessionId, seq: u64, at_ms: u64, kind: EventKind) -> Event {
    Event { session: session.clone(), seq, at_ms, kind }
}
