//! A home of its own for each test, and made-up events.

use super::{KeySource, Vault, VaultError};
use convoally_shared::amendment::{Amendment, AmendmentId, Change};
use convoally_shared::card::{Disclosure, Wish};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::question::QuestionId;
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::path::{Path, PathBuf};

/// A vault's folder that vanishes with the test, and a passphrase beside it.
pub(super) struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub(super) fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(home.passphrase(), "correct horse battery staple\n").unwrap();
        home
    }

    /// The folder of the vault.
    pub(super) fn vault(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    pub(super) fn database(&self) -> PathBuf {
        self.vault().join("vault.db")
    }

    pub(super) fn passphrase(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }

    /// What opens it.
    pub(super) fn source(&self) -> KeySource {
        KeySource::PassphraseFile(self.passphrase())
    }

    pub(super) fn try_open(&self) -> Result<Vault, VaultError> {
        open_at(&self.vault(), &self.passphrase())
    }

    pub(super) fn open(&self) -> Vault {
        self.try_open().unwrap()
    }
}

pub(super) fn open_at(vault: &Path, passphrase: &Path) -> Result<Vault, VaultError> {
    Vault::open(vault, &KeySource::PassphraseFile(passphrase.to_owned()))
}

/// The first event of a session.
pub(super) fn started(session: &str, started_unix_ms: u64) -> Event {
    event(
        session,
        1,
        EventKind::SessionStarted {
            started_unix_ms,
            brief: Brief {
                company: "Northwind".into(),
                role: "Backend engineer".into(),
                kind: "phone screen".into(),
                ..Brief::default()
            },
            site: Some("meet.google.com".into()),
            documents: vec!["resume".into()],
            transcriber: "whisper".into(),
            answerer: None,
            mode: Mode::default(),
        },
    )
}

/// A finished utterance.
pub(super) fn said(session: &str, seq: u64, text: &str) -> Event {
    event(session, seq, EventKind::UtteranceFinal { utterance: utterance(seq, text) })
}

pub(super) fn utterance(seq: u64, text: &str) -> Utterance {
    let id = UtteranceId(u32::try_from(seq).unwrap());
    Utterance { id, speaker: Speaker::Them, start_ms: 0, end_ms: 900, text: text.into() }
}

pub(super) fn event(session: &str, seq: u64, kind: EventKind) -> Event {
    Event { session: SessionId(session.into()), seq, at_ms: seq * 1000, kind }
}

/// A draft that was asked for elsewhere, with a passage from `source`.
pub(super) fn disclosed(source: &str) -> EventKind {
    let (recipient, content) = ("api.example.com".to_owned(), "question and passages".to_owned());
    let disclosure = Some(Disclosure { recipient, content, bytes: 70, sources: vec![source.to_owned()] });
    EventKind::DraftStarted {
        question: QuestionId(1),
        draft: 1,
        wish: Wish::Spoken,
        engine: "a-model at api.example.com".into(),
        disclosure,
    }
}

/// Sound that left, bytes so far.
pub(super) fn sound(bytes: u64) -> EventKind {
    let (speaker, recipient) = (Speaker::Them, "ear.example".to_owned());
    EventKind::SoundSent { speaker, recipient, requests: 1, bytes, audio_ms: bytes / 32, micro_usd: Some(bytes) }
}

/// An amendment with an id that its time and content give it.
pub(super) fn amendment(session: &str, at_unix_ms: u64, change: Change) -> Amendment {
    let id = AmendmentId(format!("{at_unix_ms}-{}", serde_json::to_string(&change).unwrap()));
    Amendment { id, session: SessionId(session.into()), at_unix_ms, change }
}
