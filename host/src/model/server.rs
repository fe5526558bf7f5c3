//! A stand-in for the models' host, for tests: real HTTP on a real socket, with the bad habits of real hosts.

use super::catalogue::Entry;
use super::digest::Digest;
use super::fetch::Fetcher;
use super::purpose::Purpose;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, header};
use futures_util::{StreamExt, stream};
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How one request is answered.
#[derive(Clone, Copy, Debug)]
pub enum Behaviour {
    /// As it should be, ranges and all.
    Whole,
    /// The connection ends after so many bytes of the body.
    CutAfter(usize),
    /// Nothing comes any more after so many bytes of the body.
    StallAfter(usize),
    /// Ranges are ignored.
    WithoutRanges,
    /// Another range than was asked for.
    WrongRange,
    /// A page of HTML with status 200.
    Page,
    /// A body without a length and without an end.
    Endless,
    /// Only a status.
    Status(u16),
}

struct Shared {
    content: Vec<u8>,
    /// The last one is for all further requests.
    behaviours: Mutex<VecDeque<Behaviour>>,
    ranges: Mutex<Vec<Option<String>>>,
}

/// The running server; it ends with the test's runtime.
pub struct Server {
    shared: Arc<Shared>,
    home: String,
}

/// Something to download: 300 kB that no compression or accident makes equal to anything else.
pub fn content() -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_le_bytes()[3]
    };
    let mut content = b"lmgg".to_vec();
    content.extend((0..300_000).map(|_| next()));
    content
}

/// The catalogue's entry for that content.
pub fn entry_of(name: &'static str, content: &[u8]) -> Entry {
    let mut digest = Digest::default();
    digest.add(content);
    Entry {
        name,
        purpose: Purpose::Speech,
        bytes: content.len() as u64,
        sha256: digest.hexadecimal().leak(),
        about: "",
    }
}

impl Server {
    /// Serves `content` under every path, each request as the next behaviour says.
    pub async fn start(content: Vec<u8>, behaviours: &[Behaviour]) -> Self {
        let shared = Arc::new(Shared {
            content,
            behaviours: Mutex::new(behaviours.iter().copied().collect()),
            ranges: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let home = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new().fallback(answer).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { shared, home }
    }

    /// Replaces the behaviours.
    pub fn behave(&self, behaviours: &[Behaviour]) {
        *self.shared.behaviours.lock().unwrap() = behaviours.iter().copied().collect();
    }

    /// The range that each request so far asked for.
    pub fn ranges(&self) -> Vec<Option<String>> {
        self.shared.ranges.lock().unwrap().clone()
    }

    /// A fetcher that tries again at once, and waits longer than a busy computer makes it.
    pub fn fetcher(&self) -> Fetcher {
        let (pause, stall) = (Duration::from_millis(1), Duration::from_secs(20));
        Fetcher { mirror: Some(self.home.clone()), pause, stall }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response<Body> {
    let range = headers.get(header::RANGE).map(|range| range.to_str().unwrap().to_owned());
    shared.ranges.lock().unwrap().push(range.clone());
    let from = range.map_or(0, |range| range["bytes=".len()..].trim_end_matches('-').parse().unwrap());
    let behaviour = {
        let mut behaviours = shared.behaviours.lock().unwrap();
        if behaviours.len() > 1 { behaviours.pop_front().unwrap() } else { behaviours[0] }
    };
    match behaviour {
        Behaviour::Whole => ranged(&shared.content, from, from, usize::MAX, End::Cut),
        Behaviour::CutAfter(bytes) => ranged(&shared.content, from, from, bytes, End::Cut),
        Behaviour::StallAfter(bytes) => ranged(&shared.content, from, from, bytes, End::Stall),
        Behaviour::WithoutRanges => ranged(&shared.content, 0, 0, usize::MAX, End::Cut),
        Behaviour::WrongRange => ranged(&shared.content, from / 2, from, usize::MAX, End::Cut),
        Behaviour::Page => Response::new(Body::from("<html>Please sign in.</html>")),
        Behaviour::Endless => {
            Response::new(Body::from_stream(stream::repeat_with(|| Ok::<_, io::Error>(vec![7; 65_536]))))
        }
        Behaviour::Status(status) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            response
        }
    }
}

enum End {
    Cut,
    Stall,
}

/// The content from `from` on, promised whole and sent up to `limit` bytes.
fn ranged(content: &[u8], from: usize, asked: usize, limit: usize, end: End) -> Response<Body> {
    let rest = &content[from..];
    let sent = &rest[..rest.len().min(limit)];
    let mut pieces: Vec<io::Result<Bytes>> =
        sent.chunks(16_384).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    let cut = sent.len() < rest.len();
    if cut && matches!(end, End::Cut) {
        pieces.push(Err(io::ErrorKind::ConnectionReset.into()));
    }
    // A pause between the pieces, so that what was sent before a cut is not lost in a buffer.
    let pieces = stream::iter(pieces).then(async |piece| {
        tokio::time::sleep(Duration::from_millis(2)).await;
        piece
    });
    let body = match end {
        End::Stall if cut => Body::from_stream(pieces.chain(stream::pending())),
        _ => Body::from_stream(pieces),
    };
    let response = Response::builder().header(header::CONTENT_LENGTH, rest.len());
    let response = if asked == 0 {
        response
    } else {
        let range = format!("bytes {from}-{}/{}", content.len() - 1, content.len());
        response.status(StatusCode::PARTIAL_CONTENT).header(header::CONTENT_RANGE, range)
    };
    response.body(body).unwrap()
}
