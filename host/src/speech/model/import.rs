//! Makes a model out of a faster-whisper folder that the user has.

use super::convert::{Kind, WEIGHTS};
use super::error::ModelError;
use super::progress::{Listener, Origin, Progress};
use super::store::{Store, check_name};
use super::workshop::Workshop;
use super::{lock, space};
use std::path::{Path, PathBuf};

/// Converts the CTranslate2 Whisper model in `folder` (`model.bin` in float16 or float32 beside
/// `vocabulary.txt` or `vocabulary.json`) into a model named `name` and tells where it lies.
///
/// # Errors
/// [`ModelError::NameTaken`] when there is one of that name, [`ModelError::Convert`] when the folder is not
/// such a model, and what the disk says.
pub async fn import(folder: &Path, name: &str, kind: Kind, listener: Listener<'_>) -> Result<PathBuf, ModelError> {
    import_into(&Store::of_user()?, folder, name, kind, listener).await
}

async fn import_into(
    store: &Store,
    folder: &Path,
    name: &str,
    kind: Kind,
    listener: Listener<'_>,
) -> Result<PathBuf, ModelError> {
    check_name(name)?;
    let place = store.place(name);
    let _lock = lock::acquire(store.folder()?, listener).await?;
    if place.exists() {
        return Err(ModelError::NameTaken(name.to_owned()));
    }
    // No kind makes a model larger than it is in float16. A folder without weights fails with a better word.
    let weights = folder.join(WEIGHTS).metadata().map_or(0, |metadata| metadata.len());
    space::require(store.folder()?, weights)?;
    let workshop = Workshop::open(store)?;
    workshop.convert(folder, &place, kind, listener).await?;
    listener(Progress::Ready(Origin::Imported));
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::super::convert::sample::Sample;
    use super::*;

    struct Bench {
        folder: tempfile::TempDir,
        store: Store,
    }

    fn bench() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path().join("models"));
        Sample::default().write(&folder.path().join("sample"));
        Bench { folder, store }
    }

    impl Bench {
        async fn import(&self, name: &str) -> (Result<PathBuf, ModelError>, Vec<Progress>) {
            let mut steps = Vec::new();
            let folder = self.folder.path().join("sample");
            let mut listener = |step| steps.push(step);
            let result = import_into(&self.store, &folder, name, Kind::Q8_0, &mut listener).await;
            (result, steps)
        }

        fn files(&self) -> Vec<String> {
            let files = std::fs::read_dir(self.store.folder().unwrap()).unwrap();
            let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    #[tokio::test]
    async fn an_imported_folder_becomes_a_model_that_is_found_by_its_name() {
        let bench = bench();
        let (result, steps) = bench.import("mine").await;
        assert_eq!(bench.store.find("mine").unwrap(), result.unwrap());
        assert!(
            matches!(steps[..], [.., Progress::Converting { done, total }, Progress::Ready(Origin::Imported)] if done == total)
        );
        assert_eq!(bench.files(), [".lock", "ggml-mine.bin"]);
    }

    #[tokio::test]
    async fn an_import_never_overwrites_a_model() {
        let bench = bench();
        bench.import("mine").await.0.unwrap();
        assert!(matches!(bench.import("mine").await.0, Err(ModelError::NameTaken(_))));
        assert!(matches!(bench.import("../mine").await.0, Err(ModelError::BadName(_))));
    }

    #[tokio::test]
    async fn a_failed_import_leaves_nothing_behind() {
        let bench = bench();
        let weights = bench.folder.path().join("sample").join(WEIGHTS);
        let whole = std::fs::read(&weights).unwrap();
        std::fs::write(&weights, &whole[..whole.len() / 2]).unwrap();
        assert!(matches!(bench.import("mine").await.0, Err(ModelError::Convert(_))));
        assert_eq!(bench.files(), [".lock"]);
    }
}
