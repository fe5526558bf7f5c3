//! What the user changes about a session afterwards. An event is never edited: an amendment lies beside it, and the
//! view folds both.
//!
//! The list of changes is append-only, like that of events. Amendments never change either, and their ids are random,
//! so those of two computers unite as sets.

use crate::card::Mark;
use crate::question::QuestionId;
use crate::session::SessionId;
use crate::utterance::{Speaker, UtteranceId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names one amendment: 128 random bits in hex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AmendmentId(pub String);

/// One change. Amendments are applied in the order of their times, those of one millisecond in that of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Which amendment.
    pub id: AmendmentId,
    /// The session that it belongs to.
    pub session: SessionId,
    /// When it was made, milliseconds since the Unix epoch.
    pub at_unix_ms: u64,
    /// What is different.
    pub change: Change,
}

impl Amendment {
    /// What amendments are ordered by.
    pub fn place(&self) -> (u64, &AmendmentId) {
        (self.at_unix_ms, &self.id)
    }
}

/// How an interview went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// On to the next round.
    Passed,
    /// They said no.
    Rejected,
    /// They have not said yet.
    Waiting,
    /// They made an offer.
    Offer,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 4] = [Outcome::Passed, Outcome::Rejected, Outcome::Waiting, Outcome::Offer];

    /// How lists and notes name it.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::Rejected => "rejected",
            Outcome::Waiting => "waiting",
            Outcome::Offer => "offer",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// What can be different. Of two that speak of the same thing the later one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    /// The session has a title of the user's own; an empty one gives back that of its brief.
    Titled {
        /// One line.
        title: String,
    },
    /// A tag was put on the session, or taken off. Tags are told apart without regard to case.
    Tagged {
        /// As the user wrote it.
        tag: String,
        /// It was put on.
        on: bool,
    },
    /// How it went on; none takes it back.
    Outcome {
        /// What came of it.
        outcome: Option<Outcome>,
    },
    /// The user's notes, the whole text.
    Noted {
        /// Empty for none.
        notes: String,
    },
    /// The words of an utterance were others. What was heard stays in the event.
    Corrected {
        /// Which utterance.
        utterance: UtteranceId,
        /// Its words; empty gives back what was heard.
        text: String,
    },
    /// The other side said an utterance.
    Attributed {
        /// Which utterance.
        utterance: UtteranceId,
        /// Who said it.
        speaker: Speaker,
    },
    /// What a side is called in place of `Me` and `Them`.
    Named {
        /// Which side.
        speaker: Speaker,
        /// Empty gives back the side's own name.
        name: String,
    },
    /// One of several people of a side said these utterances: a transcript that was imported told them apart.
    Voiced {
        /// Who; empty takes it back.
        name: String,
        /// What they said.
        utterances: Vec<UtteranceId>,
    },
    /// Two of those people are one.
    Merged {
        /// The name that goes.
        name: String,
        /// The name that stays.
        into: String,
    },
    /// A card was marked after the session's end.
    Marked {
        /// Whose card.
        question: QuestionId,
        /// Which mark.
        mark: Mark,
        /// It was set, not taken back.
        on: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vault of last year and a backup from another computer both hold this line.
    #[test]
    fn the_stored_form_is_pinned() {
        let amendment = Amendment {
            id: AmendmentId("00112233445566778899aabbccddeeff".into()),
            session: SessionId("20261123-151537-3fa9".into()),
            at_unix_ms: 1_795_446_937_000,
            change: Change::Outcome { outcome: Some(Outcome::Offer) },
        };
        let line = r#"{"id":"00112233445566778899aabbccddeeff","session":"20261123-151537-3fa9","at_unix_ms":1795446937000,"change":{"type":"outcome","outcome":"offer"}}"#;
        assert_eq!(serde_json::to_string(&amendment).unwrap(), line);
        assert_eq!(serde_json::from_str::<Amendment>(line).unwrap(), amendment);
    }

    #[test]
    fn the_names_of_all_changes_are_pinned() {
        let (utterance, question, speaker) = (UtteranceId(1), QuestionId(1), Speaker::Me);
        let text = String::new;
        let changes = [
            (Change::Titled { title: text() }, "titled"),
            (Change::Tagged { tag: text(), on: true }, "tagged"),
            (Change::Outcome { outcome: None }, "outcome"),
            (Change::Noted { notes: text() }, "noted"),
            (Change::Corrected { utterance, text: text() }, "corrected"),
            (Change::Attributed { utterance, speaker }, "attributed"),
            (Change::Named { speaker, name: text() }, "named"),
            (Change::Voiced { name: text(), utterances: vec![utterance] }, "voiced"),
            (Change::Merged { name: text(), into: text() }, "merged"),
            (Change::Marked { question, mark: Mark::Used, on: true }, "marked"),
        ];
        for (change, name) in changes {
            assert_eq!(serde_json::to_value(&change).unwrap()["type"], name);
        }
    }
}
