//! What the vault remembers of its backups: where they go and under which key, and how far the last run came.
//!
//! The key of the backup and the store's password lie in the vault and not in the keychain, whose key encrypts the
//! vault anyway: so they are protected alike, with and without a keychain.

use crate::secret::Secret;
use crate::vault::VaultError;
use crate::vault::store::Vault;
use rusqlite::OptionalExtension;

const SETUP: &str = "backup";
const STATE: &str = "backup.state";

impl Vault {
    /// How backups were set up, as [`Self::keep_backup_setup`] was told. None when they were not.
    ///
    /// # Errors
    /// What the file says.
    pub fn backup_setup(&self) -> Result<Option<Secret>, VaultError> {
        Ok(self.note("secret", SETUP)?.map(Secret::new))
    }

    /// Remembers how backups are set up; none forgets it, and with it how far they came.
    ///
    /// # Errors
    /// What the file says.
    pub fn keep_backup_setup(&mut self, setup: Option<&Secret>) -> Result<(), VaultError> {
        let change = self.change()?;
        change.execute("delete from secret where name = ?", [SETUP])?;
        change.execute("delete from property where name = ?", [STATE])?;
        if let Some(setup) = setup {
            change.execute("insert into secret (name, value) values (?, ?)", [SETUP, setup.reveal()])?;
        }
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// Replaces how backups are set up and keeps how far they came.
    ///
    /// # Errors
    /// What the file says.
    pub fn change_backup_setup(&mut self, setup: &Secret) -> Result<(), VaultError> {
        let change = self.change()?;
        change.execute("insert or replace into secret (name, value) values (?, ?)", [SETUP, setup.reveal()])?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// How far backups came, as [`Self::keep_backup_state`] was told.
    ///
    /// # Errors
    /// What the file says.
    pub fn backup_state(&self) -> Result<Option<String>, VaultError> {
        self.note("property", STATE)
    }

    /// Remembers how far backups came.
    ///
    /// # Errors
    /// What the file says.
    pub fn keep_backup_state(&mut self, state: &str) -> Result<(), VaultError> {
        let change = self.change()?;
        change.execute("insert or replace into property (name, value) values (?, ?)", [STATE, state])?;
        change.commit()?;
        self.settle();
        Ok(())
    }

    fn note(&self, table: &'static str, name: &str) -> Result<Option<String>, VaultError> {
        let query = format!("select value from {table} where name = ?");
        Ok(self.connection.query_row(&query, [name], |row| row.get(0)).optional()?)
    }
}
