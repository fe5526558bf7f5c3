//! Pieces of another vault become part of this one.

use super::{EventRow, Item, ItemKey};
use crate::vault::VaultError;
use crate::vault::amendments::sum_up;
use crate::vault::store::{Vault, integer};
use convoally_shared::session::SessionId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

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
    /// # Errors
    /// What the file says; [`VaultError::UnknownAmendment`] for one of a later release.
    pub fn take_in(&mut self, item: &Item) -> Result<bool, VaultError> {
        if let Item::Session { id, started_unix_ms, brief, events } = item {
            return self.take_in_session(id, *started_unix_ms, brief, events);
        }
        let change = self.change()?;
        let changed = match item {
            Item::Erased { what, at_unix_ms } => erase(&change, what, *at_unix_ms)?,
            _ if is_erased(&change, item)? => false,
            Item::Interview { id, brief, added, changed } => {
                change.execute(
                    "insert into interview (id, brief, added, changed) values (?, ?, ?, ?)
                     on conflict (id) do update set brief = excluded.brief, changed = excluded.changed
                     where excluded.changed > changed",
                    params![id, brief, integer(*added)?, integer((*changed).max(1))?],
                )? > 0
            }
            Item::Document { .. } => put_document(&change, item)?,
            Item::Amendment { id, session, at_unix_ms, body } => {
                let put = "insert into amendment (id, session, at_unix_ms, body)
                     select ?1, ?2, ?3, ?4 where exists (select 1 from session where id = ?2)
                     on conflict (id) do nothing";
                let new = change.execute(put, params![id, session, integer(*at_unix_ms)?, body])? > 0;
                if new {
                    sum_up(&change, &SessionId(session.clone()))?;
                }
                new
            }
            Item::Session { .. } => false,
        };
        change.commit()?;
        Ok(changed)
    }

    fn take_in_session(
        &mut self,
        id: &str,
        started_unix_ms: u64,
        brief: &str,
        events: &[EventRow],
    ) -> Result<bool, VaultError> {
        let mut new = 0;
        for events in events.chunks(EVENTS_AT_ONCE) {
            let change = self.change()?;
            if erased_at(&change, &format!("session:{id}"))?.is_some() {
                return Ok(false);
            }
            let head = "insert into session (id, started_unix_ms, brief) values (?, ?, ?) on conflict (id) do nothing";
            change.execute(head, params![id, integer(started_unix_ms)?, brief])?;
            let put = "insert into event (session, seq, at_ms, body) values (?, ?, ?, ?)
                 on conflict (session, seq) do nothing";
            let mut statement = change.prepare(put)?;
            for event in events {
                new += statement.execute(params![id, integer(event.seq)?, integer(event.at_ms)?, event.body])?;
            }
            drop(statement);
            change.commit()?;
        }
        Ok(new > 0)
    }
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

/// What was erased elsewhere goes here too, and stays away.
fn erase(change: &Transaction<'_>, what: &str, at_unix_ms: u64) -> Result<bool, VaultError> {
    let at = integer(at_unix_ms)?;
    if erased_at(change, what)?.is_some_and(|before| before >= at) {
        return Ok(false);
    }
    let newer = match what.split_once(':') {
        Some(("session", id)) => {
            change.execute("delete from event where session = ?", [id])?;
            change.execute("delete from amendment where session = ?", [id])?;
            change.execute("delete from session where id = ?", [id])?;
            false
        }
        Some(("document", id)) => {
            change.execute("delete from document where id = ? and changed <= ?", params![id, at])?;
            exists(change, "select exists (select 1 from document where id = ?)", id)?
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
