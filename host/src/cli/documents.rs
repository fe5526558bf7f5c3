//! `convoally documents`: what sessions in the browser may quote.

use super::VaultDoor;
use crate::export::printable;
use crate::knowledge;
use crate::meaning;
use clap::Subcommand;
use convoally_shared::fault::Fault;
use std::path::PathBuf;

/// Subcommands of `documents`.
#[derive(Subcommand)]
pub enum Documents {
    /// Put documents into the vault
    #[command(after_help = "Example:\n  convoally documents add resume.md job.txt")]
    Add {
        /// Markdown or plain text
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Show what is in the vault
    #[command(after_help = "Example:\n  convoally documents list")]
    List,
    /// Take a document out of the vault
    #[command(after_help = "Example:\n  convoally documents remove resume")]
    Remove {
        /// Its title or its id, from `convoally documents list`
        document: String,
    },
}

impl Documents {
    /// Carries the subcommand out. Adding stores all files or, when one cannot be read, none.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        match self {
            Documents::Add { files } => {
                let documents = knowledge::read_all(&files)?;
                let mut vault = door.open()?;
                for document in &documents {
                    vault.put_document(document)?;
                    println!("{}  {}", document.id.0, printable(&document.title));
                }
                Ok(())
            }
            Documents::List => {
                for document in door.open()?.documents()? {
                    let words = document.text.split_whitespace().count();
                    println!("{}  {:<24} {words} words", document.id.0, printable(&document.title));
                }
                Ok(())
            }
            Documents::Remove { document } => {
                let mut vault = door.open()?;
                vault.remove_document(&document)?;
                meaning::forget_others(&mut vault)
            }
        }
    }
}
