//! Which sessions are running, in whichever process: each holds the lock of a file of its own. A process that was killed
//! leaves the file and not the lock.

use super::folder;
use convoally_shared::session::SessionId;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const BEGINNING: &str = "running.";

/// Held as long as the session runs.
pub(super) struct Running {
    path: PathBuf,
    _lock: File,
}

impl Running {
    /// None where the file cannot be made: then it is the session that matters.
    pub(super) fn begin(vault: &Path, session: &SessionId) -> Option<Self> {
        let path = vault.join(format!("{BEGINNING}{session}"));
        let file = folder::open_private(&path).ok()?;
        file.try_lock().ok()?;
        Some(Self { path, _lock: file })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that stays is told from a running session by its lock.
        let _ = fs::remove_file(&self.path);
    }
}

/// The running sessions of a vault. Files that others left are removed.
pub(super) fn all(vault: &Path) -> Vec<SessionId> {
    let entries = fs::read_dir(vault).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| Some((entry.path(), entry.file_name().into_string().ok()?)));
    named.filter_map(|(path, name)| name.strip_prefix(BEGINNING).filter(|_| is_held(&path)).map(id)).collect()
}

fn id(name: &str) -> SessionId {
    SessionId(name.to_owned())
}

fn is_held(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => true,
        // Nobody knows: better one that is spared too long.
        Err(TryLockError::Error(_)) => true,
        Ok(()) => {
            let _ = fs::remove_file(path);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_runs_until_it_is_let_go_or_its_process_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (SessionId("a".into()), SessionId("b".into()));
        fs::write(folder.path().join("running.killed"), "").unwrap();
        let running = Running::begin(folder.path(), &a).unwrap();
        let _other = Running::begin(folder.path(), &b).unwrap();
        assert!(Running::begin(folder.path(), &a).is_none());
        let mut found = all(folder.path());
        found.sort();
        assert_eq!(found, [a, b.clone()]);
        drop(running);
        assert_eq!(all(folder.path()), [b]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
