//! An engine behind a network line, as whoever stands in for it sees it.
//!
//! A line can be lost. The engine itself holds the sound and sends it again; whoever asked can also have it come
//! back after a while, with everything that is not text for good yet, and let another engine go on with that.

use super::held::Held;
use super::{FromEngine, Report, Sound, Transcriber};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::BoxFuture;
use std::time::Duration;
use tokio::sync::mpsc;

/// One side's sound for as long as one engine listens to it.
pub struct Stint {
    /// Which side.
    pub speaker: Speaker,
    /// Sound from before, to be heard first.
    pub held: Held,
    /// The sound that follows.
    pub sound: mpsc::Receiver<Sound>,
    /// Where turns are told.
    pub reports: mpsc::Sender<FromEngine>,
    /// How long the line may be gone before the stint ends; none to hold the sound until it is back.
    pub patience: Option<Duration>,
    /// The user knows that the line is gone, and is to be told when it is back.
    pub told_lost: bool,
}

/// How a stint ended. Every turn that was started has been ended.
pub enum Parting {
    /// The sound is over and its text is told.
    SoundOver,
    /// The line is gone.
    LineLost {
        /// What is not text for good yet, oldest first.
        held: Held,
        /// The sound that follows.
        sound: mpsc::Receiver<Sound>,
        /// Why.
        fault: Fault,
    },
}

/// A [`Transcriber`] that can lose its line.
pub trait Remote: Transcriber {
    /// Listens until the sound is over or the line has been gone for the stint's patience.
    fn stint(&self, stint: Stint) -> BoxFuture<'static, Parting>;

    /// Finds out, at no cost and without sending sound, whether a session would be accepted now.
    ///
    /// # Errors
    /// Why it would not be.
    fn check(&self) -> BoxFuture<'static, Result<(), Fault>>;

    /// What left with the checks since this was asked last; none when there was no check, or what it left with is told
    /// by the next stint.
    fn rehearsed(&self) -> Option<Report> {
        None
    }
}
