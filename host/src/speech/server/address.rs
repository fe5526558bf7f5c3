//! The server's address: checked once, so that a key never travels unencrypted.

use super::error::Trouble;
use crate::address;
use crate::secret::Secret;
use reqwest::Url;

/// A server's address.
#[derive(Clone, Debug)]
pub struct Address(Url);

impl Address {
    /// Checks the address, and that the key can be sent there.
    pub fn new(base: &str, key: Option<&Secret>) -> Result<Self, Trouble> {
        let address = Self(address::parse(base).ok_or(Trouble::NotAnAddress)?);
        let Some(key) = key else { return Ok(address) };
        if !address::is_sendable(key) {
            return Err(Trouble::UnsendableKey);
        }
        if address.0.scheme() == "http" && !address.is_here() {
            return Err(Trouble::Unencrypted);
        }
        Ok(address)
    }

    /// The host, with its port where that is not the scheme's own. Never a password that stood in the address.
    pub fn host(&self) -> String {
        address::host(&self.0)
    }

    /// What is sent there never leaves this computer.
    pub fn is_here(&self) -> bool {
        address::is_here(&self.0)
    }

    /// The address of something below it: `audio/transcriptions`.
    pub fn below(&self, path: &str) -> String {
        format!("{}/{path}", self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(base: &str, key: Option<&str>) -> Result<Address, Trouble> {
        let key = key.map(|key| Secret::new(key.into()));
        Address::new(base, key.as_ref())
    }

    #[test]
    fn paths_lie_below_the_base_with_or_without_a_slash() {
        for base in ["http://localhost:8000/v1", "http://localhost:8000/v1/", " http://localhost:8000/v1"] {
            let address = address(base, None).unwrap();
            assert_eq!(address.below("audio/transcriptions"), "http://localhost:8000/v1/audio/transcriptions");
        }
    }

    #[test]
    fn only_loopback_is_this_computer() {
        for here in ["http://localhost:1", "http://127.8.9.1/v1", "http://[::1]:8080/v1"] {
            assert!(address(here, Some("k")).unwrap().is_here(), "{here}");
        }
        for away in ["https://api.openai.com/v1", "http://192.168.1.2", "https://localhost.example.com"] {
            assert!(!address(away, None).unwrap().is_here(), "{away}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_said_at_once() {
        for base in ["", "api.openai.com", "file:///etc/passwd", "https://example.com/?a=b"] {
            assert_eq!(address(base, None).unwrap_err(), Trouble::NotAnAddress, "{base}");
        }
        assert_eq!(address("http://example.com", Some("k")).unwrap_err(), Trouble::Unencrypted);
        for key in ["two words", "schlüssel", "a\u{7}b"] {
            assert_eq!(address("https://example.com", Some(key)).unwrap_err(), Trouble::UnsendableKey);
        }
    }

    #[test]
    fn a_host_is_named_without_the_password_in_its_address() {
        assert_eq!(address("https://user:pass@example.com:8443/v1", None).unwrap().host(), "example.com:8443");
    }
}
