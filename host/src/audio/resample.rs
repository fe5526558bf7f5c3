//! Any rate to 16 kHz, as a stream: no click where blocks meet, no delay left in, no tail lost.

use super::{AudioError, SAMPLE_RATE};
use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler as _};

/// Blocks of the conversion per second: 20 ms, so that a block of capture is a block of the conversion.
const BLOCKS_PER_SECOND: u32 = 50;

/// Converts one channel from any rate to [`SAMPLE_RATE`].
///
/// The FFT's own delay (half a block) is cut from the beginning and made good by [`Resampler::finish`]: sample
/// `n` of the output sounds at the same moment as sample `n · rate / 16000` of the input.
pub(super) struct Resampler {
    rate: u32,
    /// None where the rate is right already.
    fft: Option<Fft<f32>>,
    waiting: Vec<f32>,
    block: Vec<f32>,
    /// Output samples still to be cut: the delay.
    to_cut: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// Takes samples at `rate` Hz.
    pub(super) fn new(rate: u32) -> Result<Self, AudioError> {
        let mut new = Self { rate, fft: None, waiting: Vec::new(), block: Vec::new(), to_cut: 0, taken: 0, given: 0 };
        if rate != SAMPLE_RATE {
            let block = (rate / BLOCKS_PER_SECOND).max(1) as usize;
            let fft = Fft::new_custom(
                rate as usize,
                SAMPLE_RATE as usize,
                block,
                1,
                1,
                rubato::WindowFunction::BlackmanHarris2,
                FixedSync::Both,
            )
            .map_err(conversion)?;
            new.to_cut = fft.output_delay();
            new.block = vec![0.0; fft.output_frames_max()];
            new.fft = Some(fft);
        }
        Ok(new)
    }

    /// Appends to `out` whatever the samples complete.
    pub(super) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) -> Result<(), AudioError> {
        self.taken += samples.len() as u64;
        let Some(fft) = &mut self.fft else {
            self.given += samples.len() as u64;
            out.extend_from_slice(samples);
            return Ok(());
        };
        self.waiting.extend_from_slice(samples);
        let mut used = 0;
        while self.waiting.len() - used >= fft.input_frames_next() {
            let input = &self.waiting[used..used + fft.input_frames_next()];
            used += input.len();
            let made = one_block(fft, input, &mut self.block)?;
            let cut = self.to_cut.min(made);
            self.to_cut -= cut;
            self.given += (made - cut) as u64;
            out.extend_from_slice(&self.block[cut..made]);
        }
        self.waiting.drain(..used);
        Ok(())
    }

    /// Appends the tail, so that the output is as long as the input. The next sample starts a new stream.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) -> Result<(), AudioError> {
        let due = (self.taken * u64::from(SAMPLE_RATE)).div_ceil(u64::from(self.rate));
        let silence = vec![0.0; self.fft.as_ref().map_or(0, |fft| fft.input_frames_next())];
        while self.given < due {
            self.push(&silence, out)?;
        }
        out.truncate(out.len() - (self.given - due) as usize);
        *self = Self::new(self.rate)?;
        Ok(())
    }
}

fn one_block(fft: &mut Fft<f32>, input: &[f32], output: &mut [f32]) -> Result<usize, AudioError> {
    let from = SequentialSlice::new(input, 1, input.len()).map_err(conversion)?;
    let room = output.len();
    let mut to = SequentialSlice::new_mut(output, 1, room).map_err(conversion)?;
    let (_, made) = fft.process_into_buffer(&from, &mut to, None).map_err(conversion)?;
    Ok(made)
}

fn conversion(error: impl std::fmt::Display) -> AudioError {
    AudioError::Conversion(error.to_string())
}

/// A sample as the rest of the path may rely on it. Devices and files of floating point may send anything, and
/// one sample that is no number would spoil the conversion for good.
pub(super) fn clean(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

/// Mixes interleaved channels down to one by their mean, which cannot clip.
pub(super) fn mix_down(interleaved: &[f32], channels: usize) -> Vec<f32> {
    if channels <= 1 {
        return interleaved.to_vec();
    }
    interleaved.chunks_exact(channels).map(|frame| frame.iter().sum::<f32>() / channels as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::tone::{rms, strength, tone};

    /// Feeds in pieces of an odd size, as sound servers do.
    fn convert(input: &[f32], rate: u32) -> Vec<f32> {
        let mut resampler = Resampler::new(rate).unwrap();
        let mut out = Vec::new();
        for piece in input.chunks(777) {
            resampler.push(piece, &mut out).unwrap();
        }
        resampler.finish(&mut out).unwrap();
        out
    }

    #[test]
    fn a_tone_keeps_its_frequency_and_its_level() {
        for rate in [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000] {
            let out = convert(&tone(440.0, 0.5, rate, 1.0), rate);
            let middle = &out[1_600..14_400];
            assert!((strength(middle, 440.0, SAMPLE_RATE) - 0.5).abs() < 0.005, "level at {rate} Hz");
            assert!((rms(middle) - 0.5 / 2f32.sqrt()).abs() < 0.005, "nothing but the tone at {rate} Hz");
        }
    }

    #[test]
    fn the_output_is_as_long_as_the_input() {
        for rate in [8_000, 44_100, 48_000] {
            for length in [1, 100, 4_801, 48_000] {
                let due = (length as u64 * 16_000).div_ceil(u64::from(rate));
                assert_eq!(convert(&vec![0.1; length], rate).len() as u64, due, "{length} samples at {rate} Hz");
            }
        }
    }

    #[test]
    fn a_click_stays_where_it_was() {
        for rate in [8_000, 44_100, 48_000] {
            let mut input = vec![0.0; rate as usize];
            input[rate as usize / 2] = 1.0;
            let out = convert(&input, rate);
            let loudest = (0..out.len()).max_by(|a, b| out[*a].abs().total_cmp(&out[*b].abs())).unwrap();
            assert!(loudest.abs_diff(8_000) <= 1, "at {loudest} from {rate} Hz");
        }
    }

    /// A click would be a jump: the second difference of a 440 Hz sine at 16 kHz stays below 0.5 · 0.0299.
    #[test]
    fn there_is_no_click_where_blocks_meet() {
        for rate in [8_000, 44_100, 48_000] {
            let out = convert(&tone(440.0, 0.5, rate, 1.0), rate);
            let bend = out[800..15_200].windows(3).map(|w| (w[0] - 2.0 * w[1] + w[2]).abs()).fold(0.0, f32::max);
            assert!(bend < 0.016, "bend of {bend} from {rate} Hz");
        }
    }

    /// 10 kHz cannot exist at 16 kHz; a bad filter would fold it to 6 kHz. 7 kHz carries the s and f of speech.
    #[test]
    fn what_is_too_high_disappears_and_what_speech_needs_stays() {
        assert!(rms(&convert(&tone(10_000.0, 0.5, 48_000, 1.0), 48_000)[800..15_200]) < 0.0005);
        let high = convert(&tone(7_000.0, 0.5, 48_000, 1.0), 48_000);
        assert!(strength(&high[1_600..14_400], 7_000.0, SAMPLE_RATE) > 0.45);
    }

    #[test]
    fn a_finished_stream_leaves_nothing_to_the_next() {
        let mut resampler = Resampler::new(48_000).unwrap();
        let mut out = Vec::new();
        resampler.push(&tone(440.0, 0.5, 48_000, 0.1), &mut out).unwrap();
        resampler.finish(&mut out).unwrap();
        out.clear();
        resampler.push(&[0.0; 4_800], &mut out).unwrap();
        resampler.finish(&mut out).unwrap();
        assert_eq!(out, vec![0.0; 1_600]);
    }

    #[test]
    fn channels_are_mixed_by_their_mean() {
        assert_eq!(mix_down(&[1.0, 0.0, -1.0, -0.5], 2), [0.5, -0.75]);
        assert_eq!(mix_down(&[0.25, 0.5, 0.75], 3), [0.5]);
        assert_eq!(mix_down(&[0.3, 0.6], 1), [0.3, 0.6]);
    }
}
