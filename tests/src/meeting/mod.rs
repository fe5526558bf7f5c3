//! A stand-in meeting: a page that looks and is guarded like a video call, with the interviewer's voice in it.
//!
//! It has the headers that make real meeting pages hard: a content security policy that allows no frame and
//! only scripts with this response's nonce, trusted types, and cross-origin isolation.
//! It listens on the loopback interface only; the browser is told to find the meeting's host name there.

use crate::error::{Error, Result};
use crate::fixtures::{self, Clip};
use axum::Router;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use serde::Deserialize;
use std::hash::{BuildHasher, RandomState};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

/// The meeting's address in the browser.
pub const ADDRESS: &str = "https://meet.google.com/kvx-qpwd-zrt";

/// What the query of an address begins with that shows a page of `fixtures/calls` instead; its name follows.
pub const SHOW: &str = "show=";

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// One clip as the page played it.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Spoken {
    /// Which clip, from 0.
    pub clip: usize,
    /// Wall clock at which its first sample left the browser, milliseconds since the Unix epoch.
    pub started_ms: f64,
}

/// The running page. It goes away with the value.
#[derive(Debug)]
pub struct Meeting {
    handle: Handle<SocketAddr>,
    address: SocketAddr,
}

impl Meeting {
    /// Serves the page and the clips on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// [`Error::File`] when a clip cannot be read, [`Error::Start`] when the port cannot be opened.
    pub async fn start(clips: &[Clip]) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Error::start("the meeting page"))?;
        listener.set_nonblocking(true).map_err(Error::start("the meeting page"))?;
        let address = listener.local_addr().map_err(Error::start("the meeting page"))?;
        let handle = Handle::new();
        let server = axum_server::from_tcp_rustls(listener, certificate().await?)
            .map_err(Error::start("the meeting page"))?
            .handle(handle.clone());
        tokio::spawn(server.serve(routes(clips)?.into_make_service()));
        Ok(Self { handle, address })
    }

    /// Where the page really is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Meeting {
    fn drop(&mut self) {
        self.handle.shutdown();
    }
}

async fn certificate() -> Result<RustlsConfig> {
    let names = ["meet.google.com".to_owned()];
    let made = rcgen::generate_simple_self_signed(names)?;
    RustlsConfig::from_der(vec![made.cert.der().to_vec()], made.signing_key.serialize_der())
        .await
        .map_err(Error::start("the meeting page"))
}

fn routes(clips: &[Clip]) -> Result<Router> {
    let mut sounds = Vec::new();
    for clip in clips {
        sounds.push(std::fs::read(&clip.wav).map_err(Error::file(&clip.wav))?);
    }
    let count = sounds.len();
    let sounds = Arc::new(sounds);
    let sound = move |Path(number): Path<usize>| async move {
        match sounds.get(number) {
            Some(wav) => ([(header::CONTENT_TYPE, "audio/wav")], wav.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    };
    let shown = move |query: RawQuery| async move {
        match query.0.as_deref().and_then(|query| query.strip_prefix(SHOW)) {
            Some(name) => fragment(name).into_response(),
            None => page(count).into_response(),
        }
    };
    Ok(Router::new().route("/speech/{number}", get(sound)).fallback(get(shown)))
}

/// A page of `fixtures/calls`, as strictly guarded as the meeting, but that it may frame pages of its own.
fn fragment(name: &str) -> impl IntoResponse {
    let file = fixtures::path("calls").join(name).with_extension("html");
    match std::fs::read_to_string(file) {
        Ok(html) => (guarded("default-src 'none'; frame-src 'self'"), Html(html)).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The page with a fresh nonce, under the headers of a real meeting.
fn page(clips: usize) -> impl IntoResponse {
    let nonce = format!("{:016x}", RandomState::new().hash_one(0));
    let html = PAGE
        .replace("{style}", STYLE)
        .replace("{script}", SCRIPT)
        .replace("{nonce}", &nonce)
        .replace("{clips}", &clips.to_string());
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; \
         frame-src 'none'; child-src 'none'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    (guarded(&policy), Html(html))
}

/// The headers of a real meeting.
fn guarded(policy: &str) -> [(&'static str, String); 4] {
    [
        ("content-security-policy", policy.to_owned()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-embedder-policy", "require-corp".to_owned()),
        ("cache-control", "no-store".to_owned()),
    ]
}
