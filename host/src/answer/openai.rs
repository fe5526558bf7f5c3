//! Drafts through any endpoint that speaks OpenAI's chat completions, streamed by async-openai.
//!
//! Requests and replies have types of our own ("byot"), because the servers that imitate the protocol leave out or
//! reshape fields that the crate's types insist on.

use super::drafting::{self, Finish, MAX_TOKENS, Patience, Step};
use super::endpoint::{Endpoint, EndpointError, Provider};
use super::prompt::{self, Prompt};
use super::refusal::Refusal;
use super::trouble::{AnswerError, Trouble};
use super::turned_away::{self, Opening};
use super::{Answerer, DraftRequest, Drafting};
use crate::secret::Secret;
use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use convoally_shared::card::Disclosure;
use futures_util::{Stream, StreamExt, stream};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use tokio::sync::mpsc;

/// The provider's own address.
pub const BASE_URL: &str = "https://api.openai.com/v1";
/// OpenAI's small fast model, which its deprecations page names as the successor of the 4.1 and 4o minis (both
/// shut down on 2027-01-14; `gpt-5-mini` on 2026-12-11).
pub const DEFAULT_MODEL: &str = "gpt-6-luna";
/// The default model reasons before it writes unless it is told not to; the user waits for its first word.
const DEFAULT_MODEL_EFFORT: &str = "none";
/// The host of [`BASE_URL`], which takes parameters that its imitators reject.
pub(super) const HOST: &str = "api.openai.com";
/// Sent where there is no key: the crate always sends an `Authorization` header, and an empty one is malformed.
const NO_KEY: &str = "none";

/// An engine for one model behind chat completions.
pub struct OpenAi {
    endpoint: Endpoint,
    client: Client<OpenAIConfig>,
    patience: Patience,
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: [Message<'a>; 2],
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasoning_effort: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<bool>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// One piece of the stream. Every field may be missing or null.
#[derive(Deserialize)]
struct Chunk {
    choices: Option<Vec<Choice>>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
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

impl OpenAi {
    /// An engine at `base`, which ends in `/v1` on most servers: [`BASE_URL`], `http://127.0.0.1:11434/v1`. A
    /// server on this computer needs no key.
    ///
    /// # Errors
    /// The address or the key cannot be used at all.
    pub fn new(base: &str, key: Option<Secret>, model: &str) -> Result<Self, EndpointError> {
        let endpoint = Endpoint::new(Provider::OpenAi, base, key, model)?;
        let http = turned_away::noting_status(endpoint.client()).build().map_err(|_| EndpointError::NoTls)?;
        // The crate reads key, organisation and project from the environment unless each is given.
        let config = OpenAIConfig::new()
            .with_api_base(endpoint.base.as_str())
            .with_api_key(endpoint.key.as_ref().map_or(NO_KEY, Secret::reveal))
            .with_org_id("")
            .with_project_id("");
        Ok(Self { endpoint, client: Client::build(http, config), patience: Patience::default() })
    }

    #[cfg(test)]
    pub(super) fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    fn body<'a>(&'a self, prompt: &'a Prompt) -> Body<'a> {
        let openai = self.endpoint.is_at(HOST);
        Body {
            model: &self.endpoint.model,
            messages: [
                Message { role: "system", content: prompt.system },
                Message { role: "user", content: &prompt.user },
            ],
            stream: true,
            max_tokens: (!openai).then_some(MAX_TOKENS),
            max_completion_tokens: openai.then_some(MAX_TOKENS),
            reasoning_effort: (openai && self.endpoint.model == DEFAULT_MODEL).then_some(DEFAULT_MODEL_EFFORT),
            store: openai.then_some(false),
        }
    }

    async fn open(&self, prompt: &Prompt) -> Result<impl Stream<Item = Result<Step, Trouble>> + use<>, Trouble> {
        let chat = self.client.chat();
        let request = chat.create_stream_byot::<_, Chunk>(self.body(prompt));
        let chunks = match turned_away::open(request, self.patience.turned_away).await {
            Opening::Done(chunks, status) => chunks.map_err(|error| refused(error, status))?,
            Opening::TurnedAway(status) => {
                return Err(Refusal { status: Some(status), ..Refusal::default() }.trouble());
            }
        };
        Ok(chunks.flat_map(|chunk| stream::iter(steps(chunk))))
    }
}

/// Reads a request's error. `status` is what was seen beside the crate.
fn refused(error: OpenAIError, status: Option<u16>) -> Trouble {
    match error {
        OpenAIError::ApiError(response) => {
            let status = Some(response.status_code.as_u16());
            let error = response.api_error;
            let (kind, code) = (error.r#type.unwrap_or_default(), error.code.unwrap_or_default());
            Refusal { status, kind, code, message: error.message }.trouble()
        }
        OpenAIError::JSONDeserialize(_, body) => Refusal::from_body(status, body.as_bytes()).trouble(),
        OpenAIError::Reqwest(_) => Trouble::Unreachable,
        _ => Trouble::Failed { detail: "the request could not be made".into() },
    }
}

/// Translates one piece of the stream. The crate ends the stream at `[DONE]` and at a broken connection alike, so
/// the reason to stop is what tells a whole draft from one that was cut off.
fn steps(chunk: Result<Chunk, OpenAIError>) -> Vec<Result<Step, Trouble>> {
    let choice = match chunk {
        Ok(Chunk { error: Some(error), .. }) => return vec![Err(Refusal::from_value(None, &error).trouble())],
        Ok(Chunk { choices, .. }) => choices.into_iter().flatten().next(),
        Err(OpenAIError::JSONDeserialize(..)) => {
            return vec![Err(Trouble::Failed { detail: "an event that is not of chat completions".into() })];
        }
        Err(_) => return vec![Err(Trouble::CutOff)],
    };
    let mut steps = vec![Ok(Step::Alive)];
    let Some(Choice { delta, finish_reason }) = choice else { return steps };
    let delta = delta.unwrap_or(Delta { content: None, refusal: None });
    if let Some(Content::Text(text)) = delta.content {
        steps.push(Ok(Step::Text(text)));
    }
    if delta.refusal.is_some_and(|refusal| !refusal.is_empty()) {
        steps.extend([Ok(Step::Stop(Finish::Refused)), Ok(Step::End)]);
    } else if let Some(reason) = finish_reason.filter(|reason| !reason.is_empty()) {
        steps.extend([Ok(Step::Stop(finish(&reason))), Ok(Step::End)]);
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

impl Answerer for OpenAi {
    fn label(&self) -> String {
        self.endpoint.label()
    }

    fn disclosure(&self, request: &DraftRequest) -> Option<Disclosure> {
        let body = serde_json::to_vec(&self.body(&prompt::write(request))).unwrap_or_default();
        self.endpoint.disclosure(&body, prompt::contents(request), prompt::sources(request))
    }

    fn draft<'a>(&'a self, request: &'a DraftRequest, deltas: mpsc::Sender<String>) -> Drafting<'a> {
        Box::pin(async move {
            let prompt = prompt::write(request);
            drafting::collect(self.open(&prompt), &deltas, self.patience)
                .await
                .map_err(|trouble| AnswerError::at(&self.endpoint, trouble).into())
        })
    }
}

impl fmt::Debug for OpenAi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenAi").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
