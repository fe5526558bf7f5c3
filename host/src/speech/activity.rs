//! Voice activity: cuts sound into 16 ms frames and says of each whether someone speaks.

use super::Sound;
use earshot::{DefaultPredictor, Detector};

/// Samples in a frame: what the detector wants.
const FRAME: usize = 256;
/// Score from which a frame counts as voice. The detector's own recommendation; measured without a wrong split
/// down to 10 dB signal to noise.
const THRESHOLD: f32 = 0.5;

/// One frame's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Place of its first sample.
    pub start: u64,
    /// Place after its last sample.
    pub end: u64,
    /// Someone speaks.
    pub voiced: bool,
}

/// Says of a frame whether it is voice.
type Judge = Box<dyn FnMut(&[f32]) -> bool + Send>;

/// The detector for one side.
pub struct VoiceActivity {
    judge: Judge,
    /// Samples that do not fill a frame yet.
    rest: Vec<f32>,
    /// Place of the first sample of `rest`.
    place: u64,
}

impl Default for VoiceActivity {
    fn default() -> Self {
        let mut detector: Box<Detector<DefaultPredictor>> = Detector::default_boxed();
        Self::judged_by(move |frame| detector.predict_f32(frame) >= THRESHOLD)
    }
}

impl VoiceActivity {
    /// A detector that asks `judge` about each frame.
    pub(super) fn judged_by(judge: impl FnMut(&[f32]) -> bool + Send + 'static) -> Self {
        Self { judge: Box::new(judge), rest: Vec::with_capacity(FRAME * 8), place: 0 }
    }

    /// Takes in sound and returns the frames that it completes. After a gap the frames begin anew.
    pub fn push(&mut self, sound: &Sound) -> Vec<Frame> {
        if sound.start != self.place + self.rest.len() as u64 {
            self.rest.clear();
            self.place = sound.start;
        }
        // The detector asserts the range; resampling overshoots it by a hair on loud sound.
        self.rest.extend(sound.samples.iter().map(|sample| sample.clamp(-1.0, 1.0)));
        let whole = self.rest.len() / FRAME * FRAME;
        let mut frames = Vec::with_capacity(whole / FRAME);
        for samples in self.rest[..whole].chunks_exact(FRAME) {
            let end = self.place + FRAME as u64;
            let voiced = (self.judge)(samples);
            frames.push(Frame { start: self.place, end, voiced });
            self.place = end;
        }
        self.rest.drain(..whole);
        frames
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_the_same_however_the_sound_is_cut() {
        let samples: Vec<f32> = (0..16_000).map(|n| (n as f32 * 0.05).sin() * 0.3).collect();
        let whole = VoiceActivity::default().push(&Sound { start: 0, samples: samples.clone() });
        let mut pieces = VoiceActivity::default();
        let cut: Vec<Frame> = samples
            .chunks(333)
            .enumerate()
            .flat_map(|(n, piece)| pieces.push(&Sound { start: n as u64 * 333, samples: piece.to_vec() }))
            .collect();
        assert_eq!(whole, cut);
        assert_eq!(whole.len(), 62);
    }

    #[test]
    fn a_gap_starts_the_frames_anew_at_the_true_place() {
        let mut activity = VoiceActivity::default();
        activity.push(&Sound { start: 0, samples: vec![0.0; 300] });
        let frames = activity.push(&Sound { start: 9000, samples: vec![0.0; 256] });
        assert_eq!(frames, [Frame { start: 9000, end: 9256, voiced: false }]);
    }

    #[test]
    fn silence_is_not_voice() {
        let frames = VoiceActivity::default().push(&Sound { start: 0, samples: vec![0.0; 16_000] });
        assert!(frames.iter().all(|frame| !frame.voiced));
    }
}
