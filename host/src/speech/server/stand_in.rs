//! A transcription server on a real socket that answers by a script. Raw TCP, because faults live in the bytes: a
//! body that breaks off, a connection that stays silent.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What becomes of a connection.
#[derive(Clone)]
pub enum Script {
    /// Status, further headers, body.
    Answer(u16, &'static str, &'static str),
    /// The start of an answer that promises more.
    BreaksOff(&'static str),
    /// Nothing, until the client leaves.
    Silent,
    /// Closed without a word.
    Closed,
}

/// `{"text": "Why us?"}`
pub const FINE: Script = Script::Answer(200, "content-type: application/json\r\n", r#"{"text":"Why us?"}"#);

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Seen {
    pub head: String,
    pub body: Vec<u8>,
}

impl Seen {
    /// The value of a field of the form.
    pub fn field(&self, name: &str) -> Option<String> {
        let body = String::from_utf8_lossy(&self.body);
        let (_, rest) = body.split_once(&format!("name=\"{name}\"\r\n\r\n"))?;
        rest.split_once("\r\n").map(|(value, _)| value.to_owned())
    }
}

/// A running stand-in. Its task ends with the test's runtime.
pub struct StandIn {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    left: Arc<Mutex<usize>>,
}

impl StandIn {
    /// Answers each connection by the next script, and the last one again and again.
    pub async fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let stand_in = Self { port, seen: Arc::default(), left: Arc::default() };
        let (seen, left) = (Arc::clone(&stand_in.seen), Arc::clone(&stand_in.left));
        tokio::spawn(async move {
            let mut scripts = scripts.into_iter();
            let mut script = scripts.next().unwrap();
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, script.clone(), Arc::clone(&seen), Arc::clone(&left)));
                script = scripts.next().unwrap_or(script);
            }
        });
        stand_in
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until so many requests have come.
    pub async fn asked(&self, times: usize) {
        until(|| self.seen().len() >= times).await;
    }

    /// Waits until a client has left a silent connection.
    pub async fn left(&self) {
        until(|| *self.left.lock().unwrap() > 0).await;
    }
}

async fn until(condition: impl Fn() -> bool) {
    for _ in 0..1_500 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it did not happen within 30 seconds");
}

async fn serve(mut socket: TcpStream, script: Script, seen: Arc<Mutex<Vec<Seen>>>, left: Arc<Mutex<usize>>) {
    let Some(request) = read_request(&mut socket).await else { return };
    seen.lock().unwrap().push(request);
    let answer = match script {
        Script::Answer(status, headers, body) => {
            format!("HTTP/1.1 {status} Stand-in\r\nconnection: close\r\n{headers}\r\n{body}")
        }
        Script::BreaksOff(body) => format!("HTTP/1.1 200 Stand-in\r\ncontent-length: 1000\r\n\r\n{body}"),
        Script::Silent => {
            let _ = socket.read(&mut [0; 64]).await;
            *left.lock().unwrap() += 1;
            return;
        }
        Script::Closed => return,
    };
    let _ = socket.write_all(answer.as_bytes()).await;
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
    let head = String::from_utf8(bytes[..end_of_head].to_vec()).unwrap().to_ascii_lowercase();
    let mut body = bytes[end_of_head..].to_vec();
    let length =
        head.split_once("content-length: ").map_or(0, |(_, rest)| rest.split_once("\r\n").unwrap().0.parse().unwrap());
    while body.len() < length {
        if socket.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen { head, body })
}
