//! What the history shows of each session, read from columns that are kept up with its events and amendments.

use super::error::VaultError;
use super::store::{Vault, number};
use convoally_shared::amendment::Outcome;
use convoally_shared::search::Only;
use convoally_shared::session::{SessionId, SessionSummary};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;

const COLUMNS: &str = "id, started_unix_ms, duration_ms, ended, brief, title, tags, outcome, utterances, questions";

/// Part of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub sessions: Vec<SessionSummary>,
    /// There are older ones that fit.
    pub more: bool,
}

impl Vault {
    /// Every session that was kept, newest first.
    ///
    /// # Errors
    /// What the file says.
    pub fn sessions(&self) -> Result<Vec<SessionSummary>, VaultError> {
        let mut statement = self.connection.prepare(&all())?;
        let rows = statement.query_map([], |row| Ok(summary(row)))?;
        rows.map(|row| row?).collect()
    }

    /// The sessions that fit and come after one in the list, newest first, and at most so many.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`] when that one is not there any more, or what the file says.
    pub fn sessions_page(&self, only: &Only, after: Option<&SessionId>, most: usize) -> Result<Page, VaultError> {
        let last = after.map(|id| Ok::<_, VaultError>((self.started(id)?, id.0.as_str()))).transpose()?;
        let (before, id) = last.unzip();
        let bound = |unix_ms: Option<u64>| unix_ms.map(|at| i64::try_from(at).unwrap_or(i64::MAX));
        // What `only` asks of the rest is looked at one by one, until there are enough.
        let limit =
            if only.looks_inside() { -1 } else { i64::try_from(most).map_or(-1, |most| most.saturating_add(1)) };
        let mut statement = self.connection.prepare(PAGE)?;
        let values = params![bound(only.from_unix_ms), bound(only.before_unix_ms), before, id, limit];
        let mut rows = statement.query(values)?;
        let mut page = Page::default();
        while let Some(row) = rows.next()? {
            let session = summary(row)?;
            if !only.fits(&session) {
                continue;
            }
            if page.sessions.len() == most {
                page.more = true;
                break;
            }
            page.sessions.push(session);
        }
        Ok(page)
    }

    /// One session, as the list shows it. The beginning of its id is enough when no other id begins like it.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], [`VaultError::AmbiguousSession`], or what the file says.
    pub fn session(&self, id: &SessionId) -> Result<SessionSummary, VaultError> {
        let query = format!("select {COLUMNS} from session where id = ?");
        self.connection.query_row(&query, [self.whole_id(&id.0)?], |row| Ok(summary(row)))?
    }

    fn started(&self, id: &SessionId) -> Result<i64, VaultError> {
        let query = "select started_unix_ms from session where id = ?";
        let started = self.connection.query_row(query, [&id.0], |row| row.get(0)).optional()?;
        started.ok_or_else(|| VaultError::UnknownSession(id.0.clone()))
    }
}

/// Only so many rows are sorted as are asked for; the others are passed over unread.
const PAGE: &str = "
    select id, started_unix_ms, duration_ms, ended, brief, title, tags, outcome, utterances, questions from session
    where (?1 is null or started_unix_ms >= ?1) and (?2 is null or started_unix_ms < ?2)
        and (?3 is null or (started_unix_ms, id) < (?3, ?4))
    order by started_unix_ms desc, id desc limit ?5";

fn all() -> String {
    format!("select {COLUMNS} from session order by started_unix_ms desc, id desc")
}

/// One session, by its number in the index.
pub(super) fn numbered(connection: &Connection, number: i64) -> Result<SessionSummary, VaultError> {
    let query = format!("select {COLUMNS} from session where number = ?");
    connection.query_row(&query, [number], |row| Ok(summary(row)))?
}

fn summary(row: &Row<'_>) -> Result<SessionSummary, VaultError> {
    let outcome: Option<String> = row.get(7)?;
    Ok(SessionSummary {
        id: SessionId(row.get(0)?),
        started_unix_ms: number(row, 1)?,
        duration_ms: number(row, 2)?,
        ended: row.get(3)?,
        brief: read(row, 4)?,
        title: row.get(5)?,
        tags: read(row, 6)?,
        outcome: outcome.and_then(|name| Outcome::ALL.into_iter().find(|outcome| outcome.label() == name)),
        utterances: number(row, 8)?,
        questions: number(row, 9)?,
    })
}

/// A column of JSON.
fn read<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, VaultError> {
    let text = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    let damaged = |_| VaultError::Damaged("the description of a session cannot be read".to_owned());
    serde_json::from_str(text).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, amendment, event, said, started};
    use super::*;
    use convoally_shared::amendment::Change;
    use convoally_shared::event::EventKind;

    #[test]
    fn the_history_is_newest_first_and_says_how_each_session_went() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("a", 100)).unwrap();
        vault.append(&said("a", 2, "One.")).unwrap();
        vault.append(&said("a", 3, "Two.")).unwrap();
        vault.append(&event("a", 9, EventKind::SessionEnded)).unwrap();
        vault.append(&started("b", 200)).unwrap();
        let sessions = vault.sessions().unwrap();
        let told: Vec<_> =
            sessions.iter().map(|one| (one.id.0.as_str(), one.duration_ms, one.ended, one.utterances)).collect();
        assert_eq!(told, [("b", 1000, false, 0), ("a", 9000, true, 2)]);
        assert_eq!(sessions[1].brief.title(), "Backend engineer at Northwind");
    }

    #[test]
    fn the_pages_of_the_list_come_to_the_whole_of_it() {
        let home = Home::new();
        let mut vault = home.open();
        for (id, began) in [("a", 100), ("b", 200), ("c", 200), ("d", 300), ("e", 50)] {
            vault.append(&started(id, began)).unwrap();
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = vault.sessions_page(&Only::default(), after.as_ref(), 2).unwrap();
            after = page.sessions.last().map(|last| last.id.clone());
            seen.extend(page.sessions);
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, vault.sessions().unwrap());
        let gone = vault.sessions_page(&Only::default(), Some(&SessionId("x".into())), 2);
        assert!(matches!(gone, Err(VaultError::UnknownSession(_))));
    }

    #[test]
    fn a_page_holds_what_fits_and_says_whether_there_is_more_of_it() {
        let home = Home::new();
        let mut vault = home.open();
        for (id, began) in [("a", 100), ("b", 200), ("c", 300), ("d", 400)] {
            vault.append(&started(id, began)).unwrap();
        }
        vault.amend(&amendment("a", 1, Change::Tagged { tag: "rust".into(), on: true })).unwrap();
        vault.amend(&amendment("c", 2, Change::Tagged { tag: "rust".into(), on: true })).unwrap();
        let page = |only: Only, most| {
            let page = vault.sessions_page(&only, None, most).unwrap();
            let ids: Vec<_> = page.sessions.into_iter().map(|session| session.id.0).collect();
            (ids.concat(), page.more)
        };
        let tagged = || Only { tag: Some("Rust".into()), ..Only::default() };
        assert_eq!(page(tagged(), 1), ("c".to_owned(), true));
        assert_eq!(page(tagged(), 2), ("ca".to_owned(), false));
        let between = Only { from_unix_ms: Some(200), before_unix_ms: Some(400), ..Only::default() };
        assert_eq!(page(between, 2), ("cb".to_owned(), false));
        assert_eq!(page(Only { from_unix_ms: Some(u64::MAX), ..Only::default() }, 2), (String::new(), false));
    }

    /// They hold what was said, and there may be a million of them.
    #[test]
    fn the_history_reads_no_events() {
        let home = Home::new();
        let vault = home.open();
        let mut plan = vault.connection.prepare(&format!("explain query plan {}", all())).unwrap();
        let steps = plan.query_map([], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
        assert!(!steps.is_empty() && !steps.iter().any(|step| step.contains("event")), "{steps:?}");
    }
}
