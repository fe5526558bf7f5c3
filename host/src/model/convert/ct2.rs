//! Reads CTranslate2's `model.bin`, format version 6. The file is a stranger's: every count and length is
//! checked against what the file holds before anything is allocated or skipped.
//!
//! Layout, little endian: version u32, specification's name, its revision u32; a count u32 and as many
//! variables (name, rank u8, dimensions u32 each, element type u8, bytes u32, data); a count u32 and as many
//! pairs of names (alias, variable). A name is its length u16 with a closing zero byte.

use super::error::ConvertError;
use super::tensor::{Element, Tensor};
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

const VERSION: u32 = 6;
const SPECIFICATION: &str = "WhisperSpec";
/// Whisper's longest name has 48 bytes.
const NAME_LIMIT: usize = 256;
/// Whisper's convolutions have rank 3, nothing has more.
const RANK_LIMIT: u8 = 4;

/// An open `model.bin`: its table of tensors, and the file to read them from.
pub struct Ct2Model<R> {
    input: R,
    length: u64,
    tensors: BTreeMap<String, Tensor>,
}

impl<R: Read + Seek> Ct2Model<R> {
    /// Reads the table of tensors, not the tensors.
    pub fn open(mut input: R) -> Result<Self, ConvertError> {
        let length = input.seek(SeekFrom::End(0)).map_err(ConvertError::reading)?;
        input.rewind().map_err(ConvertError::reading)?;
        let mut model = Self { input, length, tensors: BTreeMap::new() };
        model.check_kind()?;
        // A hostile count costs nothing: no room is made for it, and the loop ends with the file.
        for _ in 0..model.u32()? {
            model.variable()?;
        }
        for _ in 0..model.u32()? {
            model.alias()?;
        }
        Ok(model)
    }

    /// The tensor of that name.
    pub fn tensor(&self, name: &str) -> Result<&Tensor, ConvertError> {
        self.tensors.get(name).ok_or_else(|| ConvertError::MissingTensor(name.to_owned()))
    }

    /// Every tensor's name, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    /// The value of a scalar of any integer type.
    pub fn integer(&mut self, name: &str) -> Result<i64, ConvertError> {
        let tensor = self.tensor(name)?.clone();
        let mut bytes = [0; 4];
        let stored = tensor.element.bytes();
        if !tensor.dims.is_empty() || !tensor.element.is_integer() {
            return Err(ConvertError::damaged(format!("{name} is not one whole number")));
        }
        self.seek(tensor.offset)?;
        self.fill(&mut bytes[..stored])?;
        // Shifting the value up to the top and back carries its sign along.
        let unused = 32 - 8 * stored as u32;
        Ok(i64::from((i32::from_le_bytes(bytes) << unused) >> unused))
    }

    /// Hands the tensor's values to `sink` as f32, `chunk` at a time (the last may be fewer), in stored order.
    pub fn each_chunk(
        &mut self,
        tensor: &Tensor,
        chunk: usize,
        sink: &mut dyn FnMut(&[f32]) -> Result<(), ConvertError>,
    ) -> Result<(), ConvertError> {
        self.seek(tensor.offset)?;
        let mut raw = Vec::new();
        let mut values = Vec::new();
        let mut left = tensor.len();
        while left > 0 {
            let now = left.min(chunk);
            raw.resize(now * tensor.element.bytes(), 0);
            self.fill(&mut raw)?;
            tensor.element.decode(&raw, &mut values);
            sink(&values)?;
            left -= now;
        }
        Ok(())
    }

    fn check_kind(&mut self) -> Result<(), ConvertError> {
        let version = self.u32()?;
        if version != VERSION {
            return Err(ConvertError::Version(version));
        }
        let specification = self.name()?;
        if specification != SPECIFICATION {
            return Err(ConvertError::NotWhisper(specification));
        }
        self.u32()?;
        Ok(())
    }

    fn variable(&mut self) -> Result<(), ConvertError> {
        let name = self.name()?;
        let dims = self.dims(&name)?;
        let element = Element::from_number(self.u8()?)
            .ok_or_else(|| ConvertError::damaged(format!("{name} has an unknown element type")))?;
        let bytes = u64::from(self.u32()?);
        let wanted = dims.iter().try_fold(element.bytes() as u64, |bytes, dim| bytes.checked_mul(*dim as u64));
        if wanted != Some(bytes) {
            return Err(ConvertError::damaged(format!("{name} has {bytes} bytes for dimensions {dims:?}")));
        }
        let offset = self.input.stream_position().map_err(ConvertError::reading)?;
        let end = offset.checked_add(bytes).filter(|end| *end <= self.length).ok_or(ConvertError::CutShort)?;
        self.seek(end)?;
        self.insert(name, Tensor { dims, element, offset })
    }

    fn dims(&mut self, name: &str) -> Result<Vec<usize>, ConvertError> {
        let rank = self.u8()?;
        if rank > RANK_LIMIT {
            return Err(ConvertError::damaged(format!("{name} has {rank} dimensions")));
        }
        (0..rank).map(|_| Ok(self.u32()? as usize)).collect()
    }

    fn alias(&mut self) -> Result<(), ConvertError> {
        let alias = self.name()?;
        let target = self.name()?;
        let tensor = self.tensor(&target)?.clone();
        self.insert(alias, tensor)
    }

    fn insert(&mut self, name: String, tensor: Tensor) -> Result<(), ConvertError> {
        if self.tensors.contains_key(&name) {
            return Err(ConvertError::damaged(format!("{name} occurs twice")));
        }
        self.tensors.insert(name, tensor);
        Ok(())
    }

    fn name(&mut self) -> Result<String, ConvertError> {
        let mut length = [0; 2];
        self.fill(&mut length)?;
        let length = usize::from(u16::from_le_bytes(length));
        if length > NAME_LIMIT {
            return Err(ConvertError::damaged(format!("a name has {length} bytes")));
        }
        let mut bytes = vec![0; length];
        self.fill(&mut bytes)?;
        if bytes.pop() != Some(0) {
            return Err(ConvertError::damaged("a name does not end where it says"));
        }
        String::from_utf8(bytes).map_err(|_| ConvertError::damaged("a name is not text"))
    }

    fn u8(&mut self) -> Result<u8, ConvertError> {
        let mut byte = [0];
        self.fill(&mut byte)?;
        Ok(byte[0])
    }

    fn u32(&mut self) -> Result<u32, ConvertError> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ConvertError> {
        self.input.read_exact(bytes).map_err(ConvertError::reading)
    }

    fn seek(&mut self, to: u64) -> Result<(), ConvertError> {
        self.input.seek(SeekFrom::Start(to)).map(|_| ()).map_err(ConvertError::reading)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use std::io::Cursor;

    fn open(bytes: impl AsRef<[u8]>) -> Result<Ct2Model<Cursor<impl AsRef<[u8]>>>, ConvertError> {
        Ct2Model::open(Cursor::new(bytes))
    }

    fn header() -> Vec<u8> {
        let mut bytes = 6_u32.to_le_bytes().to_vec();
        bytes.extend(12_u16.to_le_bytes());
        bytes.extend(b"WhisperSpec\0");
        bytes.extend(3_u32.to_le_bytes());
        bytes
    }

    fn variable(dims: &[u32], element: u8, bytes: u32, data: &[u8]) -> Vec<u8> {
        let mut file = header();
        file.extend(1_u32.to_le_bytes());
        file.extend(2_u16.to_le_bytes());
        file.extend(b"x\0");
        file.push(dims.len() as u8);
        file.extend(dims.iter().flat_map(|dim| dim.to_le_bytes()));
        file.push(element);
        file.extend(bytes.to_le_bytes());
        file.extend(data);
        file
    }

    #[test]
    fn a_model_cut_off_anywhere_is_an_error() {
        let whole = Sample::default().weights();
        assert!(open(&whole).is_ok());
        for length in 0..whole.len() {
            assert!(matches!(open(&whole[..length]), Err(ConvertError::CutShort)), "cut at {length}");
        }
    }

    #[test]
    fn another_version_and_another_kind_of_model_are_told_apart() {
        let mut older = header();
        older[0] = 5;
        assert!(matches!(open(older), Err(ConvertError::Version(5))));
        let mut other = header();
        other[6] = b'X';
        assert!(matches!(open(other), Err(ConvertError::NotWhisper(name)) if name == "XhisperSpec"));
    }

    #[test]
    fn absurd_counts_end_with_the_file() {
        let mut variables = header();
        variables.extend(u32::MAX.to_le_bytes());
        assert!(matches!(open(variables), Err(ConvertError::CutShort)));
        let mut aliases = header();
        aliases.extend(0_u32.to_le_bytes());
        aliases.extend(u32::MAX.to_le_bytes());
        assert!(matches!(open(aliases), Err(ConvertError::CutShort)));
    }

    #[test]
    fn absurd_dimensions_are_refused_whatever_they_multiply_to() {
        let overflow = variable(&[u32::MAX; 4], 0, 0, &[]);
        assert!(matches!(open(overflow), Err(ConvertError::Damaged(_))));
        let mismatch = variable(&[4], 0, 4, &[0; 4]);
        assert!(matches!(open(mismatch), Err(ConvertError::Damaged(_))));
        let beyond = variable(&[1 << 28], 0, 1 << 30, &[0; 64]);
        assert!(matches!(open(beyond), Err(ConvertError::CutShort)));
        let mut rank = variable(&[], 0, 4, &[0; 4]);
        let place = header().len() + 4 + 4;
        rank[place] = 255;
        assert!(matches!(open(rank), Err(ConvertError::Damaged(_))));
    }

    #[test]
    fn no_byte_of_the_table_can_make_the_reader_panic() {
        let whole = variable(&[2, 2], 1, 4, &[1, 2, 3, 4]);
        for place in 0..whole.len() {
            for value in 0..=255 {
                let mut bytes = whole.clone();
                bytes[place] = value;
                let _ = open(bytes);
            }
        }
    }

    #[test]
    fn whole_numbers_keep_their_sign_in_every_width() {
        for (element, data) in [(1, vec![0xFE]), (2, vec![0xFE, 0xFF]), (3, vec![0xFE, 0xFF, 0xFF, 0xFF])] {
            let mut bytes = variable(&[], element, data.len() as u32, &data);
            bytes.extend(0_u32.to_le_bytes());
            assert_eq!(open(bytes).unwrap().integer("x").unwrap(), -2);
        }
    }
}
