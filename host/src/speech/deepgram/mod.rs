//! Deepgram in the cloud: Nova-3 (`/v1/listen`) and Flux (`/v2/listen`), one connection a side.
//!
//! The `deepgram` crate builds the query and reads the messages. Its WebSocket handles are not used, for three
//! things that they do (0.14): the Nova handle drops the close code with its worker's result; a worker whose
//! write is blocked by a server that has stopped reading reads nothing more, and outlives the handle; and up to
//! 256 messages, half a minute of sound, wait in its queue out of sight. So the socket below is
//! tokio-tungstenite's, the one that the crate brings along.
//!
//! `side` follows one side through connections that come and go, and holds its sound; `talk` is one connection's
//! conversation; `dialect`, with `nova` and `flux`, makes turns of messages and knows no socket. Start reading at
//! [`Deepgram::new`]. Another engine never appears here: [`crate::speech::standby`] brings it in.

mod connection;
mod dialect;
mod flux;
#[cfg(test)]
mod legality;
mod nova;
mod pace;
mod request;
mod side;
mod talk;
mod timeline;
mod trouble;
mod turns;
mod usage;
mod watch;

pub use trouble::{DeepgramError, Trouble};

use super::held::Held;
use super::remote::{Parting, Remote, Stint};
use super::{FromEngine, Listening, Report, Sound, Transcriber};
use crate::secret::Secret;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::{BoxFuture, FutureExt};
use request::Target;
use side::Side;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Deepgram's own address.
pub const ENDPOINT: &str = "https://api.deepgram.com";

/// Deepgram's models for live sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The general one: interim results at once, many languages.
    #[default]
    Nova3,
    /// The conversational one: finds the ends of turns itself, and announces them early.
    Flux,
}

impl Model {
    /// Deepgram's name for it. Flux has one model for English and one for everything else.
    fn wire_name(self, language: &str) -> &'static str {
        match self {
            Self::Nova3 => "nova-3",
            Self::Flux if is_english(language) => "flux-general-en",
            Self::Flux => "flux-general-multi",
        }
    }
}

/// `en`, or one of its regions, such as `en-GB`.
fn is_english(language: &str) -> bool {
    language.split('-').next() == Some("en")
}

/// What a user chooses.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API key.
    pub key: Secret,
    /// The model.
    pub model: Model,
    /// Code of the language, such as `en` or `pt-BR`; `auto` for several; English when none is named.
    pub language: Option<String>,
    /// Names and terms to listen for, the most important first. The first hundred or so are used.
    pub key_terms: Vec<String>,
    /// Base address, usually [`ENDPOINT`]. Plain http only on this computer.
    pub endpoint: String,
}

impl Settings {
    /// The language as Deepgram calls it.
    fn wire_language(&self) -> &str {
        match self.language.as_deref() {
            None => "en",
            Some("auto") => "multi",
            Some(code) => code,
        }
    }
}

/// What troubles are told with.
#[derive(Clone, Debug)]
struct About {
    model: Model,
    language: String,
    host: String,
}

impl About {
    fn error(&self, trouble: Trouble) -> DeepgramError {
        let Self { model, language, host } = self.clone();
        DeepgramError { host, model, language, trouble }
    }
}

/// The engine.
#[derive(Clone, Debug)]
pub struct Deepgram {
    target: Arc<Target>,
    about: About,
}

impl Deepgram {
    /// Prepares sessions; connects to nothing.
    ///
    /// # Errors
    /// [`Trouble::BadAddress`] for an address that cannot be used or would carry the key unencrypted,
    /// [`Trouble::BadKey`] for a key that no header can hold.
    pub fn new(settings: Settings) -> Result<Self, DeepgramError> {
        let language = settings.wire_language().to_owned();
        let about = About { model: settings.model, language, host: String::new() };
        let target = Target::of(&settings).map_err(|trouble| about.error(trouble))?;
        let about = About { host: target.host.clone(), ..about };
        Ok(Self { target: Arc::new(target), about })
    }

    /// Opens a session with exactly these settings and closes it again, without sound: whatever Deepgram would
    /// refuse, it refuses now. Takes 10 s at most.
    ///
    /// # Errors
    /// Why a session would not be accepted.
    pub async fn check(&self) -> Result<(), DeepgramError> {
        talk::rehearse(&self.target, self.about.model).await.map_err(|trouble| self.about.error(trouble))
    }
}

impl Transcriber for Deepgram {
    fn label(&self) -> String {
        match self.about.model {
            Model::Nova3 => "Deepgram Nova-3".to_owned(),
            Model::Flux => "Deepgram Flux".to_owned(),
        }
    }

    fn listen(&self, speaker: Speaker, sound: mpsc::Receiver<Sound>, reports: mpsc::Sender<FromEngine>) -> Listening {
        let stint = Stint { speaker, held: Held::default(), sound, reports, patience: None, told_lost: false };
        let listening = self.stint(stint);
        Box::pin(async move {
            match listening.await {
                Parting::SoundOver => Ok(()),
                Parting::LineLost { fault, .. } => Err(fault),
            }
        })
    }
}

impl Remote for Deepgram {
    fn stint(&self, stint: Stint) -> BoxFuture<'static, Parting> {
        Side::new(Arc::clone(&self.target), self.about.clone(), self.label(), stint).run().boxed()
    }

    fn rehearsed(&self) -> Option<Report> {
        let (requests, recipient) = (self.target.rehearsals(), self.about.host.clone());
        let bytes = requests * self.target.weight();
        (requests > 0).then_some(Report::Sent { recipient, requests, bytes, audio_ms: 0 })
    }

    fn check(&self) -> BoxFuture<'static, Result<(), Fault>> {
        let deepgram = self.clone();
        async move { Ok(deepgram.check().await?) }.boxed()
    }
}
