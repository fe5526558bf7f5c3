//! Takes a model off this computer.

use super::error::ModelError;
use super::progress::Listener;
use super::purpose::Purpose;
use super::store::{Store, check_name};
use super::{catalogue, lock};
use std::io;
use std::path::Path;

/// Deletes the model of that name from the user's folder, and the start of a download of it, and tells how many
/// bytes that freed. A session that listens with it goes on: it has the model in memory.
///
/// # Errors
/// [`ModelError::BadName`] for a path, since files elsewhere are the user's own; [`ModelError::NotFetched`] or
/// [`ModelError::UnknownName`] when there is nothing to delete; and what the disk says.
pub async fn remove(name: &str, listener: Listener<'_>) -> Result<u64, ModelError> {
    remove_from(&Store::of_user()?, name, listener).await
}

async fn remove_from(store: &Store, name: &str, listener: Listener<'_>) -> Result<u64, ModelError> {
    check_name(name)?;
    // Not while another process writes it.
    let _lock = lock::acquire(store.folder()?, listener).await?;
    let mut freed = Vec::new();
    for purpose in Purpose::ALL {
        freed.extend(delete(&store.place(purpose, name))?);
        freed.extend(delete(&store.part(purpose, name))?);
    }
    if freed.is_empty() {
        let name = name.to_owned();
        let official = catalogue::entry(&name).is_some();
        return Err(if official { ModelError::NotFetched(name) } else { ModelError::UnknownName(name) });
    }
    Ok(freed.into_iter().sum())
}

/// The size of the file that is gone; none when there was none.
fn delete(path: &Path) -> Result<Option<u64>, ModelError> {
    let deleted = path.metadata().and_then(|metadata| std::fs::remove_file(path).map(|()| metadata.len()));
    match deleted {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ModelError::file(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path().join("models"));
        store.folder().unwrap();
        (folder, store)
    }

    async fn removed(store: &Store, name: &str) -> Result<u64, ModelError> {
        remove_from(store, name, &mut |_| {}).await
    }

    #[tokio::test]
    async fn a_model_and_the_start_of_its_download_are_deleted_and_nothing_else() {
        let (_folder, store) = store();
        let place = |name| store.place(Purpose::Speech, name);
        for (path, bytes) in [(place("mine"), 5), (store.part(Purpose::Meaning, "mine"), 3), (place("other"), 7)] {
            std::fs::write(path, vec![0; bytes]).unwrap();
        }
        assert_eq!(removed(&store, "mine").await.unwrap(), 8);
        assert!(!place("mine").exists() && !store.part(Purpose::Meaning, "mine").exists() && place("other").exists());
    }

    #[tokio::test]
    async fn what_is_not_here_is_said() {
        let (_folder, store) = store();
        assert!(matches!(removed(&store, "base-q8_0").await, Err(ModelError::NotFetched(_))));
        assert!(matches!(removed(&store, "mine").await, Err(ModelError::UnknownName(_))));
    }

    #[tokio::test]
    async fn a_file_outside_the_folder_is_left_alone() {
        let (folder, store) = store();
        let outside = folder.path().join("ggml-x.bin");
        std::fs::write(&outside, b"lmgg").unwrap();
        for name in ["../ggml-x.bin", "../../ggml-x", outside.to_str().unwrap()] {
            assert!(matches!(removed(&store, name).await, Err(ModelError::BadName(_))), "{name}");
        }
        assert!(outside.exists());
    }
}
