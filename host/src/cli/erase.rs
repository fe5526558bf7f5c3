//! `convoally erase`: for good.

use crate::door::VaultDoor;
use crate::export::{date, printable};
use crate::knowledge;
use crate::model::{self, State};
use crate::privacy::everything::{self, Besides, Gone};
use crate::settings::data_folder;
use crate::vault::{Erased, Vault};
use clap::{Args, Subcommand};
use convoally_shared::fault::Fault;
use convoally_shared::interview::InterviewId;
use convoally_shared::session::SessionId;
use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write};

/// What to erase. Its words are in no file of ConvoAlly afterwards; it does not come back from a backup.
#[derive(Subcommand)]
#[command(after_help = "Examples:
  convoally erase session 20261123-1515
  convoally erase document resume --yes
  convoally erase everything

Exports that you made, and what providers keep of what was sent to them, are not ConvoAlly's to erase.")]
pub enum Erase {
    /// One session: everything that was said, asked, drafted and noted in it
    #[command(after_help = "Example: convoally erase session 20261123-1515

What it cost and how many bytes left for it stay, without a word of it: see `convoally privacy keep`.")]
    Session {
        /// Its id, or as much of its beginning as no other has
        id: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// One document, also where sessions quote it
    #[command(after_help = "Example: convoally erase document resume

Cards of past sessions lose its passages. Drafts that were written from it, and what you said yourself, stay until you
erase those sessions.")]
    Document {
        /// Its title or its id, from `convoally documents list`
        document: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// One interview and the documents that belong to it
    #[command(after_help = "Example: convoally erase interview northwind")]
    Interview {
        /// Its name, from `convoally interviews list`
        name: String,
        #[command(flatten)]
        sure: Sure,
    },
    /// Everything: history, documents, settings, keys of providers, the passphrase file that you named at installation
    #[command(after_help = "Examples:
  convoally erase everything
  convoally erase everything --yes --models --uninstall

Also when the vault does not open any more. The program itself, the models and the registrations with browsers stay
unless you say otherwise.")]
    Everything {
        /// The models too
        #[arg(long)]
        models: bool,
        /// Take the registration out of the browsers, too
        #[arg(long)]
        uninstall: bool,
        /// Leave what a backup holds where it is
        #[arg(long)]
        leave_backups: bool,
        #[command(flatten)]
        sure: Sure,
    },
}

/// That the user means it.
#[derive(Args)]
pub struct Sure {
    /// Do not ask whether you are sure
    #[arg(long)]
    yes: bool,
}

impl Erase {
    /// Asks, erases, and says what went.
    ///
    /// # Errors
    /// `erase.unconfirmed`, `erase.session_running`, or what the vault says.
    pub async fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let erased = match self {
            Self::Session { id, sure } => {
                let mut vault = door.open()?;
                let view = vault.view(&SessionId(id))?;
                let (title, when) = (printable(&view.title()), date(view.started_unix_ms));
                let id = view.session.unwrap_or_else(|| SessionId(String::new()));
                sure.confirm(&format!("the session {id} of {when}, {title}"))?;
                vault.erase_session(&id)?
            }
            Self::Document { document, sure } => {
                let mut vault = door.open()?;
                let document = vault.document(&document)?;
                sure.confirm(&format!("the document {}, {}", document.id.0, printable(&document.title)))?;
                vault.erase_document(&document.id.0, knowledge::needed)?
            }
            Self::Interview { name, sure } => {
                let mut vault = door.open()?;
                let id = vault.interview(&InterviewId(name))?.id;
                let count = documents_of(&vault, &id)?;
                sure.confirm(&format!("the interview {} and its documents: {count}", printable(&id.0)))?;
                vault.erase_interview(&id, knowledge::needed)?
            }
            Self::Everything { models, uninstall, leave_backups, sure } => {
                sure.confirm("everything that ConvoAlly keeps of you: history, documents, settings, keys")?;
                let besides = Besides { registrations: uninstall, leave_backups };
                let went = everything::erase(&data_folder()?, besides, || door.open())?;
                print!("{}", gone(&went));
                return if models { remove_models().await } else { Ok(()) };
            }
        };
        print!("{}", told(&erased));
        Ok(())
    }
}

impl Sure {
    /// Nobody erases by a slip of the pen.
    fn confirm(&self, what: &str) -> Result<(), Fault> {
        if self.yes {
            return Ok(());
        }
        let unconfirmed = || {
            let sentence = format!("Nothing was erased: this would erase {what}, and nothing brings it back.");
            Fault::new("erase.unconfirmed", sentence, "Say --yes if you mean it.")
        };
        if !std::io::stdin().is_terminal() {
            return Err(unconfirmed());
        }
        eprint!("This erases {what}. Nothing brings it back.\nType “erase” to go on: ");
        let mut answer = String::new();
        let read = std::io::stderr().flush().and_then(|()| std::io::stdin().lock().read_line(&mut answer));
        if read.is_ok() && answer.trim().eq_ignore_ascii_case("erase") { Ok(()) } else { Err(unconfirmed()) }
    }
}

fn documents_of(vault: &Vault, interview: &InterviewId) -> Result<usize, Fault> {
    Ok(vault.documents()?.iter().filter(|document| document.interview.as_ref() == Some(interview)).count())
}

async fn remove_models() -> Result<(), Fault> {
    for model in model::list()?.into_iter().filter(|model| model.state != State::Absent) {
        model::remove(&model.name, &mut |_| {}).await?;
        println!("removed the model {}", model.name);
    }
    Ok(())
}

/// What went, one line a kind.
pub fn told(erased: &Erased) -> String {
    let Erased { sessions, documents, interviews, departures, spending, quoted_in } = *erased;
    let counts = [
        (sessions, "session", "sessions"),
        (documents, "document", "documents"),
        (interviews, "interview", "interviews"),
        (departures, "entry of what left this computer", "entries of what left this computer"),
        (spending, "cost of an erased session", "costs of erased sessions"),
    ];
    let mut text = String::new();
    for (count, one, many) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        let _ = writeln!(text, "erased {count} {}", if count == 1 { one } else { many });
    }
    if quoted_in > 0 {
        let _ =
            writeln!(text, "{quoted_in} sessions had quoted it and do not any more; drafts made of it are still there");
    }
    text
}

/// What went of everything, and what is still there.
pub fn gone(gone: &Gone) -> String {
    let Gone { vault, files, keys, browsers, left } = gone;
    let mut text = vault.as_ref().map(told).unwrap_or_default();
    for path in files {
        let _ = writeln!(text, "removed {}", printable(&path.display().to_string()));
    }
    for name in keys {
        let _ = writeln!(text, "removed the key for {name}");
    }
    for name in browsers {
        let _ = writeln!(text, "taken out of {name}");
    }
    for sentence in left {
        let _ = writeln!(text, "still there: {}", printable(sentence));
    }
    if text.is_empty() { "There was nothing to erase.\n".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_is_said_kind_by_kind() {
        let erased = Erased { sessions: 1, documents: 2, quoted_in: 3, ..Erased::default() };
        let text = told(&erased);
        assert!(text.starts_with("erased 1 session\nerased 2 documents\n3 sessions had quoted it"), "{text}");
        assert_eq!(gone(&Gone::default()), "There was nothing to erase.\n");
    }

    #[test]
    fn nobody_erases_without_saying_so() {
        // The tests' standard input is no terminal.
        let refused = Sure { yes: false }.confirm("the session s").unwrap_err();
        assert!(refused.code == "erase.unconfirmed" && refused.sentence.contains("the session s"));
        assert!(Sure { yes: true }.confirm("the session s").is_ok());
    }
}
