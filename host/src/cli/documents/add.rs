//! `convoally documents add`.

use super::{Kind, described, known_interview};
use crate::door::VaultDoor;
use crate::knowledge;
use clap::Args;
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The name of what is pasted, or piped in.
const PASTED: &str = "-";

/// Arguments of `add`.
#[derive(Args)]
pub struct Add {
    /// The files; `-` is text on standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What they are; without it, what title and words look like
    #[arg(long)]
    kind: Option<Kind>,
    /// The interview that they belong to; without it, every session may quote them
    #[arg(long, value_name = "NAME")]
    interview: Option<String>,
    /// What citations call the document; without it, the name of the file
    #[arg(long)]
    title: Option<String>,
}

impl Add {
    /// Stores all files or, when one cannot be read, none.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        if self.title.is_some() && self.files.len() > 1 {
            let sentence = "A title names one document, and several were given.";
            return Err(Fault::new("documents.one_title", sentence, "Add them one by one, each with its --title."));
        }
        let mut documents = self.files.iter().map(|file| self.read(file)).collect::<Result<Vec<_>, _>>()?;
        let mut vault = door.open()?;
        let interview = known_interview(&vault, self.interview)?;
        for document in &mut documents {
            document.kind = self.kind.map_or(document.kind, |kind| kind.0);
            document.interview.clone_from(&interview);
        }
        for document in &documents {
            vault.put_document(document)?;
            println!("{}", described(document));
        }
        Ok(())
    }

    fn read(&self, file: &Path) -> Result<Document, Fault> {
        if file != Path::new(PASTED) {
            let document = knowledge::read(file)?;
            // The kind is guessed anew: a title that the user gives says more than the name of a file.
            return Ok(match &self.title {
                Some(title) => knowledge::document_of(title.clone(), document.format, document.text),
                None => document,
            });
        }
        let title = self.title.clone().ok_or_else(|| {
            Fault::new("documents.no_title", "A pasted text has no name of its own.", "Give it one with --title.")
        })?;
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
            let sentence = format!("Standard input could not be read: {}.", error.kind());
            Fault::new("document.unreadable", sentence, "Paste the text again, or name a file.")
        })?;
        Ok(knowledge::pasted(title, bytes)?)
    }
}
