//! A tensor's place in a CTranslate2 file, and its elements as f32.

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

/// How an element is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    F32,
    I8,
    I16,
    I32,
    F16,
    Bf16,
}

impl Element {
    /// By CTranslate2's number for it.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::F32, Self::I8, Self::I16, Self::I32, Self::F16, Self::Bf16].get(usize::from(number)).copied()
    }

    /// Bytes an element.
    pub fn bytes(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::I16 | Self::F16 | Self::Bf16 => 2,
            Self::F32 | Self::I32 => 4,
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "float32",
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::F16 => "float16",
            Self::Bf16 => "bfloat16",
        }
    }

    /// A whole number, which is either a setting or an already quantised weight.
    pub fn is_integer(self) -> bool {
        matches!(self, Self::I8 | Self::I16 | Self::I32)
    }

    /// Replaces `values` by the elements in `raw`, which holds a whole number of them.
    pub fn decode(self, raw: &[u8], values: &mut Vec<f32>) {
        values.clear();
        match self {
            Self::F32 => values.extend(raw.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes))),
            Self::I32 => values.extend(raw.as_chunks().0.iter().map(|bytes| i32::from_le_bytes(*bytes) as f32)),
            Self::I16 => values.extend(raw.as_chunks().0.iter().map(|bytes| f32::from(i16::from_le_bytes(*bytes)))),
            Self::I8 => values.extend(raw.iter().map(|byte| f32::from(byte.cast_signed()))),
            Self::F16 => {
                let halves: Vec<f16> = raw.as_chunks().0.iter().map(|bytes| f16::from_le_bytes(*bytes)).collect();
                values.resize(halves.len(), 0.0);
                halves.convert_to_f32_slice(values);
            }
            Self::Bf16 => {
                let halves: Vec<bf16> = raw.as_chunks().0.iter().map(|bytes| bf16::from_le_bytes(*bytes)).collect();
                values.resize(halves.len(), 0.0);
                halves.convert_to_f32_slice(values);
            }
        }
    }
}

/// Where a tensor lies in the file. `dims` has the outermost dimension first; a scalar has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Number of elements along each dimension.
    pub dims: Vec<usize>,
    /// How each is stored.
    pub element: Element,
    /// Bytes from the start of the file.
    pub offset: u64,
}

impl Tensor {
    /// Number of values. It fits: the file was seen to hold them.
    pub fn len(&self) -> usize {
        self.dims.iter().product()
    }

    /// The tensor cut along its outermost dimension, which `N` must divide, into `N` of equal size.
    pub fn split<const N: usize>(&self) -> [Self; N] {
        let mut dims = self.dims.clone();
        if let Some(rows) = dims.first_mut() {
            *rows /= N;
        }
        let part = Self { dims, element: self.element, offset: self.offset };
        let bytes = part.len() * self.element.bytes();
        std::array::from_fn(|place| Self { offset: self.offset + (place * bytes) as u64, ..part.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(element: Element, raw: &[u8]) -> Vec<f32> {
        let mut values = vec![9.0; 3];
        element.decode(raw, &mut values);
        values
    }

    #[test]
    fn every_element_type_decodes_to_the_same_numbers() {
        assert_eq!(decoded(Element::F32, &[0, 0, 0xC0, 0xBF]), [-1.5]);
        assert_eq!(decoded(Element::F16, &[0x00, 0xBE, 0x00, 0x3C]), [-1.5, 1.0]);
        assert_eq!(decoded(Element::Bf16, &[0xC0, 0xBF]), [-1.5]);
        assert_eq!(decoded(Element::I8, &[0xFF, 2]), [-1.0, 2.0]);
        assert_eq!(decoded(Element::I16, &[0xFF, 0xFF]), [-1.0]);
        assert_eq!(decoded(Element::I32, &[0xFE, 0xFF, 0xFF, 0xFF]), [-2.0]);
    }

    #[test]
    fn a_split_tensor_is_the_same_bytes_in_order() {
        let whole = Tensor { dims: vec![6, 5], element: Element::F16, offset: 100 };
        let [first, second, third] = whole.split();
        assert_eq!(first, Tensor { dims: vec![2, 5], ..whole.clone() });
        assert_eq!((second.offset, third.offset), (120, 140));
    }
}
