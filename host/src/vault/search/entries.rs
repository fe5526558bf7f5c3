//! The texts of a session that can be found, and at which place each of them is.

use super::super::error::VaultError;
use super::super::store::{integer, number};
use super::place::{Kind, Place};
use convoally_shared::amendment::{Amendment, Change};
use convoally_shared::event::EventKind;
use convoally_shared::question::QuestionId;
use convoally_shared::session::{Brief, SessionId};
use convoally_shared::utterance::{Speaker, UtteranceId};
use convoally_shared::view::{Amended, SessionView};
use rusqlite::{Connection, Params, Row, Statement};
use std::collections::{BTreeMap, HashMap};

/// Texts by the place within their session.
pub(super) type Entries = BTreeMap<(u64, Kind), String>;

/// A stored event, as far as the index needs it.
pub(super) struct Stored {
    pub seq: u64,
    pub at_ms: u64,
    pub kind: EventKind,
}

/// What amendments say of a session's texts.
#[derive(Default)]
pub(super) struct Edits {
    corrected: HashMap<UtteranceId, String>,
    attributed: HashMap<UtteranceId, Speaker>,
    /// What they say of the session itself.
    pub amended: Amended,
}

impl Edits {
    /// Of all amendments of a session, in order.
    pub fn of(amendments: &[Amendment]) -> Self {
        let mut edits = Self { amended: SessionView::of_amended(&[], amendments).amended, ..Self::default() };
        for amendment in amendments {
            match &amendment.change {
                Change::Corrected { utterance, text } => drop(edits.corrected.insert(*utterance, text.clone())),
                Change::Attributed { utterance, speaker } => drop(edits.attributed.insert(*utterance, *speaker)),
                _ => {}
            }
        }
        edits
    }

    pub fn speaker(&self, utterance: UtteranceId, heard: Speaker) -> Speaker {
        self.attributed.get(&utterance).copied().unwrap_or(heard)
    }

    pub fn text<'a>(&'a self, utterance: UtteranceId, heard: &'a str) -> &'a str {
        self.corrected.get(&utterance).map(String::as_str).filter(|text| !text.is_empty()).unwrap_or(heard)
    }

    /// What a session is called, for people.
    pub fn heading(&self, brief: &Brief) -> String {
        let amended = &self.amended;
        let names = amended.names.iter().map(|(_, name)| name);
        let mut parts: Vec<&str> = amended.title.iter().map(String::as_str).collect();
        parts.extend([&brief.role, &brief.company, &brief.kind].map(String::as_str));
        parts.extend(amended.tags.iter().chain(names).map(String::as_str));
        for voice in amended.voices.values() {
            if !parts.contains(&voice.as_str()) {
                parts.push(voice);
            }
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// The texts that belong to no event.
    pub fn of_the_session(&self, brief: &Brief) -> Entries {
        let mut entries = Entries::new();
        put(&mut entries, (0, Kind::Heading), &self.heading(brief));
        put(&mut entries, (0, Kind::Notes), &self.amended.notes);
        entries
    }

    /// The texts of some of its events, in order. A question that was revised is found as it reads at last.
    pub fn of_events(&self, events: &[Stored]) -> Entries {
        let mut entries = Entries::new();
        let mut questions: HashMap<QuestionId, u64> = HashMap::new();
        for event in events.iter().filter(|event| Place::has_room(event.seq)) {
            if let EventKind::QuestionFound { question } | EventKind::QuestionRevised { question } = &event.kind
                && let Some(before) = questions.insert(question.id, event.seq)
            {
                entries.remove(&(before, Kind::Card));
            }
            if let Some((kind, text)) = self.of_event(&event.kind) {
                put(&mut entries, (event.seq, kind), text);
            }
        }
        entries
    }

    /// The text of one event.
    pub fn of_event<'a>(&'a self, event: &'a EventKind) -> Option<(Kind, &'a str)> {
        match event {
            EventKind::UtteranceFinal { utterance } => {
                let speaker = self.speaker(utterance.id, utterance.speaker);
                Some((Kind::Said(speaker), self.text(utterance.id, &utterance.text)))
            }
            EventKind::QuestionFound { question } | EventKind::QuestionRevised { question } => {
                Some((Kind::Card, &question.text))
            }
            EventKind::DraftFinished { text, .. } => Some((Kind::Card, text)),
            _ => None,
        }
    }
}

fn put(entries: &mut Entries, place: (u64, Kind), text: &str) {
    if !text.is_empty() {
        entries.insert(place, text.to_owned());
    }
}

/// Events of a session that hold texts, by a condition on them, in order. What a later release wrote is passed over.
pub(super) fn stored(connection: &Connection, condition: &str, values: impl Params) -> Result<Vec<Stored>, VaultError> {
    let query = format!("select seq, at_ms, body from event where session = ?1 and {condition}");
    let mut statement = connection.prepare(&query)?;
    let mut rows = statement.query(values)?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.extend(stored_in(row)?);
    }
    Ok(events)
}

/// Reads single events.
pub(super) struct OneByOne<'a>(Statement<'a>);

impl<'a> OneByOne<'a> {
    pub fn of(connection: &'a Connection) -> Result<Self, VaultError> {
        Ok(Self(connection.prepare("select seq, at_ms, body from event where session = ? and seq = ?")?))
    }

    /// The event of a session with a number.
    pub fn at(&mut self, session: &SessionId, seq: u64) -> Result<Option<Stored>, VaultError> {
        let mut rows = self.0.query((&session.0, integer(seq)?))?;
        rows.next()?.map_or(Ok(None), stored_in)
    }
}

/// None for an event that a later release wrote.
fn stored_in(row: &Row<'_>) -> Result<Option<Stored>, VaultError> {
    let body = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
    let (seq, at_ms) = (number(row, 0)?, number(row, 1)?);
    Ok(serde_json::from_str(body).ok().map(|kind| Stored { seq, at_ms, kind }))
}
