//! `convoally history`: what was kept, in the terminal or as a file.

use super::export::{FormatName, deliver, kept};
use super::import::Import;
use super::table;
use crate::export;
use crate::vault::Vault;
use clap::Subcommand;
use convoally_shared::fault::Fault;
use convoally_shared::session::{SessionId, SessionSummary};
use std::io::{self, Write};
use std::path::PathBuf;

/// See, read, export and import the sessions in the vault.
#[derive(Subcommand)]
#[command(after_help = "Examples:
  convoally history list
  convoally history show 20261123-1515
  convoally history export 20261123-151537-3fa9 --format md --output call.md")]
pub enum History {
    /// List the sessions, newest first.
    List {
        /// Write one JSON array instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Show one session: questions, passages, drafts, what left this computer, transcript.
    #[command(after_help = "Example: convoally history show 20261123-1515")]
    Show {
        /// The session's id, or as much of its beginning as no other has.
        id: String,
    },
    /// Write one session as a file; `convoally export` can do more.
    #[command(after_help = "Examples:
  convoally history export 20261123-1515 --format md --output call.md
  convoally history export 20261123-1515 --format json > call.json

The file is not encrypted: whoever can read it can read the call.")]
    Export {
        /// The session's id, or as much of its beginning as no other has.
        id: String,
        /// What to write: Markdown, HTML, Word, plain text, JSON with everything, SRT or WebVTT.
        #[arg(long, value_enum, default_value_t = FormatName::Md)]
        format: FormatName,
        /// Write a new file, readable by you alone, instead of the terminal.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Take in sessions that were exported as JSON, and transcripts of other programs.
    Import(Import),
}

/// Carries out one subcommand.
///
/// # Errors
/// What the vault says, what exporting and importing say, `history.unwritable` when the output cannot be written.
pub fn run(command: History, vault: &mut Vault) -> Result<(), Fault> {
    run_into(command, vault, &mut io::stdout().lock())
}

fn run_into(command: History, vault: &mut Vault, out: &mut impl Write) -> Result<(), Fault> {
    match command {
        History::List { json: false } => print(&table(&vault.sessions()?), out),
        History::List { json: true } => {
            let text = serde_json::to_string_pretty(&vault.sessions()?);
            print(&(text.map_err(|error| unwritable(&error.into()))? + "\n"), out)
        }
        History::Show { id } => print(&export::text(&vault.view(&SessionId(id))?), out),
        History::Export { id, format, output } => {
            deliver(&kept(vault, &SessionId(id))?, format.into(), output.as_deref(), false, out)
        }
        History::Import(import) => import.run(vault, out),
    }
}

/// One line a session.
fn table(sessions: &[SessionSummary]) -> String {
    if sessions.is_empty() {
        return "No session was kept yet.\n".to_owned();
    }
    let head = ["ID", "STARTED", "LENGTH", "UTTERANCES", "QUESTIONS", "ABOUT"].map(str::to_owned);
    let rows: Vec<_> = [head].into_iter().chain(sessions.iter().map(cells)).collect();
    table::table(&rows)
}

fn cells(session: &SessionSummary) -> [String; 6] {
    let cut_off = if session.ended { "" } else { " (not ended)" };
    // The title is the user's own text, but it may have come out of a web page.
    let about = export::printable(&session.brief.title()).replace(['\n', '\t'], " ");
    [
        session.id.0.clone(),
        export::date(session.started_unix_ms),
        export::length(session.duration_ms),
        session.utterances.to_string(),
        session.questions.to_string(),
        about + cut_off,
    ]
}

fn print(text: &str, out: &mut impl Write) -> Result<(), Fault> {
    table::print(text, out).map_err(|error| unwritable(&error))
}

fn unwritable(error: &io::Error) -> Fault {
    Fault::new(
        "history.unwritable",
        format!("The output could not be written: {error}."),
        "Choose a place that you may write to and that has room.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::vault::KeySource;
    use clap::Parser;

    #[derive(Parser)]
    struct CommandLine {
        #[command(subcommand)]
        history: History,
    }

    /// A vault with the made-up session, and a folder to write to.
    fn kept() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = folder.path().join("passphrase");
        std::fs::write(&passphrase, "correct horse").unwrap();
        let mut vault = Vault::open(&folder.path().join("vault"), &KeySource::PassphraseFile(passphrase)).unwrap();
        for event in sample::events() {
            vault.append(&event).unwrap();
        }
        (folder, vault)
    }

    fn told(vault: &mut Vault, arguments: &str) -> Result<String, Fault> {
        let line = CommandLine::try_parse_from(["history"].into_iter().chain(arguments.split(' '))).unwrap();
        let mut out = Vec::new();
        run_into(line.history, vault, &mut out).map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_help_of_each_subcommand_shows_how_to_call_it() {
        for arguments in [&["history", "--help"][..], &["history", "show", "--help"], &["history", "export", "--help"]]
        {
            let help = CommandLine::try_parse_from(arguments).err().unwrap().to_string();
            assert!(help.contains("Example") && help.contains("convoally history"), "{help}");
        }
    }

    #[test]
    fn the_list_is_a_table_or_json() {
        let (_folder, mut vault) = kept();
        let table = told(&mut vault, "list").unwrap();
        let expected = "\
ID                    STARTED               LENGTH      UTTERANCES  QUESTIONS  ABOUT
20261123-151537-3fa9  2026-11-23 15:15 UTC  2 min 30 s  4           3          Backend engineer at Northwind
";
        assert_eq!(table, expected);
        let json: Vec<SessionSummary> = serde_json::from_str(&told(&mut vault, "list --json").unwrap()).unwrap();
        assert_eq!(json, vault.sessions().unwrap());
    }

    #[test]
    fn a_session_is_shown_by_the_beginning_of_its_id() {
        let (_folder, mut vault) = kept();
        assert!(told(&mut vault, "show 20261123").unwrap().contains("01:05 Me:   Because of the team."));
        assert_eq!(told(&mut vault, "show 2027").unwrap_err().code, "history.unknown_session");
    }

    #[test]
    fn an_export_is_markdown_or_json_that_reads_back() {
        let (folder, mut vault) = kept();
        assert!(told(&mut vault, "export 20261123").unwrap().starts_with("# Backend engineer at Northwind\n"));
        let path = folder.path().join("call.json");
        assert_eq!(told(&mut vault, &format!("export 2026 --format json --output {}", path.display())).unwrap(), "");
        let written = std::fs::read(path).unwrap();
        export::check_head(written.as_slice()).unwrap();
        let mut seqs = Vec::new();
        export::read_events::<Fault>(written.as_slice(), |event| {
            seqs.push(event.seq);
            Ok(())
        })
        .unwrap();
        let kept = sample::events().into_iter().filter(|event| !event.kind.is_passing());
        assert_eq!(seqs, kept.map(|event| event.seq).collect::<Vec<_>>());
    }

    #[test]
    fn an_export_never_replaces_a_file() {
        let (folder, mut vault) = kept();
        let path = folder.path().join("passphrase");
        let refused = told(&mut vault, &format!("export 2026 --output {}", path.display())).unwrap_err();
        assert_eq!(refused.code, "export.exists");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "correct horse");
        let nowhere =
            told(&mut vault, &format!("export 2026 --output {}/no/such", folder.path().display())).unwrap_err();
        assert_eq!(nowhere.code, "export.no_folder");
    }
}
