//! A hidden folder beside the models to build one in: on the same disk, so that the result is renamed, not
//! copied. Gone when it is dropped; what a killed process left is cleared by the next one.

use super::convert::{self, Kind};
use super::error::ModelError;
use super::progress::{Listener, Progress};
use super::store::Store;
use std::path::{Path, PathBuf};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

/// The folder.
pub struct Workshop(PathBuf);

impl Workshop {
    /// An empty one in the store, whose lock the caller holds.
    pub fn open(store: &Store) -> Result<Self, ModelError> {
        let path = store.folder()?.join(".building");
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir(&path).map_err(|error| ModelError::file(&path, error))?;
        Ok(Self(path))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A new folder in it.
    pub fn folder(&self, name: &str) -> Result<PathBuf, ModelError> {
        let path = self.path(name);
        std::fs::create_dir(&path).map_err(|error| ModelError::file(&path, error))?;
        Ok(path)
    }

    /// Converts a CTranslate2 folder here and puts the finished file at `place`.
    pub async fn convert(
        &self,
        folder: &Path,
        place: &Path,
        kind: Kind,
        listener: Listener<'_>,
    ) -> Result<(), ModelError> {
        let (folder, out) = (folder.to_owned(), self.path("new.bin"));
        let written = out.clone();
        // Thousands of steps, of which only the newest is of interest.
        let (steps, mut newest) = watch::channel((0, 0));
        let work = spawn_blocking(move || {
            let mut step = |done, total| {
                steps.send_replace((done, total));
            };
            convert::convert(&folder, &out, kind, &mut step).map_err(|error| ModelError::converting(&out, error))
        });
        while newest.changed().await.is_ok() {
            let (done, total) = *newest.borrow_and_update();
            listener(Progress::Converting { done, total });
        }
        work.await??;
        std::fs::rename(&written, place).map_err(|error| ModelError::file(place, error))
    }

    /// Copies a file here and puts the copy at `place`.
    pub async fn copy(&self, file: &Path, place: &Path) -> Result<(), ModelError> {
        let (file, copy, place) = (file.to_owned(), self.path("new.bin"), place.to_owned());
        super::blocking(move || {
            std::fs::copy(&file, &copy).map_err(|error| ModelError::file(&copy, error))?;
            std::fs::rename(&copy, &place).map_err(|error| ModelError::file(&place, error))
        })
        .await
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
