//! Whisper on this computer: one model and one decoding thread, shared by both sides.
//!
//! The [`listener`](super::listener) follows a side's turns and asks for decodes; `worker` runs them in order of
//! urgency on its thread; `decode` is one decode. Start reading at [`Whisper::load`].

mod abort;
mod decode;
mod language;
mod threads;
mod worker;

pub use threads::bound_spinning;

use super::decoder::Decoder;
use super::listener::Listener;
use super::{FromEngine, Listening, Sound, Transcriber};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::mpsc;
use worker::Worker;

/// What can go wrong with the engine.
#[derive(Debug, thiserror::Error)]
pub enum WhisperError {
    /// The file is missing, cut off or not a whisper model.
    #[error("the speech model {0} could not be loaded")]
    Unloadable(PathBuf),
    /// whisper does not know this language.
    #[error("the language {0} is not known")]
    UnknownLanguage(String),
    /// The decoding thread could not be started.
    #[error("the decoding thread could not be started")]
    NoThread(#[source] std::io::Error),
    /// The engine failed inside.
    #[error("the speech engine stopped")]
    Stopped,
}

impl From<WhisperError> for Fault {
    fn from(error: WhisperError) -> Self {
        match error {
            WhisperError::Unloadable(path) => Fault::new(
                "speech.model_unloadable",
                format!("The speech model {} could not be loaded.", path.display()),
                "Fetch it again with `convoally models pull`.",
            ),
            WhisperError::UnknownLanguage(code) => Fault::new(
                "speech.unknown_language",
                format!("The speech model knows no language “{code}”."),
                "Give a language as two letters, such as en or de, or `auto`.",
            ),
            WhisperError::NoThread(_) => Fault::new(
                "speech.no_thread",
                "The computer refused another thread for transcription.",
                "Close other programs and start again.",
            ),
            WhisperError::Stopped => Fault::new(
                "speech.stopped",
                "The speech engine on this computer stopped.",
                "Stop the session and start it again.",
            ),
        }
    }
}

/// What the engine is loaded with.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The ggml file.
    pub model: PathBuf,
    /// Two-letter code of the language that is spoken; none lets the model find out.
    pub language: Option<String>,
    /// Names and terms that are likely to be said; what sounds like them is spelt like them.
    pub vocabulary: Vec<String>,
}

/// The engine with its model in memory.
pub struct Whisper {
    label: String,
    worker: Arc<Worker>,
}

impl Whisper {
    /// Reads the model into memory (80 MB and 0.1 s for base q8_0) and starts the decoding thread. Blocks; call it
    /// off the event loop.
    ///
    /// # Errors
    /// The file is not a model that whisper.cpp reads, the language is unknown, or no thread could be started.
    pub fn load(settings: Settings) -> Result<Self, WhisperError> {
        if let Some(code) = settings.language.as_ref().filter(|code| whisper_rs::get_lang_id(code).is_none()) {
            return Err(WhisperError::UnknownLanguage(code.clone()));
        }
        let name = settings.model.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let label = format!("whisper {}, on this computer", name.trim_start_matches("ggml-"));
        let worker = Arc::new(Worker::start(settings)?);
        Ok(Self { label, worker })
    }
}

impl Transcriber for Whisper {
    fn label(&self) -> String {
        self.label.clone()
    }

    fn listen(&self, speaker: Speaker, sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening {
        let decoder: Arc<dyn Decoder> = Arc::<Worker>::clone(&self.worker);
        Box::pin(Listener::new(speaker, decoder, reports).run(sound))
    }
}
