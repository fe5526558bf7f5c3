//! Is there room on the disk? Asked before a download, not after an hour of it.

use super::error::ModelError;
use std::path::Path;

/// Kept free beyond the model itself: other programs write too.
const MARGIN: u64 = 16 << 20;

/// Checks that `folder`, which exists, has room for `needed` more bytes. Where the system does not tell, yes.
pub fn require(folder: &Path, needed: u64) -> Result<(), ModelError> {
    match free(folder) {
        Some(free) if free < needed.saturating_add(MARGIN) => {
            Err(ModelError::DiskFull { folder: folder.to_owned(), needed, free: Some(free) })
        }
        _ => Ok(()),
    }
}

/// Bytes that an ordinary user may still write.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_the_disk_has_is_refused_before_anything_is_fetched() {
        let folder = tempfile::tempdir().unwrap();
        assert!(require(folder.path(), 1).is_ok());
        let error = require(folder.path(), u64::MAX / 2);
        assert!(matches!(error, Err(ModelError::DiskFull { free: Some(free), .. }) if free > 0));
    }
}
