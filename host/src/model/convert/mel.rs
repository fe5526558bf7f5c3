//! The mel filter bank that Whisper was trained with: Slaney's scale, each filter of unit area, 16 kHz sound
//! in windows of 400 samples.

const SAMPLE_RATE: f64 = 16_000.0;
const WINDOW: usize = 400;
/// Slaney's scale is linear up to 1,000 Hz, 15 mels, and logarithmic from there with 27 mels a factor of 6.4.
const LINEAR_HZ_PER_MEL: f64 = 200.0 / 3.0;
const BREAK_HZ: f64 = 1000.0;
const BREAK_MEL: f64 = 15.0;

/// The weight of every frequency bin in every band.
#[derive(Clone, Debug, PartialEq)]
pub struct Filters {
    /// Bands of the spectrogram.
    pub bands: usize,
    /// Frequency bins from 0 Hz to half the sample rate: 201.
    pub bins: usize,
    /// `bands` rows of `bins` weights.
    pub weights: Vec<f32>,
}

/// The filters for that many bands.
pub fn filters(bands: usize) -> Filters {
    let bins = WINDOW / 2 + 1;
    let top = mel_of(SAMPLE_RATE / 2.0);
    let edges: Vec<f64> = spaced(top, bands + 2).map(hz_of).collect();
    let frequencies: Vec<f64> = spaced(SAMPLE_RATE / 2.0, bins).collect();
    let triangles = edges.windows(3);
    let weights = triangles.flat_map(|edge| frequencies.iter().map(|hz| triangle(edge, *hz) as f32)).collect();
    Filters { bands, bins, weights }
}

/// `count` numbers from 0 to `top`, evenly spaced.
fn spaced(top: f64, count: usize) -> impl Iterator<Item = f64> {
    let step = top / (count - 1) as f64;
    (0..count).map(move |place| if place + 1 == count { top } else { place as f64 * step })
}

/// Height at `hz` of the triangle over `edge[0]`, `edge[1]` (its peak) and `edge[2]`, of area 1 over Hz.
fn triangle(edge: &[f64], hz: f64) -> f64 {
    let rising = (hz - edge[0]) / (edge[1] - edge[0]);
    let falling = (edge[2] - hz) / (edge[2] - edge[1]);
    rising.min(falling).max(0.0) * (2.0 / (edge[2] - edge[0]))
}

fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

fn mel_of(hz: f64) -> f64 {
    if hz < BREAK_HZ { hz / LINEAR_HZ_PER_MEL } else { BREAK_MEL + (hz / BREAK_HZ).ln() / log_step() }
}

fn hz_of(mel: f64) -> f64 {
    if mel < BREAK_MEL { mel * LINEAR_HZ_PER_MEL } else { BREAK_HZ * (log_step() * (mel - BREAK_MEL)).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_goes_there_and_back() {
        for hz in [0.0, 440.0, 999.9, 1000.0, 3400.0, 8000.0] {
            assert!((hz_of(mel_of(hz)) - hz).abs() < 1e-9, "{hz} Hz");
        }
    }

    #[test]
    fn every_band_hears_something_and_neighbours_overlap() {
        for bands in [80, 128] {
            let filters = filters(bands);
            assert_eq!(filters.weights.len(), bands * 201);
            for band in filters.weights.chunks(filters.bins) {
                assert!(band.iter().any(|weight| *weight > 0.0));
                assert_eq!((band[0], band[filters.bins - 1]), (0.0, 0.0));
            }
        }
    }

    /// 40 Hz lies on the rising side of the first of 80 bands, whose edges are 0, 37.24 and 74.49 Hz.
    #[test]
    fn weights_are_those_that_whisper_was_trained_with() {
        let filters = filters(80);
        assert!((filters.weights[1] - 0.024_862_6).abs() < 1e-6, "{}", filters.weights[1]);
    }
}
