//! One WebSocket to Deepgram.

use super::request::Target;
use super::trouble::Trouble;
use futures_util::{Sink, Stream};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Bytes, Message, Utf8Bytes};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// Name, TCP, TLS and handshake together may take so long.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of a message from Deepgram at most. A result is a few thousand.
const LARGEST_MESSAGE: usize = 1 << 20;
/// Bytes of the buffers in either direction: a message of sound has 2,560.
const BUFFER: usize = 8 << 10;

/// What a connection has to tell.
#[derive(Debug, PartialEq)]
pub(super) enum News {
    /// A message.
    Text(Utf8Bytes),
    /// A ping was answered.
    Pong,
    /// Any other sign of life.
    Alive,
    /// The next message can be sent without waiting.
    Writable,
    /// The connection is over.
    Closed {
        /// Why; none when Deepgram closed it as one does after the last message.
        trouble: Option<Trouble>,
    },
}

/// An open connection. Dropping it cuts it off, whatever either end is doing.
pub(super) struct Connection {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Something was sent that may still be in a buffer.
    unflushed: bool,
}

impl Connection {
    /// Opens a connection, or says within [`CONNECT_TIMEOUT`] why not.
    pub(super) async fn open(target: &Target) -> Result<Self, Trouble> {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            .write_buffer_size(0)
            .max_message_size(Some(LARGEST_MESSAGE))
            .max_frame_size(Some(LARGEST_MESSAGE));
        let opening = connect_async_with_config(target.handshake()?, Some(config), true);
        match tokio::time::timeout(CONNECT_TIMEOUT, opening).await {
            Ok(Ok((socket, _))) => Ok(Self { socket, unflushed: false }),
            Ok(Err(error)) => Err(Trouble::of_handshake(error)),
            Err(_) => Err(Trouble::Unreachable),
        }
    }

    /// Waits for what happens next; for [`News::Writable`] only if `writing`. May be dropped without losing news.
    pub(super) async fn next(&mut self, writing: bool) -> News {
        poll_fn(|cx| self.poll(cx, writing)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>, writing: bool) -> Poll<News> {
        if let Poll::Ready(received) = Pin::new(&mut self.socket).poll_next(cx) {
            return Poll::Ready(match received {
                Some(Ok(message)) => news(message),
                Some(Err(_)) | None => News::Closed { trouble: Some(Trouble::Dropped) },
            });
        }
        if self.unflushed {
            match Pin::new(&mut self.socket).poll_flush(cx) {
                Poll::Ready(Ok(())) => self.unflushed = false,
                Poll::Ready(Err(_)) => return Poll::Ready(News::Closed { trouble: Some(Trouble::Dropped) }),
                Poll::Pending => return Poll::Pending,
            }
        }
        if !writing {
            return Poll::Pending;
        }
        let writable = ready!(Pin::new(&mut self.socket).poll_ready(cx));
        Poll::Ready(writable.map_or(News::Closed { trouble: Some(Trouble::Dropped) }, |()| News::Writable))
    }

    /// Sends sound, 16 bit little endian. To be called after [`News::Writable`].
    pub(super) fn send_sound(&mut self, samples: &[i16]) {
        let bytes: Bytes = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        // Deepgram takes an empty message for the end of the stream.
        if !bytes.is_empty() {
            self.send(Message::Binary(bytes));
        }
    }

    /// Sends a control message. It waits in the buffer when the other end does not read.
    pub(super) fn send_text(&mut self, text: &'static str) {
        self.send(Message::Text(Utf8Bytes::from_static(text)));
    }

    /// Asks for a sign of life.
    pub(super) fn ping(&mut self) {
        self.send(Message::Ping(Bytes::new()));
    }

    fn send(&mut self, message: Message) {
        // A broken connection is told by the next call of `next`.
        let _ = Pin::new(&mut self.socket).start_send(message);
        self.unflushed = true;
    }
}

fn news(message: Message) -> News {
    match message {
        Message::Text(text) => News::Text(text),
        Message::Close(Some(frame)) if u16::from(frame.code) != 1000 => {
            News::Closed { trouble: Some(Trouble::of_close(frame.code.into(), &frame.reason)) }
        }
        Message::Close(_) => News::Closed { trouble: None },
        Message::Pong(_) => News::Pong,
        Message::Ping(_) | Message::Binary(_) | Message::Frame(_) => News::Alive,
    }
}
