//! One model behind one protocol: what `order` asks.

use super::drafting::{Patience, Stopped, Written};
use super::endpoint::Endpoint;
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

/// A model that can be asked. Its `Debug` form never shows the key.
pub(super) trait Engine: Debug + Send + Sync {
    /// Where it is.
    fn endpoint(&self) -> &Endpoint;

    /// The body of the request that a prompt makes.
    fn body(&self, prompt: &Prompt) -> Vec<u8>;

    /// Who sends it.
    fn client(&self) -> &Client;

    /// The address that it goes to and the headers that it needs, the key among them.
    fn line(&self) -> (String, HeaderMap);

    /// Sends that body and collects what comes back.
    fn write<'a>(&'a self, prompt: &'a Prompt, patience: Patience, pieces: Pieces<'a>) -> Writing<'a>;
}
