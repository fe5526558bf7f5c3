//! The files of an emptied vault.

use super::super::error::VaultError;
use super::super::running;
use super::super::store::Vault;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another process may take to let go.
const PATIENCE: Duration = Duration::from_millis(500);
/// All files of a vault, first those with content, last the keys.
const FILES: [&str; 15] = [
    "vault.db",
    "vault.db-wal",
    "vault.db-shm",
    "vault.db-journal",
    "vault.db.new",
    "vault.db.new-wal",
    "vault.db.new-shm",
    "vault.db.new-journal",
    "vault.lock",
    "vault.locked",
    "vault.new",
    "vault.recovery.new",
    "vault.recovery.json",
    "vault.key.new",
    "vault.key.json",
];

impl Vault {
    /// Says whether a session runs in the vault of this folder, in any process; no key is needed for that.
    ///
    /// # Errors
    /// [`VaultError::SessionRunning`].
    pub fn refuse_while_sessions_run(folder: &Path) -> Result<(), VaultError> {
        running::all(folder).pop().map_or(Ok(()), |session| Err(VaultError::SessionRunning(session.0)))
    }

    /// Closes the vault, and says whether nobody else has it open: only then may its files be removed, or the other one
    /// would go on writing into a file that is gone.
    ///
    /// # Errors
    /// What the file says.
    pub fn close_for_good(self) -> Result<bool, VaultError> {
        self.connection.busy_timeout(PATIENCE)?;
        // Leaving the write-ahead log takes the file for oneself.
        let mode = self.connection.query_row("pragma journal_mode = delete", [], |row| row.get::<_, String>(0));
        match mode.map_err(VaultError::from) {
            Ok(mode) => Ok(mode == "delete"),
            Err(VaultError::Busy) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes the files of the vault in this folder. Which there were.
    ///
    /// # Errors
    /// What the system says of the first one that stays; the keys are the last.
    pub fn remove_files(folder: &Path) -> Result<Vec<PathBuf>, VaultError> {
        let mut removed = Vec::new();
        for name in FILES {
            let path = folder.join(name);
            match fs::remove_file(&path) {
                Ok(()) => removed.push(path),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(VaultError::file(path, error)),
            }
        }
        Ok(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{Home, started};
    use super::*;

    #[test]
    fn the_files_go_when_nobody_else_has_them_open() {
        let home = Home::new();
        let other = home.open();
        assert!(!home.open().close_for_good().unwrap());
        drop(other);
        assert!(home.open().close_for_good().unwrap());
        let removed = Vault::remove_files(&home.vault()).unwrap();
        assert!(removed.iter().any(|path| path.ends_with("vault.key.json")), "{removed:?}");
        assert_eq!(fs::read_dir(home.vault()).unwrap().count(), 0);
        home.open().append(&started("a", 1)).unwrap();
    }
}
