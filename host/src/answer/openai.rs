//! Any endpoint that speaks OpenAI's chat completions, streamed by async-openai.
//!
//! Requests and replies have types of our own ("byot"), because the servers that imitate the protocol leave out or
//! reshape fields that the crate's types insist on: whatever may be missing or null is optional here.

use super::cost::Used;
use super::drafting::{self, Finish, MAX_TOKENS, Patience, Step};
use super::endpoint::{Endpoint, EndpointError};
use super::engine::{Connection, Engine, Pieces, Writing};
use super::exchange::secret_header;
use super::prompt::Prompt;
use super::refusal::Refusal;
use super::sender::Sender;
use super::trouble::Trouble;
use crate::secret::Secret;
use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use futures_util::{Stream, StreamExt, stream};
use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

/// The provider's own address.
pub(super) const BASE_URL: &str = "https://api.openai.com/v1";
/// OpenAI's small fast model, which its deprecations page names as the successor of the 4.1 and 4o minis (both
/// shut down on 2027-01-14; `gpt-5-mini` on 2026-12-11).
pub(super) const DEFAULT_MODEL: &str = "gpt-6-luna";
/// The default model reasons before it writes unless it is told not to; the user waits for its first word.
const DEFAULT_MODEL_EFFORT: &str = "none";
/// The host of [`BASE_URL`], which takes parameters that its imitators reject.
pub(super) const HOST: &str = "api.openai.com";
/// Stands for the key where there is none: the crate wants one. It is never sent.
const NO_KEY: &str = "none";

/// An engine for one model behind chat completions.
#[derive(Debug)]
pub(super) struct OpenAi {
    connection: Connection,
    /// The server refused to be asked for a count of tokens.
    counts_nothing: AtomicBool,
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt_cache_key: Option<String>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Cow<'a, str>,
}

/// One piece of the stream. Every field may be missing or null.
#[derive(Deserialize)]
struct Chunk {
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize, Default)]
struct Delta {
    content: Option<Content>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    /// Some servers send their reasoning here in shapes of their own.
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    prompt_tokens_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    cached_tokens: Option<u64>,
}

impl Usage {
    fn used(self) -> Used {
        let cache_read = self.prompt_tokens_details.and_then(|details| details.cached_tokens).unwrap_or_default();
        let [input, output] = [self.prompt_tokens, self.completion_tokens].map(Option::unwrap_or_default);
        Used { input, cache_read, cache_written: 0, output }
    }
}

impl OpenAi {
    /// An engine at an endpoint whose address ends in `/v1` on most servers: [`BASE_URL`],
    /// `http://127.0.0.1:11434/v1`. A server on this computer needs no key.
    ///
    /// # Errors
    /// No encrypted connection is possible on this computer.
    pub fn new(endpoint: Endpoint) -> Result<Self, EndpointError> {
        Ok(Self { connection: Connection::to(endpoint)?, counts_nothing: AtomicBool::new(false) })
    }

    fn request<'a>(&'a self, prompt: &'a Prompt) -> Body<'a> {
        let openai = self.endpoint().is_at(HOST);
        let user = prompt.user();
        let counts = !self.counts_nothing.load(Ordering::Relaxed);
        Body {
            model: &self.endpoint().model,
            messages: [
                Message { role: "system", content: prompt.system.into() },
                Message { role: "user", content: user.into() },
            ],
            stream: true,
            stream_options: counts.then_some(StreamOptions { include_usage: true }),
            max_tokens: (!openai).then_some(MAX_TOKENS),
            max_completion_tokens: openai.then_some(MAX_TOKENS),
            reasoning_effort: (openai && self.endpoint().model == DEFAULT_MODEL).then_some(DEFAULT_MODEL_EFFORT),
            store: openai.then_some(false),
            prompt_cache_key: openai.then(|| cache_key(prompt)),
        }
    }

    async fn open(&self, prompt: &Prompt) -> Result<impl Stream<Item = Result<Step, Trouble>> + use<>, Trouble> {
        let key = self.endpoint().key.as_ref();
        // The crate reads key, organisation and project from the environment unless each is given.
        let config = OpenAIConfig::new()
            .with_api_base(self.endpoint().base.as_str())
            .with_api_key(key.map_or(NO_KEY, Secret::reveal))
            .with_org_id("")
            .with_project_id("");
        let client = &self.connection.client;
        let sender = Sender::new(client.clone(), key.is_none());
        let client = Client::build(client.clone(), config).with_http_service(sender.clone());
        let opened = client.chat().create_stream_byot::<_, Chunk>(self.request(prompt)).await;
        let chunks = opened.map_err(|_| sender.trouble()).inspect_err(|trouble| {
            if *trouble == Trouble::NoCounting {
                self.counts_nothing.store(true, Ordering::Relaxed);
            }
        })?;
        Ok(chunks.flat_map(|chunk| stream::iter(steps(chunk))))
    }
}

/// Names the beginning that a session's requests share, so that they reach the machine that has it in its cache. A
/// digest says nothing about its content.
fn cache_key(prompt: &Prompt) -> String {
    let brief = prompt.stable.first().map(String::as_str).unwrap_or_default();
    let digest = Sha256::new().chain_update(prompt.system).chain_update(brief);
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Translates one piece of the stream. The crate ends the stream at `[DONE]` and at a broken connection alike, so the
/// reason to stop is what tells a whole draft from one that was cut off.
fn steps(chunk: Result<Chunk, OpenAIError>) -> Vec<Result<Step, Trouble>> {
    let Chunk { choices, usage, error } = match chunk {
        Ok(chunk) => chunk,
        Err(OpenAIError::JSONDeserialize(..)) => {
            return vec![Err(Trouble::Failed { detail: "an event that is not of chat completions".into() })];
        }
        Err(_) => return vec![Err(Trouble::CutOff)],
    };
    if let Some(error) = error {
        return vec![Err(Refusal::from_value(None, &error).trouble())];
    }
    let counted = usage.map_or(Step::Alive, |usage| Step::Used(usage.used()));
    let mut steps = vec![Ok(counted)];
    let Some(Choice { delta, finish_reason }) = choices.into_iter().flatten().next() else { return steps };
    let delta = delta.unwrap_or_default();
    if let Some(Content::Text(text)) = delta.content {
        steps.push(Ok(Step::Text(text)));
    }
    if delta.refusal.is_some_and(|refusal| !refusal.is_empty()) {
        steps.extend([Ok(Step::Stop(Finish::Refused)), Ok(Step::End)]);
    } else if let Some(reason) = finish_reason.filter(|reason| !reason.is_empty()) {
        steps.extend([Ok(Step::Stop(finish(&reason))), Ok(Step::Complete)]);
    }
    steps
}

fn finish(finish_reason: &str) -> Finish {
    match finish_reason {
        "length" => Finish::Length,
        "content_filter" => Finish::Refused,
        _ => Finish::Whole,
    }
}

impl Engine for OpenAi {
    fn connection(&self) -> &Connection {
        &self.connection
    }

    fn head(&self) -> (String, HeaderMap) {
        let mut headers = HeaderMap::new();
        let key = self.endpoint().key.as_ref();
        if let Some(key) = key.and_then(|key| secret_header(&format!("Bearer {}", key.reveal()))) {
            headers.insert(AUTHORIZATION, key);
        }
        (format!("{}/chat/completions", self.endpoint().base), headers)
    }

    fn body(&self, prompt: &Prompt) -> Vec<u8> {
        serde_json::to_vec(&self.request(prompt)).unwrap_or_default()
    }

    fn write<'a>(&'a self, prompt: &'a Prompt, patience: Patience, pieces: Pieces<'a>) -> Writing<'a> {
        Box::pin(drafting::collect(self.open(prompt), patience, pieces))
    }
}
