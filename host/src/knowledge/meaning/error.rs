//! Why meaning cannot be used; words alone serve then.

use convoally_shared::fault::Fault;
use std::io;

/// What can be wrong with a model of meaning.
#[derive(Debug, thiserror::Error)]
pub enum MeaningError {
    /// The file cannot be read.
    #[error("The model of meaning cannot be read ({0}).")]
    Read(io::Error),
    /// It is something else, or a part of one.
    #[error("The file is not a model of meaning: {0}.")]
    NotAModel(&'static str),
    /// A tensor that every BERT has is not there.
    #[error("The model of meaning has no {0}.")]
    Missing(String),
    /// A tensor is not as in the models that are known here.
    #[error("The model of meaning is of another kind: {0} has another shape.")]
    Shape(String),
}

impl From<MeaningError> for Fault {
    fn from(error: MeaningError) -> Self {
        let action =
            "Run `convoally models remove` and `convoally models pull` for it; until then recall goes by words.";
        Self::new("recall.model", error.to_string(), action)
    }
}
