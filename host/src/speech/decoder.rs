//! What an engine that takes whole utterances offers to the listener: a stretch of sound in, its text out, later.
//!
//! The one who asks may give a text up at any time; the one who answers sees that and stops. Whisper's worker
//! thread and the transcription server implement [`Decoder`]; the [`listener`](super::listener) uses it.

use crate::turn::TurnId;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{Notify, oneshot};

/// How much somebody waits for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// The end of speech: answered in order, never dropped.
    End,
    /// Interim text: given up when something urgent comes.
    Interim,
}

/// A stretch of sound whose text is wanted.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whose speech it is.
    pub speaker: Speaker,
    /// The turn that it belongs to.
    pub turn: TurnId,
    /// Mono at [`SAMPLE_RATE`](super::SAMPLE_RATE), −1.0 to 1.0.
    pub samples: Vec<f32>,
    /// How much somebody waits.
    pub urgency: Urgency,
}

/// The answer to a request: a text, empty when no words were heard, or none because it was given up. A fault
/// means that the engine cannot go on.
pub type Decoded = Result<Option<String>, Fault>;

/// An engine that decodes one utterance at a time.
pub trait Decoder: Send + Sync {
    /// Asks for the text of a stretch of sound. Returns at once.
    fn request(&self, request: Request) -> Pending;

    /// Nothing is being decoded or waits for it: interim text would be decoded at once.
    fn is_idle(&self) -> bool;

    /// Each request costs money, so that every utterance is decoded once, when it is over. Elsewhere a text may be
    /// asked for that may not be needed.
    fn is_metered(&self) -> bool {
        false
    }
}

#[derive(Debug, Default)]
struct Flag {
    said: AtomicBool,
    heard: Notify,
}

/// The means to say that a text is not wanted any more.
#[derive(Clone, Debug, Default)]
pub struct GiveUp(Arc<Flag>);

impl GiveUp {
    /// The decode stops soon, or is never begun.
    pub fn now(&self) {
        self.0.said.store(true, Ordering::Relaxed);
        self.0.heard.notify_waiters();
    }

    /// It has been said.
    pub fn was_said(&self) -> bool {
        self.0.said.load(Ordering::Relaxed)
    }

    /// Resolves when it is said.
    pub async fn said(&self) {
        // Listening begins before looking, so that nothing is missed in between.
        let heard = self.0.heard.notified();
        if !self.was_said() {
            heard.await;
        }
    }

    /// For a callback that can only look at a flag.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.0.said
    }
}

/// A text in the making. Dropping it gives the decode up.
#[derive(Debug)]
pub struct Pending {
    give_up: GiveUp,
    text: oneshot::Receiver<Decoded>,
}

impl Pending {
    /// A text in the making, and the reply that its maker owes.
    pub fn new() -> (Self, Reply) {
        let (answer, text) = oneshot::channel();
        let give_up = GiveUp::default();
        (Self { give_up: give_up.clone(), text }, Reply { give_up, answer })
    }

    /// Waits for the text. A maker that is gone without a reply is an engine that stopped.
    pub async fn text(mut self) -> Decoded {
        let answer = (&mut self.text).await;
        answer.unwrap_or_else(|_| if self.give_up.was_said() { Ok(None) } else { Err(stopped()) })
    }

    /// Lets somebody else give it up.
    pub fn give_up(&self) -> GiveUp {
        self.give_up.clone()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.give_up.now();
    }
}

/// The maker's end of a [`Pending`].
#[derive(Debug)]
pub struct Reply {
    give_up: GiveUp,
    answer: oneshot::Sender<Decoded>,
}

impl Reply {
    /// Answers.
    pub fn send(self, decoded: Decoded) {
        // Nobody may be waiting any more; that is their right.
        let _ = self.answer.send(decoded);
    }

    /// Tells whether the text is still wanted.
    pub fn give_up(&self) -> &GiveUp {
        &self.give_up
    }
}

fn stopped() -> Fault {
    Fault::new("speech.stopped", "The speech engine stopped.", "Stop the session and start it again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_maker_that_goes_away_is_an_engine_that_stopped_unless_the_text_was_given_up() {
        let (pending, reply) = Pending::new();
        drop(reply);
        assert_eq!(pending.text().await.unwrap_err().code, "speech.stopped");
        let (pending, reply) = Pending::new();
        pending.give_up().now();
        drop(reply);
        assert_eq!(pending.text().await, Ok(None));
    }

    #[tokio::test]
    async fn giving_up_is_heard_before_and_after_it_is_said() {
        let (pending, reply) = Pending::new();
        let give_up = reply.give_up().clone();
        let waiting = tokio::spawn(async move { give_up.said().await });
        drop(pending);
        waiting.await.unwrap();
        reply.give_up().said().await;
    }
}
