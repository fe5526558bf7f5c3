//! Reads an answer: the text, in whichever of the shapes that servers give it, or why there is none.
//!
//! Asked for JSON, servers answer `{"text": …}` with more or fewer fields beside it, a plain text, or an error
//! object in several dialects; what stands in front of a server answers with a web page.

use super::error::Trouble;
use crate::speech::repetition;
use crate::speech::wordless::is_wordless;
use serde_json::Value;
use std::time::Duration;

/// Reads a whole answer.
pub fn text_of(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Result<String, Trouble> {
    if !(200..300).contains(&status) {
        return Err(refusal(status, retry_after, body));
    }
    let body = std::str::from_utf8(body).map_err(|_| Trouble::BrokenAnswer)?.trim();
    if body.starts_with('<') {
        return Err(Trouble::NotAServer);
    }
    if !body.starts_with(['{', '[']) {
        return Ok(words(body.trim_matches('"')));
    }
    let answer: Value = serde_json::from_str(body).map_err(|_| Trouble::BrokenAnswer)?;
    match answer.get("text").and_then(Value::as_str) {
        Some(text) => Ok(words(text)),
        // Some servers report a fault with a good status.
        None if answer.get("error").is_some() => Err(refusal(500, None, body.as_bytes())),
        None => Err(Trouble::NotAServer),
    }
}

/// The words alone, in one line.
fn words(text: &str) -> String {
    let line = repetition::collapsed(text);
    if is_wordless(&line) { String::new() } else { line }
}

/// Names are looked at before the status: servers use 400, 403 and 429 for many things.
pub fn refusal(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Trouble {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let error = body.get("error").or(body.get("detail")).unwrap_or(&body);
    let field = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default();
    let message = error.as_str().unwrap_or(field("message")).to_ascii_lowercase();
    let named = |names: &[&str]| names.iter().any(|name| [field("type"), field("code")].contains(name));
    let about_model = message.contains("model")
        && ["not found", "not exist", "unknown", "invalid model", "not supported", "not installed", "no model"]
            .iter()
            .any(|words| message.contains(words));
    if named(&["insufficient_quota", "billing_error", "billing_hard_limit_reached"]) {
        Trouble::NoCredit
    } else if named(&["model_not_found"]) || about_model {
        Trouble::UnknownModel
    } else if named(&["invalid_api_key", "authentication_error"]) {
        Trouble::BadKey
    } else {
        match status {
            401 | 403 => Trouble::BadKey,
            402 => Trouble::NoCredit,
            429 => Trouble::RateLimited { retry_after },
            408 | 500 | 502..=599 => Trouble::Down,
            300..=399 | 404 | 405 | 501 => Trouble::NotAServer,
            _ => Trouble::Refused { status },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<String, Trouble> {
        text_of(status, None, body.as_bytes())
    }

    #[test]
    fn the_text_is_found_in_every_shape() {
        let shapes = [
            r#"{"text":"Why us?"}"#,
            r#"{"text":" Why us?\n","usage":{"type":"duration","seconds":2}}"#,
            r#"{"task":"transcribe","language":"english","duration":2.1,"text":"Why\nus?","segments":[{"id":0}]}"#,
            "Why us?\n",
            "\"Why us?\"",
        ];
        for body in shapes {
            assert_eq!(read(200, body).as_deref(), Ok("Why us?"), "{body}");
        }
    }

    #[test]
    fn no_words_are_an_empty_text() {
        for body in [r#"{"text":""}"#, r#"{"text":"[BLANK_AUDIO]"}"#, "", " ...\n"] {
            assert_eq!(read(200, body).as_deref(), Ok(""), "{body}");
        }
    }

    #[test]
    fn what_is_no_transcription_is_told_apart_from_what_is_garbled() {
        assert_eq!(read(200, "<!doctype html>"), Err(Trouble::NotAServer));
        assert_eq!(read(200, r#"{"choices":[]}"#), Err(Trouble::NotAServer));
        assert_eq!(read(200, r#"{"text":"Why"#), Err(Trouble::BrokenAnswer));
        assert_eq!(text_of(200, None, &[0xff, 0xfe]), Err(Trouble::BrokenAnswer));
    }

    #[test]
    fn published_refusals_are_understood() {
        let limited = Trouble::RateLimited { retry_after: None };
        let table = [
            (401, r#"{"error":{"type":"invalid_request_error","code":"invalid_api_key"}}"#, Trouble::BadKey),
            (403, "Forbidden", Trouble::BadKey),
            (402, r#"{"error":{"message":"Insufficient credits","code":402}}"#, Trouble::NoCredit),
            (429, r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#, Trouble::NoCredit),
            (429, r#"{"error":{"code":"rate_limit_exceeded"}}"#, limited),
            (404, r#"{"error":{"code":"model_not_found"}}"#, Trouble::UnknownModel),
            (404, r#"{"detail":"Model 'x' is not installed locally."}"#, Trouble::UnknownModel),
            (400, r#"{"error":{"message":"The model `x` does not exist"}}"#, Trouble::UnknownModel),
            (404, r#"{"detail":"Not Found"}"#, Trouble::NotAServer),
            (405, "", Trouble::NotAServer),
            (307, "", Trouble::NotAServer),
            (200, r#"{"error":"failed to decode"}"#, Trouble::Down),
            (503, "<html>", Trouble::Down),
            (400, r#"{"error":{"message":"bad language"}}"#, Trouble::Refused { status: 400 }),
        ];
        for (status, body, expected) in table {
            assert_eq!(read(status, body), Err(expected), "{status} {body}");
        }
    }
}
