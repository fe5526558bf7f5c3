//! Fills two histories with the same calls, one encrypted and one plain, measures both, and writes what it measured to
//! standard output as JSON. `make bench PART=vault` reads it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its result is what it prints")]

mod calls;
mod measure;
mod subject;

use serde_json::json;
use std::process::ExitCode;
use subject::Subject;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map_while(|argument| argument.parse().ok());
    let (sessions, utterances) = (numbers.next().unwrap_or(10_000), numbers.next().unwrap_or(100));
    match measured(sessions, utterances as u32) {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measured(sessions: u64, utterances: u32) -> Result<serde_json::Value, Failure> {
    let folder = tempfile::tempdir()?;
    let vault = measured_one(&Subject::vault(folder.path())?, sessions, utterances)?;
    let plain = measured_one(&Subject::plain(folder.path()), sessions, utterances)?;
    let key = Subject::key(folder.path());
    measure::fill(&mut key.open()?, 1, utterances)?;
    Ok(json!({ "vault": vault, "plain": plain, "key_start": measure::start(&key)? }))
}

fn measured_one(subject: &Subject, sessions: u64, utterances: u32) -> Result<serde_json::Value, Failure> {
    eprintln!("Keeping {sessions} sessions of {utterances} utterances …");
    measure::fill(&mut subject.open()?, sessions, utterances)?;
    let bytes = subject.bytes()?;
    let start = measure::start(subject)?;
    let mut vault = subject.open()?;
    let search = measure::search(&mut vault)?;
    let (open, list) = (measure::open(&vault, sessions)?, measure::list(&vault)?);
    let (append, late) = measure::keep(vault, "the-one-that-is-kept")?;
    Ok(json!({
        "bytes": bytes, "start": start, "search": search, "open": open, "list": list, "append": append, "late": late,
    }))
}
