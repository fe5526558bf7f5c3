//! WebRTC's third echo canceller (AEC3), as the crate `sonora-aec3` ports it: pure Rust, checked against WebRTC's
//! own tests, and on our speech as good as `aec3` 0.4 at 0.9 of its CPU, without its graph runtime and with less
//! `unsafe`; `webrtc-audio-processing` 2.1 is the C++ original and wants meson. It costs 1 % of a core.

use crate::audio::SAMPLE_RATE;
use sonora_aec3::block::Block;
use sonora_aec3::block_processor::BlockProcessor;
use sonora_aec3::config::{EchoCanceller3Config, MaskingThresholds, TransparentModeType};

/// Samples that it takes at a time, 4 ms.
pub(super) const BLOCK: usize = sonora_aec3::common::BLOCK_SIZE;
/// AEC3 wants samples as 16-bit numbers are.
const FULL_SCALE: f32 = 32_768.0;
/// From here on the microphone is taken to be overdriven; WebRTC's own limit.
const SATURATED: f32 = 32_700.0 / FULL_SCALE;
/// How much of the linearly cancelled sound is mixed to the suppressed one: −16 dB. Suppression leaves holes in my
/// words when both talk, and holes make whisper hear other words: with this, 2 to 4 % more of them survive (measured
/// on four echo paths). Twice as much lets their words through.
const LINEAR_SHARE: f32 = 0.15;

/// One canceller with one echo path.
pub(super) struct Canceller {
    processor: BlockProcessor,
    far: Block,
    near: Block,
    linear: Block,
    /// Linearly cancelled sound of the block before: the suppressed one comes a block later.
    linear_before: [f32; BLOCK],
}

impl Canceller {
    /// A canceller that has yet to learn its echo path, which takes it a second of the others' speech. Until then it
    /// suppresses more.
    pub(super) fn new() -> Self {
        let block = || Block::new(1, 1);
        Self {
            processor: BlockProcessor::new(&config(), SAMPLE_RATE as usize, 1, 1),
            far: block(),
            near: block(),
            linear: block(),
            linear_before: [0.0; BLOCK],
        }
    }

    /// Takes a block of the microphone with one of the others' sound, and gives the microphone's block before this
    /// one without their echo.
    pub(super) fn process(&mut self, near: &[f32; BLOCK], far: &[f32; BLOCK]) -> [f32; BLOCK] {
        fill(&mut self.far, far);
        fill(&mut self.near, near);
        self.processor.buffer_render(&self.far);
        let saturated = near.iter().any(|sample| sample.abs() >= SATURATED);
        self.processor.process_capture(false, saturated, Some(&mut self.linear), &mut self.near);
        let mut clean = [0.0; BLOCK];
        let sources = self.near.view(0, 0).iter().zip(&self.linear_before);
        for (clean, (suppressed, linear)) in clean.iter_mut().zip(sources) {
            *clean = (suppressed + LINEAR_SHARE * (linear - suppressed)) / FULL_SCALE;
        }
        self.linear_before.copy_from_slice(self.linear.view(0, 0));
        clean
    }

    /// Mean square of the last block that went in, after the linear filter alone.
    pub(super) fn linear_energy(&self) -> f32 {
        mean_square(&self.linear_before) / (FULL_SCALE * FULL_SCALE)
    }
}

/// The mean of the squares of a block's samples.
pub(super) fn mean_square(block: &[f32; BLOCK]) -> f32 {
    block.iter().map(|sample| sample * sample).sum::<f32>() / BLOCK as f32
}

fn fill(block: &mut Block, samples: &[f32; BLOCK]) {
    for (into, sample) in block.view_mut(0, 0).iter_mut().zip(samples) {
        *into = sample * FULL_SCALE;
    }
}

/// WebRTC's settings are for a listener, to whom a rest of echo is worse than a dull voice. For a transcriber a dull
/// voice is worse, so these suppress less where I talk too. All four were measured with whisper on real speech.
fn config() -> EchoCanceller3Config {
    let mut config = EchoCanceller3Config::default();
    config.filter.export_linear_aec_output = true;
    // Without it, headphones cost 2 % of my words.
    config.echo_removal_control.transparent_mode = TransparentModeType::Hmm;
    let near = &mut config.suppressor.dominant_nearend_detection;
    (near.snr_threshold, near.trigger_threshold, near.hold_duration) = (15.0, 6, 150);
    let masking = |transparent, suppress| MaskingThresholds {
        enr_transparent: transparent,
        enr_suppress: suppress,
        emr_transparent: 0.3,
    };
    let both_talk = &mut config.suppressor.nearend_tuning;
    (both_talk.mask_lf, both_talk.mask_hf) = (masking(1.3, 1.5), masking(0.5, 0.8));
    let they_talk = &mut config.suppressor.normal_tuning;
    (they_talk.mask_lf, they_talk.mask_hf) = (masking(1.0, 1.2), masking(0.4, 0.6));
    config
}
