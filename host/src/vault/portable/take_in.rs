//! Pieces of another vault become part of this one.

use super::{EventRow, Item, ItemKey};
use crate::vault::erase::{self, scrub};
use crate::vault::store::{Vault, integer, number};
use crate::vault::{Needed, VaultError, documents, running};
use convoally_shared::amendment::{Amendment, AmendmentId};
use convoally_shared::session::SessionId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::path::Path;

/// How many events go into one transaction: a few milliseconds, because another host may want to write.
const EVENTS_AT_ONCE: usize = 200;

impl Vault {
    /// Takes in a piece. What is here already in the same or a later state stays, and what was erased does not come
    /// back. Says whether anything is different now. Interviews come before their documents and sessions before their
    /// amendments: what belongs to something that is not here is left out.
    ///
    /// A session goes in in several steps. One that is cut off has a lower stamp than the whole, and the rest comes
    /// when the piece is taken in again.
    ///
    /// What another computer erased is not erased here while a session runs that may need it: it comes again. When all
    /// pieces are there, [`Self::finish_uniting`] is due.
    ///
    /// # Errors
    /// What the file says; [`VaultError::UnknownAmendment`] for one of a later release.
    pub fn unite(&mut self, item: &Item) -> Result<bool, VaultError> {
        match item {
            Item::Session { .. } => self.take_in_session(item),
            Item::Amendment { id, session, at_unix_ms, body } => self.take_in_amendment(id, session, *at_unix_ms, body),
            Item::Erased { what, .. } if is_needed_now(&self.folder(), what) => Ok(false),
            _ => {
                let change = self.change()?;
                let changed = match item {
                    Item::Erased { what, at_unix_ms } => erase(&change, what, *at_unix_ms)?,
                    _ if is_erased(&change, item)? => false,
                    Item::Interview { .. } => put_interview(&change, item)?,
                    _ => put_document(&change, item)?,
                };
                change.commit()?;
                Ok(changed)
            }
        }
    }

    /// Sees to it that no word of what other computers erased stays in free space or in the log, nor a vector of it.
    /// `needed` says which passages a vector may be kept for. While another program reads the vault this is put off to
    /// the next start.
    ///
    /// # Errors
    /// What the file says.
    pub fn finish_uniting(&mut self, needed: Needed) -> Result<(), VaultError> {
        if !self.is_scrubbing_due()? {
            return Ok(());
        }
        let needed = needed(&self.documents()?);
        self.forget_vectors_except(&needed)?;
        match self.finish_erasing() {
            Err(VaultError::Unscrubbed) => Ok(()),
            done => done,
        }
    }

    fn take_in_amendment(&mut self, id: &str, session: &str, at_unix_ms: u64, body: &str) -> Result<bool, VaultError> {
        let is_here = exists(&self.connection, "select exists (select 1 from amendment where id = ?)", id)?;
        if is_here || !exists(&self.connection, "select exists (select 1 from session where id = ?)", session)? {
            return Ok(false);
        }
        let unknown = |_| VaultError::UnknownAmendment { session: session.to_owned() };
        let change = serde_json::from_str(body).map_err(unknown)?;
        let (id, session) = (AmendmentId(id.to_owned()), SessionId(session.to_owned()));
        self.amend(&Amendment { id, session, at_unix_ms, change })?;
        Ok(true)
    }

    fn take_in_session(&mut self, item: &Item) -> Result<bool, VaultError> {
        let Item::Session { id, revision, events, .. } = item else { return Ok(false) };
        let query = "select revision from session where id = ?";
        let before = self.connection.query_row(query, [id], |row| number(row, 0)).optional()?;
        // What was taken out of events here must be out at once; otherwise the pieces are small, and what is here stays.
        let rewrites = before.is_some_and(|before| before < *revision);
        let at_once = if rewrites { events.len().max(1) } else { EVENTS_AT_ONCE };
        let mut new = 0;
        for events in events.chunks(at_once) {
            let change = self.change()?;
            if is_erased(&change, item)? {
                return Ok(new > 0);
            }
            new += put_events(&change, item, events, rewrites)?;
            change.commit()?;
        }
        Ok(new > 0)
    }
}

/// Puts events of a session beside those that are here, or with `rewrite` in their place. Says how many are different.
fn put_events(change: &Transaction<'_>, item: &Item, events: &[EventRow], rewrite: bool) -> Result<usize, VaultError> {
    let Item::Session { id, started_unix_ms, brief, revision, .. } = item else { return Ok(0) };
    let head = "insert into session (id, started_unix_ms, brief, revision) values (?, ?, ?, ?)
         on conflict (id) do nothing";
    change.execute(head, params![id, integer(*started_unix_ms)?, brief, integer(*revision)?])?;
    let put = match rewrite {
        false => {
            "insert into event (session, seq, at_ms, body) values (?, ?, ?, ?)
             on conflict (session, seq) do nothing"
        }
        true => {
            "insert into event (session, seq, at_ms, body) values (?, ?, ?, ?)
             on conflict (session, seq) do update set body = excluded.body where body <> excluded.body"
        }
    };
    let mut statement = change.prepare(put)?;
    let mut new = 0;
    for event in events {
        new += statement.execute(params![id, integer(event.seq)?, integer(event.at_ms)?, event.body])?;
    }
    if rewrite {
        // In place of what the trigger has counted.
        change.execute("update session set revision = ? where id = ?", params![integer(*revision)?, id])?;
        scrub::note(change)?;
        new += 1;
    }
    Ok(new)
}

fn put_interview(change: &Transaction<'_>, item: &Item) -> Result<bool, VaultError> {
    let Item::Interview { id, brief, added, changed } = item else { return Ok(false) };
    let new = change.execute(
        "insert into interview (id, brief, added, changed) values (?, ?, ?, ?)
         on conflict (id) do update set brief = excluded.brief, changed = excluded.changed
         where excluded.changed > changed",
        params![id, brief, integer(*added)?, integer((*changed).max(1))?],
    )?;
    Ok(new > 0)
}

fn put_document(change: &Transaction<'_>, item: &Item) -> Result<bool, VaultError> {
    let Item::Document { id, title, kind, interview, format, text, added, changed } = item else { return Ok(false) };
    if let Some(interview) = interview
        && !exists(change, "select exists (select 1 from interview where id = ?)", interview)?
    {
        // It was erased here and its document changed elsewhere. There it stays for the document's sake, and comes back.
        return Ok(false);
    }
    let new = change.execute(
        "insert into document (id, title, kind, interview, format, text, added, changed)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (id) do update set
             title = excluded.title, kind = excluded.kind, interview = excluded.interview, format = excluded.format,
             text = excluded.text, changed = excluded.changed
         where excluded.changed > changed",
        params![id, title, kind, interview, format, text, integer(*added)?, integer((*changed).max(1))?],
    )?;
    Ok(new > 0)
}

/// Whether the piece was erased here, later than it was made. What was made later takes the mark away.
fn is_erased(change: &Transaction<'_>, item: &Item) -> Result<bool, VaultError> {
    let (key, stamp) = item.stamped();
    let Some(what) = key.as_erased() else { return Ok(false) };
    let Some(at) = erased_at(change, &what)? else { return Ok(false) };
    let comes_back = matches!(key, ItemKey::Document(_) | ItemKey::Interview(_)) && integer(stamp)? > at;
    if comes_back {
        change.execute("delete from erased where what = ?", [&what])?;
    }
    Ok(!comes_back)
}

/// When something was erased here.
fn erased_at(connection: &Connection, what: &str) -> rusqlite::Result<Option<i64>> {
    connection.query_row("select at_unix_ms from erased where what = ?", [what], |row| row.get(0)).optional()
}

/// A running session is it, or may quote it yet.
fn is_needed_now(folder: &Path, what: &str) -> bool {
    let running = running::all(folder);
    match what.split_once(':') {
        Some(("session", id)) => running.iter().any(|session| session.0 == id),
        _ => !running.is_empty(),
    }
}

/// What was erased elsewhere goes here too, and stays away.
fn erase(change: &Transaction<'_>, what: &str, at_unix_ms: u64) -> Result<bool, VaultError> {
    let at = integer(at_unix_ms)?;
    if erased_at(change, what)?.is_some_and(|before| before >= at) {
        return Ok(false);
    }
    let newer = match what.split_once(':') {
        Some(("session", id)) => {
            erase::remove_session(change, &SessionId(id.to_owned()))?;
            false
        }
        Some(("document", id)) => {
            change.execute("delete from document where id = ? and changed <= ?", params![id, at])?;
            scrub::note(change)?;
            exists(change, "select exists (select 1 from document where id = ?)", id)?
        }
        Some((erase::QUOTED, id)) => {
            for document in documents::select(change, "id = ? and changed <= ?", params![id, at])? {
                erase::document::unquote(change, &document)?;
            }
            scrub::note(change)?;
            false
        }
        Some(("interview", id)) => {
            change.execute(
                "delete from interview where id = ?1 and changed <= ?2
                 and not exists (select 1 from document where interview = ?1)",
                params![id, at],
            )?;
            // One that a document here still belongs to stays, and by that is newer than its erasing.
            let stays = "update interview set changed = ?2 + 1 where id = ?1 and changed <= ?2";
            change.execute(stays, params![id, at])?;
            scrub::note(change)?;
            exists(change, "select exists (select 1 from interview where id = ?)", id)?
        }
        // A later release erases what this one does not keep.
        _ => false,
    };
    if newer {
        return Ok(false);
    }
    // In place of the mark that the triggers left, whose time is this computer's and too late.
    change.execute("insert or replace into erased (what, at_unix_ms) values (?, ?)", params![what, at])?;
    Ok(true)
}

fn exists(connection: &Connection, query: &str, id: &str) -> rusqlite::Result<bool> {
    connection.query_row(query, [id], |row| row.get(0))
}
