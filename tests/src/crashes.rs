//! What `kill -9` leaves of a vault under two writers: real processes, each told apart by its session, that are killed
//! at moments that nobody chose.

use crate::chance::Chance;
use crate::child::Kept;
use crate::error::{Error, Result};
use convoally::secret::Secret;
use convoally::vault::{KeySource, Vault, VaultError};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The argument with which a program that calls [`write`] becomes a writer; the vault's folder and a session follow.
pub const WRITE: &str = "write-until-killed";
/// A writer opens the vault, or makes it, in a third of this.
const LATEST_KILL: Duration = Duration::from_millis(1500);
/// The second writer outlives the first by this much at most.
const BETWEEN: Duration = Duration::from_millis(40);
const PASSPHRASE: &str = "correct horse battery staple";

/// What came of the rounds.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Utterances that a writer was told are kept.
    pub acknowledged: u64,
    /// Of those, the ones that were not there afterwards, or not as they were.
    pub lost: u64,
    /// Rounds after which a page was damaged.
    pub damaged: u64,
    /// Rounds in which a writer was killed before it had kept anything: while the vault was opened or made.
    pub early: usize,
    /// How long the vault took to open after each, milliseconds.
    pub opened_ms: Vec<f64>,
}

/// Lets two writers write into the vault in `folder`, kills both at a moment that `round` draws, and looks at what is left.
///
/// # Errors
/// A writer cannot be started, or the vault does not open: a kill must never lead to that.
pub fn round(program: &Path, folder: &Path, round: u32, tally: &mut Tally) -> Result<()> {
    let mut chance = Chance::new(round);
    let sessions = ["one", "two"].map(|name| format!("{name}-{round}"));
    let mut writers = Vec::new();
    for session in &sessions {
        let mut command = Command::new(program);
        command.arg(WRITE).arg(folder).arg(session).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut writer = Kept::start(&mut command)?;
        let stdout = writer.inner().stdout.take().ok_or_else(|| Error::Unexpected("no stdout".to_owned()))?;
        writers.push((writer, stdout));
    }
    std::thread::sleep(LATEST_KILL.mul_f64(chance.draw()));
    let mut told = Vec::new();
    for (writer, stdout) in writers {
        // Dropping kills.
        drop(writer);
        told.push(last_told(stdout));
        std::thread::sleep(BETWEEN.mul_f64(chance.draw()));
    }
    let began = Instant::now();
    let vault = open(folder).map_err(unexpected)?;
    tally.opened_ms.push(began.elapsed().as_secs_f64() * 1000.0);
    tally.damaged += u64::from(vault.check().is_err());
    for (session, told) in sessions.iter().zip(told) {
        tally.acknowledged += told;
        tally.early += usize::from(told == 0);
        tally.lost += told - kept_in_order(&vault, session).map_err(unexpected)?.min(told);
    }
    Ok(())
}

/// Keeps one event after the other for ever, and prints how many it has kept so far.
///
/// # Errors
/// What the vault says.
pub fn write(folder: &Path, session: &str) -> std::result::Result<(), VaultError> {
    let mut vault = open(folder)?;
    let mut out = std::io::stdout().lock();
    for seq in 1.. {
        vault.append(&event(session, seq))?;
        // Whoever does not read any more has gone; the next signal ends this, too.
        let _ = writeln!(out, "{seq}").and_then(|()| out.flush());
    }
    Ok(())
}

fn open(folder: &Path) -> std::result::Result<Vault, VaultError> {
    Vault::open(folder, &KeySource::Passphrase(Secret::new(PASSPHRASE.to_owned())))
}

fn last_told(stdout: ChildStdout) -> u64 {
    let told = BufReader::new(stdout).lines().map_while(|line| line.ok()).filter_map(|line| line.parse().ok());
    told.last().unwrap_or(0)
}

/// How many events of a session are there, one after the other and each as it was written.
fn kept_in_order(vault: &Vault, session: &str) -> std::result::Result<u64, VaultError> {
    let events = match vault.events(&SessionId(session.to_owned())) {
        Err(VaultError::UnknownSession(_)) => return Ok(0),
        events => events?,
    };
    let as_written = (1..).zip(&events).take_while(|(seq, kept)| **kept == event(session, *seq));
    Ok(as_written.count() as u64)
}

/// The event that a session has at a place. Some are longer than a page of the database.
fn event(session: &str, seq: u64) -> Event {
    let kind = if seq == 1 {
        EventKind::SessionStarted {
            started_unix_ms: 1,
            brief: Brief::default(),
            site: None,
            documents: Vec::new(),
            transcriber: "crash test".to_owned(),
            answerer: None,
            mode: Mode::default(),
        }
    } else {
        let text = format!("{session} said {seq}. ").repeat(1 + (seq as usize * 37) % 400);
        let id = UtteranceId(u32::try_from(seq).unwrap_or_default());
        EventKind::UtteranceFinal {
            utterance: Utterance { id, speaker: Speaker::Them, start_ms: 0, end_ms: 900, text },
        }
    };
    Event { session: SessionId(session.to_owned()), seq, at_ms: seq, kind }
}

fn unexpected(error: VaultError) -> Error {
    Error::Unexpected(format!("the vault after a kill: {error}"))
}
