//! Sound as a WAV file in memory. It is never written anywhere else.

use crate::speech::SAMPLE_RATE;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::io::Cursor;

/// 16-bit mono. Empty only if the sound were longer than WAV can hold, 18 hours.
pub fn wave(samples: &[f32]) -> Vec<u8> {
    let spec = WavSpec { channels: 1, sample_rate: SAMPLE_RATE, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut file = Cursor::new(Vec::with_capacity(samples.len() * 2 + 44));
    let write = |file: &mut Cursor<Vec<u8>>| -> Result<(), hound::Error> {
        let mut writer = WavWriter::new(file, spec)?;
        for sample in samples {
            writer.write_sample((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16)?;
        }
        writer.finalize()
    };
    match write(&mut file) {
        Ok(()) => file.into_inner(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let file = wave(&[0.0, 0.5, -1.0, 2.0]);
        let mut read = hound::WavReader::new(Cursor::new(file)).unwrap();
        assert_eq!((read.spec().channels, read.spec().sample_rate), (1, SAMPLE_RATE));
        let samples: Vec<i16> = read.samples().map(Result::unwrap).collect();
        assert_eq!(samples, [0, 16383, -32767, 32767]);
    }
}
