//! What left this computer: the record of it, folded from a session's events.
//!
//! A request that carried nothing of the user's is not in it: to fetch a model, or to ask a server which models it has.

use crate::card::Disclosure;
use crate::event::{Event, EventKind};
use crate::question::QuestionId;
use crate::utterance::Speaker;
use serde::{Deserialize, Serialize};

/// Requests to one recipient that belong together: one draft's, or those with the sound of one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// When it left, milliseconds since the Unix epoch; where it was more and more, when the first of it did.
    pub at_unix_ms: u64,
    /// The host name that it went to: `api.anthropic.com`.
    pub recipient: String,
    /// What it was for.
    #[serde(flatten)]
    pub purpose: Purpose,
    /// What kind of data, for people: `question and passages`.
    pub content: String,
    /// How many requests; a connection that stays open is one.
    pub requests: u64,
    /// Bytes of them, without what the protocol adds.
    pub bytes: u64,
    /// The sources of the passages that were sent along.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What something left for. Append-only, like the kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// A draft.
    Draft {
        /// Of which question.
        question: QuestionId,
        /// Which of its drafts.
        draft: u32,
    },
    /// Speech becomes text.
    Speech {
        /// Whose sound.
        speaker: Speaker,
        /// How much of it, milliseconds.
        audio_ms: u64,
    },
    /// To find out whether an engine would work.
    Check,
    /// The vault, encrypted, to the place of its backups.
    Backup,
}

impl Purpose {
    /// How lists name it.
    pub fn label(self) -> &'static str {
        match self {
            Purpose::Draft { .. } => "draft",
            Purpose::Speech { .. } => "speech",
            Purpose::Check => "check",
            Purpose::Backup => "backup",
        }
    }
}

impl Departure {
    /// What a check of an engine sends away.
    pub fn of_check(at_unix_ms: u64, disclosure: Disclosure) -> Self {
        let Disclosure { recipient, content, bytes, sources } = disclosure;
        Self { at_unix_ms, recipient, purpose: Purpose::Check, content, requests: 1, bytes, sources }
    }

    /// The same without a word of the user's: what stays in the record when its session is erased, or was never kept.
    pub fn without_words(mut self) -> Self {
        self.sources.clear();
        self
    }
}

/// Takes one event of a session that began at `began_unix_ms` into the record of that session.
pub fn note(departures: &mut Vec<Departure>, began_unix_ms: u64, event: &Event) {
    let at_unix_ms = began_unix_ms + event.at_ms;
    match &event.kind {
        EventKind::DraftStarted { question, draft, disclosure: Some(disclosure), .. }
        | EventKind::DraftMoved { question, draft, disclosure: Some(disclosure), .. } => {
            let Disclosure { recipient, content, bytes, sources } = disclosure.clone();
            let purpose = Purpose::Draft { question: *question, draft: *draft };
            departures.push(Departure { at_unix_ms, recipient, purpose, content, requests: 1, bytes, sources });
        }
        EventKind::SoundSent { speaker, recipient, requests, bytes, audio_ms, .. } => {
            let purpose = Purpose::Speech { speaker: *speaker, audio_ms: *audio_ms };
            let same = |one: &&mut Departure| {
                one.recipient == *recipient
                    && matches!(one.purpose, Purpose::Speech { speaker: of, .. } if of == *speaker)
            };
            // It is told from the session's beginning on.
            match departures.iter_mut().find(same) {
                Some(known) => (known.purpose, known.requests, known.bytes) = (purpose, *requests, *bytes),
                None => departures.push(Departure {
                    at_unix_ms,
                    recipient: recipient.clone(),
                    purpose,
                    content: format!("sound of {speaker}"),
                    requests: *requests,
                    bytes: *bytes,
                    sources: Vec::new(),
                }),
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Wish;
    use crate::fault::Fault;
    use crate::session::SessionId;

    fn left(kinds: Vec<EventKind>) -> Vec<Departure> {
        let mut departures = Vec::new();
        for (seq, kind) in (1..).zip(kinds) {
            note(&mut departures, 1_000, &Event { session: SessionId("s".into()), seq, at_ms: seq * 10, kind });
        }
        departures
    }

    fn disclosure(recipient: &str) -> Option<Disclosure> {
        let (recipient, content, sources) = (recipient.to_owned(), "question".to_owned(), vec!["resume".to_owned()]);
        Some(Disclosure { recipient, content, bytes: 7, sources })
    }

    #[test]
    fn each_request_for_a_draft_is_listed_with_its_time_and_one_that_stays_here_is_not() {
        let (question, wish) = (QuestionId(2), Wish::Spoken);
        let begun =
            |draft, disclosure| EventKind::DraftStarted { question, draft, wish, engine: "e".into(), disclosure };
        let fault = Fault::new("answer.unreachable", "S.", "A.");
        let disclosed = disclosure("b");
        let moved = EventKind::DraftMoved { question, draft: 1, engine: "e".into(), fault, disclosure: disclosed };
        let told = left(vec![begun(1, disclosure("a")), moved, begun(2, None)]);
        let told: Vec<_> = told.iter().map(|one| (one.at_unix_ms, one.recipient.as_str(), one.purpose)).collect();
        let purpose = Purpose::Draft { question, draft: 1 };
        assert_eq!(told, [(1_010, "a", purpose), (1_020, "b", purpose)]);
    }

    #[test]
    fn sound_is_one_entry_a_side_and_recipient_and_it_grows() {
        let sent = |speaker, requests, bytes, audio_ms| {
            let recipient = "ear".to_owned();
            EventKind::SoundSent { speaker, recipient, requests, bytes, audio_ms, micro_usd: None }
        };
        let told = left(vec![sent(Speaker::Me, 0, 0, 0), sent(Speaker::Them, 0, 0, 0), sent(Speaker::Me, 2, 64, 2)]);
        let told: Vec<_> =
            told.iter().map(|one| (one.at_unix_ms, one.content.as_str(), one.requests, one.bytes)).collect();
        assert_eq!(told, [(1_010, "sound of Me", 2, 64), (1_020, "sound of Them", 0, 0)]);
    }

    /// The vault keeps those outside a session in this form.
    #[test]
    fn the_stored_form_is_pinned() {
        let purpose = Purpose::Draft { question: QuestionId(2), draft: 1 };
        let departure = Departure {
            at_unix_ms: 5,
            recipient: "a".into(),
            purpose,
            content: "question".into(),
            requests: 1,
            bytes: 7,
            sources: vec!["resume".into()],
        };
        let line = r#"{"at_unix_ms":5,"recipient":"a","purpose":"draft","question":2,"draft":1,"content":"question","requests":1,"bytes":7,"sources":["resume"]}"#;
        assert_eq!(serde_json::to_string(&departure).unwrap(), line);
        assert_eq!(serde_json::from_str::<Departure>(line).unwrap(), departure);
        assert!(departure.without_words().sources.is_empty());
    }
}
