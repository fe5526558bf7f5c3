//! The subcommands that change something about a session. What was recorded stays; the change lies beside it.

use super::super::VaultDoor;
use super::super::documents::editor;
use super::find::Known;
use super::line::Line;
use crate::session::unix_ms;
use crate::vault::Vault;
use clap::{Args, Subcommand, ValueEnum};
use convoally_shared::amendment::{Change, Outcome};
use convoally_shared::fault::Fault;
use convoally_shared::session::SessionId;
use convoally_shared::utterance::Speaker;
use std::io::Read;
use std::path::PathBuf;

/// What can be changed.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Edit {
    /// Give a session a title of your own; without one, it is called by its brief again
    #[command(after_help = "Example: convoally history rename 20261123-1515 Second round with the team")]
    Rename {
        #[command(flatten)]
        session: Named,
        /// The title
        title: Vec<String>,
    },
    /// Put tags on a session
    #[command(after_help = "Example: convoally history tag 20261123-1515 remote rust")]
    Tag {
        #[command(flatten)]
        session: Named,
        /// The tags; one of several words in quotation marks
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// Take tags off a session
    #[command(after_help = "Example: convoally history untag 20261123-1515 remote")]
    Untag {
        #[command(flatten)]
        session: Named,
        /// The tags
        #[arg(required = true)]
        tags: Vec<String>,
    },
    /// Say how it went on
    #[command(after_help = "Example: convoally history outcome 20261123-1515 offer")]
    Outcome {
        #[command(flatten)]
        session: Named,
        /// What came of it; `none` takes back what was said before
        #[arg(value_parser = outcome)]
        outcome: Came,
    },
    /// Write notes about a session: as given, from a file, or in your editor
    #[command(after_help = "Examples:
  convoally history note 20261123-1515
  convoally history note 20261123-1515 They call back on Friday.
  convoally history note 20261123-1515 --from notes.txt

What is written takes the place of the notes before; in the editor you see them.")]
    Note {
        #[command(flatten)]
        session: Named,
        /// The notes; without them and without --from, $EDITOR is opened
        text: Vec<String>,
        /// Take them from a file; - for standard input
        #[arg(long, value_name = "FILE", conflicts_with = "text")]
        from: Option<PathBuf>,
    },
    /// Correct a line of the transcript; without words, it reads as it was heard again
    #[command(after_help = "Examples:
  convoally history correct 20261123-1515 01:05 Because of the team in Malmö.
  convoally history correct 20261123-1515 \"#12\"

What was heard stays beside the correction until the session is erased.")]
    Correct {
        #[command(flatten)]
        session: Named,
        /// The line: the time before it, or its number with #
        line: Line,
        /// What was said
        text: Vec<String>,
    },
    /// Say which side said some lines
    #[command(after_help = "Example: convoally history attribute 20261123-1515 me 01:05 01:20")]
    Attribute {
        #[command(flatten)]
        session: Named,
        /// The side that said them
        #[arg(value_enum)]
        speaker: Side,
        /// The lines: the times before them, or their numbers with #
        #[arg(required = true)]
        lines: Vec<Line>,
    },
    /// Call a side, or some of its lines, by a name
    #[command(after_help = "Examples:
  convoally history name 20261123-1515 them Ms Lindqvist
  convoally history name 20261123-1515 --line 01:05 --line 01:20 \"Mr Berg\"

Without a name, the side has its own again.")]
    Name {
        #[command(flatten)]
        session: Named,
        /// `me` or `them` before the name, where no line is given
        words: Vec<String>,
        /// A line that this person said; may be given several times
        #[arg(long = "line", value_name = "LINE")]
        lines: Vec<Line>,
    },
    /// Two people of the transcript are one: the first name becomes the second
    #[command(after_help = "Example: convoally history merge 20261123-1515 \"Speaker 2\" \"Ms Lindqvist\"")]
    Merge {
        #[command(flatten)]
        session: Named,
        /// The name that goes
        name: String,
        /// The name that stays
        into: String,
    },
}

/// The session that is changed.
#[derive(Args, Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The session's id, or as much of its beginning as no other has
    id: String,
}

impl Named {
    fn session(&self) -> SessionId {
        SessionId(self.id.clone())
    }
}

/// A side of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// You
    Me,
    /// The others
    Them,
}

impl From<Side> for Speaker {
    fn from(side: Side) -> Self {
        match side {
            Side::Me => Speaker::Me,
            Side::Them => Speaker::Them,
        }
    }
}

/// How it went on, or that it is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came(Option<Outcome>);

fn outcome(text: &str) -> Result<Came, String> {
    if text == "none" {
        return Ok(Came(None));
    }
    let known = Known::from_str(text, true);
    known.map(|known| Came(Some(known.into()))).map_err(|_| "passed, rejected, waiting, offer or none".to_owned())
}

impl Edit {
    /// Carries it out.
    ///
    /// # Errors
    /// What the vault says, and what the editor or a file of notes says.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let edit = self.with_notes(door)?;
        edit.run_in(&mut door.open()?)
    }

    /// Reads notes from where they are. The vault is closed while somebody writes.
    fn with_notes(self, door: &VaultDoor) -> Result<Self, Fault> {
        let Edit::Note { session, text, from } = self else { return Ok(self) };
        let text = match from {
            Some(file) => vec![read(&file)?],
            None if text.is_empty() => {
                let before = door.open()?.view(&session.session())?.amended.notes;
                let written = editor::correct(&before, "txt")?;
                vec![String::from_utf8(written).map_err(|_| no_text("What the editor wrote is no text"))?]
            }
            None => text,
        };
        Ok(Edit::Note { session, text, from: None })
    }

    pub fn run_in(self, vault: &mut Vault) -> Result<(), Fault> {
        let (session, changes) = self.changes(vault)?;
        for change in changes {
            vault.change_session(&session, change, unix_ms())?;
        }
        Ok(())
    }

    fn changes(self, vault: &Vault) -> Result<(SessionId, Vec<Change>), Fault> {
        let tagged = |tags: Vec<String>, on| tags.into_iter().map(|tag| Change::Tagged { tag, on }).collect();
        Ok(match self {
            Edit::Rename { session, title } => (session.session(), vec![Change::Titled { title: title.join(" ") }]),
            Edit::Tag { session, tags } => (session.session(), tagged(tags, true)),
            Edit::Untag { session, tags } => (session.session(), tagged(tags, false)),
            Edit::Outcome { session, outcome } => (session.session(), vec![Change::Outcome { outcome: outcome.0 }]),
            Edit::Note { session, text, .. } => (session.session(), vec![Change::Noted { notes: text.join(" ") }]),
            Edit::Correct { session, line, text } => {
                let utterance = line.find(&vault.view(&session.session())?)?;
                (session.session(), vec![Change::Corrected { utterance, text: text.join(" ") }])
            }
            Edit::Attribute { session, speaker, lines } => {
                let view = vault.view(&session.session())?;
                let attributed =
                    |line: Line| Ok(Change::Attributed { utterance: line.find(&view)?, speaker: speaker.into() });
                (session.session(), lines.into_iter().map(attributed).collect::<Result<_, Fault>>()?)
            }
            Edit::Name { session, words, lines } if lines.is_empty() => (session.session(), vec![side_named(&words)?]),
            Edit::Name { session, words, lines } => {
                let view = vault.view(&session.session())?;
                let utterances = lines.into_iter().map(|line| line.find(&view)).collect::<Result<_, _>>()?;
                (session.session(), vec![Change::Voiced { name: words.join(" "), utterances }])
            }
            Edit::Merge { session, name, into } => (session.session(), vec![Change::Merged { name, into }]),
        })
    }
}

fn side_named(words: &[String]) -> Result<Change, Fault> {
    let side = words.split_first().and_then(|(side, name)| Some((Side::from_str(side, true).ok()?, name.join(" "))));
    let (side, name) = side.ok_or_else(|| {
        Fault::new(
            "history.no_side",
            "It was not said who has the name.",
            "Write `me` or `them` before the name, or --line and the line that this person said.",
        )
    })?;
    Ok(Change::Named { speaker: side.into(), name })
}

fn read(file: &PathBuf) -> Result<String, Fault> {
    let mut text = String::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(file).map(|read| text = read)
    };
    read.map_err(|error| no_text(&format!("The notes in {} cannot be read: {}", file.display(), error.kind())))?;
    Ok(text)
}

fn no_text(why: &str) -> Fault {
    Fault::new("history.no_text", format!("{why}; nothing was changed."), "Name a file of plain text in UTF-8.")
}
