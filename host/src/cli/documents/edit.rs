//! `convoally documents edit`.

use super::{Kind, described, editor, known_interview};
use crate::door::VaultDoor;
use crate::knowledge::{self, KnowledgeError};
use crate::meaning;
use clap::Args;
use convoally_shared::document::{Document, DocumentFormat};
use convoally_shared::fault::Fault;
use std::path::PathBuf;

/// Arguments of `edit`.
#[derive(Args)]
pub struct Edit {
    /// Its title or its id, from `convoally documents list`
    document: String,
    /// The corrected text, as plain text or Markdown in the way of the old one; without it and without another
    /// option, $EDITOR is opened
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// What it is
    #[arg(long)]
    kind: Option<Kind>,
    /// What citations call it
    #[arg(long)]
    title: Option<String>,
    /// The interview that it belongs to
    #[arg(long, value_name = "NAME", conflicts_with = "general")]
    interview: Option<String>,
    /// It belongs to no interview: every session may quote it
    #[arg(long)]
    general: bool,
}

impl Edit {
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        // The vault is closed while somebody writes.
        let old = door.open()?.document(&self.document)?;
        let relabelled = self.kind.is_some() || self.title.is_some() || self.interview.is_some() || self.general;
        let text = match &self.from {
            Some(file) => {
                let bytes =
                    std::fs::read(file).map_err(|error| KnowledgeError::Unreadable(file.clone(), error.kind()))?;
                knowledge::typed(file, bytes)?
            }
            None if relabelled => old.text.clone(),
            None => {
                let ending = if old.format == DocumentFormat::Markdown { "md" } else { "txt" };
                knowledge::typed(old.title.as_ref(), editor::correct(&old.text, ending)?)?
            }
        };
        let mut vault = door.open()?;
        let interview = known_interview(&vault, self.interview)?;
        let title = self.title.unwrap_or_else(|| old.title.clone());
        let corrected = Document {
            kind: self.kind.map_or(old.kind, |kind| kind.0),
            interview: if self.general { None } else { interview.or_else(|| old.interview.clone()) },
            ..knowledge::document_of(title, old.format, text)
        };
        if corrected == old {
            println!("Nothing was changed.");
            return Ok(());
        }
        vault.replace_document(&old.id, &corrected)?;
        meaning::forget_others(&mut vault)?;
        println!("{}", described(&corrected));
        Ok(())
    }
}
