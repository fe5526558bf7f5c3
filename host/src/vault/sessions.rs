//! What the history shows of each session, read from columns that are kept up with its events and amendments.

use super::error::VaultError;
use super::store::{Vault, number};
use convoally_shared::amendment::Outcome;
use convoally_shared::session::{SessionId, SessionSummary};
use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;

const COLUMNS: &str = "id, started_unix_ms, duration_ms, ended, brief, title, tags, outcome, utterances, questions";

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
}

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
    use super::super::sample::{Home, event, said, started};
    use super::*;
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
