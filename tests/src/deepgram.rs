//! A stand-in for Deepgram's live transcription with Nova, on a real socket of this computer.
//!
//! It speaks the published protocol: sound in as 16-bit samples, results out about once a second, final ones when the
//! speaker pauses, the metadata after `CloseStream`. It understands no words; how many it makes up goes by the
//! length of the speech, so that its messages weigh what Deepgram's do.

use crate::error::{Error, Result};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;

/// Samples per second that it is sent.
const RATE: f64 = 16_000.0;
/// Sound between two results while nothing special happens, seconds: as in Deepgram's documentation of interim
/// results.
const RESULT_EVERY: f64 = 1.0;
/// Silence that makes a result final, seconds: what the host asks for as `endpointing`.
const ENDPOINTING: f64 = 0.3;
/// Mean amplitude above which a message holds speech: six times the noise floor of the recordings.
const SPEECH: u64 = 130;
/// Seconds that a word takes.
const WORD: f64 = 0.35;

/// The running server. It goes away with the value.
#[derive(Debug)]
pub struct Deepgram {
    address: SocketAddr,
    bytes: Arc<AtomicU64>,
    server: JoinHandle<()>,
}

impl Deepgram {
    /// Listens on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// [`Error::Start`] when the port cannot be opened.
    pub async fn start() -> Result<Self> {
        let refused = Error::start("the stand-in for Deepgram");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(refused)?;
        let address = listener.local_addr().map_err(Error::start("the stand-in for Deepgram"))?;
        let bytes = Arc::new(AtomicU64::new(0));
        let server = tokio::spawn({
            let bytes = Arc::clone(&bytes);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(session(stream, Arc::clone(&bytes)));
                }
            }
        });
        Ok(Self { address, bytes, server })
    }

    /// The address to give to the host instead of Deepgram's own.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Bytes of sound that arrived, over all connections.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

impl Drop for Deepgram {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// One connection, until either end closes it.
async fn session(stream: TcpStream, bytes: Arc<AtomicU64>) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    let mut listener = Listener::default();
    while let Some(Ok(message)) = socket.next().await {
        let replies = match message {
            Message::Binary(sound) => {
                bytes.fetch_add(sound.len() as u64, Ordering::Relaxed);
                listener.hear(&sound)
            }
            Message::Text(text) if text.contains("CloseStream") => {
                let _ = socket.send(Message::text(listener.metadata().to_string())).await;
                break;
            }
            _ => Vec::new(),
        };
        for reply in replies {
            if socket.send(Message::text(reply.to_string())).await.is_err() {
                return;
            }
        }
    }
    // The other end may be gone already.
    let _ = socket.close(None).await;
}

/// What one connection has heard, in seconds of its sound.
#[derive(Debug, Default)]
struct Listener {
    now: f64,
    /// Up to here results are final.
    settled: f64,
    last_result: f64,
    /// Speech since the last final result: from where to where.
    speech: Option<(f64, f64)>,
}

impl Listener {
    /// Takes in 16-bit little-endian samples and gives the results that are due.
    fn hear(&mut self, sound: &[u8]) -> Vec<Value> {
        let samples = sound.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        let sum: u64 = samples.map(|sample| u64::from(sample.unsigned_abs())).sum();
        let count = sound.len() as u64 / 2;
        let begun = self.now;
        self.now += count as f64 / RATE;
        if sum > SPEECH * count {
            self.speech = Some((self.speech.map_or(begun, |(from, _)| from), self.now));
        }
        let paused = self.speech.is_some_and(|(_, to)| self.now - to >= ENDPOINTING);
        if !paused && self.now - self.last_result < RESULT_EVERY {
            return Vec::new();
        }
        let result = self.result(paused);
        self.last_result = self.now;
        if paused {
            (self.settled, self.speech) = (self.now, None);
        }
        vec![result]
    }

    fn result(&self, is_final: bool) -> Value {
        let words = self.speech.map(|(from, to)| words(from, to)).unwrap_or_default();
        let text: Vec<&str> = words.iter().filter_map(|word| word["punctuated_word"].as_str()).collect();
        json!({
            "type": "Results", "channel_index": [0, 1], "start": self.settled, "duration": self.now - self.settled,
            "is_final": is_final, "speech_final": is_final, "from_finalize": false,
            "channel": {"alternatives": [{"transcript": text.join(" "), "confidence": 0.98, "words": words}]},
            "metadata": {
                "request_id": "8e4bb1a7-9c1f-4a52-a1b3-0f6f2c8f3a10", "model_uuid": "c0d1a568-ce81-4fea-97e7-bd45cb1fdf3c",
                "model_info": {"name": "general-nova-3", "version": "2024-12-20.0", "arch": "nova-3"}
            }
        })
    }

    fn metadata(&self) -> Value {
        json!({
            "type": "Metadata", "transaction_key": "deprecated", "request_id": "8e4bb1a7-9c1f-4a52-a1b3-0f6f2c8f3a10",
            "sha256": "", "created": "2026-01-01T00:00:00.000Z", "duration": self.now, "channels": 1
        })
    }
}

/// Words of equal length from one moment to another; the last one ends the sentence.
fn words(from: f64, to: f64) -> Vec<Value> {
    let count = ((to - from) / WORD).ceil().max(1.0) as usize;
    let each = (to - from) / count as f64;
    let word = |n: usize| {
        let punctuated = if n + 1 == count { "words." } else { "words" };
        let start = from + each * n as f64;
        json!({"word": "words", "punctuated_word": punctuated, "start": start, "end": start + each, "confidence": 0.98})
    };
    (0..count).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(ms: usize, amplitude: i16) -> Vec<u8> {
        [amplitude; 16].iter().flat_map(|sample| sample.to_le_bytes()).collect::<Vec<_>>().repeat(ms)
    }

    #[test]
    fn a_pause_after_speech_makes_a_final_result_and_silence_an_empty_interim_one() {
        let mut listener = Listener::default();
        let mut told = Vec::new();
        for amplitude in [[0; 12].as_slice(), &[3000; 15], &[0; 5]].concat() {
            told.extend(listener.hear(&sound(100, amplitude)));
        }
        let shown: Vec<(bool, usize)> = told
            .iter()
            .map(|result| {
                let text = result["channel"]["alternatives"][0]["transcript"].as_str().unwrap_or_default();
                (result["is_final"] == true, text.split_whitespace().count())
            })
            .collect();
        assert_eq!(shown, [(false, 0), (false, 3), (true, 5)]);
    }

    #[tokio::test]
    async fn a_client_sends_sound_closes_the_stream_and_gets_the_last_word() {
        let deepgram = Deepgram::start().await.unwrap();
        let address = format!("{}/v1/listen", deepgram.url().replace("http", "ws"));
        let (mut client, _) = tokio_tungstenite::connect_async(address).await.unwrap();
        client.send(Message::binary(sound(1000, 3000))).await.unwrap();
        client.send(Message::text(r#"{"type":"CloseStream"}"#)).await.unwrap();
        let mut kinds = Vec::new();
        while let Some(Ok(Message::Text(text))) = client.next().await {
            let message: Value = serde_json::from_str(&text).unwrap();
            kinds.push(message["type"].as_str().unwrap_or_default().to_owned());
        }
        assert_eq!(kinds, ["Results", "Metadata"]);
        assert_eq!(deepgram.bytes(), 32_000);
    }
}
