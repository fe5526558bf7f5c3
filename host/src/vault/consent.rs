//! On which meeting sites the user has confirmed that listening is allowed.

use super::error::VaultError;
use super::store::{Vault, integer};

impl Vault {
    /// Whether the user has confirmed on this site before. Host names are compared without regard to case.
    ///
    /// # Errors
    /// What the file says.
    pub fn has_consent(&self, site: &str) -> Result<bool, VaultError> {
        let query = "select exists (select 1 from consent where site = ?)";
        Ok(self.connection.query_row(query, [site.to_ascii_lowercase()], |row| row.get(0))?)
    }

    /// Remembers that the user has just confirmed on this site. The first time is kept.
    ///
    /// # Errors
    /// What the file says.
    pub fn give_consent(&mut self, site: &str, now_unix_ms: u64) -> Result<(), VaultError> {
        let row = (site.to_ascii_lowercase(), integer(now_unix_ms)?);
        let change = self.change()?;
        change.execute("insert into consent (site, given_unix_ms) values (?, ?) on conflict (site) do nothing", row)?;
        change.commit()?;
        self.settle();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn consent_is_remembered_for_its_site_alone() {
        let home = sample::Home::new();
        let mut vault = home.open();
        assert!(!vault.has_consent("meet.google.com").unwrap());
        vault.give_consent("Meet.Google.com", 5).unwrap();
        vault.give_consent("meet.google.com", 9).unwrap();
        drop(vault);
        let vault = home.open();
        assert!(vault.has_consent("meet.google.com").unwrap());
        assert!(!vault.has_consent("zoom.us").unwrap());
    }
}
