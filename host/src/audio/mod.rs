//! Where sound comes from and its way to 16 kHz mono.
//!
//! Every source, whatever it is, sends [`FromSource`] messages on one channel; nobody downstream knows whether
//! a microphone, a loudspeaker's monitor or a file is speaking. Nothing here knows speech, and nothing here
//! ever writes sound to disk.

use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::path::PathBuf;

/// Samples per second of everything behind this module: what voice activity and whisper want.
pub const SAMPLE_RATE: u32 = 16_000;

/// What to capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceSpec {
    /// The default microphone; follows the default when the user changes it.
    Microphone,
    /// What the default output plays; follows the default when the user changes it.
    System,
    /// One device by the name that the sound server gives it. Never another one.
    Device(String),
    /// A WAV file.
    File(PathBuf),
}

/// How fast a file is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As it was spoken.
    #[default]
    Real,
    /// As fast as the rest of the path takes it.
    Fast,
}

/// What a source tells.
#[derive(Clone, Debug, PartialEq)]
pub struct FromSource {
    /// Which side the source was opened for.
    pub speaker: Speaker,
    /// The news.
    pub news: News,
}

/// One piece of news from a source.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// It is open; the name is for people. Sent again when it follows the default to another device.
    Opened {
        /// The device or file.
        device: String,
    },
    /// Sound: mono at [`SAMPLE_RATE`], −1.0 to 1.0.
    Samples {
        /// Place of the first sample on the session's audio clock, in samples since the session began. Gaps
        /// mean that nothing was physically there (device lost); it never runs backwards.
        start: u64,
        /// The samples, 10 to 100 ms of them.
        samples: Vec<f32>,
    },
    /// It went away; the source tries to get it back by itself.
    Lost {
        /// Why, and what to do.
        fault: Fault,
    },
    /// A file is at its end. Nothing follows.
    Ended,
}
