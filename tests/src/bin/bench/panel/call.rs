//! A call of three hours, and what happens in it twenty times a second.

use convoally_shared::card::{Card, Wish};
use convoally_shared::document::Passage;
use convoally_shared::event::{EventKind, SourceState};
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use convoally_tests::stage::NOW_MS;

/// Of the whole call.
pub const UTTERANCES: u32 = 6_000;
/// Of the whole call.
pub const CARDS: u32 = 150;
/// What the last card of the call says.
pub const LAST: &str = "In case 150";
/// What [`beat`] lets happen.
pub const BUSY: &str = "40 levels, 20 words heard, 20 pieces of a draft, one utterance";
/// Beats a second.
const A_SECOND: u32 = 20;

type Moment = (u64, EventKind);

/// All that happened until now, by the stage's clock: a card every forty utterances, each with a draft that is complete.
pub fn three_hours() -> Vec<Moment> {
    let heard = Speaker::BOTH.map(|speaker| {
        let device = "Built-in Audio".to_owned();
        (0, EventKind::SourceChanged { speaker, device, state: SourceState::Hearing })
    });
    let every = UTTERANCES / CARDS;
    let said = (1..=UTTERANCES).flat_map(|id| {
        let at_ms = u64::from(id) * NOW_MS / u64::from(UTTERANCES);
        let card = (id % every == 0).then(|| card(id / every, id, at_ms)).into_iter().flatten();
        std::iter::once(utterance(id, at_ms)).chain(card).collect::<Vec<_>>()
    });
    heard.into_iter().chain(said).collect()
}

/// What happens in a twentieth of a second.
pub fn beat(number: u32) -> Vec<Moment> {
    let (second, within) = (number / A_SECOND, number % A_SECOND);
    let at_ms = NOW_MS + u64::from(number) * 50;
    let loud = |speaker| (at_ms, EventKind::Level { speaker, dbfs: -20.0 - (number % 7) as f32 * 4.0 });
    let id = UTTERANCES + 1 + second;
    let text = WORDS.iter().cycle().take(1 + within as usize).copied().collect::<Vec<_>>().join(" ");
    let (utterance, question) = (spoken(id, at_ms, text), QuestionId(CARDS));
    let mut happens = vec![loud(Speaker::Me), loud(Speaker::Them)];
    if number == 0 {
        let engine = "local".to_owned();
        happens.push((
            at_ms,
            EventKind::DraftStarted { question, draft: 2, wish: Wish::Longer, engine, disclosure: None },
        ));
    }
    happens.push((
        at_ms,
        EventKind::DraftDelta { question, draft: 2, text: format!("{} ", WORDS[within as usize % WORDS.len()]) },
    ));
    happens.push(match within + 1 {
        A_SECOND => (at_ms, EventKind::UtteranceFinal { utterance }),
        _ => (at_ms, EventKind::UtteranceUpdated { utterance }),
    });
    happens
}

const WORDS: [&str; 12] =
    ["the", "slowest", "report", "went", "from", "forty", "seconds", "to", "three", "hundred", "milliseconds", "and"];

fn spoken(id: u32, at_ms: u64, text: String) -> Utterance {
    let speaker = Speaker::BOTH[id as usize % 2];
    Utterance { id: UtteranceId(id), speaker, start_ms: at_ms.saturating_sub(1_500), end_ms: at_ms, text }
}

fn utterance(id: u32, at_ms: u64) -> Moment {
    let text = format!("And in week {id} we moved another service, which nobody noticed but the people who ran it.");
    (at_ms, EventKind::UtteranceFinal { utterance: spoken(id, at_ms, text) })
}

fn card(number: u32, utterance: u32, at_ms: u64) -> [Moment; 4] {
    let id = QuestionId(number);
    let question = Question {
        id,
        utterance: Some(UtteranceId(utterance)),
        text: format!("How did you go about case {number}?"),
        kind: QuestionKind::Behavioral,
        reason: "it begins with “how”".to_owned(),
    };
    let passage = |place: &str| Passage {
        document: "resume".to_owned(),
        place: place.to_owned(),
        text: "Moved the order database to a new cluster without downtime: dual writes for six weeks, then a switch."
            .to_owned(),
        score: 1.0,
        line: 1,
        page: None,
    };
    let passages = ["Experience › Acme Logistics", "Experience › Acme Retail", "Skills"].map(passage).to_vec();
    let text = format!(
        "In case {number} I wrote to both clusters for six weeks [1], compared every row and switched behind a flag [2]."
    );
    let engine = "local".to_owned();
    [
        (at_ms, EventKind::QuestionFound { question }),
        (at_ms + 5, EventKind::CardOpened { card: Card { question: id, passages } }),
        (at_ms + 10, EventKind::DraftStarted { question: id, draft: 1, wish: Wish::Spoken, engine, disclosure: None }),
        (at_ms + 900, EventKind::DraftFinished { question: id, draft: 1, text, unsupported: Vec::new(), spent: None }),
    ]
}
