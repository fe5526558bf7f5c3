//! Makes a ggml file, which whisper.cpp reads, out of a CTranslate2 Whisper folder, which faster-whisper reads.
//!
//! [`ct2`] reads, [`plan`] says which tensor becomes which, [`quantise`] packs numbers, [`ggml`] writes;
//! [`mel`] and [`vocabulary`] supply the two parts that the one format has in the file and the other beside it.
//! Everything streams: no tensor is ever whole in memory, and no length from a file is believed before the
//! file is known to hold that much. Nothing here fetches, and nothing here knows where models are kept.

mod ct2;
mod error;
mod ggml;
mod mel;
mod plan;
mod quantise;
#[cfg(test)]
pub mod sample;
mod tensor;
mod vocabulary;

pub use error::ConvertError;
pub use ggml::MAGIC;
pub use quantise::Kind;
pub use vocabulary::{LINES as VOCABULARY, SIZE_LIMIT as VOCABULARY_LIMIT};

use ct2::Ct2Model;
use ggml::GgmlWriter;
use plan::Plan;
use quantise::Encoding;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use tensor::Tensor;

/// The file with the weights in a CTranslate2 folder.
pub const WEIGHTS: &str = "model.bin";

/// Values that are read, packed and written at a time: 32 KiB of f16, a whole number of quantised blocks.
const CHUNK: usize = 512 * quantise::BLOCK;

/// Converts the CTranslate2 Whisper model in `folder` (`model.bin` beside `vocabulary.txt` or
/// `vocabulary.json`) into the ggml file `out`, which is created or overwritten and synced to the disk.
/// `progress` gets the number of values done and to do.
///
/// # Errors
/// What is wrong with the folder, or what the disk said. `out` may then be left incomplete.
pub fn convert(folder: &Path, out: &Path, kind: Kind, progress: &mut dyn FnMut(u64, u64)) -> Result<(), ConvertError> {
    let tokens = vocabulary::read(folder)?;
    let weights = File::open(folder.join(WEIGHTS)).map_err(|error| ConvertError::no_file(WEIGHTS, error))?;
    let mut model = Ct2Model::open(BufReader::new(weights))?;
    let file = File::create(out).map_err(ConvertError::Write)?;
    let mut writer = BufWriter::with_capacity(1 << 20, file);
    convert_open(&mut model, &tokens, &mut writer, kind, progress)?;
    let file = writer.into_inner().map_err(|error| ConvertError::Write(error.into_error()))?;
    file.sync_all().map_err(ConvertError::Write)
}

fn convert_open<R: Read + Seek, W: Write>(
    model: &mut Ct2Model<R>,
    tokens: &[Vec<u8>],
    out: W,
    kind: Kind,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), ConvertError> {
    let plan = Plan::of(model, kind)?;
    if tokens.len() >= plan.shape.vocabulary {
        return Err(ConvertError::Vocabulary("it has more words than the model has embeddings"));
    }
    for (name, tensor) in &plan.zeros {
        require_zero(model, name, tensor)?;
    }
    let mut writer = GgmlWriter::new(out);
    writer.header(&plan.shape, kind)?;
    writer.mel_filters(&mel::filters(plan.shape.mel_bands))?;
    writer.vocabulary(tokens)?;
    let total: u64 = plan.tensors.iter().map(|planned| planned.source.len() as u64).sum();
    let mut done = 0;
    for planned in &plan.tensors {
        writer.tensor(&planned.name, &planned.dims, planned.encoding)?;
        copy(model, &planned.source, planned.encoding, &mut writer, &mut |values| {
            done += values;
            progress(done, total);
        })?;
    }
    Ok(())
}

fn copy<R: Read + Seek, W: Write>(
    model: &mut Ct2Model<R>,
    source: &Tensor,
    encoding: Encoding,
    writer: &mut GgmlWriter<W>,
    step: &mut dyn FnMut(u64),
) -> Result<(), ConvertError> {
    let mut packed = Vec::new();
    model.each_chunk(source, CHUNK, &mut |values| {
        packed.clear();
        encoding.pack(values, &mut packed);
        step(values.len() as u64);
        writer.bytes(&packed)
    })
}

/// Whisper's key projection has no bias and ggml has no place for one; CTranslate2 stores zeros.
fn require_zero<R: Read + Seek>(model: &mut Ct2Model<R>, name: &str, tensor: &Tensor) -> Result<(), ConvertError> {
    model.each_chunk(tensor, CHUNK, &mut |values| {
        if values.iter().any(|value| *value != 0.0) {
            return Err(ConvertError::KeyBias(name.to_owned()));
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
