//! `convoally interviews`: what the user prepares for.

use super::table::{print, table};
use crate::door::VaultDoor;
use crate::export::printable;
use crate::vault::Vault;
use clap::{Args, Subcommand};
use convoally_shared::fault::Fault;
use convoally_shared::interview::{Interview, InterviewId};
use convoally_shared::session::Brief;

/// Subcommands of `interviews`.
#[derive(Subcommand)]
pub enum Interviews {
    /// Add an interview, or say more about one
    #[command(after_help = "Example:\n  convoally interviews add northwind --company Northwind \
                            --role \"Senior backend engineer\" --kind \"first interview\"")]
    Add(Add),
    /// Show the interviews
    #[command(after_help = "Example:\n  convoally interviews list")]
    List,
    /// Take out an interview that has no documents any more
    #[command(after_help = "Example:\n  convoally interviews remove northwind")]
    Remove {
        /// Its name
        name: String,
    },
}

/// Arguments of `add`. What is not said stays as it was.
#[derive(Args)]
pub struct Add {
    /// A short name that you choose: `northwind`
    name: String,
    /// The company on the other side
    #[arg(long)]
    company: Option<String>,
    /// The role that is talked about
    #[arg(long)]
    role: Option<String>,
    /// The kind of call: phone screen, system design, …
    #[arg(long)]
    kind: Option<String>,
    /// The language of the answers: German, …
    #[arg(long)]
    language: Option<String>,
    /// How you want to sound: calm, no jargon, …
    #[arg(long)]
    tone: Option<String>,
}

impl Interviews {
    /// Carries the subcommand out.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let mut vault = door.open()?;
        match self {
            Interviews::Add(add) => add.run(&mut vault),
            Interviews::List => list(&vault),
            Interviews::Remove { name } => Ok(vault.remove_interview(&InterviewId(name))?),
        }
    }
}

impl Add {
    fn run(self, vault: &mut Vault) -> Result<(), Fault> {
        let id = InterviewId::named(&self.name)?;
        let known = vault.interviews()?.into_iter().find(|interview| interview.id == id);
        let Brief { company, role, kind, language, tone } = known.map(|known| known.brief).unwrap_or_default();
        let brief = Brief {
            company: self.company.unwrap_or(company),
            role: self.role.unwrap_or(role),
            kind: self.kind.unwrap_or(kind),
            language: self.language.unwrap_or(language),
            tone: self.tone.unwrap_or(tone),
        };
        Ok(vault.put_interview(&Interview { id, brief })?)
    }
}

fn list(vault: &Vault) -> Result<(), Fault> {
    let interviews = vault.interviews()?;
    if interviews.is_empty() {
        println!("No interview was added yet: `convoally interviews add NAME --company …`.");
        return Ok(());
    }
    let documents = vault.documents()?;
    let cells = |interview: &Interview| {
        let of = |document: &&convoally_shared::document::Document| document.interview.as_ref() == Some(&interview.id);
        let brief = &interview.brief;
        let count = documents.iter().filter(of).count().to_string();
        let text =
            |text: &str| if text.is_empty() { "–".to_owned() } else { printable(text).replace(['\n', '\t'], " ") };
        [&interview.id.0, &count, &brief.company, &brief.role, &brief.kind, &brief.language, &brief.tone]
            .map(|cell| text(cell))
    };
    let head = ["NAME", "DOCUMENTS", "COMPANY", "ROLE", "KIND", "LANGUAGE", "TONE"].map(str::to_owned);
    let rows: Vec<_> = [head].into_iter().chain(interviews.iter().map(cells)).collect();
    print(&table(&rows), &mut std::io::stdout().lock()).map_err(|error| {
        let sentence = format!("The output could not be written: {}.", error.kind());
        Fault::new("interviews.unwritable", sentence, "Send it to a place that you may write to and that has room.")
    })
}
