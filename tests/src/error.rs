//! What can go wrong around a run, and what a person does about it.

use convoally_shared::fault::Fault;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Anything that stops the rig.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program that the rig needs could not be started.
    #[error("`{program}` could not be started: {source}")]
    Start {
        /// The program's name.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A program ended with an error.
    #[error("`{program}` failed: {said}")]
    Failed {
        /// The program and its first argument.
        program: String,
        /// What it wrote to stderr.
        said: String,
    },
    /// A condition did not become true in time.
    #[error("waited {} s for {what}", limit.as_secs())]
    Waited {
        /// What was waited for.
        what: String,
        /// How long.
        limit: Duration,
    },
    /// A file or folder could not be used.
    #[error("`{}`: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A sound file could not be read or written.
    #[error("`{}` is no sound file that the rig can use: {source}", path.display())]
    Wav {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: hound::Error,
    },
    /// The certificate of the stand-in meeting could not be made.
    #[error("no certificate for the meeting page: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The browser refused a command.
    #[error("the browser refused: {0}")]
    Browser(#[from] thirtyfour::error::WebDriverError),
    /// Something said what was not expected of it.
    #[error("{0}")]
    Unexpected(String),
}

/// What the rig's functions return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on file operations.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Error::File { path: path.to_owned(), source }
    }

    /// For `map_err` on sound files.
    pub fn wav(path: &Path) -> impl FnOnce(hound::Error) -> Self {
        move |source| Error::Wav { path: path.to_owned(), source }
    }

    /// For `map_err` on starting programs.
    pub fn start(program: &str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Error::Start { program: program.to_owned(), source }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let (code, action) = match &error {
            Error::Start { .. } => ("rig.program_missing", "Run `make setup`; it installs what is missing."),
            Error::Failed { .. } => ("rig.program_failed", "Read what the program said, then run it again."),
            Error::Waited { .. } => ("rig.timed_out", "Run it again; if it repeats, the machine may be too busy."),
            Error::File { .. } => ("rig.file", "Check that the folder exists, is writable and has space."),
            Error::Wav { .. } => ("rig.wav", "Restore tests/fixtures from the repository."),
            Error::Certificate(_) => ("rig.certificate", "Check the computer's date and time, then run it again."),
            Error::Browser(_) => (
                "rig.browser",
                "Run it again; if it repeats, check that chromium and chromium-driver have the same version.",
            ),
            Error::Unexpected(_) => ("rig.unexpected", "Run `make test` to see which part is broken."),
        };
        // Of a browser's refusal, the lines after the first are a stack of its own.
        let said = error.to_string();
        let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
        let sentence = match &error {
            Error::Browser(_) => lines.next().unwrap_or(&said).trim_end_matches([':', '.']),
            _ => said.trim_end_matches('.'),
        };
        Fault::new(code, format!("{sentence}."), action)
    }
}
