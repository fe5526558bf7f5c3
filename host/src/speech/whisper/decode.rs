//! One decode: a stretch of sound to its text.

use super::abort::give_up_when;
use super::threads::threads;
use crate::speech::decoder::GiveUp;
use crate::speech::wordless::is_wordless;
use crate::speech::{SAMPLE_RATE, repetition};
use whisper_rs::{FullParams, SamplingStrategy, WhisperState};

/// Encoder positions per second of sound, whisper's own figure.
const POSITIONS_PER_SECOND: f32 = 50.0;
/// Positions beyond the utterance's end. On the project's recorded speech 64 and 128 give the same words, and 64
/// takes a sixth less time (measured).
const MARGIN: f32 = 64.0;
/// The window is rounded up to a multiple of this, which the matrix kernels like.
const STEP: i32 = 16;
/// The whole window: 30 s.
const FULL_WINDOW: i32 = 1500;
/// Fast speech has about 6 tokens a second; twice that leaves room for names and timestamps.
const TOKENS_PER_SECOND: f32 = 12.0;
const TOKENS_AT_LEAST: f32 = 24.0;
/// whisper's own threshold for "there was no speech in this window".
const NO_SPEECH: f32 = 0.6;
/// Below this mean token probability a text that the model itself doubts is taken for noise.
const UNSURE: f32 = 0.5;

/// Why there is no text.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// The flag was set: nobody wants the text any more.
    GivenUp,
    /// whisper.cpp returned an error.
    Engine,
}

/// The model's state.
pub struct Decoding {
    state: WhisperState,
}

impl Decoding {
    /// One decode at a time.
    pub fn new(state: WhisperState) -> Self {
        Self { state }
    }

    /// Decodes mono sound at 16 kHz. An empty text means that no words were heard. With no language, it is detected.
    pub fn decode(&mut self, samples: &[f32], language: Option<&str>, give_up: &GiveUp) -> Result<String, Failure> {
        let mut text = self.attempt(samples, window(samples.len()), language, give_up)?;
        if repetition::is_runaway(&text) {
            text = self.attempt(samples, FULL_WINDOW, language, give_up)?;
        }
        // Still repeating with the whole window, somebody may really have said it: "Yeah, yeah, yeah, yeah."
        Ok(repetition::collapsed(&text))
    }

    /// The language of the last decode, as two letters.
    pub fn language(&self) -> Option<&'static str> {
        whisper_rs::get_lang_str(self.state.full_lang_id_from_state())
    }

    fn attempt(
        &mut self,
        samples: &[f32],
        window: i32,
        language: Option<&str>,
        give_up: &GiveUp,
    ) -> Result<String, Failure> {
        let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
        params.set_n_threads(threads());
        params.set_audio_ctx(window);
        params.set_language(Some(language.unwrap_or("auto")));
        params.set_max_tokens((seconds(samples.len()) * TOKENS_PER_SECOND + TOKENS_AT_LEAST) as i32);
        // Timestamps stay on: without them repetition at a reduced window is common (measured).
        params.set_single_segment(true);
        params.set_no_context(true);
        params.set_temperature_inc(0.0);
        params.set_suppress_nst(true);
        params.set_print_progress(false);
        params.set_print_realtime(false);
        params.set_print_timestamps(false);
        params.set_print_special(false);
        give_up_when(&mut params, give_up.flag());
        self.state
            .full(params, samples)
            .map_err(|_| if give_up.was_said() { Failure::GivenUp } else { Failure::Engine })?;
        Ok(words(&self.state))
    }
}

/// Encoder positions for a number of samples: fitted to the utterance, because the encoder's time grows with it.
fn window(samples: usize) -> i32 {
    let needed = seconds(samples) * POSITIONS_PER_SECOND + MARGIN;
    let rounded = (needed as i32 + STEP - 1) / STEP * STEP;
    rounded.min(FULL_WINDOW)
}

fn seconds(samples: usize) -> f32 {
    samples as f32 / SAMPLE_RATE as f32
}

/// The text of all segments that hold speech, without what whisper writes for sounds: `[BLANK_AUDIO]`, `(music)`.
fn words(state: &WhisperState) -> String {
    let mut text = String::new();
    for segment in state.as_iter() {
        let unsure = segment.no_speech_probability() > NO_SPEECH && confidence(&segment) < UNSURE;
        let Ok(piece) = segment.to_str_lossy() else { continue };
        if !unsure {
            text.push_str(&piece);
        }
    }
    let text = text.trim();
    if is_wordless(text) { String::new() } else { text.to_owned() }
}

fn confidence(segment: &whisper_rs::WhisperSegment<'_>) -> f32 {
    let tokens = segment.n_tokens();
    let sum: f32 = (0..tokens).filter_map(|n| segment.get_token(n)).map(|token| token.token_probability()).sum();
    sum / tokens.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_fits_the_utterance_and_never_exceeds_the_model() {
        assert_eq!(window(16_000 * 5), 320);
        assert_eq!(window(16_000 / 2), 96);
        assert_eq!(window(16_000 * 60), FULL_WINDOW);
    }
}
