//! `convoally documents list` and `show`.

use super::super::table::{print, table};
use crate::export::printable;
use crate::knowledge::{self, Piece};
use crate::vault::Vault;
use clap::Args;
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use std::io::IsTerminal;

/// Arguments of `show`.
#[derive(Args)]
pub struct Show {
    /// Its title or its id, from `convoally documents list`
    document: String,
    /// Show the passages that can be quoted, each with its place, instead of the text
    #[arg(long)]
    passages: bool,
}

impl Show {
    pub fn run(self, vault: &Vault) -> Result<(), Fault> {
        let document = vault.document(&self.document)?;
        let mut out = std::io::stdout().lock();
        let text = if self.passages {
            knowledge::cut(&document).iter().map(shown).collect()
        } else if out.is_terminal() {
            // A document may come from anybody; nothing in it commands a terminal.
            printable(&document.text)
        } else {
            document.text
        };
        let text = if text.ends_with('\n') { text } else { text + "\n" };
        print(&text, &mut out).map_err(|error| unwritable(&error))
    }
}

/// Its place, then its words.
fn shown(piece: &Piece) -> String {
    let page = piece.page.map(|page| format!(", page {page}")).unwrap_or_default();
    let place = if piece.place.is_empty() { String::new() } else { format!(" · {}", printable(&piece.place)) };
    format!("line {}{page}{place}\n  {}\n\n", piece.line, printable(&piece.text))
}

/// Shows every document of the vault.
pub fn list(vault: &Vault) -> Result<(), Fault> {
    let documents = vault.documents()?;
    if documents.is_empty() {
        println!("No document was added yet: `convoally documents add resume.pdf`.");
        return Ok(());
    }
    let head = ["ID", "KIND", "INTERVIEW", "PASSAGES", "WORDS", "TITLE"].map(str::to_owned);
    let rows: Vec<_> = [head].into_iter().chain(documents.iter().map(cells)).collect();
    print(&table(&rows), &mut std::io::stdout().lock()).map_err(|error| unwritable(&error))
}

fn cells(document: &Document) -> [String; 6] {
    let interview = document.interview.as_ref().map_or("–", |id| &id.0);
    [
        document.id.0.clone(),
        document.kind.to_string(),
        printable(interview),
        knowledge::cut(document).len().to_string(),
        document.text.split_whitespace().count().to_string(),
        printable(&document.title).replace(['\n', '\t'], " "),
    ]
}

fn unwritable(error: &std::io::Error) -> Fault {
    Fault::new(
        "documents.unwritable",
        format!("The output could not be written: {}.", error.kind()),
        "Send it to a place that you may write to and that has room.",
    )
}
