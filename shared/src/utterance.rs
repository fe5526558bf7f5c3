//! What was said: one stretch of speech of one speaker.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Who speaks, known from the channel, never guessed from the voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The user: the microphone.
    Me,
    /// The others in the call: system or tab sound.
    Them,
}

impl Speaker {
    /// Both sides, in a fixed order.
    pub const BOTH: [Speaker; 2] = [Speaker::Me, Speaker::Them];

    /// How the screen and the notes name this side.
    pub fn label(self) -> &'static str {
        match self {
            Speaker::Me => "Me",
            Speaker::Them => "Them",
        }
    }
}

impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Numbers the utterances of a session from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UtteranceId(pub u32);

/// One stretch of speech. Interim and final texts of the same speech share the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Which utterance of the session.
    pub id: UtteranceId,
    /// Who spoke.
    pub speaker: Speaker,
    /// First sample of speech, milliseconds on the audio clock (0 = the session's beginning).
    pub start_ms: u64,
    /// Last sample of speech, same clock. Silence after it is not counted.
    pub end_ms: u64,
    /// What was understood.
    pub text: String,
}
