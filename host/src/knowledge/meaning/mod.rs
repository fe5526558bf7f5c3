//! What texts mean, as vectors of a small model on this computer: texts that say the same thing in other words have
//! vectors that point the same way.
//!
//! [`Meaning`] is the model in memory: [`wordpiece`] makes numbers of a text, [`encoder`] a vector of the numbers,
//! [`weights`] reads the file. [`interview`] knows what questions in interviews are after. Nothing here knows where
//! models or vectors are kept.

mod adapter;
mod asking;
mod encoder;
mod error;
mod interview;
mod vector;
mod weights;
mod wordpiece;

pub use asking::{Asking, Read};
pub use error::MeaningError;
pub use interview::{Asked, Interview, Told};
pub use vector::Vector;

use adapter::Adapter;
use encoder::{Encoder, Tokens};
use std::path::Path;

/// Tokens of a text that are looked at, as the authors of the model trained it: about 200 words.
const LONGEST_TEXT: usize = 256;

/// The model that was trained further for what is done here.
const NAME: &str = "all-minilm-l6-v2";
/// Rank of the matrices that were trained.
const RANK: usize = 8;
/// The training for recall: a question's vector points to that of the passage that answers it.
const ADAPTER: &[u8] = include_bytes!("recall.adapter");

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
        let file = path.file_stem().unwrap_or_default().to_string_lossy();
        let adapter = if file == NAME { Some(Adapter::read(ADAPTER, RANK)?) } else { None };
        let trained = if adapter.is_some() { "+interviews" } else { "" };
        let encoder = Encoder::load(path, wordpiece::vocabulary_size(), adapter)?;
        Ok(Self { name: format!("{file}{trained}"), encoder })
    }

    /// The name of its file, and of what it was trained for: vectors of one model say nothing to another.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The vector of each text. Keeps a core busy for some milliseconds; several texts at once take less than one after
    /// the other.
    pub fn of(&self, texts: &[&str]) -> Vec<Vector> {
        let tokens = |text: &&str| Tokens { numbers: wordpiece::numbers(text, LONGEST_TEXT), lead: 0 };
        self.encoder.encode(&texts.iter().map(tokens).collect::<Vec<_>>()).into_iter().map(Vector::towards).collect()
    }
}
