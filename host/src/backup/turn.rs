//! One run at a time on this computer.

use super::error::BackupError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held while a run works; given back when it is dropped, or when the process ends however it ends.
pub(super) struct Turn {
    _file: File,
}

impl Turn {
    /// Takes the turn in the vault's folder.
    ///
    /// # Errors
    /// [`BackupError::Busy`] when another run has it.
    pub(super) fn take(folder: &Path) -> Result<Self, BackupError> {
        let file = OpenOptions::new().create(true).append(true).open(folder.join("backup.lock"));
        let file = file.map_err(|error| BackupError::file(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(BackupError::Busy),
            Err(TryLockError::Error(error)) => Err(BackupError::file(&error)),
        }
    }
}
