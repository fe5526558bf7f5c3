//! From sound to words: voice activity, the transcriber trait and one folder for each engine.
//!
//! An engine takes one side's sound and tells that side's turns; it knows neither where the sound comes from
//! nor what becomes of the words. [`whisper`] runs on this computer, [`server`]
//! asks a transcription server, [`deepgram`] follows the sound as it comes. [`remote`] is what an engine behind a line
//! promises, and [`standby`] lets the device engine stand in for it; [`held`] keeps sound that is not text yet. Engines
//! that decode one utterance at a time offer a [`decoder`], and the [`listener`] makes turns of it; [`spelling`] writes
//! the documents' names as they do.

pub mod activity;
pub mod backoff;
pub mod decoder;
pub mod deepgram;
pub mod held;
pub mod listener;
pub mod remote;
pub mod repetition;
pub mod server;
pub mod spelling;
pub mod standby;
pub mod whisper;
mod wordless;

use crate::turn::TurnEvent;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::future::Future;
use std::pin::Pin;
use tokio::sync::mpsc;

/// Samples per second that every engine here takes.
pub const SAMPLE_RATE: u32 = 16_000;

/// A piece of one side's sound: mono at [`SAMPLE_RATE`], −1.0 to 1.0.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// Place of the first sample on the session's audio clock, in samples.
    pub start: u64,
    /// The samples. None at all: the device is gone for now, and an open turn is over.
    pub samples: Vec<f32>,
}

/// What an engine tells.
#[derive(Clone, Debug, PartialEq)]
pub struct FromEngine {
    /// Which side it is about.
    pub speaker: Speaker,
    /// The news.
    pub report: Report,
}

/// One piece of news from an engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// A turn goes on.
    Turn(TurnEvent),
    /// Another engine listens to this side from now on: a stand-in, for the fault given, or the chosen one again.
    Changed {
        /// The engine's [`Transcriber::label`].
        engine: String,
        /// Why; none when the chosen engine is back.
        fault: Option<Fault>,
    },
    /// Sound leaves the computer. Told with 0 bytes before anything does.
    Sent {
        /// The host name that it goes to.
        recipient: String,
        /// Requests or connections since the side began.
        requests: u64,
        /// Bytes since the side began: the sound, and the names and terms that go along.
        bytes: u64,
        /// Length of that sound, milliseconds.
        audio_ms: u64,
    },
}

/// Resolves when the side's sound is over and its last turn has ended.
pub type Listening = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;

/// An engine that turns sound into turns.
pub trait Transcriber: Send + Sync {
    /// For people: `whisper base-q8_0, on this computer`.
    fn label(&self) -> String;

    /// Listens to one side until `sound` closes. Every turn that was started is ended before it resolves.
    ///
    /// # Errors
    /// A fault when the engine cannot go on; what it had understood has been told by then.
    fn listen(&self, speaker: Speaker, sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening;
}

/// A place in samples as milliseconds.
pub(crate) fn to_ms(samples: u64) -> u64 {
    samples * 1000 / u64::from(SAMPLE_RATE)
}

/// Milliseconds as a place in samples.
pub(crate) fn to_samples(ms: u64) -> u64 {
    ms * u64::from(SAMPLE_RATE) / 1000
}
