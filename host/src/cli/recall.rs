//! `convoally recall`: the passages that fit a question.

use super::VaultDoor;
use crate::export::printable;
use crate::knowledge::{self, Knowledge};
use crate::meaning;
use clap::Args;
use convoally_shared::fault::Fault;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// Arguments of `recall`.
#[derive(Args)]
#[command(after_help = "Example:\n  convoally recall \"How did you handle deployments?\" --document resume.md")]
pub struct Recall {
    /// The question
    question: String,
    /// A document to search, in Markdown or plain text; without one, those in the vault
    #[arg(long = "document", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// Print one JSON array: document, place, text, score
    #[arg(long)]
    json: bool,
}

impl Recall {
    /// Searches and prints. Without a vault nothing is kept, so the model reads everything anew each time.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let vault = if self.documents.is_empty() { Some(door.open()?) } else { None };
        let documents = match &vault {
            Some(vault) => vault.documents()?,
            None => knowledge::read_all(&self.documents)?,
        };
        let knowledge = Knowledge::of(&documents)?;
        match meaning::source(vault.map(|vault| Arc::new(Mutex::new(vault)))) {
            Some(source) => knowledge.clone().understand(&source)?,
            None => eprintln!("By words alone: `convoally models pull` fetches the model that finds other words too."),
        }
        let passages = knowledge.recall(&self.question)?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&passages).unwrap_or_default());
        } else if passages.is_empty() {
            println!("Nothing in the documents fits this question.");
        } else {
            for (rank, passage) in passages.iter().enumerate() {
                println!(
                    "{}. {} ({:.2})\n   {}",
                    rank + 1,
                    printable(&passage.source()),
                    passage.score,
                    printable(&passage.text)
                );
            }
        }
        Ok(())
    }
}
