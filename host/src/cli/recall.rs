//! `convoally recall`: the passages that fit a question.

use super::VaultDoor;
use crate::export::printable;
use crate::knowledge::{self, Knowledge};
use clap::Args;
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use std::path::PathBuf;

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
    /// Searches and prints.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let passages = Knowledge::of(&self.documents(door)?)?.recall(&self.question)?;
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

    fn documents(&self, door: &VaultDoor) -> Result<Vec<Document>, Fault> {
        if self.documents.is_empty() {
            return Ok(door.open()?.documents()?);
        }
        Ok(knowledge::read_all(&self.documents)?)
    }
}
