//! One model behind one protocol: what `order` asks.

use super::drafting::{Patience, Stopped, Written};
use super::endpoint::{Endpoint, EndpointError};
use super::prompt::Prompt;
use reqwest::Client;
use reqwest::header::HeaderMap;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

/// A draft of one engine in the making.
pub(super) type Writing<'a> = Pin<Box<dyn Future<Output = Result<Written, Stopped>> + Send + 'a>>;

/// Takes each piece of text as it arrives.
pub(super) type Pieces<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// A model at its address, and who sends to it.
#[derive(Debug)]
pub(super) struct Connection {
    /// Where it is.
    pub endpoint: Endpoint,
    /// Who sends.
    pub client: Client,
}

impl Connection {
    /// The connection to an endpoint. Nothing is sent yet.
    ///
    /// # Errors
    /// No encrypted connection is possible on this computer.
    pub fn to(endpoint: Endpoint) -> Result<Self, EndpointError> {
        let client = endpoint.client().build().map_err(|_| EndpointError::NoTls)?;
        Ok(Self { endpoint, client })
    }
}

/// A model that can be asked. Its `Debug` form never shows the key.
pub(super) trait Engine: Debug + Send + Sync {
    /// Where it is, and who sends to it.
    fn connection(&self) -> &Connection;

    /// Where it is.
    fn endpoint(&self) -> &Endpoint {
        &self.connection().endpoint
    }

    /// The body of the request that a prompt makes.
    fn body(&self, prompt: &Prompt) -> Vec<u8>;

    /// The address that a request goes to and the headers that it needs, the key among them.
    fn head(&self) -> (String, HeaderMap);

    /// Sends that body and collects what comes back.
    fn write<'a>(&'a self, prompt: &'a Prompt, patience: Patience, pieces: Pieces<'a>) -> Writing<'a>;
}
