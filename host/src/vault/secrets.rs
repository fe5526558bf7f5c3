//! Providers' keys, for computers without a keychain.

use super::error::VaultError;
use super::store::Vault;
use crate::secret::Secret;
use rusqlite::OptionalExtension;

impl Vault {
    /// A provider's key.
    ///
    /// # Errors
    /// What the file says.
    pub fn secret(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        let found = self.connection.query_row("select value from secret where name = ?", [name], |row| row.get(0));
        Ok(found.optional()?.map(Secret::new))
    }

    /// The names of those that are kept; never one of them.
    ///
    /// # Errors
    /// What the file says.
    pub fn secret_names(&self) -> Result<Vec<String>, VaultError> {
        let mut statement = self.connection.prepare("select name from secret order by name")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Keeps a provider's key in place of an older one.
    ///
    /// # Errors
    /// What the file says; the older one is kept then.
    pub fn put_secret(&mut self, name: &str, key: &Secret) -> Result<(), VaultError> {
        let change = self.change()?;
        let row = [name, key.reveal()];
        change
            .execute("insert into secret values (?, ?) on conflict (name) do update set value = excluded.value", row)?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// Forgets a provider's key. Says whether there was one.
    ///
    /// # Errors
    /// What the file says.
    pub fn remove_secret(&mut self, name: &str) -> Result<bool, VaultError> {
        let change = self.change()?;
        let removed = change.execute("delete from secret where name = ?", [name])?;
        change.commit()?;
        self.settle();
        Ok(removed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Home;
    use super::*;

    #[test]
    fn a_key_is_kept_replaced_and_forgotten() {
        let home = Home::new();
        let mut vault = home.open();
        let key = |text: &str| Secret::new(text.to_owned());
        assert_eq!(vault.secret("openai").unwrap(), None);
        vault.put_secret("openai", &key("sk-first")).unwrap();
        vault.put_secret("openai", &key("sk-second-é")).unwrap();
        drop(vault);
        let mut vault = home.open();
        assert_eq!(vault.secret("openai").unwrap(), Some(key("sk-second-é")));
        assert_eq!(vault.secret("deepgram").unwrap(), None);
        assert!(vault.remove_secret("openai").unwrap() && !vault.remove_secret("openai").unwrap());
        assert_eq!(vault.secret("openai").unwrap(), None);
    }
}
