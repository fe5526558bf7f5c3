//! Finds a known sound in bytes, whatever coding it was written in.
//!
//! In every coding of single samples, linear, logarithmic or floating, of either byte order, the sign of a sample
//! is the highest bit of one of its bytes. So the signs of 64 samples in a row are looked for as the highest bits
//! of every nth byte. No change of volume hides them.

use std::collections::HashSet;

/// Samples in a window: 4 ms at 16 kHz. Bytes that are not the sound match one with a chance of 2⁻⁶⁴.
const WINDOW: usize = 64;
/// Windows in which the sign changes so seldom could as well be text. A sample nearer to zero than the second
/// number may get another sign by rounding: the first kind holds for 16 bits and more, the second for 8 bits too.
const KINDS: [(u32, u16); 2] = [(8, 4), (5, 128)];
/// The longest distance between two samples of a channel that is looked for, bytes: stereo of 32 bits.
const LONGEST_STRIDE: usize = 8;

/// What is looked for.
#[derive(Debug)]
pub struct Fingerprint {
    windows: HashSet<u64>,
}

impl Fingerprint {
    /// Of a sound.
    pub fn of(samples: &[i16]) -> Self {
        let mut windows = HashSet::new();
        for window in samples.windows(WINDOW) {
            let signs = window.iter().fold(0, |signs, sample| signs << 1 | u64::from(*sample < 0));
            let changes = ((signs ^ signs >> 1) & (u64::MAX >> 1)).count_ones();
            let quietest = window.iter().map(|sample| sample.unsigned_abs()).min().unwrap_or_default();
            if KINDS.iter().any(|(least, margin)| changes >= *least && quietest >= *margin) {
                // In unsigned and logarithmic codings, the bit is set where the sample is positive.
                windows.extend([signs, !signs]);
            }
        }
        Self { windows }
    }

    /// How many windows there are to be found.
    pub fn windows(&self) -> usize {
        self.windows.len() / 2
    }

    /// Where in the bytes the sound is, if it is in them.
    pub fn place_in(&self, bytes: &[u8]) -> Option<usize> {
        (1..=LONGEST_STRIDE).flat_map(|stride| (0..stride).map(move |first| (first, stride))).find_map(
            |(first, stride)| {
                let mut signs = 0;
                let highest_bits = bytes.iter().skip(first).step_by(stride).map(|byte| u64::from(byte >> 7));
                let found = highest_bits.enumerate().position(|(at, bit)| {
                    signs = signs << 1 | bit;
                    at + 1 >= WINDOW && self.windows.contains(&signs)
                });
                found.map(|last| first + (last + 1 - WINDOW) * stride)
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    /// A tenth of a second of speech.
    fn speech() -> Vec<i16> {
        fixtures::read(&fixtures::path("speech/q3.wav")).unwrap().1[16_000..17_600].to_vec()
    }

    fn each<const N: usize>(coded: impl Fn(i16) -> [u8; N]) -> Vec<u8> {
        speech().into_iter().flat_map(coded).collect()
    }

    #[test]
    fn a_tenth_of_a_second_is_found_in_every_coding() {
        let fingerprint = Fingerprint::of(&fixtures::read(&fixtures::path("speech/q3.wav")).unwrap().1);
        let float = |sample: i16| f32::from(sample) / 32_768.0;
        for (coding, bytes) in [
            ("16 bits", each(i16::to_le_bytes)),
            ("16 bits, big-endian", each(i16::to_be_bytes)),
            ("16 bits by way of floats", each(|sample| ((float(sample) * 32_767.0).round() as i16).to_le_bytes())),
            (
                "24 bits",
                each(|sample| {
                    let [low, high] = sample.to_le_bytes();
                    [0, low, high]
                }),
            ),
            ("32 bits", each(|sample| (i32::from(sample) << 16).to_be_bytes())),
            ("float", each(|sample| float(sample).to_le_bytes())),
            ("float, big-endian", each(|sample| float(sample).to_be_bytes())),
            ("quieter double", each(|sample| (f64::from(sample) * 0.1).to_le_bytes())),
            ("8 bits", each(|sample| [(sample >> 8) as u8])),
            ("8 bits, unsigned", each(|sample| [((sample >> 8) + 128) as u8])),
            ("stereo float", each(|sample| [float(sample).to_le_bytes(); 2].concat().try_into().unwrap_or([0; 8]))),
        ] {
            let within = [b"some other bytes".as_slice(), &bytes].concat();
            assert!(fingerprint.place_in(&within).is_some(), "{coding}");
        }
    }

    #[test]
    fn other_bytes_are_not_the_sound() {
        let fingerprint = Fingerprint::of(&speech());
        assert!(fingerprint.windows() > 100);
        let other = fixtures::read(&fixtures::path("speech/q7.wav")).unwrap().1;
        let other: Vec<u8> = other.into_iter().flat_map(i16::to_le_bytes).collect();
        assert_eq!(fingerprint.place_in(&other), None);
        assert_eq!(fingerprint.place_in(include_bytes!("fingerprint.rs")), None);
    }
}
