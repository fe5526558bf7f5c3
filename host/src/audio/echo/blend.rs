//! Decides, block by block, how much of the canceller's work is heard: nothing of it while the others are silent.

use super::canceller::{BLOCK, Canceller, mean_square};
use super::detector::Detector;

/// Louder than this, −60 dB full scale, the others can be understood, and so could their echo.
const AUDIBLE: f32 = 0.001;
/// Blocks after their last sound until its echo is over, 1 s: half a second of delay, which is as much as AEC3 finds,
/// and half a second of room.
const ECHO_ENDS: u32 = 250;
/// Blocks until a canceller that was asleep gives sound of now.
const WAKES: u32 = 2;
/// How much of the canceller's sound is added with each sample: a crossfade of 10 ms, which does not click.
const FADE: f32 = 1.0 / 160.0;

/// A canceller that sleeps when it is not needed.
pub(super) struct Blend {
    canceller: Option<Box<Canceller>>,
    detector: Detector,
    /// The microphone's block before.
    before: [f32; BLOCK],
    /// Blocks since the others were last heard.
    quiet: u32,
    /// Blocks since the canceller woke.
    awake: u32,
    /// How much of its sound is heard, 0 to 1.
    weight: f32,
}

impl Default for Blend {
    fn default() -> Self {
        Self {
            canceller: None,
            detector: Detector::default(),
            before: [0.0; BLOCK],
            quiet: ECHO_ENDS,
            awake: 0,
            weight: 0.0,
        }
    }
}

impl Blend {
    /// Another device: the echo path has to be learned anew.
    pub(super) fn reset(&mut self) {
        self.canceller = None;
        self.detector = Detector::default();
        (self.awake, self.weight) = (0, 0.0);
    }

    /// A hole: the next block does not follow the one before.
    pub(super) fn skip(&mut self) {
        self.before = [0.0; BLOCK];
        (self.quiet, self.awake, self.weight) = (ECHO_ENDS, 0, 0.0);
    }

    /// Takes a block of the microphone with the others' sound, and gives the microphone's block before this one.
    pub(super) fn block(&mut self, near: &[f32; BLOCK], far: &[f32; BLOCK]) -> [f32; BLOCK] {
        let audible = far.iter().any(|sample| sample.abs() > AUDIBLE);
        self.quiet = if audible { 0 } else { self.quiet.saturating_add(1) };
        let mut out = std::mem::replace(&mut self.before, *near);
        let needed = self.quiet < ECHO_ENDS;
        if !needed && self.weight == 0.0 {
            self.awake = 0;
            return out;
        }
        let canceller = self.canceller.get_or_insert_with(|| Box::new(Canceller::new()));
        let clean = canceller.process(near, far);
        self.detector.push(mean_square(far), mean_square(near), canceller.linear_energy());
        self.awake = self.awake.saturating_add(1);
        let heard = needed && self.awake > WAKES && self.detector.echo_is_possible();
        let step = if heard { FADE } else { -FADE };
        for (out, clean) in out.iter_mut().zip(clean) {
            self.weight = (self.weight + step).clamp(0.0, 1.0);
            *out = (1.0 - self.weight) * *out + self.weight * clean;
        }
        out
    }
}
