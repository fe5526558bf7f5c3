//! Why a file was not taken in, and what a person is told.

use crate::export::ExportError;
use crate::transcript::TranscriptError;
use crate::vault::VaultError;
use convoally_shared::fault::Fault;

/// No fault made of this carries words of the file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A transcript cannot be read.
    #[error(transparent)]
    Transcript(#[from] TranscriptError),
    /// An export cannot be read.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The vault did not take it.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A zip holds no exported session.
    #[error("the zip holds no session")]
    NoSessions,
    /// The transcript has speakers, and nobody said which of them is the user.
    #[error("it is not said who the user is")]
    WhoIsMe {
        /// The speakers, for the screen alone.
        names: Vec<String>,
    },
}

impl From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Transcript(error) => error.into(),
            ImportError::Export(error) => error.into(),
            ImportError::Vault(VaultError::Erased(id)) => Fault::new(
                "import.erased",
                format!("The session {id} was erased on this computer and was not taken in."),
                "Say --even-if-erased to have it back.",
            ),
            ImportError::Vault(error) => error.into(),
            ImportError::NoSessions => Fault::new(
                "import.no_sessions",
                "The zip holds no exported session.",
                "Choose a zip that `convoally export --all` wrote.",
            ),
            ImportError::WhoIsMe { .. } => Fault::new(
                "import.who_is_me",
                "The transcript has speakers, and none of them was said to be you; nothing was taken in.",
                "Say --me NAME with one of its names, or --without-me when you are not among them.",
            ),
        }
    }
}
