//! Looking for words in the history: what is asked, what comes back.

use crate::amendment::Outcome;
use crate::card::Span;
use crate::question::QuestionId;
use crate::session::SessionSummary;
use crate::utterance::{Speaker, UtteranceId};
use serde::{Deserialize, Serialize};

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words, all of which are there; those in quotation marks side by side; one with a star is the beginning of others.
    pub words: String,
    /// In which sessions.
    pub only: Only,
    /// In whose words; none means in questions, drafts, notes and titles too.
    pub said: Option<Said>,
    /// So many sessions at most.
    pub most: usize,
}

/// Leaves out what does not fit. What is none leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Only {
    /// Part of the company's name, or of the title that the user gave.
    pub company: Option<String>,
    /// Sessions that began then or later, milliseconds since the Unix epoch.
    pub from_unix_ms: Option<u64>,
    /// Sessions that began earlier than that, milliseconds since the Unix epoch.
    pub before_unix_ms: Option<u64>,
    /// How they went on.
    pub outcome: Option<Outcome>,
    /// One of their tags.
    pub tag: Option<String>,
}

/// Whose words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A side's.
    By(Speaker),
    /// Those of somebody whom the user or a transcript named, or of a side with that name.
    ByName(String),
}

impl Only {
    /// Whether a session fits. Letters are compared without regard to case.
    pub fn fits(&self, session: &SessionSummary) -> bool {
        let part = |wanted: &str, text: &str| text.to_lowercase().contains(&wanted.to_lowercase());
        let same = |wanted: &str, text: &str| text.to_lowercase() == wanted.to_lowercase();
        let named = |wanted: &String| {
            part(wanted, &session.brief.company) || session.title.as_ref().is_some_and(|title| part(wanted, title))
        };
        self.company.as_ref().is_none_or(named)
            && self.from_unix_ms.is_none_or(|from| session.started_unix_ms >= from)
            && self.before_unix_ms.is_none_or(|before| session.started_unix_ms < before)
            && self.outcome.is_none_or(|outcome| session.outcome == Some(outcome))
            && self.tag.as_ref().is_none_or(|wanted| session.tags.iter().any(|tag| same(wanted, tag)))
    }

    /// Something else than the time is asked for.
    pub fn looks_inside(&self) -> bool {
        self.company.is_some() || self.outcome.is_some() || self.tag.is_some()
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Sessions, the best first: those that have all words in one text, then those that have them in several.
    pub sessions: Vec<FoundSession>,
    /// There are more, which fit less well or are older.
    pub more: bool,
}

/// A session, and the best of what was found in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundSession {
    /// Which session.
    pub session: SessionSummary,
    /// Up to three, in the order in which they were said.
    pub hits: Vec<Hit>,
}

/// A text in which something was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub source: Source,
    /// The part of it around what was found.
    pub text: Marked,
}

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Source {
    /// What the session is called: title, role, company, kind, tags, names.
    Heading,
    /// The user's notes.
    Notes,
    /// What somebody said.
    Utterance {
        /// Which utterance.
        utterance: UtteranceId,
        /// Who, for people.
        who: String,
        /// When, milliseconds since the session began.
        start_ms: u64,
    },
    /// A question that had a card.
    Question {
        /// Which one.
        question: QuestionId,
        /// When it was found, milliseconds since the session began.
        at_ms: u64,
    },
    /// A draft.
    Draft {
        /// Below which question.
        question: QuestionId,
        /// When it was complete, milliseconds since the session began.
        at_ms: u64,
    },
}

/// A text with some of it marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// What was left out of it is `…`.
    pub text: String,
    /// What was found.
    pub marks: Vec<Span>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Brief, SessionId};

    #[test]
    fn a_session_fits_when_nothing_speaks_against_it() {
        let session = SessionSummary {
            id: SessionId("s".into()),
            started_unix_ms: 100,
            duration_ms: 0,
            ended: true,
            brief: Brief { company: "Northwind Öl".into(), ..Brief::default() },
            title: Some("Second round".into()),
            tags: vec!["Remote".into()],
            outcome: Some(Outcome::Offer),
            utterances: 0,
            questions: 0,
        };
        let text = |text: &str| Some(text.to_owned());
        let fitting = [
            Only::default(),
            Only { company: text("wind öL"), ..Only::default() },
            Only { company: text("second"), ..Only::default() },
            Only { from_unix_ms: Some(100), before_unix_ms: Some(101), ..Only::default() },
            Only { outcome: Some(Outcome::Offer), tag: text("remote"), ..Only::default() },
        ];
        assert!(fitting.iter().all(|only| only.fits(&session)));
        let others = [
            Only { company: text("Wingtip"), ..Only::default() },
            Only { from_unix_ms: Some(101), ..Only::default() },
            Only { before_unix_ms: Some(100), ..Only::default() },
            Only { outcome: Some(Outcome::Passed), ..Only::default() },
            Only { tag: text("remot"), ..Only::default() },
        ];
        assert!(!others.iter().any(|only| only.fits(&session)));
    }
}
