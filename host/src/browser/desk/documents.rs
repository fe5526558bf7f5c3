//! What sessions may quote: the list, adding, correcting, describing and erasing.
//!
//! A document can be quoted by its words as soon as it is kept; what it means is read behind that, while the errand still
//! tells how far it is. `upload` holds a file until it is named here.

mod read;

use super::lent::Lent;
use super::upload::Received;
use super::{Desk, aside};
use crate::knowledge::{self, Reader};
use crate::meaning;
use convoally_shared::document::{Document, DocumentKind};
use convoally_shared::fault::Fault;
use convoally_shared::interview::InterviewId;
use convoally_shared::kept::Erased;
use convoally_shared::request::{
    AddDocument, CorrectDocument, DescribeDocument, DocumentSummary, Documents, EraseDocument, ReadAhead,
};
use std::path::Path;
use std::sync::{Arc, Weak};

/// The longest title, letters: a list of documents must fit into a message.
const LONGEST_TITLE: usize = 200;

impl Desk {
    pub(super) async fn documents(
        &mut self,
    ) -> Result<impl Future<Output = Result<Documents, Fault>> + Send + use<>, Fault> {
        let vault = self.lent_if_there().await?;
        Ok(async move {
            let Some(vault) = vault else { return Ok(Documents::default()) };
            let documents = vault.lend(|vault| Ok(vault.documents()?)).await?;
            aside(move || Ok(Documents { documents: documents.iter().map(summary).collect() })).await
        })
    }

    /// A vault is made for the first one.
    pub(super) async fn add_document(
        &mut self,
        call: u64,
        add: AddDocument,
    ) -> Result<impl Future<Output = Result<DocumentSummary, Fault>> + Send + use<>, Fault> {
        let (vault, teller) = (self.lent_or_made().await?, self.errands.teller::<AddDocument>(call));
        let AddDocument { name, content, kind, interview } = add;
        let received = self.uploads.receive(content)?;
        Ok(async move {
            let interview = known(&vault, interview).await?;
            let document = aside(move || read(&name, received, kind, interview)).await?;
            let kept = document.clone();
            vault.lend(move |vault| Ok(vault.put_document(&kept)?)).await?;
            read_ahead(&vault, &document, move |read| teller.tell_lightly(&read)).await;
            aside(move || Ok(summary(&document))).await
        })
    }

    pub(super) async fn correct_document(
        &mut self,
        call: u64,
        CorrectDocument { id, content }: CorrectDocument,
    ) -> Result<impl Future<Output = Result<DocumentSummary, Fault>> + Send + use<>, Fault> {
        let (vault, teller) = (self.lent().await?, self.errands.teller::<CorrectDocument>(call));
        let received = self.uploads.receive(content)?;
        Ok(async move {
            let old = vault.lend(move |vault| Ok(vault.document(&id.0)?)).await?;
            let of = old.clone();
            let new = aside(move || corrected(&of, received)).await?;
            replace(&vault, old, new.clone()).await?;
            read_ahead(&vault, &new, move |read| teller.tell_lightly(&read)).await;
            aside(move || Ok(summary(&new))).await
        })
    }

    pub(super) async fn describe_document(
        &mut self,
        DescribeDocument { id, title, kind, interview }: DescribeDocument,
    ) -> Result<impl Future<Output = Result<DocumentSummary, Fault>> + Send + use<>, Fault> {
        let vault = self.lent().await?;
        Ok(async move {
            let title = titled(&title)?;
            let interview = known(&vault, interview).await?;
            let old = vault.lend(move |vault| Ok(vault.document(&id.0)?)).await?;
            let new = Document { title, kind, interview, ..old.clone() };
            replace(&vault, old, new.clone()).await?;
            aside(move || Ok(summary(&new))).await
        })
    }

    pub(super) async fn erase_document(&mut self, EraseDocument { id }: EraseDocument) -> Result<Erased, Fault> {
        self.lent().await?.lend(move |vault| Ok(vault.erase_document(&id.0, knowledge::needed)?)).await
    }
}

/// The interview as it is written in the vault.
async fn known(vault: &Lent, interview: Option<InterviewId>) -> Result<Option<InterviewId>, Fault> {
    let Some(id) = interview else { return Ok(None) };
    vault.lend(move |vault| Ok(Some(vault.interview(&id)?.id))).await
}

/// Blocks.
fn read(
    name: &str,
    received: Received,
    kind: Option<DocumentKind>,
    interview: Option<InterviewId>,
) -> Result<Document, Fault> {
    let document = match received {
        Received::File(bytes) => {
            // A browser may say where the file lay, in the way of any system.
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            knowledge::read_content(&Reader::of_this_program(), Path::new(file), bytes)?
        }
        Received::Text(text) => knowledge::pasted(titled(name)?, text.into_bytes())?,
    };
    Ok(Document { title: titled(&document.title)?, kind: kind.unwrap_or(document.kind), interview, ..document })
}

fn corrected(old: &Document, received: Received) -> Result<Document, Fault> {
    let text = knowledge::typed(old.title.as_ref(), received.into_bytes())?;
    let new = knowledge::document_of(old.title.clone(), old.format, text);
    Ok(Document { kind: old.kind, interview: old.interview.clone(), ..new })
}

/// A title that a list can show.
fn titled(title: &str) -> Result<String, Fault> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Fault::new("documents.no_title", "A document needs a title.", "Give it a short one: “Resume”."));
    }
    if title.chars().count() > LONGEST_TITLE {
        let sentence = format!("The title has more than {LONGEST_TITLE} letters.");
        return Err(Fault::new("documents.long_title", sentence, "Give the document a shorter one."));
    }
    Ok(title.to_owned())
}

/// Keeps the new one in the place of the old one, and forgets what was made of what the old one alone had.
async fn replace(vault: &Lent, old: Document, new: Document) -> Result<(), Fault> {
    if old == new {
        return Ok(());
    }
    let documents = vault
        .lend(move |vault| {
            vault.replace_document(&old.id, &new)?;
            Ok(vault.documents()?)
        })
        .await?;
    // Cutting all documents takes a while; a session's events do not wait for it.
    let needed = aside(move || Ok(knowledge::needed(&documents))).await?;
    vault.lend(move |vault| Ok(vault.forget_vectors_except(&needed)?)).await
}

/// Lets the model of meaning read a document that is kept. What goes wrong here costs nothing: sessions read on, and tell.
/// Who drops this ends the reading after the passage.
async fn read_ahead(vault: &Lent, document: &Document, tell: impl Fn(ReadAhead) -> bool + Send + 'static) {
    let (vault, document, waiting) = (vault.way(), document.clone(), Arc::new(()));
    let waits: Weak<()> = Arc::downgrade(&waiting);
    let go_on =
        move |done: usize, of: usize| waits.strong_count() > 0 && tell(ReadAhead { done: done as u64, of: of as u64 });
    let _ = aside(move || meaning::read_ahead(&vault, &[document], &go_on)).await;
    drop(waiting);
}

/// What a list shows of a document. Cuts it, which takes milliseconds with a long one.
fn summary(document: &Document) -> DocumentSummary {
    DocumentSummary {
        id: document.id.clone(),
        title: document.title.clone(),
        kind: document.kind,
        interview: document.interview.clone(),
        letters: document.text.chars().count() as u64,
        passages: knowledge::cut(document).len() as u64,
    }
}

#[cfg(test)]
mod tests;
