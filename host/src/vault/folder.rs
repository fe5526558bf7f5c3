//! The vault's folder and the files in it: names, rights, and the lock of the first start.

use super::error::VaultError;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than a keychain may take to answer, so that the second of two first starts outwaits the first.
const LOCK_PATIENCE: Duration = Duration::from_secs(15);

/// The files of one vault.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Where they lie.
    path: PathBuf,
}

impl Folder {
    /// Makes sure that the folder exists. A new one is closed to others; one that the user chose is left as it
    /// is, because it may be shared on purpose and each file in it is closed anyway.
    pub(super) fn prepare(path: &Path) -> Result<Self, VaultError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(|error| VaultError::file(path, error))?;
        Ok(Self { path: path.to_owned() })
    }

    /// A folder whose vault must be there already.
    pub(super) fn with_a_vault(path: &Path) -> Result<Self, VaultError> {
        let files = Self { path: path.to_owned() };
        if exists(&files.database())? { Ok(files) } else { Err(VaultError::NoVault) }
    }

    /// A folder that may not be there.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The encrypted database. It exists only when it is complete.
    pub(super) fn database(&self) -> PathBuf {
        self.path.join("vault.db")
    }

    /// SQLite's write-ahead log of the database.
    pub(super) fn log(&self) -> PathBuf {
        self.path.join("vault.db-wal")
    }

    /// A place to make the database in. What a first start that was cut off left there held nothing yet.
    pub(super) fn unfinished_database(&self) -> Result<PathBuf, VaultError> {
        for name in ["vault.db.new", "vault.db.new-wal", "vault.db.new-shm", "vault.db.new-journal"] {
            let path = self.path.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(VaultError::file(path, error)),
                _ => {}
            }
        }
        Ok(self.path.join("vault.db.new"))
    }

    /// The key, wrapped under a passphrase.
    pub(super) fn key_file(&self) -> PathBuf {
        self.path.join("vault.key.json")
    }

    /// The key, wrapped under the recovery code.
    pub(super) fn recovery_file(&self) -> PathBuf {
        self.path.join("vault.recovery.json")
    }

    /// Where it is, the vault is locked.
    pub(super) fn lock_mark(&self) -> PathBuf {
        self.path.join("vault.locked")
    }

    /// Holds off other first starts, and other changes of the keys, until the returned file is dropped.
    pub(super) fn lock(&self) -> Result<File, VaultError> {
        let path = self.path.join("vault.lock");
        let file = open_private(&path).map_err(|error| VaultError::file(&path, error))?;
        let give_up = Instant::now() + LOCK_PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < give_up => thread::sleep(Duration::from_millis(20)),
                Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
                Err(TryLockError::Error(error)) => return Err(VaultError::file(path, error)),
            }
        }
    }
}

/// Whether a file is there. An error is not a no.
pub(super) fn exists(path: &Path) -> Result<bool, VaultError> {
    path.try_exists().map_err(|error| VaultError::file(path, error))
}

/// Opens a file that only its owner may read, and makes it where it is not there.
pub(super) fn open_private(path: &Path) -> std::io::Result<File> {
    private(OpenOptions::new().create(true).append(true), path)
}

/// Makes an empty file that only its owner may read. Fails when there is one.
pub(super) fn create_private(path: &Path) -> Result<(), VaultError> {
    let made = private(OpenOptions::new().write(true).create_new(true), path);
    made.map(drop).map_err(|error| VaultError::file(path, error))
}

/// Writes a small file that is either there as a whole or not at all, even when the power fails.
pub(super) fn write_private(path: &Path, content: &[u8]) -> Result<(), VaultError> {
    let unfinished = path.with_extension("new");
    let write = || {
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true), &unfinished)?;
        file.write_all(content)?;
        file.sync_all()
    };
    let written = write().map_err(|error| VaultError::file(&unfinished, error));
    written.and_then(|()| put_in_place(&unfinished, path)).inspect_err(|_| {
        // What is left of it is of no use; the error that matters is the one above.
        let _ = fs::remove_file(&unfinished);
    })
}

/// Removes a small file, and what a write of it that was cut off left beside it. Says whether there was one.
pub(super) fn remove(path: &Path) -> Result<bool, VaultError> {
    let gone = |path: &Path| match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(VaultError::file(path, error)),
    };
    gone(&path.with_extension("new"))?;
    let was_there = gone(path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| VaultError::file(folder, error))?;
    }
    Ok(was_there)
}

/// Gives a finished file its name, and makes the name last.
pub(super) fn put_in_place(unfinished: &Path, path: &Path) -> Result<(), VaultError> {
    let rename = || {
        fs::rename(unfinished, path)?;
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    rename().map_err(|error| VaultError::file(path, error))
}

fn private(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}
