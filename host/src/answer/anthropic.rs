//! Anthropic's Messages API, streamed: one request and a handful of events.

use super::cost::Used;
use super::drafting::{self, Finish, MAX_TOKENS, Patience, Step};
use super::endpoint::{Endpoint, EndpointError};
use super::engine::{Connection, Engine, Pieces, Writing};
use super::exchange::{self, secret_header};
use super::prompt::Prompt;
use super::refusal::Refusal;
use super::trouble::Trouble;
use futures_util::{Stream, StreamExt, stream};
use reqwest::header::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The provider's own address.
pub(super) const BASE_URL: &str = "https://api.anthropic.com";
/// Anthropic's small fast model, by the alias in its models overview. It writes at once: it thinks before writing
/// only when a request asks for that.
pub(super) const DEFAULT_MODEL: &str = "claude-haiku-4-5";
/// The only published version of the API, sent with each request.
const API_VERSION: &str = "2023-06-01";

/// An engine for one model of the Messages API.
#[derive(Debug)]
pub(super) struct Anthropic {
    connection: Connection,
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    stream: bool,
    system: [Block<'a>; 1],
    messages: [Message<'a>; 1],
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Vec<Block<'a>>,
}

#[derive(Serialize)]
struct Block<'a> {
    r#type: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_control: Option<CacheControl>,
}

#[derive(Serialize)]
struct CacheControl {
    r#type: &'static str,
}

impl<'a> Block<'a> {
    fn text(text: &'a str) -> Self {
        Self { r#type: "text", text, cache_control: None }
    }

    /// Everything up to the end of this block is kept for five minutes, where it is long enough for the model; where
    /// it is not, the mark does nothing and costs nothing.
    fn cached(self) -> Self {
        Self { cache_control: Some(CacheControl { r#type: "ephemeral" }), ..self }
    }
}

/// The events that matter here; the others, and those to come, only say that the provider is alive.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Beginning,
    },
    ContentBlockDelta {
        delta: Delta,
    },
    MessageDelta {
        delta: Ending,
        #[serde(default)]
        usage: Usage,
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
struct Beginning {
    #[serde(default)]
    usage: Usage,
}

/// Counts up during a message. What is sent to the cache and read from it is not part of `input_tokens`.
#[derive(Deserialize, Default)]
struct Usage {
    input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
    output_tokens: Option<u64>,
}

impl Usage {
    fn used(&self) -> Option<Used> {
        let [cache_read, cache_written] =
            [self.cache_read_input_tokens, self.cache_creation_input_tokens].map(Option::unwrap_or_default);
        let input = self.input_tokens.map_or(0, |plain| plain + cache_read + cache_written);
        let used = Used { input, cache_read, cache_written, output: self.output_tokens.unwrap_or_default() };
        (used != Used::default()).then_some(used)
    }
}

#[derive(Deserialize)]
struct Ending {
    stop_reason: Option<String>,
}

impl Anthropic {
    /// An engine at an endpoint whose address does not end in `/v1`.
    ///
    /// # Errors
    /// No encrypted connection is possible on this computer.
    pub fn new(endpoint: Endpoint) -> Result<Self, EndpointError> {
        Ok(Self { connection: Connection::to(endpoint)? })
    }

    async fn open(&self, body: Vec<u8>) -> Result<impl Stream<Item = Result<Step, Trouble>> + use<>, Trouble> {
        let (url, headers) = self.head();
        let events = exchange::stream(&self.connection.client, &url, headers, body).await?;
        Ok(events.flat_map(|event| stream::iter(event.map_or_else(|trouble| vec![Err(trouble)], |data| steps(&data)))))
    }
}

/// Translates one event.
fn steps(data: &str) -> Vec<Result<Step, Trouble>> {
    let counted = |usage: &Usage| usage.used().map(Step::Used);
    match serde_json::from_str(data) {
        Ok(Event::ContentBlockDelta { delta: Delta::TextDelta { text } }) => vec![Ok(Step::Text(text))],
        Ok(Event::MessageStart { message }) => vec![Ok(counted(&message.usage).unwrap_or(Step::Alive))],
        Ok(Event::MessageDelta { delta, usage }) => {
            let stop = delta.stop_reason.map(|reason| Step::Stop(finish(&reason)));
            counted(&usage).into_iter().chain(stop).map(Ok).collect()
        }
        Ok(Event::MessageStop) => vec![Ok(Step::End)],
        Ok(Event::Error { error }) => vec![Err(Refusal::from_value(None, &error).trouble())],
        Ok(Event::ContentBlockDelta { .. } | Event::Other) => vec![Ok(Step::Alive)],
        Err(_) => vec![Err(Trouble::Failed { detail: "an event that is not of the Messages API".into() })],
    }
}

fn finish(stop_reason: &str) -> Finish {
    match stop_reason {
        "max_tokens" | "model_context_window_exceeded" => Finish::Length,
        "refusal" => Finish::Refused,
        _ => Finish::Whole,
    }
}

impl Engine for Anthropic {
    fn connection(&self) -> &Connection {
        &self.connection
    }

    fn head(&self) -> (String, HeaderMap) {
        let mut headers = HeaderMap::new();
        headers.insert("anthropic-version", HeaderValue::from_static(API_VERSION));
        if let Some(key) = self.endpoint().key.as_ref().and_then(|key| secret_header(key.reveal())) {
            headers.insert("x-api-key", key);
        }
        (format!("{}/v1/messages", self.endpoint().base), headers)
    }

    fn body(&self, prompt: &Prompt) -> Vec<u8> {
        let mut content: Vec<Block<'_>> = prompt.stable.iter().map(|piece| Block::text(piece)).collect();
        // What was kept for the request before ends with an earlier piece; it is looked for in the last 20 before the mark.
        let marked = content.pop().map(Block::cached);
        content.extend(marked.into_iter().chain([Block::text(&prompt.changing)]));
        let body = Body {
            model: &self.endpoint().model,
            max_tokens: MAX_TOKENS,
            stream: true,
            system: [Block::text(prompt.system).cached()],
            messages: [Message { role: "user", content }],
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }

    fn write<'a>(&'a self, prompt: &'a Prompt, patience: Patience, pieces: Pieces<'a>) -> Writing<'a> {
        Box::pin(drafting::collect(self.open(self.body(prompt)), patience, pieces))
    }
}
