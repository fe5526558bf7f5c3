//! Both engines against stand-in providers on real sockets: one table for what they share, and what each has of
//! its own.

mod behaviours;
mod budget;
mod checking;
mod choosing;
mod dialect;
mod failover;
mod requests;
mod stand_in;

use super::drafting::Patience;
use super::{Answerer, DraftRequest, Failed, Told};
use convoally_shared::card::Wish;
use convoally_shared::document::Passage;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::Brief;
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::sync::Mutex;
use std::time::Duration;

/// Looks like a key, and must show up nowhere.
const KEY: &str = "sk-test-4f9aVerySecret77";

/// Long enough for a loaded computer, short enough for a test.
const PATIENT: Patience =
    Patience { first_text: Duration::from_secs(20), silence: Duration::from_secs(20), count: Duration::from_secs(20) };

/// For stand-ins that will never go on.
const IMPATIENT: Patience = Patience {
    first_text: Duration::from_millis(400),
    silence: Duration::from_millis(400),
    count: Duration::from_millis(100),
};

/// Runs one draft to its end, with all that was told on the way.
pub(super) async fn drafted(
    engine: &dyn Answerer,
    request: &DraftRequest,
) -> (Result<super::Draft, Failed>, Vec<Told>) {
    let told = Mutex::new(Vec::new());
    let result = engine.draft(request, &|one| told.lock().unwrap().push(one)).await;
    (result, told.into_inner().unwrap())
}

/// The text on the card after all of that.
pub(super) fn shown(told: &[Told]) -> String {
    told.iter().fold(String::new(), |text, told| match told {
        Told::Text(piece) => text + piece,
        Told::Moved { .. } => String::new(),
    })
}

/// A request with a bit of everything.
pub(super) fn sample() -> DraftRequest {
    let passage = |document: &str, place: &str, text: &str| Passage {
        document: document.into(),
        place: place.into(),
        text: text.into(),
        score: 1.0,
        line: 1,
        page: None,
    };
    let said =
        |id, speaker, text: &str| Utterance { id: UtteranceId(id), speaker, start_ms: 0, end_ms: 1, text: text.into() };
    DraftRequest {
        brief: Brief { company: "Northwind".into(), role: "Backend engineer".into(), ..Brief::default() },
        question: Question {
            id: QuestionId(1),
            utterance: Some(UtteranceId(2)),
            text: "What did you make faster?".into(),
            kind: QuestionKind::Behavioral,
            reason: "asks what".into(),
        },
        wish: Wish::Spoken,
        before: None,
        passages: vec![
            passage(
                "resume",
                "Northwind",
                "Cut p99 latency from 900 ms to 120 ms by moving to a \"write-behind\" cache.",
            ),
            passage("notes", "", "if a < b && b > c"),
        ],
        recent: vec![
            said(1, Speaker::Me, "I led the platform team."),
            said(2, Speaker::Them, "Nice. What did you make faster?"),
        ],
        answered: Vec::new(),
    }
}
