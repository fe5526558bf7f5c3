//! Turns: when one stretch of speech begins, pauses, goes on and ends.
//!
//! [`TurnEvent`] is the one vocabulary of all transcription engines, whether they run here or in a cloud.
//! [`teller`] makes legal turns of whatever an engine says in whatever order; every engine tells through it.
//! [`endpoint`] finds the boundaries for engines that do not find them themselves, with the help of [`phrase`],
//! which reads in the words whether more is to come. [`echo`] finds words of one side that are the other's, heard
//! twice. Nothing here decodes speech or chooses what to answer.

pub mod echo;
pub mod edits;
pub mod endpoint;
pub mod phrase;
#[cfg(test)]
mod properties;
pub mod teller;
mod words;

/// Numbers the turns of one side from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TurnId(pub u32);

/// What an engine tells about one side's turns. For each turn: `Started`, any number of `Updated`, `EagerEnd`
/// and `Resumed`, then `Ended`. Times are milliseconds on the session's audio clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnEvent {
    /// Someone began to speak.
    Started {
        /// Which turn.
        turn: TurnId,
        /// First sample of speech.
        start_ms: u64,
    },
    /// What has been understood so far; replaces what was said before about the same turn.
    Updated {
        /// Which turn.
        turn: TurnId,
        /// Last sample that the text covers.
        end_ms: u64,
        /// The text so far.
        text: String,
    },
    /// The turn has probably ended: good enough to prepare an answer that may have to be thrown away.
    EagerEnd {
        /// Which turn.
        turn: TurnId,
        /// Last sample of speech.
        end_ms: u64,
        /// The whole text, if it was the end.
        text: String,
    },
    /// It had not ended.
    Resumed {
        /// Which turn.
        turn: TurnId,
    },
    /// The turn is over. An empty text means that it held no words.
    Ended {
        /// Which turn.
        turn: TurnId,
        /// First sample of speech.
        start_ms: u64,
        /// Last sample of speech.
        end_ms: u64,
        /// The whole text.
        text: String,
    },
}
