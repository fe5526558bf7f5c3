//! What the vault holds, counted.

use super::error::VaultError;
use super::store::Vault;
pub use convoally_shared::kept::{Inventory, OfKind};
use rusqlite::Row;

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
            // An erased document has two marks.
            erased: of_kind("erased where what not like 'quoted:%'", "at_unix_ms")?,
            secrets: self.secret_names()?,
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
