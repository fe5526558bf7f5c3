//! Packs f32 values the way ggml stores them: plain, as halves, or in blocks of 32 that share a scale.

use half::f16;
use half::slice::HalfFloatSliceExt;
use std::fmt;
use std::str::FromStr;

/// Values that share one scale in ggml's quantised types.
pub const BLOCK: usize = 32;

/// How the big matrices of a model file are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Halves: twice the size of `q8_0`, and slower on a CPU.
    F16,
    /// 8 bits and a scale: as accurate as halves in practice.
    #[default]
    Q8_0,
    /// 5 bits, a scale and a minimum: two thirds of the size of `q8_0`, a little less accurate.
    Q5_1,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::F16, Self::Q8_0, Self::Q5_1];

    /// The name in file names and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::F16 => "f16",
            Self::Q8_0 => "q8_0",
            Self::Q5_1 => "q5_1",
        }
    }

    pub(super) fn matrices(self) -> Encoding {
        match self {
            Self::F16 => Encoding::F16,
            Self::Q8_0 => Encoding::Q8_0,
            Self::Q5_1 => Encoding::Q5_1,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == text);
        known.ok_or_else(|| "the kinds are q8_0, f16 and q5_1".to_owned())
    }
}

/// How one tensor is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    F32,
    F16,
    Q8_0,
    Q5_1,
}

impl Encoding {
    /// Rows must be whole blocks.
    pub fn is_blocked(self) -> bool {
        matches!(self, Self::Q8_0 | Self::Q5_1)
    }

    /// Appends the packed values. Blocked encodings take a multiple of [`BLOCK`] of them.
    pub fn pack(self, values: &[f32], out: &mut Vec<u8>) {
        match self {
            Self::F32 => values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes())),
            Self::F16 => {
                let mut halves = vec![f16::ZERO; values.len()];
                halves.convert_from_f32_slice(values);
                halves.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
            }
            Self::Q8_0 => values.as_chunks().0.iter().for_each(|block| q8_0(block, out)),
            Self::Q5_1 => values.as_chunks().0.iter().for_each(|block| q5_1(block, out)),
        }
    }
}

/// `1 / scale`, where a block of equal values, whose scale is 0, gives 0.
fn inverse(scale: f32) -> f32 {
    if scale > 0.0 { 1.0 / scale } else { 0.0 }
}

/// The scale as f16, then 32 signed bytes: value ≈ byte × scale.
fn q8_0(block: &[f32; BLOCK], out: &mut Vec<u8>) {
    let mut largest = 0.0_f32;
    for value in block {
        let size = value.abs();
        if size > largest {
            largest = size;
        }
    }
    let scale = largest / 127.0;
    let inverse = inverse(scale);
    out.extend_from_slice(&f16::from_f32(scale).to_le_bytes());
    let mut bytes = [0; BLOCK];
    for (byte, value) in bytes.iter_mut().zip(block) {
        // Largest × inverse may be 127 plus a rounding error, which the cast cuts off.
        *byte = ((value * inverse).round_ties_even() as i8).cast_unsigned();
    }
    out.extend_from_slice(&bytes);
}

/// Scale and minimum as f16, the fifth bits of all 32 values, then the lower four bits, the first half of the
/// block in the low nibbles and the second in the high ones: value ≈ bits × scale + minimum.
fn q5_1(block: &[f32; BLOCK], out: &mut Vec<u8>) {
    let lowest = block.iter().copied().fold(f32::INFINITY, f32::min);
    let highest = block.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let scale = (highest - lowest) / 31.0;
    let inverse = inverse(scale);
    let bits = block.map(|value| ((value - lowest) * inverse + 0.5).floor().clamp(0.0, 31.0) as u8);
    let fifths = bits.iter().rev().fold(0_u32, |all, bits| all << 1 | u32::from(bits >> 4));
    let (low, high) = bits.split_at(BLOCK / 2);
    out.extend_from_slice(&f16::from_f32(scale).to_le_bytes());
    out.extend_from_slice(&f16::from_f32(lowest).to_le_bytes());
    out.extend_from_slice(&fifths.to_le_bytes());
    out.extend(low.iter().zip(high).map(|(low, high)| low & 15 | high << 4));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(encoding: Encoding, values: &[f32]) -> Vec<u8> {
        let mut out = Vec::new();
        encoding.pack(values, &mut out);
        out
    }

    #[test]
    fn eight_bits_keep_the_largest_value_and_round_halves_to_even() {
        let mut block = [0.0; BLOCK];
        block[..5].copy_from_slice(&[-127.0, 127.0, 2.5, 3.5, -0.4]);
        let bytes = packed(Encoding::Q8_0, &block);
        assert_eq!(bytes.len(), 34);
        assert_eq!(bytes[..2], f16::ONE.to_le_bytes());
        assert_eq!(bytes[2..7], [0x81, 127, 2, 4, 0]);
    }

    #[test]
    fn a_block_of_zeros_stays_zeros() {
        assert_eq!(packed(Encoding::Q8_0, &[0.0; BLOCK]), [0; 34]);
        assert_eq!(packed(Encoding::Q5_1, &[0.0; BLOCK]), [0; 24]);
    }

    #[test]
    fn five_bits_come_back_within_half_a_step() {
        let block: [f32; BLOCK] = std::array::from_fn(|place| (place as f32 * 0.7).sin() * 3.0 + 1.0);
        let bytes = packed(Encoding::Q5_1, &block);
        let half = |place: usize| f16::from_le_bytes([bytes[place], bytes[place + 1]]).to_f32();
        let (scale, lowest) = (half(0), half(2));
        let fifths = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
        for (place, value) in block.iter().enumerate() {
            let nibble = bytes[8 + place % 16] >> (place / 16 * 4) & 15;
            let bits = u32::from(nibble) | (fifths >> place & 1) << 4;
            assert!((bits as f32 * scale + lowest - value).abs() <= scale * 0.51, "value {place}");
        }
    }

    #[test]
    fn values_that_are_no_numbers_do_not_panic() {
        let strange = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX].repeat(BLOCK / 4);
        for encoding in [Encoding::F32, Encoding::F16, Encoding::Q8_0, Encoding::Q5_1] {
            assert!(!packed(encoding, &strange).is_empty());
        }
    }

    #[test]
    fn a_kind_reads_back_from_its_name() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert!("q4_0".parse::<Kind>().is_err());
    }
}
