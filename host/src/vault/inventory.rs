//! What the vault holds, counted.

use super::error::VaultError;
use super::store::Vault;
use rusqlite::Row;
use serde::{Deserialize, Serialize};

/// How many of each kind, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// Sessions.
    pub sessions: OfKind,
    /// What was said in them.
    pub utterances: u64,
    /// What was changed about them afterwards.
    pub amendments: OfKind,
    /// Documents.
    pub documents: OfKind,
    /// Passages whose meaning was computed.
    pub vectors: u64,
    /// Interviews.
    pub interviews: OfKind,
    /// Sites on which the user confirmed that listening is allowed.
    pub consents: OfKind,
    /// Entries of the record of what left, outside of the sessions that are kept.
    pub departures: OfKind,
    /// Erased sessions whose spending is remembered.
    pub spending: OfKind,
    /// What was erased and must not come back.
    pub erased: OfKind,
    /// Names of the secrets in the vault; never the secrets.
    pub secrets: Vec<String>,
}

/// How many of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfKind {
    /// How many.
    pub count: u64,
    /// The oldest, milliseconds since the Unix epoch.
    pub since_unix_ms: Option<u64>,
}

impl Vault {
    /// Counts what there is.
    ///
    /// # Errors
    /// What the file says.
    pub fn inventory(&self) -> Result<Inventory, VaultError> {
        let of_kind = |table: &str, time: &str| {
            let query = format!("select count(*), min({time}) from {table}");
            Ok::<_, VaultError>(self.connection.query_row(&query, [], counted)?)
        };
        let sum = |query: &str| Ok::<_, VaultError>(self.connection.query_row(query, [], counted)?.count);
        let mut statement = self.connection.prepare("select name from secret order by name")?;
        let secrets = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Inventory {
            sessions: of_kind("session", "started_unix_ms")?,
            utterances: sum("select coalesce(sum(utterances), 0), null from session")?,
            amendments: of_kind("amendment", "at_unix_ms")?,
            documents: of_kind("document", "added")?,
            vectors: sum("select count(*), null from passage_vector")?,
            interviews: of_kind("interview", "added")?,
            consents: of_kind("consent", "given_unix_ms")?,
            departures: of_kind("departure", "at_unix_ms")?,
            spending: of_kind("spent", "began_unix_ms")?,
            erased: of_kind("erased", "at_unix_ms")?,
            secrets,
        })
    }
}

fn counted(row: &Row<'_>) -> rusqlite::Result<OfKind> {
    let count = u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
    let since = row.get::<_, Option<i64>>(1)?.and_then(|at| u64::try_from(at).ok());
    Ok(OfKind { count, since_unix_ms: since })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, said, started};
    use super::*;

    #[test]
    fn what_there_is_is_counted_and_dated() {
        let home = Home::new();
        let mut vault = home.open();
        for (session, began) in [("b", 900), ("a", 700)] {
            vault.append(&started(session, began)).unwrap();
            vault.append(&said(session, 2, "Why us?")).unwrap();
        }
        vault.give_consent("meet.google.com", 650).unwrap();
        vault.connection.execute("insert into secret values ('openai', 'sk-secret')", []).unwrap();
        let inventory = vault.inventory().unwrap();
        assert_eq!(inventory.sessions, OfKind { count: 2, since_unix_ms: Some(700) });
        assert_eq!((inventory.utterances, inventory.documents), (2, OfKind::default()));
        assert_eq!(inventory.consents, OfKind { count: 1, since_unix_ms: Some(650) });
        assert_eq!(inventory.secrets, ["openai"]);
        assert!(!format!("{inventory:?}").contains("sk-"));
    }
}
