//! `convoally documents`: what sessions may quote, as it was read and as the user corrects it.

mod add;
mod edit;
pub(super) mod editor;
mod show;

use super::print_fault;
use crate::door::VaultDoor;
use crate::knowledge;
use crate::meaning;
use crate::vault::Vault;
use clap::Subcommand;
use clap::builder::PossibleValue;
use convoally_shared::document::{Document, DocumentKind};
use convoally_shared::fault::Fault;
use convoally_shared::interview::InterviewId;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Arc, Mutex};

/// Reading is shown like this. Ctrl-C ends it at no loss: the documents are kept, and sessions read on.
const READING: &str = "Reading what they mean [{bar:30}] {pos}/{len} passages";

/// Subcommands of `documents`.
#[derive(Subcommand)]
pub enum Documents {
    /// Put documents into the vault: PDF, Word, HTML, Markdown, plain text, or text that is pasted
    #[command(after_help = "Examples:\n  convoally documents add resume.pdf stories.docx\n  \
                            convoally documents add job.html --kind job_description --interview northwind\n  \
                            convoally documents add - --title notes < notes.txt")]
    Add(add::Add),
    /// Show what is in the vault
    #[command(after_help = "Example:\n  convoally documents list")]
    List,
    /// Show the text that was read of a document, or its passages
    #[command(after_help = "Examples:\n  convoally documents show resume --passages\n  \
                            convoally documents show resume > resume.md")]
    Show(show::Show),
    /// Correct the text of a document in an editor or from a file, or change what the document is
    #[command(after_help = "Examples:\n  convoally documents edit resume\n  \
                            convoally documents edit resume --from resume.md\n  \
                            convoally documents edit job --kind job_description --interview northwind")]
    Edit(edit::Edit),
    /// Take a document out of the vault
    #[command(after_help = "Example:\n  convoally documents remove resume\n\n\
                            Sessions that quoted it keep the quotation; `convoally erase document` takes it out of\n\
                            them, too.")]
    Remove {
        /// Its title or its id, from `convoally documents list`
        document: String,
    },
}

impl Documents {
    /// Carries the subcommand out.
    pub fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        match self {
            Documents::Add(add) => add.run(door),
            Documents::List => show::list(&door.open()?),
            Documents::Show(show) => show.run(&door.open()?),
            Documents::Edit(edit) => edit.run(door),
            Documents::Remove { document } => {
                let mut vault = door.open()?;
                vault.remove_document(&document)?;
                meaning::forget_others(&mut vault)
            }
        }
    }
}

/// A kind of document as a value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind(DocumentKind);

impl clap::ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Kind; DocumentKind::ALL.len()] = {
            let mut all = [Kind(DocumentKind::Notes); DocumentKind::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = Kind(DocumentKind::ALL[at]);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

/// The id of an interview that is in the vault.
fn known_interview(vault: &Vault, name: Option<String>) -> Result<Option<InterviewId>, Fault> {
    name.map(|name| Ok(vault.interview(&InterviewId(name))?.id)).transpose()
}

/// Lets the model of meaning read documents that were kept, and shows in a terminal how far it is. What goes wrong here
/// costs none of them.
fn read_ahead(vault: Vault, documents: &[Document]) {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(READING) {
        bar.set_style(style.progress_chars("=> "));
    }
    let vault = Arc::new(Mutex::new(vault));
    let read = meaning::read_ahead(&Arc::downgrade(&vault), documents, &|read, of| {
        bar.set_length(of as u64);
        bar.set_position(read as u64);
        true
    });
    bar.finish_and_clear();
    if let Err(fault) = read {
        print_fault(&fault);
    }
}

/// What a document is, in the words of `list`: title, kind, passages.
fn described(document: &Document) -> String {
    let passages = match knowledge::cut(document).len() {
        1 => "1 passage".to_owned(),
        count => format!("{count} passages"),
    };
    format!("{}  {}, {}, {passages}", document.id.0, crate::export::printable(&document.title), document.kind)
}
