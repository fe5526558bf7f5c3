//! A provider on a real socket that keeps its own count of what it was sent.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A whole draft, streamed.
const DRAFT: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"Because.\"},\"finish_reason\":\"stop\"}]}\n\n\
                     data: [DONE]\n\n";

/// What it answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Well,
    /// A fault of its own, each time.
    Down,
}

/// A running provider.
pub struct Provider {
    /// Up to and with the version. Not an address of this computer alone, so what goes there leaves it.
    pub base: String,
    /// As the record calls it.
    pub host: String,
    received: Arc<Mutex<Vec<u64>>>,
}

type Shared = (Mood, Arc<Mutex<Vec<u64>>>);

impl Provider {
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let host = format!("0.0.0.0:{}", listener.local_addr().unwrap().port());
        let received = Arc::default();
        let routes = Router::new()
            .route("/v1/chat/completions", post(draft))
            .route("/v1/audio/transcriptions", post(transcribe))
            .with_state((mood, Arc::clone(&received)));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { base: format!("http://{host}/v1"), host, received }
    }

    /// How many requests came, and how many bytes of the user's.
    pub fn received(&self) -> (u64, u64) {
        let received = self.received.lock().unwrap();
        (received.len() as u64, received.iter().sum())
    }
}

async fn draft(State((mood, received)): State<Shared>, body: Bytes) -> Response {
    received.lock().unwrap().push(body.len() as u64);
    match mood {
        Mood::Well => ([(CONTENT_TYPE, "text/event-stream")], DRAFT).into_response(),
        Mood::Down => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Of the form it counts the sound and the names that go along.
async fn transcribe(State((_, received)): State<Shared>, body: Bytes) -> &'static str {
    let field = |name: &str| {
        let name = format!("name=\"{name}\"");
        let at = find(&body, name.as_bytes(), 0)?;
        let start = find(&body, b"\r\n\r\n", at)? + 4;
        Some(find(&body, b"\r\n--", start)? - start)
    };
    let length = field("file").unwrap() + field("prompt").unwrap_or_default();
    received.lock().unwrap().push(length as u64);
    r#"{"text": "Why do you want this job?"}"#
}

fn find(text: &[u8], part: &[u8], from: usize) -> Option<usize> {
    text[from..].windows(part.len()).position(|window| window == part).map(|at| at + from)
}
