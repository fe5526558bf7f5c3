//! What can go wrong while packing.

use convoally_shared::fault::Fault;
use std::path::PathBuf;
use thiserror::Error;

/// Why the extension could not be packed.
#[derive(Debug, Error)]
pub enum PackError {
    /// Cargo could not be run, or the extension does not compile. Its own words are on stderr.
    #[error("cargo did not build the extension")]
    Cargo,
    /// Cargo succeeded without naming a WASM file.
    #[error("cargo built no wasm file for the extension")]
    NoArtifact,
    /// wasm-bindgen refused the module, mostly because its two halves are of different versions.
    #[error("wasm-bindgen: {0}")]
    Bindgen(String),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder holds something else than an extension that was packed before.
    #[error("{0} is not empty and holds no extension")]
    NotOurs(PathBuf),
    /// The zip could not be written.
    #[error("zip: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The manifest could not be written as JSON.
    #[error("manifest: {0}")]
    Manifest(#[from] serde_json::Error),
}

impl PackError {
    /// Names the file in an I/O error.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| PackError::File { path, source }
    }
}

impl From<PackError> for Fault {
    fn from(error: PackError) -> Self {
        let (code, action) = match &error {
            PackError::Cargo => (
                "pack.cargo",
                "Read cargo's message above; `rustup target add wasm32-unknown-unknown` if it misses it.",
            ),
            PackError::NoArtifact => ("pack.no_artifact", "Run it in a checkout of this project."),
            PackError::Bindgen(_) => ("pack.bindgen", "Keep wasm-bindgen and wasm-bindgen-cli-support at one version."),
            PackError::File { .. } => ("pack.file", "Check the path, its permissions and the free space."),
            PackError::NotOurs(_) => ("pack.not_ours", "Name an empty or new folder with --out."),
            PackError::Zip(_) => ("pack.zip", "Check the path, its permissions and the free space."),
            PackError::Manifest(_) => ("pack.manifest", "Report this as a bug."),
        };
        Fault::new(code, format!("The extension was not packed: {error}."), action)
    }
}
