//! The requests that keep sound out of the words: of a side while the call itself does not hear it, and of both sides
//! while the user wants a pause.

use crate::utterance::Speaker;
use serde::{Deserialize, Serialize};

/// Says whether a side is muted in the call: what it says from then on until it is not any more is neither written down
/// nor sent to an engine. Holds for the session that runs and, until something else is said, for those that this
/// client starts later, from their first moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MuteSpeaker {
    /// Which side.
    pub speaker: Speaker,
    /// It is muted; otherwise it is heard again.
    pub muted: bool,
}

/// Has the session that runs hear nothing, or hear again: what is said meanwhile by either side is neither written down
/// nor sent to an engine. Refused with `session.none` where none runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseSession {
    /// It hears nothing; otherwise it hears again.
    pub paused: bool,
}
