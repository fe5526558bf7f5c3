//! Takes in a model that the user has: a file as it is, or a faster-whisper folder.

use super::convert::{Kind, WEIGHTS};
use super::error::ModelError;
use super::progress::{Listener, Origin, Progress};
use super::purpose::{self, Purpose};
use super::store::{Store, check_name};
use super::workshop::Workshop;
use super::{lock, space};
use std::path::{Path, PathBuf};

/// Makes a model named `name` and tells where it lies: a copy of the file at `source`, or what the CTranslate2
/// Whisper model in the folder `source` (`model.bin` in float16 or float32 beside `vocabulary.txt` or
/// `vocabulary.json`) becomes when its weights are stored as `kind`.
///
/// # Errors
/// [`ModelError::NameTaken`] when there is one of that name, [`ModelError::NotAModel`] for another file,
/// [`ModelError::Convert`] when the folder is not such a model, and what the disk says.
pub async fn import(source: &Path, name: &str, kind: Kind, listener: Listener<'_>) -> Result<PathBuf, ModelError> {
    import_into(&Store::of_user()?, source, name, kind, listener).await
}

async fn import_into(
    store: &Store,
    source: &Path,
    name: &str,
    kind: Kind,
    listener: Listener<'_>,
) -> Result<PathBuf, ModelError> {
    check_name(name)?;
    let is_file = source.is_file();
    let purpose = match is_file.then(|| purpose::of_file(source)).transpose()? {
        Some(known) => known.ok_or_else(|| ModelError::NotAModel(source.to_owned()))?,
        None => Purpose::Speech,
    };
    let place = store.place(purpose, name);
    let _lock = lock::acquire(store.folder()?, listener).await?;
    if place.exists() {
        return Err(ModelError::NameTaken(name.to_owned()));
    }
    // No kind makes a model larger than it is in float16. A folder without weights fails with a better word.
    let weights = if is_file { source.to_owned() } else { source.join(WEIGHTS) };
    space::require(store.folder()?, weights.metadata().map_or(0, |metadata| metadata.len()))?;
    let workshop = Workshop::open(store)?;
    let origin = if is_file {
        workshop.copy(source, &place).await?;
        Origin::Copied
    } else {
        workshop.convert(source, &place, kind, listener).await?;
        Origin::Imported
    };
    listener(Progress::Ready(origin));
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
        assert_eq!(bench.store.find(Purpose::Speech, "mine").unwrap(), result.unwrap());
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
    async fn a_model_file_is_taken_in_as_it_is_and_another_file_is_not() {
        let bench = bench();
        let file = bench.folder.path().join("some.bin");
        for content in [&b"lmgg and more"[..], b"\x02\0\0\0\0\0\0\0{}"] {
            std::fs::write(&file, content).unwrap();
            let mut steps = Vec::new();
            let mut listener = |step| steps.push(step);
            let place = import_into(&bench.store, &file, "mine", Kind::Q8_0, &mut listener).await.unwrap();
            assert_eq!((&*std::fs::read(place).unwrap(), steps), (content, vec![Progress::Ready(Origin::Copied)]));
        }
        assert_eq!(bench.files(), [".lock", "ggml-mine.bin", "mine.safetensors"]);
        std::fs::write(&file, b"<html>").unwrap();
        let refused = import_into(&bench.store, &file, "other", Kind::Q8_0, &mut |_| {}).await;
        assert!(matches!(refused, Err(ModelError::NotAModel(_))));
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
