//! `convoally answer`: one card without a call.

use super::follow::{Style, follow};
use super::listen::About;
use super::{order, unkept};
use crate::answer::{Answerer, Wanted};
use crate::door::VaultDoor;
use crate::engines::{self, Drafts, InVault};
use crate::export::printable;
use crate::meaning;
use crate::money::{began_unix_ms, dollars};
use crate::session::log::Reader;
use crate::session::{Once, Plan};
use crate::settings::{Settings, data_folder};
use crate::vault::Vault;
use clap::Args;
use convoally_shared::card::{Disclosure, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::session::Mode;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// Arguments of `answer`.
#[derive(Args)]
#[command(after_help = "Examples:\n  convoally answer \"What did you make faster?\" --document resume.md\n  \
                        convoally answer \"Tell me about a conflict.\" --wish story --engine local\n\n\
                        Without --document, those in the vault are quoted and the card is kept in the history; with it,\n\
                        the history stays closed, unless there is a budget to count against.\n\
                        Exit code 0: the card, and the draft where something writes drafts. 1: no draft, and why; the\n\
                        passages are shown all the same.")]
pub struct Answer {
    /// The question
    question: String,
    #[command(flatten)]
    about: About,
    /// What writes the draft: NAME or NAME=MODEL, as in `convoally engines order`; the whole order without it
    #[arg(long, value_name = "NAME[=MODEL]", value_parser = engine)]
    engine: Option<Wanted>,
    /// The form of the draft: spoken, bullets, story, code or clarify; without it, the one that the question asks for
    #[arg(long, value_parser = wish)]
    wish: Option<Wish>,
    /// Print every event as one JSON object a line
    #[arg(long)]
    json: bool,
    /// Keep nothing of it
    #[arg(long)]
    no_history: bool,
}

fn engine(text: &str) -> Result<Wanted, String> {
    order::one(text).map_err(|fault| fault.sentence)
}

/// A form; there is no draft yet that could be changed.
fn wish(text: &str) -> Result<Wish, &'static str> {
    let wish = serde_json::from_value(text.into()).ok();
    wish.filter(|wish: &Wish| !wish.changes()).ok_or("expected spoken, bullets, story, code or clarify")
}

impl Answer {
    /// Shows the passages, then the draft as it is written.
    ///
    /// # Errors
    /// Why there is no draft.
    pub async fn run(self, door: &VaultDoor) -> Result<(), Fault> {
        let vault = if self.is_kept()? { Some(door.open()?) } else { None };
        let is_asked = self.about.documents.is_empty() || self.about.interview.is_some();
        let (brief, documents) = match &vault {
            None if is_asked => self.about.gather(Some(&door.open()?))?,
            vault => self.about.gather(vault.as_ref())?,
        };
        let spent = vault.as_ref().map(|vault| vault.used_since(began_unix_ms(SystemTime::now()))).transpose()?;
        let vault = vault.map(|vault| Arc::new(Mutex::new(vault)));
        let keys = vault.clone().map_or_else(|| door.keys(), InVault::open);
        let Drafts { order, purse, unready } = engines::drafts("", self.engine.clone(), &keys).await;
        if let Some(spent) = spent {
            purse.spent_before(spent.micro_usd());
        }
        if let Some(fault) = unready {
            super::print_fault(&fault);
        }
        let answerer = order.map(|order| order as Arc<dyn Answerer>);
        unkept::prepare(door, vault.is_some(), answerer.is_some())?;
        let (meaning, mode) = (meaning::source(vault.clone()), Mode::default());
        let plan = Plan { brief, site: None, documents, meaning, mode, answerer, purse };
        self.show(Once::new(plan, &self.question, self.wish)?, vault, door).await
    }

    /// What the history does not hold, no budget could count.
    fn is_kept(&self) -> Result<bool, Fault> {
        if self.no_history || self.about.documents.is_empty() {
            return Ok(!self.no_history);
        }
        match data_folder() {
            Ok(data) => Ok(Settings::load(&data)?.drafts.monthly_micro_usd.is_some()),
            Err(_) => Ok(false),
        }
    }

    async fn show(&self, once: Once, vault: Option<Arc<Mutex<Vault>>>, door: &VaultDoor) -> Result<(), Fault> {
        let keeper = unkept::keep(once.log(), vault, door)?;
        let reader = once.log().reader(0);
        let shown = if self.json { tokio::spawn(follow(reader, Style::Json)) } else { tokio::spawn(stream(reader)) };
        let answered = once.run().await;
        let _ = shown.await;
        tokio::task::spawn_blocking(move || keeper.join()).await.map_or(Ok(()), |kept| kept.unwrap_or(Ok(())))?;
        answered
    }
}

/// Prints the card as it comes about, for people.
async fn stream(mut reader: Reader) {
    let mut out = std::io::stdout();
    while let Some(event) = reader.next().await {
        // Whoever stopped reading stopped caring.
        if out.write_all(text(&event.kind).as_bytes()).and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

fn text(kind: &EventKind) -> String {
    match kind {
        EventKind::CardOpened { card } if card.passages.is_empty() => {
            "Nothing in the documents fits this question.\n".to_owned()
        }
        EventKind::CardOpened { card } => {
            let quoted = (1..).zip(&card.passages).map(|(number, passage)| {
                format!("[{number}] {}\n    {}\n", printable(&passage.source()), printable(&passage.text))
            });
            quoted.collect()
        }
        EventKind::DraftStarted { engine, disclosure, .. } => {
            format!("\n{} writes. {}\n\n", printable(engine), left(disclosure.as_ref()))
        }
        EventKind::DraftDelta { text, .. } => printable(text),
        EventKind::DraftMoved { engine, fault, disclosure, .. } => {
            let (sentence, engine) = (printable(&fault.sentence), printable(engine));
            format!("\n\n{sentence} {engine} writes instead. {}\n\n", left(disclosure.as_ref()))
        }
        EventKind::DraftFinished { spent, .. } => format!("\n\n{}", spent.as_ref().map(took).unwrap_or_default()),
        EventKind::DraftFailed { .. } => "\n".to_owned(),
        _ => String::new(),
    }
}

/// What left this computer.
fn left(disclosure: Option<&Disclosure>) -> String {
    let Some(Disclosure { recipient, content, bytes, sources }) = disclosure else {
        return "Nothing leaves this computer.".to_owned();
    };
    let from = if sources.is_empty() { String::new() } else { format!(", from {}", printable(&sources.join("; "))) };
    format!("Sent to {}: {} ({bytes} bytes{from}).", printable(recipient), printable(content))
}

fn took(spent: &Spent) -> String {
    let about = if spent.estimated { "about " } else { "" };
    let cost = spent.micro_usd.map_or_else(|| "no price known".to_owned(), dollars);
    let Spent { input_tokens, cached_tokens, output_tokens, .. } = spent;
    format!("({about}{input_tokens} tokens sent, {cached_tokens} of them cached, {output_tokens} written: {cost})\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_forms_are_wishes_here() {
        for form in ["spoken", "bullets", "story", "code", "clarify"] {
            assert!(wish(form).is_ok(), "{form}");
        }
        for other in ["shorter", "plainer", "loud", ""] {
            assert!(wish(other).is_err(), "{other}");
        }
    }

    #[test]
    fn what_left_and_what_it_took_are_said() {
        let sources = vec!["resume › Northwind".to_owned(), "notes".to_owned()];
        let (recipient, content) = ("api.example.com".to_owned(), "question and passages".to_owned());
        let disclosure = Disclosure { recipient, content, bytes: 42, sources };
        let sentence = "Sent to api.example.com: question and passages (42 bytes, from resume › Northwind; notes).";
        assert_eq!(left(Some(&disclosure)), sentence);
        assert_eq!(left(None), "Nothing leaves this computer.");
        let spent =
            Spent { input_tokens: 900, cached_tokens: 640, output_tokens: 40, estimated: true, micro_usd: None };
        assert_eq!(took(&spent), "(about 900 tokens sent, 640 of them cached, 40 written: no price known)\n");
    }
}
