//! `convoally privacy`: what is kept, for how long, and what left.

use super::erase;
use super::table::{print, table};
use crate::door::VaultDoor;
use crate::export::{date, printable};
use crate::places::replace;
use crate::privacy::{contents, report, told};
use crate::retention;
use crate::session::unix_ms;
use crate::settings::data_folder;
use crate::vault::{Kept, Kind, Left, Vault};
use clap::Subcommand;
use convoally_shared::fault::Fault;
use convoally_shared::session::SessionId;
use serde::Serialize;
use std::path::PathBuf;

/// Subcommands of `privacy`.
#[derive(Subcommand)]
pub enum PrivacyCommand {
    /// The whole of it: what is stored where and how it is protected, what left to whom, how to erase each of it
    #[command(
        after_help = "Examples:\n  convoally privacy report\n  convoally privacy report --json --out report.json\n\n\
                            No key and no word of yours is in it. It works with a locked vault, and says what it could not\n\
                            count."
    )]
    Report {
        /// Write a new file instead of the terminal
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// For other programs
        #[arg(long)]
        json: bool,
    },
    /// What left this computer: when, to whom, what kind, how many bytes, which passages
    #[command(after_help = "Examples:\n  convoally privacy left\n  convoally privacy left 20261123-1515\n\n\
                            A request that carries nothing of yours is not in it: to fetch a model, or to ask a server\n\
                            which models it has.")]
    Left {
        /// Of one session: its id, or as much of its beginning as no other has
        session: Option<String>,
        /// For other programs
        #[arg(long)]
        json: bool,
    },
    /// For how long things are kept: show it, or change it for one kind
    #[command(after_help = "Examples:\n  convoally privacy keep\n  convoally privacy keep sessions 90 days\n  \
                            convoally privacy keep sessions for-ever\n\n\
                            sessions   from their end on; one that is tagged `keep` is spared\n\
                            documents  from when they were added on\n\
                            departures what left this computer outside of the sessions that are kept\n\
                            spending   what erased sessions had cost\n\n\
                            What is older is erased for good when ConvoAlly is started, at most once a day; never a\n\
                            session that is running.")]
    Keep {
        /// sessions, documents, departures or spending
        kind: Option<Kind>,
        /// How many days, or for-ever
        #[arg(requires = "kind", value_parser = days)]
        days: Option<Days>,
        /// `days`, for who likes to say so
        #[arg(value_parser = ["day", "days"], hide = true)]
        unit: Option<String>,
        /// Erase what is older now instead of at the next start
        #[arg(long)]
        now: bool,
    },
}

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(Option<u32>);

fn days(text: &str) -> Result<Days, &'static str> {
    match text {
        "for-ever" | "forever" => Ok(Days(None)),
        number => match number.parse() {
            Ok(0) | Err(_) => Err("expected a number of days, from 1, or for-ever"),
            Ok(days) => Ok(Days(Some(days))),
        },
    }
}

impl PrivacyCommand {
    /// Carries the subcommand out.
    ///
    /// # Errors
    /// What the vault says, or that the output cannot be written.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        match self {
            Self::Report { out, json } => {
                let report = report(&data_folder()?, unix_ms(), || contents(&door.open()?));
                let text = if json { to_json(&report)? } else { told(&report) };
                match out {
                    Some(path) => write_new(&path, &text),
                    None => print(&text, &mut std::io::stdout().lock()).map_err(|error| unwritable(&error)),
                }
            }
            Self::Left { session, json } => {
                let left = left(&door.open()?, session)?;
                let text = if json { to_json(&left)? } else { listed(&left) };
                print(&text, &mut std::io::stdout().lock()).map_err(|error| unwritable(&error))
            }
            Self::Keep { kind, days, now, .. } => keep(&mut door.open()?, kind, days, now),
        }
    }
}

fn left(vault: &Vault, session: Option<String>) -> Result<Vec<Left>, Fault> {
    Ok(match session {
        Some(session) => vault.departures_of(&SessionId(session))?,
        None => vault.departures()?,
    })
}

fn listed(left: &[Left]) -> String {
    if left.is_empty() {
        return "Nothing left this computer.\n".to_owned();
    }
    let head = ["WHEN", "TO", "FOR", "REQUESTS", "BYTES", "WHAT", "SESSION", "PASSAGES FROM"].map(str::to_owned);
    let cells = |Left { session, departure }: &Left| {
        let session = session.as_ref().map_or_else(|| "-".to_owned(), |id| id.0.clone());
        [
            date(departure.at_unix_ms),
            line(&departure.recipient),
            departure.purpose.label().to_owned(),
            departure.requests.to_string(),
            departure.bytes.to_string(),
            line(&departure.content),
            session,
            line(&departure.sources.join("; ")),
        ]
    };
    let rows: Vec<_> = [head].into_iter().chain(left.iter().map(cells)).collect();
    table(&rows)
}

fn line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

fn keep(vault: &mut Vault, kind: Option<Kind>, days: Option<Days>, now: bool) -> Result<(), Fault> {
    if let (Some(kind), Some(Days(days))) = (kind, days) {
        vault.keep(Kept { kind, days })?;
    }
    for Kept { kind: each, days } in vault.retention()? {
        if kind.is_none_or(|kind| kind == each) {
            println!("{each:<10} {}", days.map_or_else(|| "for ever".to_owned(), |days| format!("{days} days")));
        }
    }
    if now {
        print!("{}", erase::told(&retention::erase_older(vault)?));
    }
    Ok(())
}

fn to_json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| unwritable(&error.into()))
}

/// Never in the place of another file.
fn write_new(path: &std::path::Path, text: &str) -> Result<(), Fault> {
    if path.exists() {
        return Err(Fault::new(
            "privacy.file_exists",
            format!("There is a file {} already; it was not changed.", path.display()),
            "Choose another name with --out, or move the file away.",
        ));
    }
    replace(path, text.as_bytes()).map_err(|error| unwritable(&error))
}

fn unwritable(error: &std::io::Error) -> Fault {
    Fault::new(
        "privacy.unwritable",
        format!("The output could not be written: {error}."),
        "Choose a place that you may write to and that has room.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use convoally_shared::departure::{Departure, Purpose};
    use convoally_shared::utterance::Speaker;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        privacy: PrivacyCommand,
    }

    fn parsed(line: &str) -> Result<PrivacyCommand, clap::Error> {
        Line::try_parse_from(line.split(' ')).map(|line| line.privacy)
    }

    #[test]
    fn how_long_something_is_kept_is_said_in_words() {
        let keeps = |text: &str| match parsed(text) {
            Ok(PrivacyCommand::Keep { kind, days, .. }) => (kind, days),
            _ => panic!("{text}"),
        };
        assert_eq!(keeps("privacy keep sessions 90 days"), (Some(Kind::Sessions), Some(Days(Some(90)))));
        assert_eq!(keeps("privacy keep spending 1"), (Some(Kind::Spending), Some(Days(Some(1)))));
        assert_eq!(keeps("privacy keep documents for-ever"), (Some(Kind::Documents), Some(Days(None))));
        assert_eq!(keeps("privacy keep"), (None, None));
        for wrong in ["privacy keep sound 90", "privacy keep sessions 0", "privacy keep sessions 9 weeks"] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_left_is_a_line_each() {
        let purpose = Purpose::Speech { speaker: Speaker::Me, audio_ms: 10 };
        let departure = Departure {
            at_unix_ms: 1_795_446_937_000,
            recipient: "ear.example\u{1b}[2J".into(),
            purpose,
            content: "sound of Me".into(),
            requests: 2,
            bytes: 640,
            sources: Vec::new(),
        };
        let text = listed(&[Left { session: Some(SessionId("s".into())), departure }]);
        let line: Vec<_> =
            text.lines().nth(1).unwrap().split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect();
        assert_eq!(line[0], "2026-11-23 15:15 UTC");
        assert_eq!(line[2..], ["speech", "2", "640", "sound of Me", "s"]);
        assert!(!text.contains('\u{1b}'));
        assert_eq!(listed(&[]), "Nothing left this computer.\n");
    }
}
