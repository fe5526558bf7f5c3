//! A transcript of another program as a session: its speakers, its questions as the detector finds them, no passages.

use super::error::ImportError;
use super::file::File;
use super::{Imported, Lender, Wanted};
use crate::question::{Detector, Verdict};
use crate::session::session_id;
use crate::transcript::{Spoken, Transcript};
use crate::vault::{Intake, Taken};
use convoally_shared::amendment::{Amendment, AmendmentId, Change};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::question::{Question, QuestionId};
use convoally_shared::session::{Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Takes one in. The same file, with the same user in it, is the same session whenever it comes.
///
/// # Errors
/// [`ImportError::WhoIsMe`], [`ImportError::Transcript`] or [`ImportError::Vault`].
pub(super) fn take(
    vault: &mut impl Lender,
    file: &File,
    transcript: &Transcript<'_>,
    wanted: &Wanted,
) -> Result<Imported, ImportError> {
    let me = me(transcript, wanted)?;
    let digest: String = file.digest(&me)?.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    // After a crash in the middle, the same file goes on with what is there.
    let ending = format!("-{digest}");
    let all = vault.lend(|vault| Ok(vault.sessions()?))?;
    let known = all.into_iter().find(|known| known.id.0.ends_with(&ending));
    let (session, started_unix_ms, brief) = match known {
        Some(known) if known.ended => return Ok(Imported { session: known.id, taken: Taken::default() }),
        Some(known) => (known.id, known.started_unix_ms, known.brief),
        None => {
            let started_unix_ms = wanted.started_unix_ms.unwrap_or_else(|| file.changed_unix_ms());
            (named(started_unix_ms, &digest), started_unix_ms, wanted.brief.clone())
        }
    };
    // Read once for its times alone: nothing is written of a file that turns out to be wrong.
    transcript.read::<ImportError>(!wanted.ignore_times, &mut |_| Ok(()))?;
    let beginning = EventKind::SessionStarted {
        started_unix_ms,
        brief,
        site: None,
        documents: Vec::new(),
        transcriber: format!("another program, imported from {}", file.name()),
        answerer: None,
        mode: Mode::default(),
    };
    let taken = vault.lend(|vault| {
        let mut scribe = Scribe::new(vault.take_in(session.clone(), wanted.even_if_erased), session.clone(), me);
        scribe.write(beginning)?;
        transcript.read(!wanted.ignore_times, &mut |spoken| scribe.said(spoken))?;
        scribe.write(EventKind::SessionEnded)?;
        let amendments = scribe.amendments(started_unix_ms);
        Ok(scribe.intake.finish(&amendments)?)
    })?;
    Ok(Imported { session, taken })
}

/// The name of the user; empty when they are none of the speakers.
fn me(transcript: &Transcript<'_>, wanted: &Wanted) -> Result<String, ImportError> {
    let names = transcript.names();
    let said =
        wanted.me.as_ref().and_then(|me| names.iter().find(|name| name.to_lowercase() == me.trim().to_lowercase()));
    match said {
        Some(name) => Ok((*name).to_owned()),
        None if wanted.me.is_none() && (wanted.without_me || names.is_empty()) => Ok(String::new()),
        None => Err(ImportError::WhoIsMe { names: names.into_iter().map(str::to_owned).collect() }),
    }
}

/// The time of its beginning, as every session has it, and what tells the file from every other.
fn named(started_unix_ms: u64, digest: &str) -> SessionId {
    let SessionId(id) = session_id(started_unix_ms, 0);
    let time = id.rsplit_once('-').map_or(id.as_str(), |(time, _)| time);
    SessionId(format!("{time}-{digest}"))
}

/// Turns what was said into events.
struct Scribe<'v> {
    intake: Intake<'v>,
    session: SessionId,
    me: String,
    detector: Detector,
    seq: u64,
    at_ms: u64,
    utterances: u32,
    questions: u32,
    /// Who of the others said what.
    voices: BTreeMap<String, Vec<UtteranceId>>,
}

impl<'v> Scribe<'v> {
    fn new(intake: Intake<'v>, session: SessionId, me: String) -> Self {
        Self {
            intake,
            session,
            me,
            detector: Detector::default(),
            seq: 0,
            at_ms: 0,
            utterances: 0,
            questions: 0,
            voices: BTreeMap::new(),
        }
    }

    fn write(&mut self, kind: EventKind) -> Result<(), ImportError> {
        self.seq += 1;
        let (session, seq, at_ms) = (self.session.clone(), self.seq, self.at_ms);
        Ok(self.intake.event(Event { session, seq, at_ms, kind })?)
    }

    fn said(&mut self, spoken: Spoken) -> Result<(), ImportError> {
        self.utterances += 1;
        let id = UtteranceId(self.utterances);
        let mine = !self.me.is_empty() && spoken.who.as_ref() == Some(&self.me);
        let speaker = if mine { Speaker::Me } else { Speaker::Them };
        if let Some(who) = spoken.who.filter(|_| !mine) {
            self.voices.entry(who).or_default().push(id);
        }
        let Spoken { start_ms, end_ms, text, .. } = spoken;
        // Events are in the order of the file, whoever spoke into whose words.
        self.at_ms = self.at_ms.max(end_ms);
        let verdict = self.detector.heard(speaker, &text);
        self.write(EventKind::UtteranceFinal { utterance: Utterance { id, speaker, start_ms, end_ms, text } })?;
        match verdict {
            Verdict::Question { text, kind, reason, extends } => {
                let extends = extends && self.questions > 0;
                self.questions += u32::from(!extends);
                let reason = format!("found on import: {reason}");
                let question = Question { id: QuestionId(self.questions), utterance: Some(id), text, kind, reason };
                self.write(match extends {
                    true => EventKind::QuestionRevised { question },
                    false => EventKind::QuestionFound { question },
                })
            }
            Verdict::Passed { .. } | Verdict::Waits { .. } => Ok(()),
        }
    }

    /// What tells the others apart. Their ids follow from the session's, so that the same file makes the same ones.
    fn amendments(&self, at_unix_ms: u64) -> Vec<Amendment> {
        let changes: Vec<Change> = match self.voices.keys().collect::<Vec<_>>().as_slice() {
            [name] => vec![Change::Named { speaker: Speaker::Them, name: (*name).clone() }],
            _ => {
                let voiced = self.voices.iter().map(|(name, said)| (name.clone(), said.clone()));
                voiced.map(|(name, utterances)| Change::Voiced { name, utterances }).collect()
            }
        };
        let amendment = |(number, change): (u32, Change)| {
            let digest = Sha256::digest(format!("{}-{number}", self.session.0));
            let id = AmendmentId(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect());
            Amendment { id, session: self.session.clone(), at_unix_ms, change }
        };
        (1..).zip(changes).map(amendment).collect()
    }
}
