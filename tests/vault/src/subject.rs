//! What is measured: the vault, and the same code over a database that does not encrypt.

use crate::Failure;
use convoally::vault::{KeySource, Vault};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// One of the two.
pub enum Subject {
    /// As the product opens it, with a passphrase.
    Vault { folder: PathBuf, passphrase: PathBuf },
    /// Plain SQLite.
    Plain { file: PathBuf },
    /// Encrypted under a key that nobody has to derive.
    Key { file: PathBuf },
}

impl Subject {
    pub fn vault(folder: &Path) -> Result<Self, Failure> {
        let passphrase = folder.join("passphrase");
        std::fs::write(&passphrase, "correct horse battery staple\n")?;
        Ok(Self::Vault { folder: folder.join("vault"), passphrase })
    }

    pub fn plain(folder: &Path) -> Self {
        Self::Plain { file: folder.join("plain.db") }
    }

    pub fn key(folder: &Path) -> Self {
        Self::Key { file: folder.join("key.db") }
    }

    pub fn open(&self) -> Result<Vault, Failure> {
        Ok(match self {
            Self::Vault { folder, passphrase } => Vault::open(folder, &KeySource::PassphraseFile(passphrase.clone()))?,
            Self::Plain { file } => Vault::over(Connection::open(file)?)?,
            Self::Key { file } => {
                let connection = Connection::open(file)?;
                connection.pragma_update(None, "key", format!("x'{}'", "5a".repeat(32)))?;
                Vault::over(connection)?
            }
        })
    }

    /// The size of the database when its log was written back.
    pub fn bytes(&self) -> Result<u64, Failure> {
        let file = match self {
            Self::Vault { folder, .. } => folder.join("vault.db"),
            Self::Plain { file } | Self::Key { file } => file.clone(),
        };
        Ok(std::fs::metadata(file)?.len())
    }
}
