//! Which sessions, and whose words.

use convoally_shared::amendment::Outcome;
use convoally_shared::session::SessionSummary;
use convoally_shared::utterance::Speaker;

/// Leaves out what does not fit. What is none leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub(super) fn looks_inside(&self) -> bool {
        self.company.is_some() || self.outcome.is_some() || self.tag.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::{Brief, SessionId};

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
