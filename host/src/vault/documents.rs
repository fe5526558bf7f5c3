//! The user's own documents, kept as the text that was taken in and corrected.

use super::error::VaultError;
use super::store::Vault;
use convoally_shared::document::{Document, DocumentFormat, DocumentId, DocumentKind};
use convoally_shared::interview::InterviewId;
use rusqlite::{Connection, ErrorCode, Row, params};

/// What [`document`] reads, in its order.
const COLUMNS: &str = "id, title, kind, interview, format, text";

impl Vault {
    /// Every document, in the order in which they were added.
    ///
    /// # Errors
    /// What the file says.
    pub fn documents(&self) -> Result<Vec<Document>, VaultError> {
        self.select("true", [])
    }

    /// What a session may quote: the general documents, and those of its interview where it has one.
    ///
    /// # Errors
    /// What the file says.
    pub fn documents_for(&self, interview: Option<&InterviewId>) -> Result<Vec<Document>, VaultError> {
        self.select("interview is null or interview = ?", [interview.map(|id| &id.0)])
    }

    /// The document with this id or, when there is none, the one with this title.
    ///
    /// # Errors
    /// [`VaultError::UnknownDocument`], [`VaultError::AmbiguousDocument`] when several have the title, or what the
    /// file says.
    pub fn document(&self, title_or_id: &str) -> Result<Document, VaultError> {
        let mut found = self.select("id = ?", [title_or_id])?;
        if found.is_empty() {
            found = self.select("title = ?", [title_or_id])?;
        }
        match found.len() {
            0 | 1 => found.pop().ok_or_else(|| VaultError::UnknownDocument(title_or_id.to_owned())),
            _ => Err(VaultError::AmbiguousDocument(title_or_id.to_owned())),
        }
    }

    /// Keeps a document. One with the same id, which means the same text, takes the rest of what is said here and
    /// stays in its old place.
    ///
    /// # Errors
    /// [`VaultError::UnknownInterview`], or what the file says.
    pub fn put_document(&mut self, document: &Document) -> Result<(), VaultError> {
        let change = self.change()?;
        put(&change, document, None)?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// Keeps a document in the place of another one, whose text was corrected.
    ///
    /// # Errors
    /// [`VaultError::UnknownDocument`] when the old one is gone, [`VaultError::UnknownInterview`], or what the file
    /// says. Then the old one is unchanged.
    pub fn replace_document(&mut self, old: &DocumentId, new: &Document) -> Result<(), VaultError> {
        let change = self.change()?;
        let added = change.query_row("delete from document where id = ? returning added", [&old.0], |row| row.get(0));
        let added: i64 = added.map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => VaultError::UnknownDocument(old.0.clone()),
            error => error.into(),
        })?;
        put(&change, new, Some(added))?;
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

    fn select(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Document>, VaultError> {
        select(&self.connection, condition, values)
    }
}

/// The documents that fulfil a condition, in the order in which they were added.
pub(super) fn select(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Document>, VaultError> {
    let query = format!("select {COLUMNS} from document where {condition} order by added, title, id");
    let mut statement = connection.prepare(&query)?;
    let rows = statement.query_map(values, document)?;
    rows.map(|row| row.map_err(VaultError::from)?).collect()
}

/// `added`, milliseconds since the Unix epoch, is now when it is not given.
fn put(connection: &Connection, document: &Document, added: Option<i64>) -> Result<(), VaultError> {
    let Document { id, title, kind, interview, format, text } = document;
    let interview = interview.as_ref().map(|id| &id.0);
    let put = connection.execute(
        "insert into document (id, title, kind, interview, format, text, added)
         values (?, ?, ?, ?, ?, ?, coalesce(?, cast(unixepoch('subsec') * 1000 as integer)))
         on conflict (id) do update set
             title = excluded.title, kind = excluded.kind, interview = excluded.interview, format = excluded.format,
             text = excluded.text",
        params![id.0, title, kind.name(), interview, format_name(*format), text, added],
    );
    // What is added again is not erased any more.
    connection.execute("delete from erased where what = 'document:' || ?", [&id.0])?;
    match (put, interview) {
        // The one constraint that a well-typed document can break.
        (Err(error), Some(interview)) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Err(VaultError::UnknownInterview(interview.clone()))
        }
        (put, _) => Ok(put.map(drop)?),
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
    let unknown = |what: &str, name: &str| VaultError::Damaged(format!("a document has the unknown {what} {name}"));
    let (title, text): (String, String) = (row.get(1)?, row.get(5)?);
    let kind = match row.get_ref(2)?.as_str_or_null()? {
        Some(name) => match DocumentKind::named(name) {
            Some(kind) => kind,
            None => return Ok(Err(unknown("kind", name))),
        },
        None => DocumentKind::guess(&title, &text),
    };
    let format = match row.get_ref(4)?.as_str()? {
        "markdown" => DocumentFormat::Markdown,
        "text" => DocumentFormat::Text,
        other => return Ok(Err(unknown("format", other))),
    };
    let interview = row.get::<_, Option<String>>(3)?.map(InterviewId);
    Ok(Ok(Document { id: DocumentId(row.get(0)?), title, kind, interview, format, text }))
}

#[cfg(test)]
mod tests {
    use super::super::{VaultError, sample};
    use super::*;
    use convoally_shared::interview::Interview;
    use convoally_shared::session::Brief;

    fn written(id: &str, title: &str, format: DocumentFormat) -> Document {
        Document {
            id: DocumentId(id.into()),
            title: title.into(),
            kind: DocumentKind::Notes,
            interview: None,
            format,
            text: format!("text of {id}"),
        }
    }

    fn of_interview(id: &str, interview: &str) -> Document {
        Document { interview: Some(InterviewId(interview.into())), ..written(id, id, DocumentFormat::Text) }
    }

    #[test]
    fn documents_come_back_as_they_were_put_in_their_old_order() {
        let home = sample::Home::new();
        let mut vault = home.open();
        let resume = Document { kind: DocumentKind::Resume, ..written("1", "résumé", DocumentFormat::Markdown) };
        let notes = written("2", "notes", DocumentFormat::Text);
        vault.put_document(&resume).unwrap();
        vault.put_document(&notes).unwrap();
        let renamed = Document { title: "cv".into(), kind: DocumentKind::CoverLetter, ..resume };
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

    #[test]
    fn one_document_is_found_by_id_or_by_a_title_that_no_other_has() {
        let home = sample::Home::new();
        let mut vault = home.open();
        for (id, title) in [("1", "resume"), ("2", "notes"), ("3", "notes"), ("4", "1")] {
            vault.put_document(&written(id, title, DocumentFormat::Text)).unwrap();
        }
        let find = |name: &str| vault.document(name).map(|document| document.id.0);
        assert_eq!((find("resume").unwrap(), find("1").unwrap()), ("1".to_owned(), "1".to_owned()));
        assert!(matches!(find("notes"), Err(VaultError::AmbiguousDocument(_))));
        assert!(matches!(find("letter"), Err(VaultError::UnknownDocument(_))));
    }

    #[test]
    fn a_corrected_document_takes_the_place_of_the_old_one() {
        let home = sample::Home::new();
        let mut vault = home.open();
        for id in ["1", "2", "3"] {
            vault.put_document(&written(id, id, DocumentFormat::Text)).unwrap();
        }
        let ids = |vault: &Vault| vault.documents().unwrap().into_iter().map(|one| one.id.0).collect::<Vec<_>>();
        vault.replace_document(&DocumentId("1".into()), &written("9", "1", DocumentFormat::Text)).unwrap();
        assert_eq!(ids(&vault), ["9", "2", "3"]);
        // The corrected text is that of another document: one of them is left.
        vault.replace_document(&DocumentId("9".into()), &written("3", "3", DocumentFormat::Text)).unwrap();
        assert_eq!(ids(&vault), ["2", "3"]);
        let gone = vault.replace_document(&DocumentId("9".into()), &written("4", "1", DocumentFormat::Text));
        assert!(matches!(gone, Err(VaultError::UnknownDocument(_))));
        let unknown = vault.replace_document(&DocumentId("2".into()), &of_interview("5", "nowhere"));
        assert!(matches!(unknown, Err(VaultError::UnknownInterview(_))));
        assert_eq!(ids(&vault), ["2", "3"], "a correction that fails loses nothing");
    }

    #[test]
    fn a_session_quotes_general_documents_and_those_of_its_own_interview() {
        let home = sample::Home::new();
        let mut vault = home.open();
        for id in ["northwind", "contoso"] {
            let interview = Interview { id: InterviewId(id.into()), brief: Brief::default() };
            vault.put_interview(&interview).unwrap();
        }
        vault.put_document(&of_interview("n", "Northwind")).unwrap();
        vault.put_document(&of_interview("c", "contoso")).unwrap();
        vault.put_document(&written("g", "g", DocumentFormat::Text)).unwrap();
        let ids = |interview: Option<&str>| {
            let found = vault.documents_for(interview.map(|id| InterviewId(id.into())).as_ref()).unwrap();
            found.into_iter().map(|one| one.id.0).collect::<Vec<_>>()
        };
        assert_eq!(ids(None), ["g"]);
        assert_eq!(ids(Some("NORTHWIND")), ["n", "g"]);
        let unknown = vault.put_document(&of_interview("x", "nowhere"));
        assert!(matches!(unknown, Err(VaultError::UnknownInterview(_))));
    }
}
