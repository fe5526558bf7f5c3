//! What can go wrong with a model, and what a person is told to do about it.

use super::catalogue;
use super::convert::ConvertError;
use convoally_shared::fault::Fault;
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no usable model.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// No official model and no file in the models folder has this name, for this purpose.
    #[error("There is no model named {0:?}.")]
    UnknownName(String),
    /// Names become file names.
    #[error("{0:?} cannot be the name of a model.")]
    BadName(String),
    /// The official model of this name was not fetched yet.
    #[error("The model {0} is not on this computer yet.")]
    NotFetched(String),
    /// A file that is no model, or one for another purpose.
    #[error("{} is not a model file of the kind that is needed here.", .0.display())]
    NotAModel(PathBuf),
    /// An import would overwrite a model.
    #[error("A model named {0} is already on this computer.")]
    NameTaken(String),
    /// The user has no home folder and no variable names a folder.
    #[error("This user has no folder for models.")]
    NoFolder,
    /// The models' host did not answer at all.
    #[error("The models' host cannot be reached ({reason}).")]
    Unreachable {
        /// What the network said.
        reason: String,
    },
    /// The models' host, or something on the way to it, answered with a refusal.
    #[error("The models' host refused to send it (HTTP status {status}).")]
    Refused {
        /// The HTTP status.
        status: u16,
    },
    /// The models' host knows no such file.
    #[error("The model {0} is not at its place on the host (HTTP status 404).")]
    NotOffered(String),
    /// Something else than the model came back, such as the sign-in page of a hotel's network.
    #[error("The answer has {found} bytes where the model {name} has {wanted}.")]
    NotTheFile {
        /// The model.
        name: String,
        /// Length of the answer.
        found: u64,
        /// Length of what was asked for.
        wanted: u64,
    },
    /// The transfer broke off, was tried again, and broke off again. What arrived is kept.
    #[error("The download broke off after {done} of {total} bytes.")]
    CutOff {
        /// Bytes that are on the disk.
        done: u64,
        /// Bytes of the whole file.
        total: u64,
    },
    /// What arrived is not what was published. It was deleted.
    #[error("What arrived for the model {name} does not have the published checksum, so it was deleted.")]
    Checksum {
        /// The model.
        name: String,
    },
    /// The models' host was out of reach, and so were the packages that the model can be built from.
    #[error("Neither the models' host ({host}) nor the packages to build it from ({packages}) can be had.")]
    NoSource {
        /// What was wrong with the host.
        host: String,
        /// What was wrong with the packages.
        packages: String,
    },
    /// A package does not hold what it should.
    #[error("The package {package} does not hold {what}.")]
    Package {
        /// The package's name and version.
        package: String,
        /// What was looked for.
        what: String,
    },
    /// Not enough room.
    #[error("{} has no room for the model: {}.", .folder.display(), room(*.needed, *.free))]
    DiskFull {
        /// Where the models are kept.
        folder: PathBuf,
        /// Bytes that are still to be written.
        needed: u64,
        /// Bytes that are free, where that is known.
        free: Option<u64>,
    },
    /// Any other trouble with a file.
    #[error("{} cannot be used ({source}).", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is not a model that can be imported.
    #[error("The folder cannot be converted: {0}.")]
    Convert(ConvertError),
    /// The work in the background ended without a result.
    #[error("The work on the model stopped ({0}).")]
    Stopped(#[from] tokio::task::JoinError),
}

fn room(needed: u64, free: Option<u64>) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    match free {
        Some(free) => format!("{} MB are needed and {} MB are free", megabytes(needed), free / 1_000_000),
        None => format!("{} MB are needed", megabytes(needed)),
    }
}

impl ModelError {
    /// Turns the system's word on a file into the error that says what to do.
    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            let folder = path.parent().unwrap_or(path).to_owned();
            return Self::DiskFull { folder, needed: 0, free: Some(0) };
        }
        Self::File { path: path.to_owned(), source }
    }

    /// A conversion that failed while it wrote `out`.
    pub(super) fn converting(out: &Path, error: ConvertError) -> Self {
        match error {
            ConvertError::Write(source) => Self::file(out, source),
            other => Self::Convert(other),
        }
    }

    /// The models' host cannot be used from here at all, so that another source is worth a try.
    pub(super) fn is_out_of_reach(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Refused { .. })
    }

    /// What is wrong with the host, for a sentence about more than the host.
    pub(super) fn about_host(&self) -> String {
        match self {
            Self::Unreachable { reason } => reason.clone(),
            Self::Refused { status } => format!("HTTP status {status}"),
            other => other.to_string(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UnknownName(_) => "model.unknown_name",
            Self::BadName(_) => "model.bad_name",
            Self::NotFetched(_) => "model.not_fetched",
            Self::NotAModel(_) => "model.not_a_model",
            Self::NameTaken(_) => "model.name_taken",
            Self::NoFolder => "model.no_folder",
            Self::Unreachable { .. } | Self::NoSource { .. } => "model.no_network",
            Self::Refused { .. } => "model.refused",
            Self::NotOffered(_) => "model.not_offered",
            Self::NotTheFile { .. } => "model.not_the_file",
            Self::CutOff { .. } => "model.cut_off",
            Self::Checksum { .. } => "model.checksum",
            Self::Package { .. } => "model.package",
            Self::DiskFull { .. } => "model.disk_full",
            Self::File { .. } => "model.file",
            Self::Convert(_) => "model.convert",
            Self::Stopped(_) => "model.stopped",
        }
    }

    fn action(&self) -> String {
        match self {
            Self::UnknownName(_) => format!("Choose one of {}, or give the path of a model file.", catalogue::names()),
            Self::BadName(_) => "Use up to 64 letters, digits, dots, hyphens and underscores.".into(),
            Self::NotFetched(name) => format!("Run `convoally models pull {name}`."),
            Self::NotAModel(_) => {
                "Give a ggml file for speech or a safetensors file for meaning, or import a faster-whisper folder with \
                 `convoally models import`."
                    .into()
            }
            Self::NameTaken(name) => {
                format!("Import under another name, or run `convoally models remove {name}` first.")
            }
            Self::NoFolder => "Set CONVOALLY_MODELS to a folder that you can write to.".into(),
            Self::Unreachable { .. } | Self::Refused { .. } => {
                "Check the connection and the proxy settings, set CONVOALLY_MODELS_URL to a mirror, or import a file or a \
                 faster-whisper folder with `convoally models import`."
                    .into()
            }
            Self::NoSource { .. } => {
                "Check the connection and that `python3 -m pip --version` works, or import a file or a faster-whisper \
                 folder with `convoally models import`."
                    .into()
            }
            Self::NotOffered(_) => "If CONVOALLY_MODELS_URL is set, check it; else update ConvoAlly.".into(),
            Self::NotTheFile { .. } => "Sign in to the network if it asks for that, then run the command again.".into(),
            Self::CutOff { .. } => "Run the command again: it continues where it stopped.".into(),
            Self::Checksum { .. } | Self::Package { .. } => {
                "Run the command again; if it happens again, somebody on the way changes what you download.".into()
            }
            Self::DiskFull { .. } => "Free some room, or set CONVOALLY_MODELS to a folder on another disk.".into(),
            Self::File { .. } => "Check that it exists and that you may read and write there.".into(),
            Self::Stopped(_) => "Run the command again; if it stops again, report it.".into(),
            Self::Convert(_) => "Give a faster-whisper folder with model.bin and vocabulary.txt or .json.".into(),
        }
    }
}

impl From<ModelError> for Fault {
    fn from(error: ModelError) -> Self {
        Self::new(error.code(), error.to_string(), error.action())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_apart_from_other_trouble_with_a_file() {
        let path = Path::new("models/ggml-x.bin.part");
        let full = ModelError::file(path, io::ErrorKind::StorageFull.into());
        assert!(matches!(full, ModelError::DiskFull { ref folder, .. } if folder == Path::new("models")));
        let denied = ModelError::file(path, io::ErrorKind::PermissionDenied.into());
        assert_eq!(Fault::from(denied).code, "model.file");
    }

    #[test]
    fn a_missing_model_names_the_command_that_fetches_it() {
        let fault = Fault::from(ModelError::NotFetched("base-q8_0".into()));
        assert_eq!(fault.code, "model.not_fetched");
        assert!(fault.action.contains("convoally models pull base-q8_0"));
    }
}
