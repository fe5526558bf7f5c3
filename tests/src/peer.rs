//! The peer: faster-whisper on the same sound, in a Python environment of its own.
//!
//! The environment and the models come from the user's package index and stay in `target/bench/peer`. Nothing but
//! `make bench` makes it.

use crate::child::{self, Kept};
use crate::error::{Error, Result};
use crate::parts::workspace;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

/// What the peer is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// `base` or `tiny.en`.
    pub model: &'static str,
    /// Threads; 0 lets it choose.
    pub threads: usize,
    /// Beams of the search; 1 is greedy, as this product decodes. 5 is the peer's own default.
    pub beam: usize,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Transcript {
    /// What was understood.
    pub text: String,
    /// From samples in memory to the text, milliseconds.
    pub ms: f64,
}

/// A running peer. It keeps each model that it was asked for in memory and ends with the value.
#[derive(Debug)]
pub struct Peer {
    // Fields drop in order: with stdin closed it ends by itself.
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
    _python: Kept,
}

impl Peer {
    /// Makes the environment where it is missing or of another version, and starts the peer in it.
    ///
    /// # Errors
    /// [`Error::Failed`] with pip's words when a package cannot be had.
    pub fn start() -> Result<Self> {
        let folder = workspace().join("target/bench/peer");
        let python = environment(&folder)?;
        let mut command = Command::new(python);
        command.arg(workspace().join("tests/bench/peer.py")).arg(folder.join("models"));
        // No model and no news is fetched from anywhere.
        command.env("HF_HUB_OFFLINE", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut python = Kept::start(&mut command)?;
        let pipes = (python.inner().stdin.take(), python.inner().stdout.take());
        let (Some(requests), Some(replies)) = pipes else {
            return Err(Error::Unexpected("the peer has no pipes".to_owned()));
        };
        Ok(Self { requests, replies: BufReader::new(replies), _python: python })
    }

    /// Lets it transcribe a 16-bit mono WAV file at 16 kHz in English.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when it ended; why stands on the terminal.
    pub fn transcribe(&mut self, wav: &Path, setting: Setting) -> Result<Transcript> {
        #[derive(Serialize)]
        struct Request<'a> {
            wav: &'a Path,
            #[serde(flatten)]
            setting: Setting,
        }
        let ended = |error: String| Error::Unexpected(format!("faster-whisper: {error}"));
        let request = serde_json::to_string(&Request { wav, setting }).map_err(|error| ended(error.to_string()))?;
        writeln!(self.requests, "{request}").map_err(|error| ended(error.to_string()))?;
        let mut reply = String::new();
        self.replies.read_line(&mut reply).map_err(|error| ended(error.to_string()))?;
        serde_json::from_str(&reply).map_err(|error| ended(error.to_string()))
    }
}

/// The interpreter of an environment that holds what `requirements.txt` lists.
fn environment(folder: &Path) -> Result<PathBuf> {
    let (environment, python) = (folder.join("environment"), folder.join("environment/bin/python"));
    let list = workspace().join("tests/bench/requirements.txt");
    let wanted = std::fs::read_to_string(&list).map_err(Error::file(&list))?;
    let installed = environment.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    child::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    child::output(Command::new(&python).args(pip).arg(&list))?;
    std::fs::write(&installed, wanted).map_err(Error::file(&installed))?;
    Ok(python)
}
