//! A computer with a vault, and made-up content for it.

use crate::stores::Stand;
use convoally::backup::{Backup, BackupError, Code, Extent, Place, Ran};
use convoally::secret::Secret;
use convoally::vault::{Item, ItemKey, KeySource, Vault};
use convoally_shared::amendment::{Amendment, AmendmentId, Change};
use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// What no store may show.
pub const MARKER: &str = "Quetzalcoatlus";

pub fn code() -> Code {
    Code::typed(&Secret::new("a phrase that nobody guesses".into())).unwrap()
}

pub fn now() -> u64 {
    u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

pub struct Computer {
    pub home: TempDir,
    pub vault: Vault,
}

impl Computer {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let passphrase = home.path().join("passphrase");
        std::fs::write(&passphrase, "correct horse").unwrap();
        let vault = Vault::open(&home.path().join("vault"), &KeySource::PassphraseFile(passphrase)).unwrap();
        Self { home, vault }
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("vault")
    }

    /// Begins the backup at a store.
    pub async fn begin(&mut self, stand: &Stand) {
        self.begin_at(stand, stand.place()).await;
    }

    pub async fn begin_at(&mut self, stand: &Stand, place: Place) {
        Backup::begin(&mut self.vault, place, stand.credentials(), &code()).await.map(drop).unwrap();
    }

    pub async fn join(&mut self, stand: &Stand) {
        Backup::join(&mut self.vault, stand.place(), stand.credentials(), &code()).await.map(drop).unwrap();
    }

    pub async fn try_run(&mut self, extent: Extent) -> Result<Ran, BackupError> {
        let folder = self.folder();
        Backup::of(&self.vault)?.run(&mut self.vault, &folder, extent, |_| Vec::new(), &mut |_| {}).await
    }

    pub async fn run(&mut self) -> Ran {
        self.try_run(Extent::default()).await.unwrap()
    }

    pub async fn restore(&mut self) -> Result<usize, BackupError> {
        let folder = self.folder();
        Backup::of(&self.vault)?.restore(&mut self.vault, &folder, |_| Vec::new(), &mut |_| {}).await
    }

    /// What `verify` says, as the names of what is broken.
    pub async fn broken(&self) -> Result<Vec<String>, BackupError> {
        let verified = Backup::of(&self.vault)?.verify(&self.vault, &mut |_| {}).await?;
        Ok(verified.broken.into_iter().map(|broken| broken.segment).collect())
    }

    /// A session that has ended, with so many utterances.
    pub fn talk(&mut self, id: &str, utterances: u64) {
        for event in session(id, utterances) {
            self.vault.append(&event).unwrap();
        }
    }

    pub fn amend(&mut self, session: &str, id: &str, change: Change) {
        let (id, session) = (AmendmentId(id.into()), SessionId(session.into()));
        self.vault.amend(&Amendment { id, session, at_unix_ms: now(), change }).unwrap();
    }

    pub fn document(&mut self, id: &str, title: &str, interview: Option<&str>) {
        let document = Document {
            id: DocumentId(id.into()),
            title: title.into(),
            kind: DocumentKind::Resume,
            interview: interview.map(|id| InterviewId(id.into())),
            format: DocumentFormat::Text,
            text: format!("{MARKER} and the text of {id}"),
        };
        self.vault.put_document(&document).unwrap();
    }

    pub fn interview(&mut self, id: &str) {
        let brief = Brief { company: MARKER.into(), ..Brief::default() };
        self.vault.put_interview(&Interview { id: InterviewId(id.into()), brief }).unwrap();
    }

    /// Erases a session as the vault does it for a mark of another computer.
    pub fn erase(&mut self, session: &str) {
        let erased = Item::Erased { what: format!("session:{session}"), at_unix_ms: now() };
        assert!(self.vault.unite(&erased).unwrap());
    }

    /// A little of everything.
    pub fn fill(&mut self, prefix: &str) {
        for number in 0..3 {
            let id = format!("{prefix}-{number}");
            self.talk(&id, 20);
            self.amend(&id, &format!("{id}-note"), Change::Noted { notes: format!("{MARKER} noted") });
        }
        self.interview(prefix);
        self.document(&format!("{prefix}-job"), &format!("{MARKER} job"), Some(prefix));
        self.document(&format!("{prefix}-resume"), "resume", None);
    }

    /// Everything that the vault holds.
    pub fn content(&self) -> Vec<Item> {
        let mut keys: Vec<ItemKey> = self.vault.items(now()).unwrap().into_iter().map(|kept| kept.key).collect();
        keys.sort();
        keys.iter().map(|key| self.vault.item(key).unwrap().unwrap()).collect()
    }

    pub fn sessions(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.vault.sessions().unwrap().into_iter().map(|one| one.id.0).collect();
        ids.sort();
        ids
    }
}

pub fn session(id: &str, utterances: u64) -> Vec<Event> {
    let brief = Brief { company: MARKER.into(), role: "Engineer".into(), ..Brief::default() };
    let begin = EventKind::SessionStarted {
        started_unix_ms: now(),
        brief,
        site: None,
        documents: Vec::new(),
        transcriber: "whisper".into(),
        answerer: None,
        mode: Mode::default(),
    };
    let said = |number: u64| {
        let id = UtteranceId(u32::try_from(number).unwrap());
        // Digits that do not repeat, so that what is made smaller stays large enough to be cut.
        let noise = (number ^ 0x9e37_79b9).wrapping_mul(0x2545_f491_4f6c_dd1d);
        let text = format!("{MARKER} asked number {noise}");
        let utterance = Utterance { id, speaker: Speaker::Them, start_ms: 0, end_ms: 900, text };
        EventKind::UtteranceFinal { utterance }
    };
    let kinds = [begin].into_iter().chain((1..=utterances).map(said)).chain([EventKind::SessionEnded]);
    let event = |(seq, kind)| Event { session: SessionId(id.into()), seq, at_ms: seq * 10, kind };
    (1..).zip(kinds).map(event).collect()
}
