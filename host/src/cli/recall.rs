//! `convoally recall`: the passages that fit a question.

use super::material;
use crate::door::VaultDoor;
use crate::export::printable;
use crate::knowledge::Knowledge;
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
    /// Searches and prints. Without a vault nothing is kept, so the model reads everything anew each time.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let interview = self.interview.as_deref();
        let is_asked = self.documents.is_empty() || interview.is_some();
        let vault = is_asked.then(|| door.open()).transpose()?;
        let documents = material::documents(&self.documents, interview, vault.as_ref())?;
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
