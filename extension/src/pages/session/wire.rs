//! How the page reads what the host sends of a session.
//!
//! On the wire events and changes are flat and say their type in a field. These mirrors say the same as the page's reader
//! of JSON has the least code for it: see [`crate::pages::json`]. The compiler keeps them equal to the originals.

use crate::link::event::Packed;
use convoally_shared::amendment::{Amendment, AmendmentId, Change, Outcome};
use convoally_shared::card::Mark;
use convoally_shared::question::QuestionId;
use convoally_shared::request::{ChangeSession, ReadSession, Request};
use convoally_shared::session::{SessionId, SessionSummary};
use convoally_shared::utterance::{Speaker, UtteranceId};
use serde::{Deserialize, Serialize};

/// [`ReadSession`].
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Read(pub ReadSession);

impl Request for Read {
    const NAME: &'static str = ReadSession::NAME;
    type Reply = <ReadSession as Request>::Reply;
    type Progress = Part;
}

/// [`ChangeSession`].
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amend(pub ChangeSession);

impl Request for Amend {
    const NAME: &'static str = ChangeSession::NAME;
    type Reply = Amended;
    type Progress = <ChangeSession as Request>::Progress;
}

/// [`convoally_shared::request::SessionPart`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "one at a time, and the large one once")]
pub enum Part {
    /// First: what the list shows of it.
    Summary(SessionSummary),
    /// Its events, in several parts.
    Events(Vec<Packed>),
    /// Then what the user changed about it.
    Amendments(Vec<Amended>),
}

/// An amendment in a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amended(#[serde(with = "AmendmentMirror")] pub Amendment);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Amendment")]
struct AmendmentMirror {
    id: AmendmentId,
    session: SessionId,
    at_unix_ms: u64,
    #[serde(with = "ChangeMirror")]
    change: Change,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Change", rename_all = "snake_case")]
enum ChangeMirror {
    Titled { title: String },
    Tagged { tag: String, on: bool },
    Outcome { outcome: Option<Outcome> },
    Noted { notes: String },
    Corrected { utterance: UtteranceId, text: String },
    Attributed { utterance: UtteranceId, speaker: Speaker },
    Named { speaker: Speaker, name: String },
    Voiced { name: String, utterances: Vec<UtteranceId> },
    Merged { name: String, into: String },
    Marked { question: QuestionId, mark: Mark, on: bool },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::json;

    #[test]
    fn every_change_is_read_as_the_host_writes_it() {
        let (text, utterance, question, speaker) = (String::new(), UtteranceId(1), QuestionId(2), Speaker::Them);
        let changes = [
            Change::Titled { title: text.clone() },
            Change::Tagged { tag: text.clone(), on: true },
            Change::Outcome { outcome: None },
            Change::Outcome { outcome: Some(Outcome::Offer) },
            Change::Noted { notes: "type".into() },
            Change::Corrected { utterance, text: text.clone() },
            Change::Attributed { utterance, speaker },
            Change::Named { speaker, name: text.clone() },
            Change::Voiced { name: text.clone(), utterances: vec![utterance] },
            Change::Merged { name: text.clone(), into: "noted".into() },
            Change::Marked { question, mark: Mark::Used, on: false },
        ];
        for change in changes {
            let (id, session) = (AmendmentId("a".into()), SessionId("s".into()));
            let amendment = Amendment { id, session, at_unix_ms: 1, change };
            let read = json::read(&serde_json::to_value(&amendment).unwrap());
            assert_eq!(read.map(|Amended(read)| read), Some(amendment));
        }
    }
}
