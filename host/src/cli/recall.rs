//! `convoally recall`: the passages that fit a question.

use super::{VaultDoor, material};
use crate::export::printable;
use crate::knowledge::Knowledge;
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
    /// A document to search: PDF, Word, HTML, Markdown or plain text; without one, the general ones in the vault
    #[arg(long = "document", value_name = "FILE")]
    documents: Vec<PathBuf>,
    /// An interview from `convoally interviews list`, whose documents are searched too
    #[arg(long, value_name = "NAME")]
    interview: Option<String>,
    /// Print one JSON array: document, place, text, score, line, page
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
        let interview = self.interview.as_deref();
        let is_asked = self.documents.is_empty() || interview.is_some();
        let vault = is_asked.then(|| door.open()).transpose()?;
        material::documents(&self.documents, interview, vault.as_ref())
    }
}
