//! Sine tones and how to find them again. Only for tests.

use std::f32::consts::TAU;

/// A sine of `amplitude` at `frequency` Hz, `seconds` long.
pub(super) fn tone(frequency: f32, amplitude: f32, rate: u32, seconds: f32) -> Vec<f32> {
    let step = f64::from(frequency) / f64::from(rate);
    (0..(seconds * rate as f32) as usize).map(|n| amplitude * ((n as f64 * step).fract() as f32 * TAU).sin()).collect()
}

/// The amplitude of one frequency in the samples (one bin of a Fourier transform).
pub(super) fn strength(samples: &[f32], frequency: f32, rate: u32) -> f32 {
    let (mut re, mut im) = (0.0f64, 0.0f64);
    for (n, sample) in samples.iter().enumerate() {
        let angle = std::f64::consts::TAU * f64::from(frequency) * n as f64 / f64::from(rate);
        re += f64::from(*sample) * angle.cos();
        im += f64::from(*sample) * angle.sin();
    }
    (2.0 * re.hypot(im) / samples.len() as f64) as f32
}

/// Root of the mean square.
pub(super) fn rms(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}
