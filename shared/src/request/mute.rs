//! The request that keeps a side out of the words while the call itself does not hear it.

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
