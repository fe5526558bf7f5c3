//! The folder of models: one for the user, shared by the product, the demo and the tests.
//!
//! A file under its final name is always whole and verified: everything is written beside it and renamed.

use super::catalogue::{self, ENTRIES, Entry};
use super::digest::Digest;
use super::error::ModelError;
use super::purpose::{self, FileNames, Purpose};
pub use convoally_shared::model::State;
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// What is known about one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What the catalogue says, for an official model.
    pub official: Option<&'static Entry>,
    /// What is on this computer.
    pub state: State,
}

/// The folder of models.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The user's own, or the one that `CONVOALLY_MODELS` names.
    pub fn of_user() -> Result<Self, ModelError> {
        crate::places::models().map(Self::at).ok_or(ModelError::NoFolder)
    }

    /// The one at `folder`, which need not exist yet.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Makes the folder and tells where it is.
    pub fn folder(&self) -> Result<&Path, ModelError> {
        std::fs::create_dir_all(&self.folder).map_err(|error| ModelError::file(&self.folder, error))?;
        Ok(&self.folder)
    }

    /// Where the model of that name lies, or will.
    pub fn place(&self, purpose: Purpose, name: &str) -> PathBuf {
        self.folder.join(purpose.file_name(name))
    }

    /// Where the start of a download lies.
    pub fn part(&self, purpose: Purpose, name: &str) -> PathBuf {
        self.folder.join(purpose.file_name(name) + ".part")
    }

    /// The file of the model of that name. A path to any file of the purpose's format is also a name.
    pub fn find(&self, purpose: Purpose, name: &str) -> Result<PathBuf, ModelError> {
        if is_path(purpose, name) {
            return usable(purpose, PathBuf::from(name));
        }
        check_name(name)?;
        match usable(purpose, self.place(purpose, name)) {
            Err(ModelError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                let official = catalogue::entry(name).is_some_and(|entry| entry.purpose == purpose);
                let name = name.to_owned();
                Err(if official { ModelError::NotFetched(name) } else { ModelError::UnknownName(name) })
            }
            other => other,
        }
    }

    /// Every official model and whatever else is here. Reads the files, to tell the official ones from others.
    pub fn list(&self) -> Result<Vec<Listed>, ModelError> {
        let mut own = self.names()?;
        let mut listed = Vec::new();
        for entry in &ENTRIES {
            own.remove(&(entry.purpose, entry.name.to_owned()));
            listed.push(self.listed(entry.purpose, entry.name.to_owned(), Some(entry))?);
        }
        for (purpose, name) in own {
            listed.push(self.listed(purpose, name, None)?);
        }
        listed.sort_by_key(|listed| listed.purpose);
        Ok(listed)
    }

    fn listed(&self, purpose: Purpose, name: String, official: Option<&'static Entry>) -> Result<Listed, ModelError> {
        let state = self.state(purpose, &name, official)?;
        Ok(Listed { name, purpose, official, state })
    }

    fn state(&self, purpose: Purpose, name: &str, official: Option<&Entry>) -> Result<State, ModelError> {
        let path = self.place(purpose, name);
        let Ok(bytes) = path.metadata().map(|metadata| metadata.len()) else {
            let begun = self.part(purpose, name).metadata().map(|metadata| State::Begun { bytes: metadata.len() });
            return Ok(begun.unwrap_or(State::Absent));
        };
        match usable(purpose, path.clone()) {
            Err(ModelError::NotAModel(_)) => return Ok(State::Damaged),
            other => other?,
        };
        match official {
            Some(entry) if entry.bytes == bytes && sha256(&path)? == entry.sha256 => Ok(State::Official),
            _ => Ok(State::Converted { bytes }),
        }
    }

    fn names(&self) -> Result<BTreeSet<(Purpose, String)>, ModelError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            entries => entries.map_err(|error| ModelError::file(&self.folder, error))?,
        };
        let files = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let named = |file: String| {
            Purpose::ALL.into_iter().find_map(|purpose| Some((purpose, purpose.model_of(&file)?.to_owned())))
        };
        Ok(files.filter_map(named).collect())
    }
}

/// A name with a folder in it, or with a file's ending, is meant as a path.
fn is_path(purpose: Purpose, name: &str) -> bool {
    name.contains(std::path::is_separator) || name.ends_with(purpose.ending())
}

/// Names become file names, so nothing in them may lead out of the folder or hide.
pub fn check_name(name: &str) -> Result<(), ModelError> {
    let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-'));
    let begins = name.chars().next().is_some_and(|letter| letter.is_ascii_alphanumeric());
    if plain && begins && name.len() <= 64 { Ok(()) } else { Err(ModelError::BadName(name.to_owned())) }
}

/// A file that begins like a model of the purpose.
fn usable(purpose: Purpose, path: PathBuf) -> Result<PathBuf, ModelError> {
    if purpose::of_file(&path)? == Some(purpose) { Ok(path) } else { Err(ModelError::NotAModel(path)) }
}

fn sha256(path: &Path) -> Result<String, ModelError> {
    let mut digest = Digest::default();
    let hashed = File::open(path).and_then(|mut file| digest.read(&mut file));
    hashed.map_err(|error| ModelError::file(path, error))?;
    Ok(digest.hexadecimal())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path().join("models"));
        (folder, store)
    }

    fn put(path: &Path, content: &[u8]) {
        std::fs::write(path, content).unwrap();
    }

    #[test]
    fn a_model_is_found_by_its_name_and_by_any_path() {
        let (_folder, store) = store();
        store.folder().unwrap();
        put(&store.place(Purpose::Speech, "base-q8_0"), b"lmgg and more");
        let path = store.find(Purpose::Speech, "base-q8_0").unwrap();
        assert_eq!(store.find(Purpose::Speech, path.to_str().unwrap()).unwrap(), path);
    }

    #[test]
    fn an_official_name_that_is_not_here_is_not_an_unknown_name() {
        let (_folder, store) = store();
        assert!(matches!(store.find(Purpose::Speech, "base-q8_0"), Err(ModelError::NotFetched(_))));
        assert!(matches!(store.find(Purpose::Speech, "best-q8_0"), Err(ModelError::UnknownName(_))));
    }

    #[test]
    fn names_cannot_leave_the_folder() {
        for name in ["", ".", "..", "-x", ".hidden", "a b", "ü", "a\0", &"x".repeat(65)] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
        assert!(check_name("my-model.en_2").is_ok());
    }

    #[test]
    fn something_else_under_a_models_name_is_not_a_model() {
        let (_folder, store) = store();
        store.folder().unwrap();
        for content in [&b""[..], b"lmg", b"GGUF...."] {
            put(&store.place(Purpose::Speech, "base-q8_0"), content);
            assert!(matches!(store.find(Purpose::Speech, "base-q8_0"), Err(ModelError::NotAModel(_))));
        }
    }

    #[test]
    fn the_list_tells_states_apart() {
        let (_folder, store) = store();
        assert!(store.list().unwrap().iter().all(|listed| listed.state == State::Absent));
        store.folder().unwrap();
        put(&store.place(Purpose::Speech, "base-q8_0"), b"lmgg and more");
        put(&store.place(Purpose::Speech, "tiny-q8_0"), b"<html>");
        put(&store.part(Purpose::Speech, "small-q8_0"), b"lmg");
        put(&store.place(Purpose::Speech, "mine"), b"lmgg");
        let list = store.list().unwrap();
        let state = |name: &str| list.iter().find(|listed| listed.name == name).unwrap().state;
        assert_eq!(state("base-q8_0"), State::Converted { bytes: 13 });
        assert_eq!(state("tiny-q8_0"), State::Damaged);
        assert_eq!(state("small-q8_0"), State::Begun { bytes: 3 });
        assert_eq!(state("mine"), State::Converted { bytes: 4 });
        assert_eq!(list.len(), ENTRIES.len() + 1);
    }
}
