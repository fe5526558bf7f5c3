//! The engines of a session: what the user chose, with the keys and the words that they need.
//!
//! [`Engines::prepare`] is the one place where both the browser's sessions and the terminal's get them. What the
//! user has to mend (a wrong key, an empty account, an unknown model) keeps the session from beginning; what passes
//! by itself does not, where this computer can listen meanwhile.

mod wanted;

use crate::answer::{Answerer, Order, Wanted, configured};
pub use crate::keys::InVault;
use crate::keys::{self, Provider};
use crate::knowledge::vocabulary;
use crate::model::{self, Purpose};
use crate::money::{Prices, Purse};
use crate::settings::{self, Settings, data_folder};
use crate::speech::Transcriber;
use crate::speech::deepgram::{self, Deepgram};
use crate::speech::server::{self, Server};
use crate::speech::standby::Standby;
use crate::speech::whisper::{self, Whisper};
use convoally_shared::document::Document;
pub use convoally_shared::engine::{Choice, Engine};
use convoally_shared::fault::Fault;
use convoally_shared::request::{Recipients, SoundRecipient};
use convoally_shared::session::Brief;
use std::sync::Arc;
pub use wanted::{bad_order, orderly, well_named};

/// Names another address than Deepgram's own.
pub const DEEPGRAM_VARIABLE: &str = "CONVOALLY_DEEPGRAM_URL";
/// The model that is asked for where a transcription server is used and none is named.
const SERVER_MODEL: &str = "whisper-1";

/// The provider whose key an engine needs or may need.
pub fn provider(engine: Engine) -> Option<Provider> {
    match engine {
        Engine::Device => None,
        Engine::Nova3 | Engine::Flux => Some(keys::DEEPGRAM),
        Engine::Server => Some(keys::TRANSCRIPTION),
    }
}

/// The model on this computer.
fn model_of(choice: &Choice) -> &str {
    choice.model.as_deref().unwrap_or(model::default_for(Purpose::Speech))
}

/// The model on this computer that a choice needs; none where something else transcribes.
pub fn speech_model(choice: &Choice) -> Option<&str> {
    (choice.engine == Engine::Device).then(|| model_of(choice))
}

/// The engines of one session, ready to begin.
pub struct Engines {
    /// Turns speech into text.
    pub transcriber: Arc<dyn Transcriber>,
    /// Writes drafts; none shows passages only.
    pub answerer: Option<Arc<dyn Answerer>>,
    /// What sound and drafts are paid from.
    pub purse: Arc<Purse>,
    /// What was met on the way and does not hinder the session; to be told in it.
    pub troubles: Vec<Fault>,
}

impl Engines {
    /// Prepares them. A transcriber that can is told what the documents and the brief name.
    ///
    /// # Errors
    /// The chosen transcriber cannot work; the fault says what to mend.
    pub async fn prepare(
        choice: &Choice,
        documents: &[Document],
        brief: &Brief,
        vault: &InVault,
    ) -> Result<Self, Fault> {
        let words = || vocabulary(documents, Some(brief));
        let (transcriber, unready) = transcriber(choice, words, vault).await?;
        let Drafts { order, purse, unready: unwritten } = drafts(&transcriber.label(), None, vault).await;
        let answerer = order.map(|order| order as Arc<dyn Answerer>);
        let troubles = [unready, unwritten, purse.uncounted_sound()].into_iter().flatten().collect();
        Ok(Self { transcriber, answerer, purse, troubles })
    }
}

/// What writes drafts.
pub struct Drafts {
    /// The engines in their order; none shows passages only.
    pub order: Option<Arc<Order>>,
    /// What they are paid from.
    pub purse: Arc<Purse>,
    /// What kept one of them from being there. Passages need none of them.
    pub unready: Option<Fault>,
}

/// The engines for drafts that the user set up, or `only` one of them, for a session whose transcriber has that label.
/// Without settings or prices that can be read there are none: nobody could say what they may cost.
pub async fn drafts(ear: &str, only: Option<Wanted>, vault: &InVault) -> Drafts {
    match read() {
        Ok((settings, prices)) => drafts_of(settings.drafts, prices, ear, only, vault).await,
        Err(fault) => Drafts { order: None, purse: Arc::default(), unready: Some(fault) },
    }
}

/// The same from settings and prices that were read.
pub async fn drafts_of(
    set: settings::Drafts,
    prices: Prices,
    ear: &str,
    only: Option<Wanted>,
    vault: &InVault,
) -> Drafts {
    let wanted = match only {
        Some(only) => vec![as_set(&set.order, only)],
        None => set.order,
    };
    let purse = Arc::new(Purse::new(prices, set.monthly_micro_usd, ear));
    let (keys, unready) = keys::for_drafts(&wanted, vault).await;
    let order = configured(&wanted, &keys, Arc::clone(&purse)).await.map(Arc::new);
    Drafts { order, purse, unready }
}

/// One engine with the model and the address that the order has for it, where it is in there.
fn as_set(order: &[Wanted], only: Wanted) -> Wanted {
    match order.iter().find(|set| set.name == only.name) {
        Some(set) => Wanted { model: only.model.or_else(|| set.model.clone()), ..set.clone() },
        None => only,
    }
}

/// Nobody without a home folder has set anything.
fn read() -> Result<(Settings, Prices), Fault> {
    match data_folder() {
        Ok(data) => Ok((Settings::load(&data)?, Prices::load(&data)?)),
        Err(_) => Ok((Settings::default(), Prices::default())),
    }
}

/// The engines for drafts of a session that hears nothing, and what kept one of them from being there.
pub async fn answerer(vault: &InVault) -> (Option<Arc<dyn Answerer>>, Option<Fault>) {
    let Drafts { order, unready, .. } = drafts("", None, vault).await;
    (order.map(|order| order as Arc<dyn Answerer>), unready)
}

/// Who would get what of a session. Loads no model and asks no speech engine.
pub async fn recipients(choice: &Choice, vault: &InVault) -> Recipients {
    let sound = match choice.engine {
        Engine::Device => SoundRecipient::Device { model: model_of(choice).to_owned() },
        Engine::Nova3 | Engine::Flux => SoundRecipient::Deepgram { model: choice.engine.name().to_owned() },
        Engine::Server => SoundRecipient::Server { address: choice.server.clone().unwrap_or_default() },
    };
    let order = drafts("", None, vault).await.order;
    Recipients { sound, drafts: order.map(|order| order.recipients()).unwrap_or_default() }
}

/// Whether the chosen transcriber would work now, and what it is, for people. Loads no model.
///
/// # Errors
/// What is wrong, also what may pass by itself.
pub async fn examine(choice: &Choice, vault: &InVault) -> Result<String, Fault> {
    if choice.engine == Engine::Device {
        let name = model_of(choice);
        let path = model::find(Purpose::Speech, name)?;
        return Ok(format!("{name} in {}.", path.parent().unwrap_or(&path).display()));
    }
    match transcriber(choice, Vec::new, vault).await? {
        (engine, None) => Ok(engine.label()),
        (_, Some(fault)) => Err(fault),
    }
}

/// The chosen transcriber, checked, and what may pass by itself.
///
/// # Errors
/// What the user has to mend.
pub async fn transcriber(
    choice: &Choice,
    vocabulary: impl FnOnce() -> Vec<String>,
    vault: &InVault,
) -> Result<(Arc<dyn Transcriber>, Option<Fault>), Fault> {
    match choice.engine {
        Engine::Device => Ok((device(choice.clone(), vocabulary()).await?, None)),
        Engine::Nova3 => deepgram(choice, deepgram::Model::Nova3, vocabulary(), vault).await,
        Engine::Flux => deepgram(choice, deepgram::Model::Flux, vocabulary(), vault).await,
        Engine::Server => Ok((server(choice, vocabulary(), vault).await?, None)),
    }
}

/// Whisper, read into memory off the event loop.
async fn device(choice: Choice, vocabulary: Vec<String>) -> Result<Arc<dyn Transcriber>, Fault> {
    let loading = tokio::task::spawn_blocking(move || -> Result<Whisper, Fault> {
        let model = model::find(Purpose::Speech, model_of(&choice))?;
        Ok(Whisper::load(whisper::Settings { model, language: choice.spoken(), vocabulary })?)
    });
    let whisper = loading.await.map_err(|_| {
        Fault::new("speech.stopped", "The speech engine on this computer stopped.", "Start the session again.")
    })??;
    Ok(Arc::new(whisper))
}

async fn deepgram(
    choice: &Choice,
    model: deepgram::Model,
    vocabulary: Vec<String>,
    vault: &InVault,
) -> Result<(Arc<dyn Transcriber>, Option<Fault>), Fault> {
    let key = keys::of(keys::DEEPGRAM, vault).await?.ok_or_else(no_deepgram_key)?;
    let endpoint = std::env::var(DEEPGRAM_VARIABLE).unwrap_or_else(|_| deepgram::ENDPOINT.to_owned());
    let language = choice.language.clone();
    let engine = Deepgram::new(deepgram::Settings { key, model, language, key_terms: vocabulary.clone(), endpoint })?;
    let unready = match engine.check().await {
        Err(error) if !error.trouble.may_pass() || model::find(Purpose::Speech, model_of(choice)).is_err() => {
            return Err(error.into());
        }
        checked => checked.err().map(Fault::from),
    };
    let choice = choice.clone();
    let load =
        move || -> futures_util::future::BoxFuture<'static, _> { Box::pin(device(choice.clone(), vocabulary.clone())) };
    Ok((Arc::new(Standby::new(Arc::new(engine), Box::new(load))), unready))
}

async fn server(choice: &Choice, vocabulary: Vec<String>, vault: &InVault) -> Result<Arc<dyn Transcriber>, Fault> {
    let base = choice.server.clone().ok_or_else(no_server)?;
    let key = keys::of(keys::TRANSCRIPTION, vault).await?;
    let model = choice.server_model.clone().unwrap_or_else(|| SERVER_MODEL.to_owned());
    let server = Server::new(server::Settings { base, key, model, language: choice.spoken(), vocabulary })?;
    server.check().await?;
    Ok(Arc::new(server))
}

fn no_deepgram_key() -> Fault {
    Fault::new(
        "speech.deepgram.no_key",
        "There is no key for Deepgram.",
        "Keep one with `convoally keys set deepgram`, or transcribe on this computer with `--engine device`.",
    )
}

fn no_server() -> Fault {
    Fault::new(
        "speech.server.no_address",
        "No transcription server was named.",
        "Name it with `--server http://127.0.0.1:8000/v1`, or for good with `convoally engines use server --server …`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_engine_is_known_by_its_name() {
        for engine in Engine::ALL {
            assert_eq!(engine.name().parse(), Ok(engine));
            assert_eq!(serde_json::to_value(engine).unwrap(), engine.name());
        }
        assert_eq!("deepgram".parse(), Ok(Engine::Nova3));
        assert!("whisper".parse::<Engine>().unwrap_err().contains("device, nova-3, flux, server"));
    }

    #[test]
    fn a_choice_from_the_past_is_the_device() {
        assert_eq!(serde_json::from_str::<Choice>("{}").unwrap(), Choice::default());
        assert_eq!(Choice::default().spoken().as_deref(), Some("en"));
    }
}
