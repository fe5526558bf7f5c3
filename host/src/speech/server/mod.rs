//! Any server that speaks OpenAI's `/v1/audio/transcriptions`: OpenAI and Groq, or a whisper server of one's own
//! (speaches, whisper.cpp, LocalAI, vLLM) on this computer or in the house.
//!
//! Utterances are cut here and sent whole, as WAV files that exist in memory only. On another computer, where each
//! request may cost money, an utterance is one request, sent when it is over; the silence that ends it is the
//! ordinary one, because its words are not known before. A server on this computer is also asked for interim text
//! and at the first pause, as whisper is. Two requests run at a time; the [`listener`](super::listener) tells
//! finals in order. When the server fails, the sound is held and sent again for half a minute, and what is lost then
//! is told. Start reading at [`Server::new`]; `side` holds and repeats, `client` is one request, `reading` one answer.

mod address;
mod check;
mod client;
mod error;
mod reading;
mod side;
#[cfg(test)]
mod stand_in;
#[cfg(test)]
mod tests;
mod wave;

pub use error::{ServerError, Trouble};

use super::listener::Listener;
use super::{FromEngine, Listening, Sound, Transcriber};
use crate::secret::Secret;
use client::Client;
use convoally_shared::utterance::Speaker;
use side::{Patience, Side};
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};

/// Requests at the same time, both sides together: one is on its way while another is understood.
const MOST_REQUESTS: usize = 2;

/// Where the server is and what it is told.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address up to and with the version: `https://api.openai.com/v1`, `http://127.0.0.1:8000/v1`.
    pub base: String,
    /// The key, where one is needed.
    pub key: Option<Secret>,
    /// The model's name there: `whisper-1`, `whisper-large-v3-turbo`.
    pub model: String,
    /// Two-letter code of the language that is spoken; none lets the model find out.
    pub language: Option<String>,
    /// Names and terms that are likely to be said, most telling first. They are sent along with each utterance.
    pub vocabulary: Vec<String>,
}

/// The engine.
#[derive(Clone, Debug)]
pub struct Server {
    client: Arc<Client>,
    permits: Arc<Semaphore>,
    patience: Patience,
}

impl Server {
    /// An engine at that address. Nothing is sent yet.
    ///
    /// # Errors
    /// The address or the key cannot be used at all.
    pub fn new(settings: Settings) -> Result<Self, ServerError> {
        let client = Arc::new(Client::new(settings)?);
        Ok(Self { client, permits: Arc::new(Semaphore::new(MOST_REQUESTS)), patience: Patience::default() })
    }

    /// Finds out, before a session begins, whether it could be heard there. Sends no sound but a quarter second of
    /// silence, and that only to a server which does not list its models.
    ///
    /// # Errors
    /// Why not.
    pub async fn check(&self) -> Result<(), ServerError> {
        check::check(&self.client).await
    }

    #[cfg(test)]
    fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }
}

impl Transcriber for Server {
    fn label(&self) -> String {
        self.client.label()
    }

    fn listen(&self, speaker: Speaker, sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening {
        let (client, permits) = (Arc::clone(&self.client), Arc::clone(&self.permits));
        let side = Side::new(client, permits, self.patience, speaker, reports.clone());
        Box::pin(Listener::new(speaker, Arc::new(side), reports).run(sound))
    }
}
