//! Writes the ggml file that whisper.cpp reads: header, mel filters, vocabulary, tensors.
//!
//! Everything is little endian and one after the other; a tensor is its rank, length of name and type, its
//! dimensions innermost first, its name and its data.

use super::error::ConvertError;
use super::mel::Filters;
use super::quantise::{Encoding, Kind};
use std::io::Write;

/// The first four bytes of every such file, read as a little-endian number.
pub const MAGIC: u32 = 0x6767_6d6c;
/// ggml's version of its quantised types, which the header carries in the thousands of the file type.
const QUANTISATION_VERSION: u32 = 2;

/// What the header says about the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Tokens that have an embedding.
    pub vocabulary: usize,
    /// Positions of the encoder: 1500, which is 30 s.
    pub audio_context: usize,
    /// Positions of the decoder.
    pub text_context: usize,
    /// Width of both.
    pub state: usize,
    /// Attention heads of the encoder.
    pub audio_heads: usize,
    /// Attention heads of the decoder.
    pub text_heads: usize,
    /// Layers of the encoder.
    pub audio_layers: usize,
    /// Layers of the decoder.
    pub text_layers: usize,
    /// Bands of the spectrogram: 80, or 128 from large-v3 on.
    pub mel_bands: usize,
}

/// Writes the parts in the order of its methods.
pub struct GgmlWriter<W> {
    out: W,
}

impl<W: Write> GgmlWriter<W> {
    pub fn new(out: W) -> Self {
        Self { out }
    }

    pub fn header(&mut self, shape: &Shape, kind: Kind) -> Result<(), ConvertError> {
        self.number(MAGIC)?;
        for size in [
            shape.vocabulary,
            shape.audio_context,
            shape.state,
            shape.audio_heads,
            shape.audio_layers,
            shape.text_context,
            shape.state,
            shape.text_heads,
            shape.text_layers,
            shape.mel_bands,
        ] {
            self.size(size)?;
        }
        self.number(file_type(kind))
    }

    pub fn mel_filters(&mut self, filters: &Filters) -> Result<(), ConvertError> {
        self.size(filters.bands)?;
        self.size(filters.bins)?;
        filters.weights.iter().try_for_each(|weight| self.bytes(&weight.to_le_bytes()))
    }

    pub fn vocabulary(&mut self, tokens: &[Vec<u8>]) -> Result<(), ConvertError> {
        self.size(tokens.len())?;
        for token in tokens {
            self.size(token.len())?;
            self.bytes(token)?;
        }
        Ok(())
    }

    /// Announces a tensor; `dims` has the outermost dimension first. Its packed values must follow as bytes.
    pub fn tensor(&mut self, name: &str, dims: &[usize], encoding: Encoding) -> Result<(), ConvertError> {
        self.size(dims.len())?;
        self.size(name.len())?;
        self.number(tensor_type(encoding))?;
        dims.iter().rev().try_for_each(|dim| self.size(*dim))?;
        self.bytes(name.as_bytes())
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), ConvertError> {
        self.out.write_all(bytes).map_err(ConvertError::Write)
    }

    fn size(&mut self, size: usize) -> Result<(), ConvertError> {
        let number = i32::try_from(size).map_err(|_| ConvertError::damaged(format!("{size} is too large")))?;
        self.number(number.cast_unsigned())
    }

    fn number(&mut self, number: u32) -> Result<(), ConvertError> {
        self.bytes(&number.to_le_bytes())
    }
}

/// `ggml_ftype`.
fn file_type(kind: Kind) -> u32 {
    match kind {
        Kind::F16 => 1,
        Kind::Q8_0 => QUANTISATION_VERSION * 1000 + 7,
        Kind::Q5_1 => QUANTISATION_VERSION * 1000 + 9,
    }
}

/// `ggml_type`.
fn tensor_type(encoding: Encoding) -> u32 {
    match encoding {
        Encoding::F32 => 0,
        Encoding::F16 => 1,
        Encoding::Q5_1 => 7,
        Encoding::Q8_0 => 8,
    }
}
