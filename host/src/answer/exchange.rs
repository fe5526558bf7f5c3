//! One request to a provider and what becomes of it: HTTP, refusals and server-sent events, the same for every engine.

use super::endpoint::read_start;
use super::refusal::Refusal;
use super::trouble::Trouble;
use eventsource_stream::Eventsource;
use futures_util::{Stream, StreamExt};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response};
use std::error::Error;
use std::time::Duration;
use tokio::time::timeout;

/// Error bodies are a few hundred bytes; what is longer is a web page.
const MAX_ERROR_BYTES: usize = 64 * 1024;
/// The body comes with the status or hardly later; the next engine waits for it no longer than this.
const ERROR_BODY: Duration = Duration::from_millis(150);
/// An account that has to wait longer than this is as good as refused for the call.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// Sends a JSON body and gives each event's data as it arrives.
pub(super) async fn stream(
    client: &Client,
    url: &str,
    headers: HeaderMap,
    body: Vec<u8>,
) -> Result<impl Stream<Item = Result<String, Trouble>> + use<>, Trouble> {
    let response = accepted(send(client, url, headers, body).await?).await?;
    let events = response.bytes_stream().eventsource();
    Ok(events.map(|event| event.map(|event| event.data).map_err(|_| Trouble::CutOff)))
}

/// Sends a JSON body.
pub(super) async fn send(client: &Client, url: &str, headers: HeaderMap, body: Vec<u8>) -> Result<Response, Trouble> {
    let json = HeaderValue::from_static("application/json");
    let request = client.post(url).headers(headers).header(CONTENT_TYPE, json).body(body);
    request.send().await.map_err(|error| unsent(&error))
}

/// The response, where the request was accepted.
pub(super) async fn accepted(response: Response) -> Result<Response, Trouble> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let again_in = again_in(response.headers());
    let body = timeout(ERROR_BODY, read_start(response, MAX_ERROR_BYTES)).await.unwrap_or_default();
    Err(Refusal { again_in, ..Refusal::from_body(Some(status.as_u16()), &body) }.trouble())
}

/// A header with a secret in it. What cannot be sent was refused when the endpoint was made.
pub(super) fn secret_header(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// `retry-after` in its usual form, seconds. A date is taken as nothing said.
fn again_in(headers: &HeaderMap) -> Option<Duration> {
    let seconds: f64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok().map(|wait| wait.min(LONGEST_WAIT))
}

/// A certificate that is not valid *yet*, or not any more, is nearly always the clock of this computer; any other that does
/// not hold is somebody in between. The TLS library says so in words alone once its error has gone through the HTTP client.
pub(super) fn unsent(error: &reqwest::Error) -> Trouble {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        let text = error.to_string().to_ascii_lowercase();
        if text.contains("certificate") {
            let of_time = text.contains("expired") || text.contains("not valid yet");
            return if of_time { Trouble::WrongClock } else { Trouble::Untrusted };
        }
        cause = error.source();
    }
    Trouble::Unreachable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_to_wait_is_read_from_seconds() {
        let read =
            |text: &'static str| again_in(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]));
        assert_eq!(read("20"), Some(Duration::from_secs(20)));
        assert_eq!(read(" 0.5 "), Some(Duration::from_millis(500)));
        assert_eq!(read("99999999"), Some(LONGEST_WAIT));
        for odd in ["-1", "NaN", "soon", "Fri, 31 Dec 1999 23:59:59 GMT"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
