//! Which engines the user configured: those of the order in the settings, or else those that there is a key, an
//! address or a model server on this computer for.

use super::anthropic::{self, Anthropic};
use super::endpoint::{Endpoint, EndpointError, Protocol, Provider};
use super::openai::{self, OpenAi};
use super::order::Order;
use super::seat::Seat;
use super::{Answerer, models};
use crate::money::Purse;
use crate::secret::Secret;
use convoally_shared::fault::Fault;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Names the model to ask instead of the provider's default, for the first engine that the order names no model for.
pub const MODEL_VARIABLE: &str = "CONVOALLY_MODEL";
/// The address of the model server on this computer, or `off` to look for none.
pub const LOCAL_VARIABLE: &str = "CONVOALLY_LOCAL_URL";
/// Names another address than OpenAI's own.
pub const OPENAI_VARIABLE: &str = "OPENAI_BASE_URL";
/// Names another address than Anthropic's own.
pub const ANTHROPIC_VARIABLE: &str = "ANTHROPIC_BASE_URL";

/// How the order calls Anthropic.
pub const ANTHROPIC: &str = "anthropic";
/// How the order calls OpenAI, or the endpoint that [`OPENAI_VARIABLE`] names.
pub const OPENAI: &str = "openai";
/// How the order calls the model server on this computer.
pub const LOCAL: &str = "local";
/// Providers that speak chat completions at an address of their own, as each publishes it.
pub const KNOWN: [(&str, &str); 2] =
    [("groq", "https://api.groq.com/openai/v1"), ("openrouter", "https://openrouter.ai/api/v1")];

/// Where addresses are set for good, for people.
const IN_ORDER: &str = "`convoally engines order`";

pub use convoally_shared::engine::Wanted;

/// The providers' keys by the names in the order, as the caller found them in the environment or the keychain.
pub type Keys = HashMap<String, Secret>;

/// What the environment says. Empty counts as not set.
#[derive(Clone, Debug)]
pub(super) struct Environment {
    pub openai_base: Option<String>,
    pub anthropic_base: Option<String>,
    pub model: Option<String>,
    pub local: Option<String>,
    /// How long a server on this computer may take to list its models.
    pub patience_here: Duration,
}

impl Environment {
    fn read() -> Self {
        Self {
            openai_base: variable(OPENAI_VARIABLE),
            anthropic_base: variable(ANTHROPIC_VARIABLE),
            model: variable(MODEL_VARIABLE),
            local: variable(LOCAL_VARIABLE),
            patience_here: models::PATIENCE_HERE,
        }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The engines that the user wants, in their order. With none wanted: Anthropic with a key, OpenAI with a key or
/// `OPENAI_BASE_URL`, a model server on this computer. None when there is none of these; recall cards need none. An
/// engine that was configured wrongly keeps its place: being asked it says what is wrong.
pub async fn configured(wanted: &[Wanted], keys: &Keys, purse: Arc<Purse>) -> Option<Order> {
    choose(wanted, keys, purse, &Environment::read()).await
}

/// One engine for chat completions alone, at an address that ends in `/v1` on most servers.
///
/// # Errors
/// The address or the key cannot be used at all.
pub fn compatible(base: &str, key: Option<Secret>, model: &str) -> Result<Arc<dyn Answerer>, Fault> {
    let provider = Provider { name: OPENAI.to_owned(), protocol: Protocol::Chat, place: OPENAI_VARIABLE };
    let engine = OpenAi::new(Endpoint::new(provider, base, key, model)?)?;
    let order = Order::of(vec![Seat::new(OPENAI, Ok(engine))], Arc::default());
    order.map(|order| Arc::new(order) as Arc<dyn Answerer>).ok_or_else(|| EndpointError::NoTls.into())
}

pub(super) async fn choose(
    wanted: &[Wanted],
    keys: &Keys,
    purse: Arc<Purse>,
    environment: &Environment,
) -> Option<Order> {
    let by_default = wanted.is_empty();
    let wanted = if by_default { usual(keys, environment) } else { wanted.to_vec() };
    let mut model = environment.model.clone();
    let mut seats = Vec::new();
    for mut one in wanted {
        one.model = one.model.or_else(|| model.take());
        let key = keys.get(&one.name).cloned();
        let seat = match one.name.as_str() {
            ANTHROPIC => Some(messages(&one, key, environment)),
            LOCAL => local(&one, environment, by_default).await,
            _ => Some(chat(&one, key, environment).await),
        };
        seats.extend(seat);
    }
    Order::of(seats, purse)
}

fn usual(keys: &Keys, environment: &Environment) -> Vec<Wanted> {
    let usable = [
        (ANTHROPIC, keys.contains_key(ANTHROPIC)),
        (OPENAI, keys.contains_key(OPENAI) || environment.openai_base.is_some()),
        (LOCAL, true),
    ];
    usable.into_iter().filter(|(_, usable)| *usable).map(|(name, _)| Wanted::named(name)).collect()
}

fn messages(wanted: &Wanted, key: Option<Secret>, environment: &Environment) -> Seat {
    let (base, place) = address(wanted, environment.anthropic_base.as_deref(), ANTHROPIC_VARIABLE, anthropic::BASE_URL);
    if key.is_none() {
        return Seat::unusable(&wanted.name, no_key(&wanted.name));
    }
    let base = base.trim().trim_end_matches('/');
    let base = base.strip_suffix("/v1").unwrap_or(base);
    let provider = Provider { name: wanted.name.clone(), protocol: Protocol::Messages, place };
    let model = wanted.model.as_deref().unwrap_or(anthropic::DEFAULT_MODEL);
    Seat::new(&wanted.name, Endpoint::new(provider, base, key, model).and_then(Anthropic::new))
}

async fn chat(wanted: &Wanted, key: Option<Secret>, environment: &Environment) -> Seat {
    let known = KNOWN.into_iter().find(|(name, _)| *name == wanted.name).map(|(_, base)| base);
    let (base, place) = match wanted.name.as_str() {
        OPENAI => address(wanted, environment.openai_base.as_deref(), OPENAI_VARIABLE, openai::BASE_URL),
        _ => match wanted.url.as_deref().or(known) {
            Some(base) => (base, IN_ORDER),
            None => return Seat::unusable(&wanted.name, no_address(&wanted.name)),
        },
    };
    let (name, protocol) = (wanted.name.clone(), Protocol::Chat);
    let named = wanted.model.as_deref().unwrap_or(openai::DEFAULT_MODEL);
    let endpoint = match Endpoint::new(Provider { name, protocol, place }, base, key, named) {
        Ok(endpoint) => endpoint,
        Err(error) => return Seat::new::<OpenAi>(&wanted.name, Err(error)),
    };
    if endpoint.key.is_none() && (endpoint.is_at(openai::HOST) || known == Some(base)) {
        return Seat::unusable(&wanted.name, no_key(&wanted.name));
    }
    match model(wanted, endpoint, known == Some(base), environment.patience_here).await {
        Ok(endpoint) => Seat::new(&wanted.name, OpenAi::new(endpoint)),
        Err(fault) => Seat::unusable(&wanted.name, fault),
    }
}

/// OpenAI's own models are known, and a provider that sells hundreds wants one named; of another server's, the first
/// that it lists is taken.
async fn model(wanted: &Wanted, mut endpoint: Endpoint, sells_many: bool, here: Duration) -> Result<Endpoint, Fault> {
    if wanted.model.is_some() || endpoint.is_at(openai::HOST) {
        return Ok(endpoint);
    }
    if sells_many {
        return Err(no_model(&wanted.name));
    }
    let patience = if endpoint.is_here() { here } else { models::PATIENCE_ELSEWHERE };
    if let Some(first) = models::first(&endpoint, patience).await {
        endpoint.model = first;
    }
    Ok(endpoint)
}

/// The model server on this computer. When it was not asked for by name, none is no fault.
async fn local(wanted: &Wanted, environment: &Environment, by_default: bool) -> Option<Seat> {
    let named = wanted.url.as_deref().or(environment.local.as_deref());
    let found = match named {
        Some(off) if off.eq_ignore_ascii_case("off") => return None,
        Some(address) => models::find([with_version(address)], environment.patience_here).await,
        None => models::find(models::usual_addresses(), environment.patience_here).await,
    };
    let Some((base, first)) = found else {
        return (!by_default || named.is_some()).then(|| Seat::unusable(LOCAL, no_server(named.is_some())));
    };
    let provider = models::provider();
    let model = wanted.model.as_deref().unwrap_or(&first);
    Some(Seat::new(LOCAL, Endpoint::new(provider, &base, None, model).and_then(OpenAi::new)))
}

/// The address of a provider with one of its own, and where it was set.
fn address<'a>(
    wanted: &'a Wanted,
    environment: Option<&'a str>,
    variable: &'static str,
    own: &'a str,
) -> (&'a str, &'static str) {
    match (&wanted.url, environment) {
        (Some(url), _) => (url, IN_ORDER),
        (None, Some(base)) => (base, variable),
        (None, None) => (own, IN_ORDER),
    }
}

/// Model servers print their address without the path under which they speak the protocol.
fn with_version(address: &str) -> String {
    let address = address.trim_end_matches('/');
    if address.ends_with("/v1") { address.to_owned() } else { format!("{address}/v1") }
}

fn no_server(named: bool) -> Fault {
    let place = if named { "at the address that was named for it" } else { "on this computer" };
    Fault::new(
        "answer.unreachable",
        format!("No model server that lists a model answers {place}."),
        format!("Start the model server, or correct {LOCAL_VARIABLE} or the order of engines, and begin again."),
    )
}

fn no_key(name: &str) -> Fault {
    Fault::new(
        "answer.wrong_key",
        format!("There is no key for {name}."),
        format!("Put one in with `convoally keys set {name}`, or take {name} out of {IN_ORDER}."),
    )
}

fn no_address(name: &str) -> Fault {
    Fault::new(
        "answer.bad_address",
        format!("No address is known for {name}."),
        format!("Name it with `convoally engines order {name}=MODEL --url {name}=https://…/v1`."),
    )
}

fn no_model(name: &str) -> Fault {
    Fault::new(
        "answer.no_model",
        format!("No model was named for {name}, which offers many."),
        format!("Name one with `convoally engines order {name}=MODEL`."),
    )
}
