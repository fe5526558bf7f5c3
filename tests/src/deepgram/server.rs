//! The stand-in's sockets, and what goes wrong on them.

use super::flux::Flux;
use super::nova::Nova;
use super::{Ear, Listener, Protocol, RATE};
use crate::error::{Error, Result};
use futures_util::{SinkExt, StreamExt};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Bytes, Message};

/// The only key that is accepted.
pub const KEY: &str = "stand-in-key";

/// What goes wrong on one connection. Moments are lengths of sound that has arrived on it.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Nothing.
    None,
    /// The handshake is refused.
    Refused {
        /// HTTP status.
        status: u16,
        /// `dg-error`, and the body.
        error: &'static str,
        /// `retry-after`, seconds.
        retry_after: Option<u32>,
    },
    /// The handshake takes its time.
    Slow(Duration),
    /// The connection is cut off.
    Drop(Duration),
    /// The connection is closed with a code and a reason.
    Close(Duration, u16, &'static str),
    /// Sound is taken in, and nothing is said any more; not even a ping is answered.
    Mute(Duration),
    /// Nothing is read any more.
    Deaf(Duration),
    /// An error message is sent, and then the connection is closed.
    Says(Duration, &'static str),
    /// Between the right messages come cut ones, unknown ones, repeated ones and ones that are no text.
    Odd,
}

/// What one connection brought.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Path and query.
    pub uri: String,
    /// Bytes of sound.
    pub bytes: u64,
    /// Kinds of control messages, in order.
    pub controls: Vec<String>,
}

#[derive(Debug)]
struct Shared {
    ear: Ear,
    /// For the next connections; after them, `always`.
    faults: VecDeque<Fault>,
    always: Fault,
    seen: Vec<Seen>,
}

/// A running stand-in. Dropping it cuts all connections off.
pub struct StandIn {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    accepting: AbortHandle,
}

impl StandIn {
    /// Listens on `port` of this computer; on any free one for 0.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the port is taken.
    pub async fn start(port: u16, ear: Ear) -> Result<Self> {
        let taken = |error: std::io::Error| Error::Unexpected(format!("the stand-in cannot listen: {error}"));
        let socket = TcpListener::bind(("127.0.0.1", port)).await.map_err(taken)?;
        let address = socket.local_addr().map_err(taken)?;
        let shared = Shared { ear, faults: VecDeque::new(), always: Fault::None, seen: Vec::new() };
        let shared = Arc::new(Mutex::new(shared));
        let accepting = tokio::spawn(accept(socket, Arc::clone(&shared))).abort_handle();
        Ok(Self { address, shared, accepting })
    }

    /// The base address, for the host's settings.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What goes wrong on the next connections, one after another.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.lock().faults.extend(faults);
    }

    /// What goes wrong on all others.
    pub fn always(&self, fault: Fault) {
        self.lock().always = fault;
    }

    /// The accepted connections so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.lock().seen.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        lock(&self.shared)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(socket: TcpListener, shared: Arc<Mutex<Shared>>) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = socket.accept().await {
        let fault = {
            let mut shared = lock(&shared);
            shared.faults.pop_front().unwrap_or_else(|| shared.always.clone())
        };
        connections.spawn(serve(stream, fault, Arc::clone(&shared)));
    }
}

async fn serve(stream: TcpStream, fault: Fault, shared: Arc<Mutex<Shared>>) {
    if let Fault::Slow(wait) = fault {
        tokio::time::sleep(wait).await;
    }
    let mut uri = String::new();
    #[expect(clippy::result_large_err, reason = "the callback's type is tungstenite's")]
    let look = |request: &Request, response: Response| {
        uri = request.uri().to_string();
        match refusal(request, &fault) {
            Some(refusal) => Err(refusal),
            None => Ok(response),
        }
    };
    let Ok(socket) = tokio_tungstenite::accept_hdr_async(stream, look).await else { return };
    let (ear, number) = {
        let mut shared = lock(&shared);
        shared.seen.push(Seen { uri: uri.clone(), ..Seen::default() });
        (shared.ear.clone(), shared.seen.len() - 1)
    };
    let protocol: Box<dyn Protocol> = if uri.starts_with("/v2/") {
        Box::new(Flux::default())
    } else {
        Box::new(Nova::new(number_in(&uri, "endpointing"), number_in(&uri, "utterance_end_ms")))
    };
    let session = Session { socket, protocol, listener: Listener::new(ear), fault, odd: 0 };
    session.run(|change| change(&mut lock(&shared).seen[number])).await;
}

/// As Deepgram refuses: status, `dg-error`, and the same in the body.
fn refusal(request: &Request, fault: &Fault) -> Option<ErrorResponse> {
    let refuse = |status: u16, error: &str, retry_after: Option<u32>| {
        let mut response = Response::builder().status(status).header("dg-error", error);
        if let Some(seconds) = retry_after {
            response = response.header("retry-after", seconds);
        }
        response.body(Some(error.to_owned())).ok()
    };
    if let Fault::Refused { status, error, retry_after } = fault {
        return refuse(*status, error, *retry_after);
    }
    let uri = request.uri();
    let asks = |wanted: &str| uri.query().unwrap_or_default().split('&').any(|pair| pair == wanted);
    let key = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    if key != Some(&format!("Token {KEY}")) {
        return refuse(401, "INVALID_AUTH: Invalid credentials.", None);
    }
    let known = match uri.path() {
        "/v1/listen" => asks("model=nova-3") && (asks("language=en") || asks("language=multi")),
        "/v2/listen" => asks("model=flux-general-en") || asks("model=flux-general-multi"),
        _ => return refuse(404, "Not Found", None),
    };
    if !known {
        return refuse(400, "Bad Request: No such model/language/tier combination found.", None);
    }
    let right = asks("encoding=linear16") && asks("sample_rate=16000") && asks("mip_opt_out=true");
    (!right).then(|| refuse(400, "INVALID_QUERY_PARAMETER", None)).flatten()
}

fn number_in(uri: &str, name: &str) -> u64 {
    let pairs = uri.split_once('?').map_or("", |(_, query)| query).split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map_or(0, |(_, value)| value.parse().unwrap_or_default())
}

/// One connection.
struct Session {
    socket: WebSocketStream<TcpStream>,
    protocol: Box<dyn Protocol>,
    listener: Listener,
    fault: Fault,
    /// Counts the odd messages.
    odd: usize,
}

/// What is not a message of either protocol, or none that a client need know.
const ODD: [&str; 4] = ["{\"type\":\"Results\",\"start\":", "{\"type\":\"Weather\",\"rain\":true}", "[]", ""];

impl Session {
    async fn run(mut self, note: impl Fn(&dyn Fn(&mut Seen))) {
        if let Some(greeting) = self.protocol.greeting() {
            self.say(vec![greeting]).await;
        }
        loop {
            match self.at_fault() {
                Some(Fault::Drop(_)) => return,
                Some(Fault::Deaf(_)) => return std::future::pending().await,
                Some(Fault::Close(_, code, reason)) => return self.close(code, reason).await,
                Some(Fault::Says(_, error)) => {
                    self.say(vec![error.to_owned()]).await;
                    return self.close(1011, "").await;
                }
                _ => {}
            }
            let Some(Ok(message)) = self.socket.next().await else { return };
            match message {
                Message::Binary(sound) => {
                    note(&|seen| seen.bytes += sound.len() as u64);
                    self.listener.hear(sound.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]])));
                    let said = self.protocol.sound(&mut self.listener);
                    self.say(said).await;
                }
                Message::Text(text) => {
                    let kind = serde_json::from_str::<serde_json::Value>(&text).ok();
                    let kind = kind.and_then(|value| Some(value.get("type")?.as_str()?.to_owned())).unwrap_or_default();
                    note(&|seen| seen.controls.push(kind.clone()));
                    if kind == "CloseStream" {
                        let said = self.protocol.close(&mut self.listener);
                        self.say(said).await;
                        if self.is_mute() {
                            return std::future::pending().await;
                        }
                        return self.close(1000, "").await;
                    }
                    match self.protocol.control(&kind) {
                        Some(said) => self.say(said).await,
                        None => return self.close(1008, "UNPARSABLE_CLIENT_MESSAGE").await,
                    }
                }
                _ => {}
            }
        }
    }

    /// The fault, once its moment has come.
    fn at_fault(&self) -> Option<Fault> {
        let moment = match &self.fault {
            Fault::Drop(after)
            | Fault::Close(after, _, _)
            | Fault::Mute(after)
            | Fault::Deaf(after)
            | Fault::Says(after, _) => *after,
            _ => return None,
        };
        (self.listener.at() >= moment.as_millis() as u64 * RATE / 1000).then(|| self.fault.clone())
    }

    fn is_mute(&self) -> bool {
        matches!(self.at_fault(), Some(Fault::Mute(_)))
    }

    async fn say(&mut self, messages: Vec<String>) {
        if self.is_mute() {
            return;
        }
        for message in messages {
            let is_odd = matches!(self.fault, Fault::Odd);
            if is_odd {
                let odd = ODD[self.odd % ODD.len()];
                self.odd += 1;
                let _ = self.socket.send(Message::text(odd)).await;
                let _ = self.socket.send(Message::Binary(Bytes::from_static(b"\0\xff"))).await;
                let _ = self.socket.send(Message::text(message.clone())).await;
            }
            let _ = self.socket.send(Message::text(message)).await;
        }
    }

    async fn close(mut self, code: u16, reason: &str) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: reason.into() };
        let _ = self.socket.close(Some(frame)).await;
        // Until the other end has answered, so that the frame is not lost with the socket.
        while let Some(Ok(_)) = self.socket.next().await {}
    }
}
