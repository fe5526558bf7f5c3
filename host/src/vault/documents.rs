//! The user's own documents, kept as the text that was taken in.

use super::error::VaultError;
use super::store::Vault;
use convoally_shared::document::{Document, DocumentFormat, DocumentId};
use rusqlite::{Row, params};

impl Vault {
    /// Every document, in the order in which they were added.
    ///
    /// # Errors
    /// What the file says.
    pub fn documents(&self) -> Result<Vec<Document>, VaultError> {
        let mut statement =
            self.connection.prepare("select id, title, format, text from document order by added, title, id")?;
        let rows = statement.query_map([], document)?;
        rows.map(|row| row.map_err(VaultError::from)?).collect()
    }

    /// Keeps a document. One with the same id, which means the same text, takes the new title and its old place.
    ///
    /// # Errors
    /// What the file says.
    pub fn put_document(&mut self, document: &Document) -> Result<(), VaultError> {
        let Document { id, title, format, text } = document;
        let change = self.change()?;
        change.execute(
            "insert into document (id, title, format, text, added) values (?, ?, ?, ?, unixepoch('subsec') * 1000)
             on conflict (id) do update set title = excluded.title, format = excluded.format, text = excluded.text",
            params![id.0, title, format_name(*format), text],
        )?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// Forgets the document with this id, or every one with this title.
    ///
    /// # Errors
    /// [`VaultError::UnknownDocument`] when there is none, or what the file says.
    pub fn remove_document(&mut self, title_or_id: &str) -> Result<(), VaultError> {
        let change = self.change()?;
        let removed = match change.execute("delete from document where id = ?", [title_or_id])? {
            0 => change.execute("delete from document where title = ?", [title_or_id])?,
            removed => removed,
        };
        change.commit()?;
        self.settle();
        if removed == 0 { Err(VaultError::UnknownDocument(title_or_id.to_owned())) } else { Ok(()) }
    }
}

/// The stored names. Never changed, only added to.
fn format_name(format: DocumentFormat) -> &'static str {
    match format {
        DocumentFormat::Markdown => "markdown",
        DocumentFormat::Text => "text",
    }
}

fn document(row: &Row<'_>) -> rusqlite::Result<Result<Document, VaultError>> {
    let format = match row.get_ref(2)?.as_str()? {
        "markdown" => DocumentFormat::Markdown,
        "text" => DocumentFormat::Text,
        other => return Ok(Err(VaultError::Damaged(format!("a document has the unknown format {other}")))),
    };
    Ok(Ok(Document { id: DocumentId(row.get(0)?), title: row.get(1)?, format, text: row.get(3)? }))
}

#[cfg(test)]
mod tests {
    use super::super::{VaultError, sample};
    use super::*;

    fn written(id: &str, title: &str, format: DocumentFormat) -> Document {
        Document { id: DocumentId(id.into()), title: title.into(), format, text: format!("text of {id}") }
    }

    #[test]
    fn documents_come_back_as_they_were_put_in_their_old_order() {
        let home = sample::Home::new();
        let mut vault = home.open();
        let resume = written("1", "résumé", DocumentFormat::Markdown);
        let notes = written("2", "notes", DocumentFormat::Text);
        vault.put_document(&resume).unwrap();
        vault.put_document(&notes).unwrap();
        let renamed = Document { title: "cv".into(), ..resume };
        vault.put_document(&renamed).unwrap();
        drop(vault);
        assert_eq!(home.open().documents().unwrap(), [renamed, notes]);
    }

    #[test]
    fn a_document_is_removed_by_title_or_by_id() {
        let home = sample::Home::new();
        let mut vault = home.open();
        vault.put_document(&written("1", "resume", DocumentFormat::Text)).unwrap();
        vault.put_document(&written("2", "notes", DocumentFormat::Text)).unwrap();
        vault.remove_document("resume").unwrap();
        vault.remove_document("2").unwrap();
        assert_eq!(vault.documents().unwrap(), []);
        assert!(matches!(vault.remove_document("2"), Err(VaultError::UnknownDocument(_))));
    }
}
