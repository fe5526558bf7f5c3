//! Both engines against stand-in providers on real sockets: one table for what they share, and what each has of
//! its own.

mod behaviours;
mod choosing;
mod dialect;
mod requests;
mod stand_in;

use super::DraftRequest;
use super::drafting::Patience;
use convoally_shared::document::Passage;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::Brief;
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::time::Duration;

/// Looks like a key, and must show up nowhere.
const KEY: &str = "sk-test-4f9aVerySecret77";

/// Long enough for a loaded computer, short enough for a test.
const PATIENT: Patience = Patience {
    first_text: Duration::from_secs(20),
    silence: Duration::from_secs(20),
    turned_away: Duration::from_millis(1_500),
};

/// For stand-ins that will never go on.
const IMPATIENT: Patience = Patience {
    first_text: Duration::from_millis(400),
    silence: Duration::from_millis(400),
    turned_away: Duration::from_millis(100),
};

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
            utterance: UtteranceId(2),
            text: "What did you make faster?".into(),
            kind: QuestionKind::Behavioral,
            reason: "asks what".into(),
        },
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
    }
}
