//! Whether an engine would work now, and what is really wrong when it would not: one request that asks for a word and
//! carries nothing of the user's but the key.

use super::endpoint::Endpoint;
use super::engine::Engine;
use super::exchange;
use super::openai;
use super::trouble::{AnswerError, Trouble};
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use reqwest::header::{DATE, HeaderMap};
use serde::Serialize;
use std::time::{Duration, SystemTime};
use tokio::time::timeout;

/// A model on this computer may have to be read from the disk first.
const PATIENCE: Duration = Duration::from_secs(15);
/// The clocks of computers that set theirs by the network differ by less than a second; certificates and signed
/// requests fail from some minutes on.
const CLOCKS_DIFFER: Duration = Duration::from_secs(180);
/// The most that is written for it, in tokens; OpenAI's own models refuse less than this.
const WORD: u32 = 16;

/// The same in both protocols.
#[derive(Serialize)]
struct Ping<'a> {
    model: &'a str,
    messages: [Message; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<bool>,
}

#[derive(Serialize)]
struct Message {
    role: &'static str,
    content: &'static str,
}

/// Asks an engine for a word.
///
/// # Errors
/// What is wrong: key, credit, model, connection, or the clock of this computer.
pub(super) async fn ask(engine: &dyn Engine) -> Result<(), Fault> {
    let endpoint = engine.endpoint();
    let late = Err(Trouble::TooLate { seconds: PATIENCE.as_secs() });
    let headers = timeout(PATIENCE, ping(engine)).await.unwrap_or(late);
    let headers = headers.map_err(|trouble| Fault::from(AnswerError::at(endpoint, trouble)))?;
    match clock(&headers, SystemTime::now()) {
        Some((apart, direction)) if !endpoint.is_here() => Err(wrong_clock(endpoint, apart, direction)),
        _ => Ok(()),
    }
}

/// What asking it sends away; none when it stays on this computer.
pub(super) fn disclosure(engine: &dyn Engine) -> Option<Disclosure> {
    let endpoint = engine.endpoint();
    endpoint.disclosure(&body(endpoint), "the word ping".to_owned(), Vec::new())
}

async fn ping(engine: &dyn Engine) -> Result<HeaderMap, Trouble> {
    let (url, headers) = engine.head();
    let body = body(engine.endpoint());
    let response = exchange::send(&engine.connection().client, &url, headers, body).await?;
    Ok(exchange::accepted(response).await?.headers().clone())
}

fn body(endpoint: &Endpoint) -> Vec<u8> {
    let openai = endpoint.is_at(openai::HOST);
    let body = Ping {
        model: &endpoint.model,
        messages: [Message { role: "user", content: "ping" }],
        max_tokens: (!openai).then_some(WORD),
        max_completion_tokens: openai.then_some(WORD),
        store: openai.then_some(false),
    };
    serde_json::to_vec(&body).unwrap_or_default()
}

/// How far this computer's clock is from the provider's, when that is far.
fn clock(headers: &HeaderMap, now: SystemTime) -> Option<(Duration, &'static str)> {
    let there = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    let (apart, direction) = match now.duration_since(there) {
        Ok(ahead) => (ahead, "ahead"),
        Err(behind) => (behind.duration(), "behind"),
    };
    (apart > CLOCKS_DIFFER).then_some((apart, direction))
}

fn wrong_clock(endpoint: &Endpoint, apart: Duration, direction: &str) -> Fault {
    let minutes = apart.as_secs().div_ceil(60);
    Fault::new(
        "answer.wrong_clock",
        format!("The clock of this computer is {minutes} minutes {direction} of the one at {}.", endpoint.host()),
        "Set the clock of this computer right; connections fail with a wrong one.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn a_clock_is_wrong_from_some_minutes_on() {
        let there = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let headers = HeaderMap::from_iter([(DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"))]);
        assert_eq!(clock(&headers, there + CLOCKS_DIFFER), None);
        assert_eq!(clock(&headers, there - CLOCKS_DIFFER), None);
        let hour = Duration::from_secs(3_600);
        assert_eq!(clock(&headers, there + hour), Some((hour, "ahead")));
        assert_eq!(clock(&headers, there - hour), Some((hour, "behind")));
        assert_eq!(clock(&HeaderMap::new(), there), None);
    }
}
