//! What can go wrong between here and Deepgram, and what the user is told about it.
//!
//! Deepgram's own sentences are searched, never shown: they may be long, and a proxy in between may put anything
//! there. Only its short error names travel on, and only when they look like names.

use super::Model;
use convoally_shared::fault::Fault;
use std::time::Duration;
use tokio_tungstenite::tungstenite;
use tungstenite::handshake::client::Response;

/// Longest wait that is accepted from a `retry-after`.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What does not pass by itself is tried again at this pace: somebody may add credit while the call goes on.
const SLOWLY: Duration = Duration::from_secs(15);

/// Why there is no line, or no session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// 401: the key is not accepted.
    #[error("the key was refused")]
    BadKey,
    /// 402: the account has no credit left.
    #[error("the account has no credit")]
    NoCredit,
    /// 401 or 403: the key may not do this, or not with this model.
    #[error("the key lacks a permission")]
    NoPermission,
    /// 400 or 404: no such model, or not for this language.
    #[error("the model is not known")]
    UnknownModel,
    /// 429: as many sessions as the account may have.
    #[error("the rate limit is reached")]
    RateLimited {
        /// How long Deepgram asks to wait.
        retry_after: Option<Duration>,
    },
    /// 5xx, or a close code that says the same.
    #[error("the provider is down")]
    Down,
    /// No connection: name not found, nobody listens, no network, no answer in time.
    #[error("no connection")]
    Unreachable,
    /// The other end could not prove who it is.
    #[error("the certificate is not trusted")]
    Untrusted,
    /// There was a connection, and it broke off.
    #[error("the connection broke off")]
    Dropped,
    /// There is a connection, and sound gets no answer.
    #[error("the connection is silent")]
    Stalled,
    /// Anything else.
    #[error("refused: {detail}")]
    Refused {
        /// Short names and numbers only: `HTTP 400, INVALID_QUERY_PARAMETER`.
        detail: String,
    },
    /// The address cannot be used.
    #[error("not a usable address")]
    BadAddress,
}

impl Trouble {
    /// The other end was there and was told what was asked.
    pub(super) fn was_answered(&self) -> bool {
        !matches!(self, Self::Unreachable | Self::Untrusted | Self::BadAddress)
    }

    /// What a handshake that failed means.
    pub(super) fn of_handshake(error: tungstenite::Error) -> Self {
        match error {
            tungstenite::Error::Http(response) => Self::of_refusal(&response),
            tungstenite::Error::Io(error) if is_certificate(&error) => Self::Untrusted,
            tungstenite::Error::Tls(_) => Self::Untrusted,
            _ => Self::Unreachable,
        }
    }

    /// What a refused handshake means: its status, and what Deepgram says in `dg-error` or in the body.
    fn of_refusal(response: &Response) -> Self {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let body = response.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        let said = format!("{} {body}", header("dg-error").unwrap_or_default());
        let status = response.status().as_u16();
        let says = |what: &str| said.to_ascii_lowercase().contains(what);
        match status {
            401 if says("insufficient_permissions") || says("sufficient permissions") => Self::NoPermission,
            401 => Self::BadKey,
            402 => Self::NoCredit,
            403 => Self::NoPermission,
            404 => Self::UnknownModel,
            400 if says("model") => Self::UnknownModel,
            429 => {
                let seconds = header("retry-after").and_then(|value| value.trim().parse().ok());
                let retry_after = seconds.map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT));
                Self::RateLimited { retry_after }
            }
            408 | 500..=599 => Self::Down,
            300..=399 => Self::Refused { detail: format!("HTTP {status}: it points to another address") },
            _ => Self::Refused { detail: detail(&format!("HTTP {status}"), &said) },
        }
    }

    /// What a close frame in the middle of a session means. 1011 (`NET-0000`, `NET-0001`) and the like heal by a
    /// new connection; 1008 (`DATA-0000`) says that the sound could not be read.
    pub(super) fn of_close(code: u16, reason: &str) -> Self {
        match code {
            1000 | 1001 | 1005 | 1006 => Self::Dropped,
            1011..=1014 => Self::Down,
            _ => Self::Refused { detail: detail(&format!("close code {code}"), reason) },
        }
    }

    /// What an error message in the middle of a session means.
    pub(super) fn of_message(code: &str) -> Self {
        match code {
            "INVALID_AUTH" => Self::BadKey,
            "ASR_PAYMENT_REQUIRED" => Self::NoCredit,
            "INSUFFICIENT_PERMISSIONS" => Self::NoPermission,
            "TOO_MANY_REQUESTS" => Self::RateLimited { retry_after: None },
            "INTERNAL_SERVER_ERROR" => Self::Down,
            code => Self::Refused { detail: detail("error message", code) },
        }
    }

    /// Whether it may be over in a moment without anybody's doing.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Down | Self::Unreachable | Self::Dropped | Self::Stalled)
    }

    /// How long to wait at least before trying again.
    pub(super) fn least_wait(&self) -> Duration {
        match self {
            Self::RateLimited { retry_after } => retry_after.unwrap_or_default(),
            Self::Down | Self::Unreachable | Self::Dropped | Self::Stalled => Duration::ZERO,
            _ => SLOWLY,
        }
    }
}

/// rustls hands its verdict over inside an I/O error.
fn is_certificate(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<deepgram::rustls::Error>());
    matches!(inner, Some(deepgram::rustls::Error::InvalidCertificate(_)))
}

/// A number and, where the text holds one, Deepgram's name for the error: capitals as in `DATA-0000`.
fn detail(number: &str, said: &str) -> String {
    let is_name_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '-';
    let mut words = said.split(|c: char| !is_name_part(c));
    let name = words.find(|word| {
        let joint = word.contains('_') || word.contains('-');
        joint && word.len() <= 40 && word.starts_with(|c: char| c.is_ascii_uppercase())
    });
    name.map_or_else(|| number.to_owned(), |name| format!("{number}, {name}"))
}

/// A [`Trouble`] and where it happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {trouble}")]
pub struct DeepgramError {
    /// The host that was asked.
    pub host: String,
    /// The model that was asked for.
    pub model: Model,
    /// The language that was asked for.
    pub language: String,
    /// What happened.
    pub trouble: Trouble,
}

impl From<DeepgramError> for Fault {
    fn from(error: DeepgramError) -> Self {
        let DeepgramError { host, model, language, trouble } = error;
        let held = "Nothing is lost: the sound is kept until it is understood.";
        let (code, sentence, action) = match trouble {
            Trouble::BadKey => (
                "bad_key",
                format!("The key for {host} was refused."),
                "Put the right key in with `convoally keys set deepgram`.".to_owned(),
            ),
            Trouble::NoCredit => (
                "no_credit",
                format!("The account at {host} has no credit left."),
                "Add credit in Deepgram's console, or choose another speech engine.".to_owned(),
            ),
            Trouble::NoPermission => (
                "no_permission",
                format!("The key for {host} may not use the model {}.", model.wire_name(&language)),
                "Make a key for a project that may, in Deepgram's console, or choose another model.".to_owned(),
            ),
            Trouble::UnknownModel => (
                "unknown_model",
                format!("{host} has no model {} for the language “{language}”.", model.wire_name(&language)),
                "Choose another model or language, and check the address if it is not Deepgram's own.".to_owned(),
            ),
            Trouble::RateLimited { retry_after } => (
                "rate_limited",
                format!("{host} accepts no more sessions for now: the account's rate limit is reached."),
                match retry_after {
                    Some(wait) => {
                        format!("Try again in {} s, or close other sessions of this account.", wait.as_secs())
                    }
                    None => "Wait a minute, or close other sessions of this account.".to_owned(),
                },
            ),
            Trouble::Down => ("down", format!("{host} has a problem of its own."), format!("Wait a moment. {held}")),
            Trouble::Unreachable => (
                "unreachable",
                format!("There is no connection to {host}."),
                "Check the network, or choose the engine on this computer, which needs none.".to_owned(),
            ),
            Trouble::Untrusted => (
                "untrusted",
                format!("The connection to {host} is not safe: its certificate could not be verified."),
                "Check this computer's date, and whether a company network reads the traffic.".to_owned(),
            ),
            Trouble::Dropped => {
                ("dropped", format!("The connection to {host} broke off."), format!("Check the network. {held}"))
            }
            Trouble::Stalled => {
                ("stalled", format!("{host} has stopped answering."), format!("Check the network. {held}"))
            }
            Trouble::Refused { detail } => (
                "refused",
                format!("{host} did not accept the session ({detail})."),
                "Check the model, the language and the address, or choose another speech engine.".to_owned(),
            ),
            Trouble::BadAddress => (
                "bad_address",
                "The address for Deepgram is not a safe one.".to_owned(),
                "Give an https address in CONVOALLY_DEEPGRAM_URL, or none for Deepgram's own.".to_owned(),
            ),
        };
        Fault::new(&format!("speech.deepgram.{code}"), sentence, action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, headers: &[(&str, &str)], body: &str) -> Trouble {
        let mut response = Response::new(Some(body.as_bytes().to_vec()));
        *response.status_mut() = status.try_into().unwrap();
        for (name, value) in headers {
            let name = tungstenite::http::HeaderName::from_bytes(name.as_bytes()).unwrap();
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        Trouble::of_handshake(tungstenite::Error::Http(response.into()))
    }

    /// The bodies are those that Deepgram's error page prints.
    #[test]
    fn published_refusals_are_understood() {
        let dg = |text: &'static str| [("dg-error", text)];
        let missing_model = dg("Bad Request: No such model/language/tier combination found.");
        let no_access = r#"{"err_code":"INSUFFICIENT_PERMISSIONS","err_msg":"Project does not have access to the requested model."}"#;
        assert_eq!(
            refused(401, &[], r#"{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials."}"#),
            Trouble::BadKey
        );
        assert_eq!(refused(401, &dg("User does not have sufficient permissions."), ""), Trouble::NoPermission);
        assert_eq!(refused(402, &[], r#"{"err_code":"ASR_PAYMENT_REQUIRED"}"#), Trouble::NoCredit);
        assert_eq!(refused(403, &[], no_access), Trouble::NoPermission);
        assert_eq!(refused(400, &missing_model, ""), Trouble::UnknownModel);
        assert_eq!(refused(404, &[], "<html>404</html>"), Trouble::UnknownModel);
        assert_eq!(refused(503, &[], "oops"), Trouble::Down);
        assert_eq!(refused(429, &[], ""), Trouble::RateLimited { retry_after: None });
        let wait = |seconds| Trouble::RateLimited { retry_after: Some(Duration::from_secs(seconds)) };
        assert_eq!(refused(429, &[("retry-after", "7")], ""), wait(7));
        assert_eq!(refused(429, &[("retry-after", "86400")], ""), wait(60), "a day is not waited");
    }

    #[test]
    fn what_is_not_understood_is_named_but_never_quoted() {
        let detail = |trouble| match trouble {
            Trouble::Refused { detail } => detail,
            other => panic!("{other:?}"),
        };
        let body = r#"{"err_code":"INVALID_QUERY_PARAMETER","err_msg":"key 8f3a of user Ann"}"#;
        assert_eq!(detail(refused(400, &[], body)), "HTTP 400, INVALID_QUERY_PARAMETER");
        assert_eq!(detail(refused(418, &[], "I am Ann's TEAPOT")), "HTTP 418");
        assert_eq!(detail(refused(302, &[], "")), "HTTP 302: it points to another address");
        assert_eq!(
            detail(Trouble::of_close(1008, "DATA-0000 See https://dpgr.am/net0000")),
            "close code 1008, DATA-0000"
        );
    }

    #[test]
    fn a_retry_after_is_kept_to_and_what_does_not_pass_by_itself_is_tried_slowly() {
        let seconds = |trouble: Trouble| trouble.least_wait().as_secs();
        assert_eq!(seconds(refused(429, &[("retry-after", "7")], "")), 7);
        assert_eq!(seconds(refused(429, &[], "")), 0);
        assert_eq!(seconds(Trouble::Dropped), 0);
        assert_eq!(seconds(Trouble::NoCredit), 15);
    }

    #[test]
    fn each_trouble_has_its_own_code() {
        let all = [
            Trouble::BadKey,
            Trouble::NoCredit,
            Trouble::NoPermission,
            Trouble::UnknownModel,
            Trouble::RateLimited { retry_after: None },
            Trouble::Down,
            Trouble::Unreachable,
            Trouble::Untrusted,
            Trouble::Dropped,
            Trouble::Stalled,
            Trouble::Refused { detail: String::new() },
            Trouble::BadAddress,
        ];
        let error = |trouble: &Trouble| DeepgramError {
            host: "api.deepgram.com".into(),
            model: Model::Nova3,
            language: "en".into(),
            trouble: trouble.clone(),
        };
        let codes: std::collections::BTreeSet<String> = all.iter().map(|one| Fault::from(error(one)).code).collect();
        assert_eq!(codes.len(), all.len());
    }
}
