//! A stand-in for a model server that speaks OpenAI's chat completions on a real socket, streamed.
//!
//! It writes what a script makes of the question, a piece at a time and at an even pace, so that it can be told which
//! piece of which answer arrived where and when. Nothing leaves the computer.

use crate::error::{Error, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use futures_util::stream;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

/// The list of the models that it has.
const MODELS: &str = r#"{"object": "list", "data": [{"id": "stand-in", "object": "model"}]}"#;

/// Writes an answer: the pieces of it, from the text of the request's last message.
pub type Script = fn(&str) -> Vec<String>;

/// The running server. It goes away with the value.
#[derive(Debug)]
pub struct Provider {
    address: SocketAddr,
    serving: JoinHandle<()>,
    asked: Arc<AtomicUsize>,
}

#[derive(Clone)]
struct Stage {
    script: Script,
    pace: Duration,
    /// Pieces for everybody who reads along.
    aloud: broadcast::Sender<Bytes>,
    asked: Arc<AtomicUsize>,
}

impl Provider {
    /// Listens on a free port of 127.0.0.1 and answers each request by `script`, one piece every `pace`.
    ///
    /// # Errors
    /// [`Error::Start`] when no port can be opened.
    pub async fn start(script: Script, pace: Duration) -> Result<Self> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::start("the stand-in model server"))?;
        let address = listener.local_addr().map_err(Error::start("the stand-in model server"))?;
        let asked = Arc::new(AtomicUsize::new(0));
        let stage = Stage { script, pace, aloud: broadcast::Sender::new(4_096), asked: Arc::clone(&asked) };
        let routes = Router::new()
            .route("/v1/models", get(async || MODELS))
            .route("/v1/chat/completions", post(answer))
            .route("/aloud", get(aloud))
            .with_state(stage);
        // A piece that waits for the next one to be sent along would be measured as the product's delay.
        let listener = listener.tap_io(|socket| _ = socket.set_nodelay(true));
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { address, serving, asked })
    }

    /// The address up to and with the version, as `CONVOALLY_LOCAL_URL` takes it.
    pub fn base(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Where the pieces of all answers can be read along, one a line, in the moment in which they are sent.
    pub fn aloud(&self) -> String {
        format!("http://{}/aloud", self.address)
    }

    /// How many answers were begun.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(State(stage): State<Stage>, request: String) -> impl IntoResponse {
    stage.asked.fetch_add(1, Ordering::Relaxed);
    // What is no JSON asks nothing, and is answered all the same.
    let request: Value = serde_json::from_str(&request).unwrap_or_default();
    let question = request["messages"].as_array().and_then(|messages| messages.last()).map(|last| &last["content"]);
    let pieces = (stage.script)(question.and_then(Value::as_str).unwrap_or_default());
    let ending =
        [json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}).to_string(), "[DONE]".into()];
    let events: Vec<(String, Option<String>)> = pieces
        .into_iter()
        .map(|piece| (json!({"choices": [{"index": 0, "delta": {"content": piece}}]}).to_string(), Some(piece)))
        .chain(ending.map(|event| (event, None)))
        .collect();
    let body = stream::unfold((events.into_iter(), stage), async |(mut events, stage)| {
        let (event, piece) = events.next()?;
        if let Some(piece) = piece {
            tokio::time::sleep(stage.pace).await;
            // Nobody may be reading along.
            let _ = stage.aloud.send(format!("{piece}\n").into());
        }
        Some((Ok::<_, std::convert::Infallible>(format!("data: {event}\n\n")), (events, stage)))
    });
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(body))
}

async fn aloud(State(stage): State<Stage>) -> impl IntoResponse {
    let body = stream::unfold(stage.aloud.subscribe(), async |mut pieces| {
        let piece = pieces.recv().await.ok()?;
        Some((Ok::<_, broadcast::error::RecvError>(piece), pieces))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(body))
}
