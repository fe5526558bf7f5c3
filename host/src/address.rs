//! What an address on the web says of where it leads. One rule for all that send keys, words or sound.

use crate::secret::Secret;
use reqwest::Url;
use reqwest::header::HeaderValue;
use std::net::IpAddr;

/// The address of a server, without a slash at its end: `https://api.openai.com/v1`. None for what is no address on
/// the web.
pub fn parse(base: &str) -> Option<Url> {
    let url = Url::parse(base.trim().trim_end_matches('/')).ok()?;
    let usable = matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none();
    usable.then_some(url)
}

/// The host, with its port where it is not the scheme's own: `api.openai.com`, `127.0.0.1:11434`. Never a user name
/// or password that stood in the address.
pub fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// What is sent there never leaves this computer.
pub fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}

/// Whether a key holds only what keys hold; a paste gone wrong does not.
pub fn is_sendable(key: &Secret) -> bool {
    key.reveal().bytes().all(|byte| byte.is_ascii_graphic()) && HeaderValue::from_str(key.reveal()).is_ok()
}
