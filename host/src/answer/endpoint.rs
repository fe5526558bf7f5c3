//! Where a model is reached: address, key, model; and the HTTP client that keeps a key from straying.

use crate::address;
use crate::secret::Secret;
use convoally_shared::card::Disclosure;
use convoally_shared::fault::Fault;
use convoally_shared::request::DraftRecipient;
use reqwest::{ClientBuilder, Response, Url};
use std::time::Duration;

/// A TCP and TLS connection that takes longer than this comes too late for the conversation anyway.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How a provider is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    /// Chat completions, as published by OpenAI and spoken by most others.
    Chat,
    /// Anthropic's Messages API.
    Messages,
}

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Provider {
    /// How the order of engines and `convoally keys set` call it.
    pub name: String,
    /// What it speaks.
    pub protocol: Protocol,
    /// Where its address was named, for people: `OPENAI_BASE_URL`, `the order of engines`.
    pub place: &'static str,
}

/// An address or a key that cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Not an address on the web.
    #[error("the address of {name} is none")]
    NotAnAddress {
        /// Whose address.
        name: String,
        /// Where it was named.
        place: &'static str,
    },
    /// A key would travel where anyone on the way can read it.
    #[error("{host} would get the key without encryption")]
    Unencrypted {
        /// Where the address was named.
        place: &'static str,
        /// The host in it.
        host: String,
    },
    /// The key holds characters that no key has, as after a paste gone wrong.
    #[error("the key cannot be sent")]
    UnsendableKey {
        /// How `convoally keys set` calls the provider.
        name: String,
    },
    /// The system's certificates or TLS could not be set up.
    #[error("no encrypted connection is possible")]
    NoTls,
}

impl From<EndpointError> for Fault {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::NotAnAddress { name, place } => Fault::new(
                "answer.bad_address",
                format!("The address of {name} does not begin with https:// or http://."),
                format!("Correct it in {place}."),
            ),
            EndpointError::Unencrypted { place, host } => Fault::new(
                "answer.bad_address",
                format!("The key would be sent to {host} without encryption."),
                format!("Use an https:// address in {place}, or take the key out."),
            ),
            EndpointError::UnsendableKey { name } => Fault::new(
                "answer.wrong_key",
                format!("The key for {name} holds characters that no key has."),
                format!("Put the right key in with `convoally keys set {name}`."),
            ),
            EndpointError::NoTls => Fault::new(
                "answer.unreachable",
                "Encrypted connections cannot be set up on this computer.",
                "Check that the system's certificates are installed.",
            ),
        }
    }
}

/// One model at one address.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// Whose.
    pub provider: Provider,
    /// The address, without a slash at its end: `https://api.openai.com/v1`.
    pub base: String,
    /// The key, where one is needed.
    pub key: Option<Secret>,
    /// The model's name there.
    pub model: String,
    url: Url,
}

impl Endpoint {
    /// Checks address and key. An empty key counts as none.
    pub fn new(provider: Provider, base: &str, key: Option<Secret>, model: &str) -> Result<Self, EndpointError> {
        let not_an_address = EndpointError::NotAnAddress { name: provider.name.clone(), place: provider.place };
        let url = address::parse(base).ok_or(not_an_address)?;
        let base = base.trim().trim_end_matches('/').to_owned();
        let key = key.filter(|key| !key.is_empty());
        let endpoint = Self { provider, base, key, model: model.to_owned(), url };
        if endpoint.key.as_ref().is_some_and(|key| !address::is_sendable(key)) {
            return Err(EndpointError::UnsendableKey { name: endpoint.provider.name });
        }
        if endpoint.key.is_some() && endpoint.url.scheme() == "http" && !endpoint.is_here() {
            let host = endpoint.host();
            return Err(EndpointError::Unencrypted { place: endpoint.provider.place, host });
        }
        Ok(endpoint)
    }

    /// The host, with its port where it is not the scheme's own: `api.openai.com`, `127.0.0.1:11434`. Never a
    /// user name or password that stood in the address.
    pub fn host(&self) -> String {
        address::host(&self.url)
    }

    /// The host without its port is this one.
    pub fn is_at(&self, host: &str) -> bool {
        self.url.host_str() == Some(host)
    }

    /// The address never leaves this computer.
    pub fn is_here(&self) -> bool {
        address::is_here(&self.url)
    }

    /// For people: `claude-haiku-4-5 at api.anthropic.com`, `llama3.2 on this computer`.
    pub fn label(&self) -> String {
        match self.recipient() {
            DraftRecipient { model, host: Some(host) } => format!("{model} at {host}"),
            DraftRecipient { model, host: None } => format!("{model} on this computer"),
        }
    }

    /// Who gets what is sent there.
    pub fn recipient(&self) -> DraftRecipient {
        let host = (!self.is_here()).then(|| self.host());
        DraftRecipient { model: self.model.clone(), host }
    }

    /// A record of a request with a body of so many bytes; none when it stays on this computer.
    pub fn disclosure(&self, body: &[u8], content: String, sources: Vec<String>) -> Option<Disclosure> {
        (!self.is_here()).then(|| Disclosure { recipient: self.host(), content, bytes: body.len() as u64, sources })
    }

    /// A client for this address alone: it follows no redirect, so that neither key nor text reaches a host that
    /// the user did not name, and a model on this computer is not asked through a proxy.
    pub fn client(&self) -> ClientBuilder {
        let builder = reqwest::Client::builder()
            .user_agent(concat!("convoally/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(CONNECT_TIMEOUT);
        if self.is_here() { builder.no_proxy() } else { builder }
    }
}

/// The beginning of a response's body, at most `max` bytes. What cannot be read is left out: the caller knows the
/// status, and the body only adds to it.
pub(super) async fn read_start(mut response: Response, max: usize) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk[..chunk.len().min(max - body.len())]);
        if body.len() == max {
            break;
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(base: &str, key: Option<&str>) -> Result<Endpoint, EndpointError> {
        let provider = Provider { name: "openai".into(), protocol: Protocol::Chat, place: "OPENAI_BASE_URL" };
        Endpoint::new(provider, base, key.map(|key| Secret::new(key.into())), "m")
    }

    #[test]
    fn only_loopback_addresses_are_this_computer() {
        for here in ["http://localhost:1", "http://127.0.0.1", "http://127.8.9.1/v1", "http://[::1]:8080/v1"] {
            assert!(endpoint(here, None).unwrap().is_here(), "{here}");
        }
        for away in ["https://api.openai.com", "http://192.168.1.2", "https://localhost.example.com", "http://0.0.0.0"]
        {
            assert!(!endpoint(away, None).unwrap().is_here(), "{away}");
        }
    }

    #[test]
    fn a_host_is_named_without_the_password_in_its_address() {
        assert_eq!(endpoint("https://user:pass@example.com:8443/v1/", None).unwrap().host(), "example.com:8443");
        assert_eq!(endpoint("https://example.com/v1", None).unwrap().label(), "m at example.com");
        assert_eq!(endpoint("http://localhost:11434/v1", None).unwrap().label(), "m on this computer");
    }

    #[test]
    fn a_key_goes_only_where_it_is_encrypted_or_stays_here() {
        let refused = endpoint("http://example.com/v1", Some("k")).unwrap_err();
        assert_eq!(Fault::from(refused).code, "answer.bad_address");
        assert!(endpoint("http://example.com/v1", None).is_ok());
        assert!(endpoint("http://127.0.0.1:8080/v1", Some("k")).is_ok());
        assert!(endpoint("https://example.com/v1", Some("k")).is_ok());
    }

    #[test]
    fn what_is_no_address_or_no_key_is_said_at_once() {
        for base in ["", "api.openai.com", "file:///etc/passwd", "ftp://example.com", "https://example.com/?a=b"] {
            let refused = EndpointError::NotAnAddress { name: "openai".into(), place: "OPENAI_BASE_URL" };
            assert_eq!(endpoint(base, None).unwrap_err(), refused, "{base}");
        }
        for key in ["two words", "sk-\u{7}", "schlüssel", "a\nb"] {
            let error = endpoint("https://example.com", Some(key)).unwrap_err();
            assert_eq!(error, EndpointError::UnsendableKey { name: "openai".into() });
        }
        assert!(endpoint("https://example.com", Some("  ")).unwrap().key.is_none());
    }

    #[test]
    fn an_endpoint_does_not_print_its_key() {
        let printed = format!("{:?}", endpoint("https://example.com", Some("sk-very-secret")).unwrap());
        assert!(!printed.contains("very-secret"), "{printed}");
    }
}
