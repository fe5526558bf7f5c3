//! What the vault holds, and the pieces themselves.

use super::{EventRow, Item, ItemKey, session_stamp};
use crate::vault::VaultError;
use crate::vault::store::{Vault, number};
use rusqlite::{OptionalExtension, Row};

/// A session that never said that it ended, because its host was killed, counts as over after this long without an
/// event, milliseconds.
const SILENT_MS: u64 = 24 * 60 * 60 * 1000;

/// One piece of the vault, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    /// Which piece.
    pub key: ItemKey,
    /// Which state of it.
    pub stamp: u64,
    /// It belongs to a session that may still be running.
    pub running: bool,
}

/// Sessions with the moment of their last event; those that ended have none.
const SESSIONS: &str = "select id, revision, last_seq, iif(ended, 0, started_unix_ms + duration_ms) from session";

const AMENDMENTS: &str = "
    select amendment.id, session.id, iif(ended, 0, started_unix_ms + duration_ms)
    from amendment join session on session.id = amendment.session";

impl Vault {
    /// Every piece of the vault, without its content. Reads no event.
    ///
    /// # Errors
    /// What the file says.
    pub fn items(&self, now_unix_ms: u64) -> Result<Vec<Stamped>, VaultError> {
        let running = |last: u64| last > now_unix_ms.saturating_sub(SILENT_MS);
        let settled = |key, stamp| Stamped { key, stamp, running: false };
        let mut found = self.rows("select what, at_unix_ms from erased", |row| {
            Ok(settled(ItemKey::Erased(row.get(0)?), number(row, 1)?))
        })?;
        found.extend(self.rows("select lower(id), changed from interview", |row| {
            Ok(settled(ItemKey::Interview(row.get(0)?), number(row, 1)?))
        })?);
        found.extend(self.rows("select id, changed from document", |row| {
            Ok(settled(ItemKey::Document(row.get(0)?), number(row, 1)?))
        })?);
        found.extend(self.rows(SESSIONS, |row| {
            let stamp = session_stamp(number(row, 1)?, number(row, 2)?);
            Ok(Stamped { key: ItemKey::Session(row.get(0)?), stamp, running: running(number(row, 3)?) })
        })?);
        found.extend(self.rows(AMENDMENTS, |row| {
            let key = ItemKey::Amendment { id: row.get(0)?, session: row.get(1)? };
            Ok(Stamped { key, stamp: 0, running: running(number(row, 2)?) })
        })?);
        Ok(found)
    }

    /// A piece with its content; none when it is gone meanwhile.
    ///
    /// # Errors
    /// What the file says.
    pub fn item(&self, key: &ItemKey) -> Result<Option<Item>, VaultError> {
        let (query, id) = match key {
            ItemKey::Session(id) => return self.session_item(id),
            ItemKey::Erased(what) => ("select what, at_unix_ms from erased where what = ?", what),
            ItemKey::Interview(id) => ("select id, brief, added, changed from interview where id = ?", id),
            ItemKey::Document(id) => {
                ("select id, title, kind, interview, format, text, added, changed from document where id = ?", id)
            }
            ItemKey::Amendment { id, .. } => ("select id, session, at_unix_ms, body from amendment where id = ?", id),
        };
        let mut statement = self.connection.prepare(query)?;
        Ok(statement.query_row([id], |row| read(key, row)).optional()?)
    }

    fn session_item(&self, id: &str) -> Result<Option<Item>, VaultError> {
        let mut session =
            self.connection.prepare("select started_unix_ms, brief, revision from session where id = ?")?;
        let head = session.query_row([id], |row| Ok((number(row, 0)?, row.get(1)?, number(row, 2)?))).optional()?;
        let Some((started_unix_ms, brief, revision)) = head else { return Ok(None) };
        let query = "select seq, at_ms, body from event where session = ? order by seq";
        let mut events = self.connection.prepare(query)?;
        let rows = events
            .query_map([id], |row| Ok(EventRow { seq: number(row, 0)?, at_ms: number(row, 1)?, body: row.get(2)? }))?;
        let events = rows.collect::<Result<_, _>>()?;
        Ok(Some(Item::Session { id: id.to_owned(), started_unix_ms, brief, revision, events }))
    }

    fn rows<T>(&self, query: &str, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>, VaultError> {
        let mut statement = self.connection.prepare(query)?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// A row of the query that [`Vault::item`] has for this kind of key.
fn read(key: &ItemKey, row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(match key {
        ItemKey::Erased(_) => Item::Erased { what: row.get(0)?, at_unix_ms: number(row, 1)? },
        ItemKey::Interview(_) => {
            Item::Interview { id: row.get(0)?, brief: row.get(1)?, added: number(row, 2)?, changed: number(row, 3)? }
        }
        ItemKey::Document(_) => Item::Document {
            id: row.get(0)?,
            title: row.get(1)?,
            kind: row.get(2)?,
            interview: row.get(3)?,
            format: row.get(4)?,
            text: row.get(5)?,
            added: number(row, 6)?,
            changed: number(row, 7)?,
        },
        ItemKey::Amendment { .. } | ItemKey::Session(_) => {
            Item::Amendment { id: row.get(0)?, session: row.get(1)?, at_unix_ms: number(row, 2)?, body: row.get(3)? }
        }
    })
}
