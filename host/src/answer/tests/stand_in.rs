//! A provider on a real socket that answers by a script, byte for byte. Raw TCP, because faults live in the bytes:
//! a chunk that ends inside a character, a connection that closes in the middle.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One answer.
#[derive(Clone)]
pub struct Script {
    head: String,
    pieces: Vec<Vec<u8>>,
    hold: bool,
    delay: Duration,
}

impl Script {
    /// An answer with a body that ends when the connection closes.
    pub fn new(status: u16, headers: &str, body: impl Into<Vec<u8>>) -> Self {
        let head = format!("HTTP/1.1 {status} Stand-in\r\nconnection: close\r\n{headers}\r\n");
        Self { head, pieces: vec![body.into()], hold: false, delay: Duration::ZERO }
    }

    /// A stream of server-sent events.
    pub fn events(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "content-type: text/event-stream\r\n", body)
    }

    /// A JSON answer.
    pub fn json(status: u16, body: &str) -> Self {
        Self::new(status, "content-type: application/json\r\n", body)
    }

    /// Nothing at all, for ever.
    pub fn never() -> Self {
        Self { head: String::new(), pieces: Vec::new(), hold: true, delay: Duration::ZERO }
    }

    /// Keeps the connection open after the body.
    pub fn held(mut self) -> Self {
        self.hold = true;
        self
    }

    /// Waits before it answers.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Promises more bytes than will come.
    pub fn promising_more(mut self) -> Self {
        self.head = self.head.replacen("connection: close\r\n", "content-length: 1000000\r\n", 1);
        self
    }

    /// Sends the body so many bytes at a time.
    pub fn in_pieces_of(mut self, bytes: usize) -> Self {
        self.pieces = self.pieces.concat().chunks(bytes).map(<[u8]>::to_vec).collect();
        self
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Seen {
    pub head: String,
    pub body: Vec<u8>,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

#[derive(Default)]
struct Log {
    seen: Vec<Seen>,
    left: usize,
}

/// A running stand-in. Its task ends with the test's runtime.
pub struct StandIn {
    pub address: String,
    log: Arc<Mutex<Log>>,
}

impl StandIn {
    /// Answers each request with the next script, and the last script again and again.
    pub async fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = Arc::clone(&log);
        tokio::spawn(async move {
            let mut scripts = scripts.into_iter();
            let mut script = scripts.next().unwrap();
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, script.clone(), Arc::clone(&shared)));
                script = scripts.next().unwrap_or(script);
            }
        });
        Self { address, log }
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap().seen.clone()
    }

    /// Waits until a request has come.
    pub async fn asked(&self) {
        wait_for(|| !self.seen().is_empty()).await;
    }

    /// Waits until the client has closed a connection that was held open.
    pub async fn left(&self) {
        wait_for(|| self.log.lock().unwrap().left > 0).await;
    }
}

/// An address on which nobody listens.
pub async fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

async fn wait_for(condition: impl Fn() -> bool) {
    for _ in 0..1_500 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it did not happen within 30 seconds");
}

async fn serve(mut socket: TcpStream, script: Script, log: Arc<Mutex<Log>>) {
    socket.set_nodelay(true).unwrap();
    let Some(seen) = read_request(&mut socket).await else { return };
    log.lock().unwrap().seen.push(seen);
    tokio::time::sleep(script.delay).await;
    if socket.write_all(script.head.as_bytes()).await.is_err() {
        return;
    }
    for piece in script.pieces {
        if socket.write_all(&piece).await.is_err() {
            return;
        }
        // Lets the client read this piece alone.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    if script.hold {
        let _ = socket.read(&mut [0; 64]).await;
        log.lock().unwrap().left += 1;
    }
}

async fn read_request(socket: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end_of_head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end_of_head].to_vec()).unwrap();
    let mut seen = Seen { head, body: bytes[end_of_head..].to_vec() };
    let length: usize = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    while seen.body.len() < length {
        if socket.read_buf(&mut seen.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(seen)
}
