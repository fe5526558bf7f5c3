//! What texts mean, as vectors of a small model on this computer: texts that say the same thing in other words have
//! vectors that point the same way.
//!
//! [`Meaning`] is the model in memory: [`wordpiece`] makes numbers of a text, [`encoder`] a vector of the numbers,
//! [`weights`] reads the file. [`interview`] knows what questions in interviews are after. Nothing here knows where
//! models or vectors are kept.

mod encoder;
mod error;
mod interview;
mod vector;
mod weights;
mod wordpiece;

pub use error::MeaningError;
pub use interview::{Asked, Interview, Told};
pub use vector::Vector;

use encoder::Encoder;
use std::path::Path;

/// Tokens of a text that are looked at, as the authors of the model trained it: about 200 words.
const LONGEST_TEXT: usize = 256;

/// A model in memory: 45 MB.
pub struct Meaning {
    name: String,
    encoder: Encoder,
}

impl Meaning {
    /// Reads a model: a safetensors file with a BERT as all-MiniLM-L6-v2 is one. Takes a tenth of a second.
    ///
    /// # Errors
    /// The file cannot be read or is something else.
    pub fn load(path: &Path) -> Result<Self, MeaningError> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, encoder: Encoder::load(path, wordpiece::vocabulary_size())? })
    }

    /// The name of its file: vectors of one model say nothing to another.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The vector of each text. Keeps a core busy for some milliseconds; several texts at once take less than one after
    /// the other.
    pub fn of(&self, texts: &[&str]) -> Vec<Vector> {
        let numbers: Vec<Vec<usize>> = texts.iter().map(|text| wordpiece::numbers(text, LONGEST_TEXT)).collect();
        self.encoder.encode(&numbers).into_iter().map(Vector::towards).collect()
    }
}
