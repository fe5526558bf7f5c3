//! One request: a WAV file and what helps to understand it, as a form; back comes the text.

use super::address::Address;
use super::error::{ServerError, Trouble};
use super::{Settings, reading};
use crate::secret::Secret;
use reqwest::header::RETRY_AFTER;
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A connection that takes longer than this comes too late for the conversation.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A hosted model needs a second for the longest utterance. One on this computer may run on a slow core.
const PATIENCE_AWAY: Duration = Duration::from_secs(15);
const PATIENCE_HERE: Duration = Duration::from_secs(60);
/// No answer of a transcription is longer than this.
const LONGEST_ANSWER: usize = 1 << 20;
/// Servers read 224 tokens of the prompt, and cut off its beginning: its most telling terms.
const LONGEST_PROMPT: usize = 600;

/// One model at one address.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    address: Address,
    key: Option<Secret>,
    pub model: String,
    language: Option<String>,
    prompt: String,
    /// How long a request may take.
    pub patience: Duration,
    /// Bytes of the transcriptions of silence that are not told yet.
    checks: Mutex<Vec<u64>>,
}

impl Client {
    pub fn new(settings: Settings) -> Result<Self, ServerError> {
        let Settings { base, key, model, language, vocabulary } = settings;
        let key = key.filter(|key| !key.is_empty());
        let error = |host: String, local: bool, trouble| {
            let (model, has_key) = (model.clone(), key.is_some());
            ServerError { host, model, has_key, local, trouble }
        };
        let host = || reqwest::Url::parse(base.trim()).ok().and_then(|url| url.host_str().map(str::to_owned));
        let address = Address::new(&base, key.as_ref())
            .map_err(|trouble| error(host().unwrap_or_else(|| "the server".into()), false, trouble))?;
        // It follows no redirect, so that neither key nor sound reaches a host that the user did not name.
        let http = reqwest::Client::builder()
            .user_agent(concat!("convoally/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT);
        let http = if address.is_here() { http.no_proxy() } else { http };
        let http = http.build().map_err(|_| error(address.host(), address.is_here(), Trouble::NoTls))?;
        let patience = if address.is_here() { PATIENCE_HERE } else { PATIENCE_AWAY };
        Ok(Self {
            http,
            address,
            key,
            model,
            language,
            prompt: prompt(&vocabulary),
            patience,
            checks: Mutex::default(),
        })
    }

    /// Finds a name at another address than the network says.
    #[cfg(test)]
    pub fn resolve(&mut self, name: &str, address: std::net::SocketAddr) {
        self.http = reqwest::Client::builder().no_proxy().resolve(name, address).build().unwrap();
    }

    /// The host that sound goes to.
    pub fn host(&self) -> String {
        self.address.host()
    }

    /// Nothing leaves this computer.
    pub fn is_here(&self) -> bool {
        self.address.is_here()
    }

    /// For people: `whisper-1 at api.openai.com`, `whisper-small, on this computer`.
    pub fn label(&self) -> String {
        if self.is_here() {
            format!("{}, on this computer", self.model)
        } else {
            format!("{} at {}", self.model, self.host())
        }
    }

    /// The trouble with its place.
    pub fn error(&self, trouble: Trouble) -> ServerError {
        let (host, local) = (self.host(), self.is_here());
        ServerError { host, model: self.model.clone(), has_key: self.key.is_some(), local, trouble }
    }

    /// How much is sent for a WAV file of so many bytes, the names that go along with it included.
    pub fn weight(&self, wave: usize) -> u64 {
        (wave + self.prompt.len()) as u64
    }

    /// Notes that a WAV file of so many bytes is sent to find out whether the server works.
    pub fn checked(&self, wave: usize) {
        self.checks.lock().unwrap_or_else(PoisonError::into_inner).push(self.weight(wave));
    }

    /// What was sent for that since this was asked last: requests and bytes.
    pub fn checks(&self) -> (u64, u64) {
        let checks = std::mem::take(&mut *self.checks.lock().unwrap_or_else(PoisonError::into_inner));
        (checks.len() as u64, checks.iter().sum())
    }

    /// Transcribes a WAV file.
    pub async fn transcribe(&self, wave: Vec<u8>) -> Result<String, Trouble> {
        let file =
            Part::bytes(wave).file_name("speech.wav").mime_str("audio/wav").map_err(|_| Trouble::BrokenAnswer)?;
        let mut form = Form::new().part("file", file).text("model", self.model.clone());
        form = form.text("response_format", "json").text("temperature", "0");
        if let Some(language) = &self.language {
            form = form.text("language", language.clone());
        }
        if !self.prompt.is_empty() {
            form = form.text("prompt", self.prompt.clone());
        }
        let (status, retry_after, body) =
            self.ask(self.http.post(self.address.below("audio/transcriptions")).multipart(form)).await?;
        reading::text_of(status, retry_after, &body)
    }

    /// What the server says when it is asked for its models: status and body.
    pub async fn models(&self) -> Result<(u16, Vec<u8>), Trouble> {
        let (status, _, body) = self.ask(self.http.get(self.address.below("models"))).await?;
        Ok((status, body))
    }

    async fn ask(&self, request: RequestBuilder) -> Result<(u16, Option<Duration>, Vec<u8>), Trouble> {
        let request = match &self.key {
            Some(key) => request.bearer_auth(key.reveal()),
            None => request,
        };
        let response = request.timeout(self.patience).send().await.map_err(|error| interrupted(&error))?;
        let (status, wait) = (response.status().as_u16(), retry_after(&response));
        Ok((status, wait, read(response).await?))
    }
}

fn prompt(vocabulary: &[String]) -> String {
    let mut prompt = String::new();
    for term in vocabulary {
        let comma = if prompt.is_empty() { "" } else { ", " };
        if prompt.len() + comma.len() + term.len() > LONGEST_PROMPT {
            break;
        }
        prompt = prompt + comma + term;
    }
    prompt
}

fn interrupted(error: &reqwest::Error) -> Trouble {
    if error.is_timeout() && !error.is_connect() { Trouble::TooLate } else { Trouble::Unreachable }
}

/// Seconds; the other form, a date, is not used by any of these servers.
fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: f64 = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

async fn read(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    let broken = |error: reqwest::Error| if error.is_timeout() { Trouble::TooLate } else { Trouble::BrokenAnswer };
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Trouble::NotAServer);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prompt_holds_the_first_terms_whole() {
        let terms: Vec<String> = (0..100).map(|n| format!("Term{n:04}")).collect();
        let prompt = prompt(&terms);
        assert!(prompt.starts_with("Term0000, Term0001") && prompt.len() <= LONGEST_PROMPT);
        assert!(prompt.split(", ").all(|term| term.len() == 8));
    }
}
