//! Why a folder could not be turned into a ggml file.

use std::io;

/// What is wrong with a CTranslate2 folder, or what the disk said. Each sentence goes on from
/// "The folder cannot be converted: ".
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// A file of the folder is not there or cannot be opened.
    #[error("{name} cannot be opened ({source})")]
    NoFile {
        /// The file's name inside the folder.
        name: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The weights end in the middle of something.
    #[error("model.bin is cut short")]
    CutShort,
    /// The weights could not be read.
    #[error("model.bin could not be read ({0})")]
    Read(io::Error),
    /// A CTranslate2 file of another version of the format.
    #[error("model.bin is not a CTranslate2 file of format version 6 (it says {0})")]
    Version(u32),
    /// A CTranslate2 file of another kind of model.
    #[error("model.bin is not a Whisper model (it says {0:?})")]
    NotWhisper(String),
    /// The file contradicts itself.
    #[error("model.bin is damaged: {0}")]
    Damaged(String),
    /// A Whisper model always has this tensor.
    #[error("model.bin lacks {0}")]
    MissingTensor(String),
    /// A tensor's dimensions do not fit the rest of the model.
    #[error("{name} has dimensions {found:?}, expected {wanted:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// As stored, outermost first.
        found: Vec<usize>,
        /// As the rest of the model asks for.
        wanted: Vec<usize>,
    },
    /// Weights that were already quantised, or of a type that no Whisper export has.
    #[error("{name} is stored as {found}; export the model with float16 or float32 weights")]
    NotFloat {
        /// The tensor.
        name: String,
        /// The element type, for people.
        found: &'static str,
    },
    /// Quantised blocks do not fit into the rows.
    #[error("rows of {name} are not a multiple of {block} values; use --kind f16", block = super::quantise::BLOCK)]
    Unaligned {
        /// The tensor.
        name: String,
    },
    /// ggml has no place for this bias.
    #[error("{0} has a key bias, which Whisper never has")]
    KeyBias(String),
    /// The vocabulary is not a Whisper vocabulary.
    #[error("the vocabulary is not one of Whisper's: {0}")]
    Vocabulary(&'static str),
    /// The result could not be written.
    #[error("the new file could not be written ({0})")]
    Write(io::Error),
}

impl ConvertError {
    pub(super) fn no_file(name: &'static str, source: io::Error) -> Self {
        Self::NoFile { name, source }
    }

    /// An error while reading the weights; the end of the file has a name of its own.
    pub(super) fn reading(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::CutShort } else { Self::Read(error) }
    }

    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}
