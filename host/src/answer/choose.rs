//! Which engine the user configured: a key, an address, or a model server that runs on this computer.

use super::anthropic::{self, Anthropic};
use super::endpoint::{Endpoint, EndpointError, Provider};
use super::openai::{self, OpenAi};
use super::unusable::Unusable;
use super::{Answerer, models};
use crate::secret::Secret;
use convoally_shared::fault::Fault;
use std::sync::Arc;
use std::time::Duration;

/// Names the model to ask instead of the provider's default.
pub const MODEL_VARIABLE: &str = "CONVOALLY_MODEL";
/// The address of the model server on this computer, or `off` to look for none.
pub const LOCAL_VARIABLE: &str = "CONVOALLY_LOCAL_URL";

/// The providers' keys, as the caller found them in the environment or the keychain.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// For OpenAI, or for the endpoint that `OPENAI_BASE_URL` names.
    pub openai: Option<Secret>,
    /// For Anthropic.
    pub anthropic: Option<Secret>,
}

/// What else the environment says. Empty counts as not set.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub openai_base: Option<String>,
    pub anthropic_base: Option<String>,
    pub model: Option<String>,
    pub local: Option<String>,
    /// How long a server on this computer may take to list its models.
    pub patience_here: Duration,
}

impl Settings {
    fn from_env() -> Self {
        Self {
            openai_base: variable(Provider::OpenAi.variable()),
            anthropic_base: variable(Provider::Anthropic.variable()),
            model: variable(MODEL_VARIABLE),
            local: variable(LOCAL_VARIABLE),
            patience_here: models::PATIENCE_HERE,
        }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The engine that the user configured: Anthropic with a key, else OpenAI with a key or `OPENAI_BASE_URL`, else a
/// model server on this computer. None when there is none of these; recall cards need none. An engine that was
/// configured wrongly is returned too: its drafts are faults that say what is wrong.
pub async fn configured(keys: &Keys) -> Option<Arc<dyn Answerer>> {
    choose(keys, &Settings::from_env()).await
}

pub(super) async fn choose(keys: &Keys, settings: &Settings) -> Option<Arc<dyn Answerer>> {
    if let Some(key) = &keys.anthropic {
        let base = settings.anthropic_base.as_deref().unwrap_or(anthropic::BASE_URL);
        let model = settings.model.as_deref().unwrap_or(anthropic::DEFAULT_MODEL);
        return Some(usable(Anthropic::new(base, key.clone(), model)));
    }
    if keys.openai.is_some() || settings.openai_base.is_some() {
        return Some(usable(openai(keys.openai.clone(), settings).await));
    }
    local(settings).await
}

/// OpenAI's own models are known; of another server's, the first that it lists is taken.
async fn openai(key: Option<Secret>, settings: &Settings) -> Result<OpenAi, EndpointError> {
    let base = settings.openai_base.as_deref().unwrap_or(openai::BASE_URL);
    let model = match &settings.model {
        Some(model) => model.clone(),
        None if settings.openai_base.is_none() => openai::DEFAULT_MODEL.to_owned(),
        None => {
            let endpoint = Endpoint::new(Provider::OpenAi, base, key.clone(), openai::DEFAULT_MODEL)?;
            let patience = if endpoint.is_here() { settings.patience_here } else { models::PATIENCE_ELSEWHERE };
            let listed = if endpoint.is_at(openai::HOST) { None } else { models::first(&endpoint, patience).await };
            listed.unwrap_or(endpoint.model)
        }
    };
    OpenAi::new(base, key, &model)
}

async fn local(settings: &Settings) -> Option<Arc<dyn Answerer>> {
    let found = match settings.local.as_deref() {
        Some(off) if off.eq_ignore_ascii_case("off") => return None,
        Some(address) => {
            let found = models::find([with_version(address)], settings.patience_here).await;
            if found.is_none() {
                return Some(Arc::new(Unusable(no_server())));
            }
            found
        }
        None => models::find(models::usual_addresses(), settings.patience_here).await,
    };
    let (base, first) = found?;
    Some(usable(OpenAi::new(&base, None, settings.model.as_deref().unwrap_or(&first))))
}

/// Model servers print their address without the path under which they speak the protocol.
fn with_version(address: &str) -> String {
    let address = address.trim_end_matches('/');
    if address.ends_with("/v1") { address.to_owned() } else { format!("{address}/v1") }
}

fn no_server() -> Fault {
    Fault::new(
        "answer.unreachable",
        format!("No model server that lists a model answers at the address in {LOCAL_VARIABLE}."),
        format!("Start the model server, or correct {LOCAL_VARIABLE}, and begin a new session."),
    )
}

fn usable<E: Answerer + 'static>(engine: Result<E, EndpointError>) -> Arc<dyn Answerer> {
    match engine {
        Ok(engine) => Arc::new(engine),
        Err(error) => Arc::new(Unusable(error.into())),
    }
}
