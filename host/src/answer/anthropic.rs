//! Drafts through Anthropic's Messages API, streamed. Anthropic publishes no Rust client; the protocol is one
//! request and a handful of events, spoken here directly.

use super::drafting::{self, Finish, MAX_TOKENS, Patience, Step};
use super::endpoint::{Endpoint, EndpointError, Provider, read_start};
use super::prompt::{self, Prompt};
use super::refusal::Refusal;
use super::trouble::{AnswerError, Trouble};
use super::{Answerer, DraftRequest, Drafting};
use crate::secret::Secret;
use convoally_shared::card::Disclosure;
use eventsource_stream::Eventsource;
use futures_util::{Stream, StreamExt};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;

/// The provider's own address.
pub const BASE_URL: &str = "https://api.anthropic.com";
/// Anthropic's small fast model, by the alias in its models overview. It writes at once: it thinks before writing
/// only when a request asks for that.
pub const DEFAULT_MODEL: &str = "claude-haiku-4-5";
/// The only published version of the API, sent with each request.
const API_VERSION: &str = "2023-06-01";
/// Error bodies are a few hundred bytes; what is longer is a web page.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// An engine for one model of the Messages API.
#[derive(Debug)]
pub struct Anthropic {
    endpoint: Endpoint,
    client: reqwest::Client,
    patience: Patience,
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    stream: bool,
    system: [System<'a>; 1],
    messages: [Message<'a>; 1],
}

#[derive(Serialize)]
struct System<'a> {
    r#type: &'static str,
    text: &'a str,
    cache_control: CacheControl,
}

#[derive(Serialize)]
struct CacheControl {
    r#type: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// The events that matter here; the others, and those to come, only say that the provider is alive.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    ContentBlockDelta {
        delta: Delta,
    },
    MessageDelta {
        delta: Ending,
    },
    MessageStop,
    Error {
        error: Value,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Delta {
    TextDelta {
        text: String,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Ending {
    stop_reason: Option<String>,
}

impl Anthropic {
    /// An engine at `base`, such as [`BASE_URL`]; with or without `/v1` at its end.
    ///
    /// # Errors
    /// The address or the key cannot be used at all.
    pub fn new(base: &str, key: Secret, model: &str) -> Result<Self, EndpointError> {
        let base = base.trim().trim_end_matches('/');
        let base = base.strip_suffix("/v1").unwrap_or(base);
        let endpoint = Endpoint::new(Provider::Anthropic, base, Some(key), model)?;
        let client = endpoint.client().build().map_err(|_| EndpointError::NoTls)?;
        Ok(Self { endpoint, client, patience: Patience::default() })
    }

    #[cfg(test)]
    pub(super) fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    fn body(&self, request: &DraftRequest) -> Vec<u8> {
        let Prompt { system, user } = prompt::write(request);
        let body = Body {
            model: &self.endpoint.model,
            max_tokens: MAX_TOKENS,
            stream: true,
            system: [System { r#type: "text", text: system, cache_control: CacheControl { r#type: "ephemeral" } }],
            messages: [Message { role: "user", content: &user }],
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }

    async fn open(&self, body: Vec<u8>) -> Result<impl Stream<Item = Result<Step, Trouble>> + use<>, Trouble> {
        let mut request = self
            .client
            .post(format!("{}/v1/messages", self.endpoint.base))
            .header("anthropic-version", API_VERSION)
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        if let Some(mut key) = self.endpoint.key.as_ref().and_then(|key| HeaderValue::from_str(key.reveal()).ok()) {
            key.set_sensitive(true);
            request = request.header("x-api-key", key);
        }
        let response = request.send().await.map_err(|_| Trouble::Unreachable)?;
        let status = response.status();
        if !status.is_success() {
            let body = read_start(response, MAX_ERROR_BYTES).await;
            return Err(Refusal::from_body(Some(status.as_u16()), &body).trouble());
        }
        let events = response.bytes_stream().eventsource();
        Ok(events.map(|event| event.map_or(Err(Trouble::CutOff), |event| step(&event.data))))
    }
}

/// Translates one event.
fn step(data: &str) -> Result<Step, Trouble> {
    match serde_json::from_str(data) {
        Ok(Event::ContentBlockDelta { delta: Delta::TextDelta { text } }) => Ok(Step::Text(text)),
        Ok(Event::MessageDelta { delta: Ending { stop_reason: Some(reason) } }) => Ok(Step::Stop(finish(&reason))),
        Ok(Event::MessageStop) => Ok(Step::End),
        Ok(Event::Error { error }) => Err(Refusal::from_value(None, &error).trouble()),
        Ok(Event::ContentBlockDelta { .. } | Event::MessageDelta { .. } | Event::Other) => Ok(Step::Alive),
        Err(_) => Err(Trouble::Failed { detail: "an event that is not of the Messages API".into() }),
    }
}

fn finish(stop_reason: &str) -> Finish {
    match stop_reason {
        "max_tokens" | "model_context_window_exceeded" => Finish::Length,
        "refusal" => Finish::Refused,
        _ => Finish::Whole,
    }
}

impl Answerer for Anthropic {
    fn label(&self) -> String {
        self.endpoint.label()
    }

    fn disclosure(&self, request: &DraftRequest) -> Option<Disclosure> {
        self.endpoint.disclosure(&self.body(request), prompt::contents(request), prompt::sources(request))
    }

    fn draft<'a>(&'a self, request: &'a DraftRequest, deltas: mpsc::Sender<String>) -> Drafting<'a> {
        Box::pin(async move {
            drafting::collect(self.open(self.body(request)), &deltas, self.patience)
                .await
                .map_err(|trouble| AnswerError::at(&self.endpoint, trouble).into())
        })
    }
}
