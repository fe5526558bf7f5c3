//! A stand-in for Deepgram: speaks both published protocols on a real socket, with faults on demand.
//!
//! It understands what its [`Ear`] understands: sound in which each word has its own loudness ([`Speech`]), so that
//! nothing can be recognised that was not sent, or a script of words at moments of the stream. `nova` and `flux`
//! are the two protocols; [`Fault`] is what can go wrong on a connection. Start at [`StandIn::start`].

mod ear;
mod flux;
mod nova;
mod server;
mod speech;

pub use ear::{Ear, Heard, Listener};
pub use server::{Fault, KEY, Seen, StandIn};
pub use speech::Speech;

use std::time::Duration;

/// Samples per second of the stream.
pub const RATE: u64 = 16_000;

/// A place in a stream, in seconds, as the protocols want it.
fn seconds(samples: u64) -> f64 {
    samples as f64 / RATE as f64
}

/// Samples of a span of time.
fn samples(span: Duration) -> u64 {
    span.as_millis() as u64 * RATE / 1000
}

/// One of the two protocols, from the server's end.
trait Protocol: Send {
    /// What the server says first.
    fn greeting(&mut self) -> Option<String> {
        None
    }

    /// What it says to more sound.
    fn sound(&mut self, listener: &mut Listener) -> Vec<String>;

    /// What it says to a control message; nothing when it knows no such message.
    fn control(&mut self, kind: &str) -> Option<Vec<String>>;

    /// What it says to the end of the stream.
    fn close(&mut self, listener: &mut Listener) -> Vec<String>;
}
