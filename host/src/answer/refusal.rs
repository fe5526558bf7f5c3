//! Reads a provider's refusal: the HTTP status and the error object in the body or in the stream.
//!
//! OpenAI, Anthropic and the servers that imitate them agree on `{"error": {"type", "code", "message"}}` in spirit
//! only: `code` may be a number, `error` may be a plain string, the body may be a web page. All of it ends here as
//! one [`Trouble`].

use super::trouble::Trouble;
use serde_json::Value;
use std::time::Duration;

/// What a provider says about its refusal. Empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    /// HTTP status; none for an error inside a stream that began well.
    pub status: Option<u16>,
    /// `type`: `invalid_request_error`.
    pub kind: String,
    /// `code`: `model_not_found`.
    pub code: String,
    /// For a person at the provider's console. Searched, never shown.
    pub message: String,
    /// How long the provider wants to be left alone.
    pub again_in: Option<Duration>,
}

impl Refusal {
    /// Reads the body of a refused request. A body that is not JSON leaves the status alone.
    pub fn from_body(status: Option<u16>, body: &[u8]) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        Self::from_value(status, body.get("error").unwrap_or(&body))
    }

    /// Reads an error object.
    pub fn from_value(status: Option<u16>, error: &Value) -> Self {
        let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = error.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
        Self {
            status: status.or(number.filter(|code| (400..600).contains(code))),
            kind: text("type"),
            code: text("code"),
            message: error.as_str().map_or_else(|| text("message"), str::to_owned),
            again_in: None,
        }
    }

    /// What it means. Names are looked at before the status: providers reuse 400, 403 and 429 for many things.
    pub fn trouble(&self) -> Trouble {
        self.by_name().or_else(|| self.by_status()).unwrap_or_else(|| Trouble::Failed { detail: self.detail() })
    }

    fn by_name(&self) -> Option<Trouble> {
        let named = |names: &[&str]| names.iter().any(|name| self.kind == *name || self.code == *name);
        let out_of_credit = self.message.to_ascii_lowercase().contains("credit balance is too low");
        let unwanted = matches!(self.status, Some(400 | 422)) && self.message.contains("stream_options");
        if unwanted {
            Some(Trouble::NoCounting)
        } else if out_of_credit || named(&["insufficient_quota", "billing_error", "billing_hard_limit_reached"]) {
            Some(Trouble::NoCredit)
        } else if named(&["model_not_found"]) {
            Some(Trouble::UnknownModel)
        } else if named(&["unsupported_country_region_territory"]) {
            Some(Trouble::Failed { detail: self.detail() })
        } else if named(&["invalid_api_key", "authentication_error", "permission_error"]) {
            Some(Trouble::WrongKey)
        } else if named(&["content_filter", "content_policy_violation"]) {
            Some(Trouble::Refused)
        } else if named(&["rate_limit_error", "rate_limit_exceeded"]) {
            Some(Trouble::RateLimited { again_in: self.again_in })
        } else if named(&["not_found_error"]) {
            Some(Trouble::UnknownModel)
        } else if named(&["overloaded_error", "api_error", "server_error", "timeout_error"]) {
            Some(Trouble::ProviderDown)
        } else {
            None
        }
    }

    fn by_status(&self) -> Option<Trouble> {
        match self.status? {
            401 | 403 => Some(Trouble::WrongKey),
            402 => Some(Trouble::NoCredit),
            404 => Some(Trouble::UnknownModel),
            429 => Some(Trouble::RateLimited { again_in: self.again_in }),
            500..=599 => Some(Trouble::ProviderDown),
            _ => None,
        }
    }

    fn detail(&self) -> String {
        let status = match self.status {
            Some(status @ 300..=399) => Some(format!("HTTP {status}: it points to another address")),
            Some(status) => Some(format!("HTTP {status}")),
            None => None,
        };
        let names = [&self.kind, &self.code].into_iter().filter(|name| is_name(name)).cloned();
        let parts: Vec<String> = status.into_iter().chain(names).collect();
        if parts.is_empty() { "no reason given".to_owned() } else { parts.join(", ") }
    }
}

/// An error's name, as against a message or a key that stands in its place: lower-case words, no digits.
fn is_name(text: &str) -> bool {
    (1..=60).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(status: u16, body: &str) -> Trouble {
        Refusal::from_body(Some(status), body.as_bytes()).trouble()
    }

    fn limited() -> Trouble {
        Trouble::RateLimited { again_in: None }
    }

    #[test]
    fn published_refusals_are_understood() {
        let table = [
            (401, r#"{"error":{"type":"invalid_request_error","code":"invalid_api_key"}}"#, Trouble::WrongKey),
            (401, r#"{"type":"error","error":{"type":"authentication_error"}}"#, Trouble::WrongKey),
            (
                401,
                r#"{"error":{"code":401,"message":"Invalid API Key","type":"authentication_error"}}"#,
                Trouble::WrongKey,
            ),
            (401, "Unauthorized", Trouble::WrongKey),
            (403, r#"{"error":{"type":"permission_error"}}"#, Trouble::WrongKey),
            (403, r#"{"error":{"code":"model_not_found"}}"#, Trouble::UnknownModel),
            (429, r#"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#, Trouble::NoCredit),
            (
                400,
                r#"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}"#,
                Trouble::NoCredit,
            ),
            (402, r#"{"error":{"message":"Insufficient credits","code":402}}"#, Trouble::NoCredit),
            (404, r#"{"type":"error","error":{"type":"not_found_error"}}"#, Trouble::UnknownModel),
            (404, r#"{"error":"model 'x' not found"}"#, Trouble::UnknownModel),
            (404, "<html>404</html>", Trouble::UnknownModel),
            (429, r#"{"error":{"type":"tokens","code":"rate_limit_exceeded"}}"#, limited()),
            (429, "", limited()),
            (500, "oops", Trouble::ProviderDown),
            (529, r#"{"type":"error","error":{"type":"overloaded_error"}}"#, Trouble::ProviderDown),
            (400, r#"{"error":{"code":"content_filter"}}"#, Trouble::Refused),
            (422, r#"{"error":{"message":"extra fields not permitted: stream_options"}}"#, Trouble::NoCounting),
        ];
        for (status, body, expected) in table {
            assert_eq!(trouble(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_number_in_place_of_a_code_inside_a_stream_counts_as_the_status() {
        let refusal = Refusal::from_body(None, br#"{"error":{"code":502,"message":"Provider returned error"}}"#);
        assert_eq!(refusal.trouble(), Trouble::ProviderDown);
    }

    #[test]
    fn what_is_not_understood_is_named_but_never_quoted() {
        let detail = |status, body| match trouble(status, body) {
            Trouble::Failed { detail } => detail,
            other => panic!("{other:?}"),
        };
        let body = r#"{"error":{"type":"invalid_request_error","code":"sk-Secret1","message":"sk-Secret1"}}"#;
        assert_eq!(detail(400, body), "HTTP 400, invalid_request_error");
        assert_eq!(detail(307, ""), "HTTP 307: it points to another address");
        assert_eq!(
            detail(403, r#"{"error":{"code":"unsupported_country_region_territory"}}"#),
            "HTTP 403, unsupported_country_region_territory"
        );
        assert_eq!(Refusal::default().detail(), "no reason given");
    }
}
