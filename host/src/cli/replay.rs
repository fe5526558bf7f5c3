//! `convoally replay`: finished utterances through everything behind transcription, as fast as it goes.

use super::follow::Style;
use super::listen::{About, ModeName, run_to_end};
use crate::door::VaultDoor;
use crate::engines;
use crate::meaning;
use crate::session::{Plan, Session};
use crate::turn::{TurnEvent, TurnId};
use clap::Args;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `replay`.
#[derive(Args)]
#[command(after_help = "Example:\n  convoally replay call.jsonl --document resume.md --json\n\n\
                        A line of the file:\n  \
                        {\"speaker\":\"them\",\"start_ms\":0,\"end_ms\":2100,\"text\":\"Why do you want this job?\"}")]
pub struct Replay {
    /// One JSON object a line: speaker (them or me), start_ms, end_ms, text
    file: PathBuf,
    #[command(flatten)]
    about: About,
    /// When cards open
    #[arg(long, value_enum, default_value_t)]
    mode: ModeName,
    /// Print every event as one JSON object a line
    #[arg(long)]
    json: bool,
}

/// One line of the file.
#[derive(Debug, Deserialize)]
struct Said {
    speaker: Speaker,
    start_ms: u64,
    end_ms: u64,
    text: String,
}

impl Replay {
    /// Replays the file. Nothing of it is kept.
    pub async fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let turns = read(&self.file)?;
        let (answerer, unread) = engines::answerer(&door.keys()).await;
        let vault = self.about.interview.as_ref().map(|_| door.open()).transpose()?;
        let (brief, documents) = self.about.gather(vault.as_ref())?;
        super::unkept::prepare(door, false, answerer.is_some())?;
        let (meaning, mode) = (meaning::source(None), self.mode.into());
        let plan = Plan { brief, site: None, documents, meaning, mode, answerer, purse: Arc::default() };
        let style = if self.json { Style::Json } else { Style::Lines };
        let session = Session::replay(plan, turns)?;
        session.tell(unread);
        run_to_end(session, None, style, door).await
    }
}

fn read(path: &Path) -> Result<Vec<(Speaker, TurnEvent)>, Fault> {
    let content = std::fs::read_to_string(path).map_err(|error| {
        Fault::new(
            "replay.unreadable",
            format!("{} could not be read: {}.", path.display(), error.kind()),
            "Check the name, and that the file is text in UTF-8.",
        )
    })?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| turn(at, line)).collect()
}

fn turn(at: usize, line: &str) -> Result<(Speaker, TurnEvent), Fault> {
    let said: Said = serde_json::from_str(line).map_err(|error| {
        Fault::new(
            "replay.bad_line",
            format!("Line {} is not an utterance (column {}).", at + 1, error.column()),
            "Each line needs speaker, start_ms, end_ms and text; see `convoally replay --help`.",
        )
    })?;
    let Said { speaker, start_ms, end_ms, text } = said;
    let turn = TurnId(at as u32 + 1);
    Ok((speaker, TurnEvent::Ended { turn, start_ms, end_ms: end_ms.max(start_ms), text: text.trim().to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_turn_and_a_bad_line_is_named() {
        let good = r#"{"speaker":"them","start_ms":0,"end_ms":2100,"text":"Why us?"}"#;
        let (speaker, TurnEvent::Ended { text, .. }) = turn(0, good).unwrap() else { panic!("not an end") };
        assert_eq!((speaker, text.as_str()), (Speaker::Them, "Why us?"));
        for bad in [r#"{"speaker":"you"}"#, "hello", "[]"] {
            let fault = turn(6, bad).unwrap_err();
            assert_eq!(fault.code, "replay.bad_line");
            assert!(fault.sentence.contains("Line 7"));
        }
    }
}
