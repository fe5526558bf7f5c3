//! Sends async-openai's requests, once each.
//!
//! By itself the crate answers 429 and 5xx by asking again, unseen, as long as `retry-after` says, and keeps status and
//! headers of a refusal to itself. Here the next engine is asked at once, and a key that was refused must be called
//! that; so the crate is given this service, which never repeats and notes why a request was refused.

use super::exchange::{accepted, unsent};
use super::trouble::Trouble;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use reqwest::header::AUTHORIZATION;
use reqwest::{Client, Response};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use tower_service::Service;

/// Sends one request.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    client: Client,
    /// The crate always sends a key; a server that needs none is not sent what stands for it.
    keyless: bool,
    refused: Arc<OnceLock<Trouble>>,
}

impl Sender {
    /// By this client. With `keyless`, no key goes along.
    pub fn new(client: Client, keyless: bool) -> Self {
        Self { client, keyless, refused: Arc::default() }
    }

    /// Why the request was refused or could not be sent, once the crate has given it up.
    pub fn trouble(&self) -> Trouble {
        let unmade = || Trouble::Failed { detail: "the request could not be made".into() };
        self.refused.get().cloned().unwrap_or_else(unmade)
    }
}

impl Service<HttpRequestFactory> for Sender {
    type Response = Response;
    type Error = OpenAIError;
    type Future = Pin<Box<dyn Future<Output = Result<Response, OpenAIError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), OpenAIError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequestFactory) -> Self::Future {
        let Self { client, keyless, refused } = self.clone();
        Box::pin(async move {
            let mut request = request.build().await?;
            if keyless {
                request.headers_mut().remove(AUTHORIZATION);
            }
            let sent = async { accepted(client.execute(request).await.map_err(|error| unsent(&error))?).await };
            sent.await.map_err(|trouble| {
                // One request, one refusal.
                let _ = refused.set(trouble);
                OpenAIError::InvalidArgument("refused; the sender knows why".to_owned())
            })
        })
    }
}
