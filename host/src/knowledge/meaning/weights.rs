//! Reads safetensors, from a file or from memory: a length, a JSON list of tensors, and their numbers.
//!
//! Kept as half-precision numbers: half of the memory, and vectors that `tests/tests/recall.rs` cannot tell from the
//! reference. No length from the file is believed before the file is known to hold that much, and no tensor is in
//! memory twice.

use super::error::MeaningError;
use half::f16;
use half::slice::HalfFloatSliceExt;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// The list of a model with a thousand tensors has 100 kB.
const LONGEST_LIST: u64 = 1 << 20;
/// Numbers that are read and converted at a time.
const CHUNK: usize = 1 << 14;

/// One tensor's place in the file.
#[derive(Deserialize)]
struct Listed {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

/// An open file of weights.
pub struct Weights<R> {
    file: R,
    list: HashMap<String, Listed>,
    /// Where the numbers begin.
    begin: u64,
}

impl Weights<BufReader<File>> {
    /// Opens the file and reads its list.
    pub fn open(path: &Path) -> Result<Self, MeaningError> {
        let file = File::open(path).map_err(MeaningError::Read)?;
        let bytes = file.metadata().map_err(MeaningError::Read)?.len();
        Self::read(BufReader::new(file), bytes)
    }
}

impl<R: Read + Seek> Weights<R> {
    /// Reads the list of a file of so many bytes.
    pub fn read(mut file: R, bytes: u64) -> Result<Self, MeaningError> {
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(MeaningError::Read)?;
        let length = u64::from_le_bytes(length);
        let begin = length.saturating_add(8);
        if length > LONGEST_LIST || begin > bytes {
            return Err(MeaningError::NotAModel("its list of tensors is longer than the file"));
        }
        let mut list = vec![0; length as usize];
        file.read_exact(&mut list).map_err(MeaningError::Read)?;
        let mut list: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&list).map_err(|_| MeaningError::NotAModel("its list of tensors cannot be read"))?;
        // Notes of whoever wrote the file.
        list.remove("__metadata__");
        let list = list.into_iter().map(|(name, listed)| Some((name, serde_json::from_value(listed).ok()?)));
        let list: Option<HashMap<String, Listed>> = list.collect();
        let list = list.ok_or(MeaningError::NotAModel("its list of tensors cannot be read"))?;
        if list.values().any(|listed| listed.data_offsets.1 > bytes - begin) {
            return Err(MeaningError::NotAModel("it is cut off"));
        }
        Ok(Self { file, list, begin })
    }

    /// The tensor of that name, which must have this shape.
    pub fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f16>, MeaningError> {
        let listed = self.list.get(name).ok_or_else(|| MeaningError::Missing(name.to_owned()))?;
        let count: usize = shape.iter().product();
        let (from, to) = listed.data_offsets;
        let width = match listed.dtype.as_str() {
            "F32" => 4,
            "F16" => 2,
            _ => return Err(MeaningError::Shape(name.to_owned())),
        };
        if listed.shape != shape || to.checked_sub(from) != Some((count * width) as u64) {
            return Err(MeaningError::Shape(name.to_owned()));
        }
        self.file.seek(SeekFrom::Start(self.begin + from)).map_err(MeaningError::Read)?;
        let mut halves = vec![f16::ZERO; count];
        let mut raw = vec![0; CHUNK * width];
        for chunk in halves.chunks_mut(CHUNK) {
            let raw = &mut raw[..chunk.len() * width];
            self.file.read_exact(raw).map_err(MeaningError::Read)?;
            match width {
                4 => chunk.convert_from_f32_slice(&floats(raw)),
                _ => raw.as_chunks().0.iter().zip(chunk).for_each(|(raw, half)| *half = f16::from_le_bytes(*raw)),
            }
        }
        Ok(halves)
    }

    /// A tensor that is small enough to be kept as it is.
    pub fn vector(&mut self, name: &str, length: usize) -> Result<Vec<f32>, MeaningError> {
        let mut values = vec![0.0; length];
        self.tensor(name, &[length])?.convert_to_f32_slice(&mut values);
        Ok(values)
    }
}

fn floats(raw: &[u8]) -> Vec<f32> {
    raw.as_chunks().0.iter().map(|raw| f32::from_le_bytes(*raw)).collect()
}
