//! What can go wrong on the way from a session to a file and back, and what a person is told.

use convoally_shared::fault::Fault;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Why an export could not be written or read. No variant carries text of the session.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The text is no session export.
    #[error("not a session export: {0}")]
    NotASession(String),
    /// A later release wrote it.
    #[error("a session export of version {0}")]
    NewerVersion(u32),
    /// The session could not be put into this format.
    #[error("the session could not be written as {format}: {why}")]
    Unwritable {
        /// Which format.
        format: &'static str,
        /// What its library said.
        why: String,
    },
    /// There is nothing to write.
    #[error("no session fits")]
    Nothing,
    /// Something is there already.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// A folder is there.
    #[error("{} is a folder", .0.display())]
    IsFolder(PathBuf),
    /// The folder that it should lie in is not there.
    #[error("the folder of {} does not exist", .0.display())]
    NoFolder(PathBuf),
    /// It may not be written there.
    #[error("{} may not be written", .0.display())]
    Forbidden(PathBuf),
    /// No room is left.
    #[error("the disk is full")]
    DiskFull,
    /// The system said something else.
    #[error("could not be written: {0}")]
    Io(io::Error),
}

impl ExportError {
    /// Sorts an error of the file system about a place.
    pub fn at(path: &std::path::Path, error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::AlreadyExists => Self::Exists(path.to_owned()),
            ErrorKind::IsADirectory => Self::IsFolder(path.to_owned()),
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NoFolder(path.to_owned()),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Forbidden(path.to_owned()),
            _ => error.into(),
        }
    }
}

impl From<io::Error> for ExportError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<ExportError> for Fault {
    fn from(error: ExportError) -> Self {
        let (code, sentence, action) = match error {
            ExportError::NotASession(why) => (
                "export.not_a_session",
                format!("The file is no exported session: {why}."),
                "Choose a file that `convoally export SESSION --as json` wrote.",
            ),
            ExportError::NewerVersion(version) => (
                "export.newer_version",
                format!("A later release of ConvoAlly wrote the file (version {version})."),
                "Update ConvoAlly.",
            ),
            ExportError::Unwritable { format, why } => (
                "export.failed",
                format!("The session could not be written as {format}: {why}."),
                "Export it in another format instead.",
            ),
            ExportError::Nothing => (
                "export.nothing",
                "No session fits; nothing was written.".to_owned(),
                "See which sessions there are, and choose differently.",
            ),
            ExportError::Exists(path) => (
                "export.exists",
                format!("{} is there already; it was not changed.", path.display()),
                "Choose another name, or replace it with `convoally export … --force`.",
            ),
            ExportError::IsFolder(path) => {
                ("export.is_a_folder", format!("{} is a folder.", path.display()), "Name a file in it.")
            }
            ExportError::NoFolder(path) => (
                "export.no_folder",
                format!("The folder for {} does not exist.", path.display()),
                "Make the folder first, or choose another place.",
            ),
            ExportError::Forbidden(path) => (
                "export.unwritable",
                format!("{} may not be written.", path.display()),
                "Choose a place that you may write to.",
            ),
            ExportError::DiskFull => (
                "export.disk_full",
                "The disk is full; nothing was left behind.".to_owned(),
                "Free some space, or choose another place.",
            ),
            ExportError::Io(error) => (
                "export.unwritable",
                format!("The output could not be written: {}.", error.kind()),
                "Choose a place that you may write to and that has room.",
            ),
        };
        Fault::new(code, sentence, action)
    }
}
