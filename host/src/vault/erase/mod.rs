//! Erasing for good: a session, a document, an interview, everything.
//!
//! An erasing is one transaction: rows and words of the index go, a mark in `erased` stays, so that it does not come back
//! from a backup, and of a session what it spent and what left this computer for it, without a word. Then the vault is
//! *scrubbed*: free pages and the gaps that SQLite leaves inside of pages still hold what was there (`secure_delete` does
//! not reach the copies that a page leaves behind when it is split), and so does the log. So the file is written anew and
//! the log is cut. Until that is done `property` says so, and the next start does it.
//!
//! What runs is not erased: the host that runs it would go on writing.

pub(super) mod document;
mod remove;
pub(super) mod scrub;
#[cfg(test)]
mod tests;

use super::error::VaultError;
use super::store::Vault;
use super::vectors::PassageDigest;
use super::{departures, running, search, spending};
use convoally_shared::document::Document;
use convoally_shared::interview::InterviewId;
pub use convoally_shared::kept::Erased;
use convoally_shared::session::SessionId;
use rusqlite::{Connection, params};

/// The mark of a document that was erased also where sessions quote it. One that was corrected or removed has the mark
/// `document` alone, and sessions go on quoting it.
pub(super) const QUOTED: &str = "quoted";

/// Which passages of these documents a vector may be kept for: the vault does not know how they are cut.
pub type Needed = fn(&[Document]) -> Vec<PassageDigest>;

impl Vault {
    /// Erases a session. The beginning of an id is enough when no other id begins like it.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], [`VaultError::AmbiguousSession`], [`VaultError::SessionRunning`], or what the file
    /// says: then nothing was erased. [`VaultError::Unscrubbed`].
    pub fn erase_session(&mut self, id: &SessionId) -> Result<Erased, VaultError> {
        let session = SessionId(self.whole_id(&id.0)?);
        if running::all(&self.folder()).contains(&session) {
            return Err(VaultError::SessionRunning(session.0));
        }
        self.erase_rows_of(&session)?;
        self.scrub()?;
        Ok(Erased { sessions: 1, ..Erased::default() })
    }

    /// Erases the document with this id or, when there is none, the one with this title; also where sessions quote it.
    ///
    /// # Errors
    /// [`VaultError::UnknownDocument`], [`VaultError::AmbiguousDocument`], [`VaultError::SessionRunning`] while any
    /// session may quote it, or what the file says: then nothing was erased. [`VaultError::Unscrubbed`].
    pub fn erase_document(&mut self, title_or_id: &str, needed: Needed) -> Result<Erased, VaultError> {
        self.refuse_while_any_runs()?;
        let document = self.document(title_or_id)?;
        let erased = self.erase_documents(&[document], None, needed)?;
        self.scrub()?;
        Ok(erased)
    }

    /// Erases an interview and the documents that belong to it.
    ///
    /// # Errors
    /// [`VaultError::UnknownInterview`], [`VaultError::SessionRunning`] while any session may quote them, or what the file
    /// says: then nothing was erased. [`VaultError::Unscrubbed`].
    pub fn erase_interview(&mut self, id: &InterviewId, needed: Needed) -> Result<Erased, VaultError> {
        self.refuse_while_any_runs()?;
        let id = self.interview(id)?.id;
        let of_it = |document: &Document| document.interview.as_ref() == Some(&id);
        let documents: Vec<_> = self.documents()?.into_iter().filter(of_it).collect();
        let erased = self.erase_documents(&documents, Some(&id), needed)?;
        self.scrub()?;
        Ok(erased)
    }

    /// Empties the vault: afterwards it is as on the first day, and knows nothing of what was erased before either.
    ///
    /// # Errors
    /// [`VaultError::SessionRunning`], or what the file says: then nothing was erased. [`VaultError::Unscrubbed`].
    pub fn erase_all(&mut self) -> Result<Erased, VaultError> {
        self.refuse_while_any_runs()?;
        let change = self.change()?;
        let count = |table: &str| {
            let rows: i64 = change.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?;
            Ok::<_, VaultError>(u64::try_from(rows).unwrap_or_default())
        };
        let erased = Erased {
            sessions: count("session")?,
            documents: count("document")?,
            interviews: count("interview")?,
            departures: count("departure")?,
            spending: count("spent")?,
            quoted_in: 0,
        };
        change.execute_batch("insert into search (search) values ('delete-all')")?;
        // The marks last: what is removed leaves one.
        for table in [
            "event",
            "amendment",
            "session",
            "document",
            "interview",
            "passage_vector",
            "consent",
            "departure",
            "spent",
            "retention",
            "secret",
            "property",
            "erased",
        ] {
            change.execute(&format!("delete from {table}"), [])?;
        }
        scrub::note(&change)?;
        change.commit()?;
        self.scrub()?;
        Ok(erased)
    }

    /// The first half of erasing a session whose whole id is given, and which does not run.
    pub(super) fn erase_rows_of(&mut self, session: &SessionId) -> Result<(), VaultError> {
        let change = self.change()?;
        remove_session(&change, session)?;
        mark(&change, "session", &session.0)?;
        Ok(change.commit()?)
    }

    /// The first half of erasing documents, and an interview that nothing else belongs to.
    pub(super) fn erase_documents(
        &mut self,
        documents: &[Document],
        interview: Option<&InterviewId>,
        needed: Needed,
    ) -> Result<Erased, VaultError> {
        let mut left = self.documents()?;
        left.retain(|one| !documents.contains(one));
        let needed = needed(&left);
        let change = self.change()?;
        let mut quoted_in = 0;
        for document in documents {
            quoted_in = quoted_in.max(document::unquote(&change, document)?);
            mark(&change, QUOTED, &document.id.0)?;
            change.execute("delete from document where id = ?", [&document.id.0])?;
            mark(&change, "document", &document.id.0)?;
        }
        super::vectors::forget_except(&change, &needed)?;
        if let Some(id) = interview {
            change.execute("delete from interview where id = ?", [&id.0])?;
            mark(&change, "interview", &id.0.to_ascii_lowercase())?;
        }
        scrub::note(&change)?;
        change.commit()?;
        let (documents, interviews) = (documents.len() as u64, u64::from(interview.is_some()));
        Ok(Erased { documents, interviews, quoted_in, ..Erased::default() })
    }

    pub(super) fn refuse_while_any_runs(&self) -> Result<(), VaultError> {
        Self::refuse_while_sessions_run(&self.folder())
    }
}

/// Takes a session's rows and words away, keeps what it spent and what left for it, and notes that a scrubbing is due.
/// Without a mark.
pub(super) fn remove_session(change: &Connection, session: &SessionId) -> Result<(), VaultError> {
    for left in departures::of_sessions(change, "session.id = ?", [&session.0])? {
        departures::put(change, None, &left.departure.without_words())?;
    }
    spending::keep_of(change, session)?;
    search::forget(change, session)?;
    for rows in ["amendment where session = ?", "event where session = ?", "session where id = ?"] {
        change.execute(&format!("delete from {rows}"), [&session.0])?;
    }
    scrub::note(change)
}

/// It does not come back from a backup or from another computer.
fn mark(change: &Connection, kind: &str, id: &str) -> Result<(), VaultError> {
    change.execute(
        "insert into erased (what, at_unix_ms) values (?, cast(unixepoch('subsec') * 1000 as integer))
         on conflict (what) do update set at_unix_ms = max(at_unix_ms, excluded.at_unix_ms)",
        params![format!("{kind}:{id}")],
    )?;
    Ok(())
}
