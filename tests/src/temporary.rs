//! Folders that are gone after the run, whoever was still writing into them.

use crate::error::{Error, Result};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often removing is tried. Chromium's helpers outlive it by a moment and write to the end.
const TRIES: usize = 60;
/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// A new folder that is removed with the value.
#[derive(Debug)]
pub struct Temporary(PathBuf);

impl Temporary {
    /// Makes it. Its name is short, because it may hold sockets.
    ///
    /// # Errors
    /// [`Error::File`] when the system's temporary folder is full or not writable.
    pub fn new(what: &str) -> Result<Self> {
        let prefix = format!("convoally-{what}-");
        let made = tempfile::Builder::new().prefix(&prefix).tempdir();
        made.map(|folder| Self(folder.keep())).map_err(Error::file(&std::env::temp_dir()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        for _ in 0..TRIES {
            match std::fs::remove_dir_all(&self.0) {
                Err(error) if error.kind() != ErrorKind::NotFound => std::thread::sleep(PAUSE),
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_away_with_its_value_even_while_somebody_writes_into_it() {
        let folder = Temporary::new("busy").unwrap();
        let path = folder.path().to_owned();
        let writer = std::thread::spawn({
            let path = path.clone();
            move || (0..2000).take_while(|n| std::fs::write(path.join(n.to_string()), "x").is_ok()).count()
        });
        drop(folder);
        writer.join().unwrap();
        assert!(!path.exists());
    }
}
