//! `convoally history`: what was kept, in the terminal or as a file, and what the user changes about it.

mod change;
mod find;
mod line;
mod period;

use super::export::{FormatName, deliver, kept};
use super::import::Import;
use super::{VaultDoor, table};
use crate::export;
use crate::vault::Vault;
use clap::Subcommand;
use convoally_shared::fault::Fault;
use convoally_shared::session::{SessionId, SessionSummary};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Find, see, correct, export and import the sessions in the vault.
#[derive(Subcommand)]
#[command(after_help = "Examples:
  convoally history list --from 2026-11
  convoally history search \"billing team\" kafka
  convoally history show 20261123-1515
  convoally history export 20261123-151537-3fa9 --format md --output call.md")]
pub enum History {
    /// List the sessions, newest first
    #[command(after_help = "Example: convoally history list --outcome waiting")]
    List {
        #[command(flatten)]
        filter: find::Filter,
        /// Write one JSON array instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Find what was said, asked, drafted and noted, in all sessions
    #[command(after_help = "Examples:
  convoally history search kafka migration
  convoally history search \"billing team\" --company Northwind --speaker me
  convoally history search migrat* --from 2026-10 --to 2026-11-15

Other forms of a word are found, too. Passages of your documents are searched with `convoally recall`.")]
    Search(find::Find),
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
    #[command(flatten)]
    Edit(change::Edit),
}

/// Carries out one subcommand.
///
/// # Errors
/// What the vault says, what exporting and importing say, `history.unwritable` when the output cannot be written.
pub fn run(command: History, door: &VaultDoor) -> Result<(), Fault> {
    if let History::Edit(edit) = command {
        return edit.run(door);
    }
    let out = io::stdout();
    let bold = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    run_into(command, &mut door.open()?, bold, &mut out.lock())
}

fn run_into(command: History, vault: &mut Vault, bold: bool, out: &mut impl Write) -> Result<(), Fault> {
    match command {
        History::List { filter, json } => {
            let only = filter.only();
            let sessions: Vec<_> = vault.sessions()?.into_iter().filter(|session| only.fits(session)).collect();
            if json {
                print(&as_json(&sessions)?, out)
            } else {
                print(&table(&sessions, only == Default::default()), out)
            }
        }
        History::Search(find) => {
            let found = vault.search(&find.search())?;
            if find.json { print(&as_json(&found)?, out) } else { print(&find::text(&found, bold), out) }
        }
        History::Show { id } => print(&export::text(&vault.view(&SessionId(id))?), out),
        History::Export { id, format, output } => {
            deliver(&kept(vault, &SessionId(id))?, format.into(), output.as_deref(), false, out)
        }
        History::Import(import) => import.run(vault, out),
        History::Edit(edit) => edit.run_in(vault),
    }
}

fn as_json(value: &impl serde::Serialize) -> Result<String, Fault> {
    let text = serde_json::to_string_pretty(value);
    Ok(text.map_err(|error| unwritable(&error.into()))? + "\n")
}

/// One line a session.
fn table(sessions: &[SessionSummary], all: bool) -> String {
    if sessions.is_empty() {
        return if all { "No session was kept yet.\n" } else { "No session fits.\n" }.to_owned();
    }
    let head = ["ID", "STARTED", "LENGTH", "UTTERANCES", "QUESTIONS", "ABOUT"].map(str::to_owned);
    let rows: Vec<_> = [head].into_iter().chain(sessions.iter().map(cells)).collect();
    table::table(&rows)
}

fn cells(session: &SessionSummary) -> [String; 6] {
    let cut_off = if session.ended { "" } else { " (not ended)" };
    [
        session.id.0.clone(),
        export::date(session.started_unix_ms),
        export::length(session.duration_ms),
        session.utterances.to_string(),
        session.questions.to_string(),
        find::about(session) + cut_off,
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
    use clap::{CommandFactory, Parser};

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
        run_into(line.history, vault, false, &mut out).map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_help_of_each_subcommand_shows_how_to_call_it() {
        let commands = CommandLine::command();
        let names: Vec<_> = commands.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        assert_eq!(names.len(), 14, "{names:?}");
        for name in names {
            let help = CommandLine::try_parse_from(["history", &name, "--help"]).err().unwrap().to_string();
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

    #[test]
    fn what_is_changed_is_listed_shown_and_found() {
        let (_folder, mut vault) = kept();
        for change in [
            "rename 2026 Second round",
            "tag 2026 remote rust",
            "untag 2026 remote",
            "outcome 2026 offer",
            "note 2026 They call on Friday.",
            "correct 2026 01:05 Because of the theme.",
            "attribute 2026 me 01:00",
            "name 2026 them Ms Lindqvist",
            "attribute 2026 them #1",
        ] {
            assert_eq!(told(&mut vault, change).unwrap(), "", "{change}");
        }
        assert!(told(&mut vault, "list").unwrap().ends_with("  Second round #rust [offer]\n"));
        let shown = told(&mut vault, "show 2026").unwrap();
        for line in [
            "Second round\n",
            "Tags: rust\n",
            "Outcome: offer\n",
            "They call on Friday.\n",
            "01:00 Ms Lindqvist: Welcome. Why do you want to work here?\n",
            "01:05 Me:           Because of the theme. (heard: Because of the team.)\n",
        ] {
            assert!(shown.contains(line), "{line} in\n{shown}");
        }
        let found = told(&mut vault, "search theme").unwrap();
        let expected = "20261123-151537-3fa9  2026-11-23 15:15 UTC  Second round #rust [offer]
  01:05 Me: Because of the theme.\n";
        assert_eq!(found, expected);
        let question = told(&mut vault, "search work here --speaker Lindqvist").unwrap();
        assert!(question.contains("  01:00 Ms Lindqvist: Welcome. Why do you want to work here?"), "{question}");
    }

    #[test]
    fn people_of_a_transcript_are_named_and_merged() {
        let (_folder, mut vault) = kept();
        told(&mut vault, "name 2026 Speaker 2 --line 01:00").unwrap();
        assert_eq!(told(&mut vault, "merge 2026 Nobody Ann").unwrap_err().code, "history.not_in_session");
        let session = SessionId("2026".into());
        assert_eq!(vault.view(&session).unwrap().amended.voices.values().next().unwrap(), "Speaker 2");
        let merge = CommandLine::try_parse_from(["history", "merge", "2026", "Speaker 2", "Ann"]).unwrap();
        run_into(merge.history, &mut vault, false, &mut Vec::new()).unwrap();
        let view = vault.view(&session).unwrap();
        assert_eq!(view.who(&view.utterances[0]), "Ann");
    }

    #[test]
    fn the_list_and_the_search_leave_out_what_does_not_fit() {
        let (_folder, mut vault) = kept();
        assert_eq!(told(&mut vault, "list --company Wingtip").unwrap(), "No session fits.\n");
        assert_eq!(told(&mut vault, "search team --to 2026-10").unwrap(), "Nothing was found.\n");
        let json = told(&mut vault, "search team --from 2026-11-23 --to 2026-11-23 --json").unwrap();
        let found: crate::vault::search::Found = serde_json::from_str(&json).unwrap();
        assert_eq!((found.sessions.len(), found.more), (1, false));
    }

    #[test]
    fn a_change_that_means_nothing_says_so() {
        let (_folder, mut vault) = kept();
        for (change, code) in [
            ("tag 2027 remote", "history.unknown_session"),
            ("untag 2026 remote", "history.not_in_session"),
            ("correct 2026 59:59 Words.", "history.not_in_session"),
            ("name 2026 Ms Lindqvist", "history.no_side"),
            ("search —", "history.nothing_to_search"),
        ] {
            assert_eq!(told(&mut vault, change).unwrap_err().code, code, "{change}");
        }
        for wrong in ["outcome 2026 hired", "correct 2026 five Words.", "list --from yesterday", "search", "tag 2026"] {
            assert!(CommandLine::try_parse_from(["history"].into_iter().chain(wrong.split(' '))).is_err(), "{wrong}");
        }
    }
}
