//! When the session heard nothing because the user wanted it so.

use super::SessionView;
use serde::{Deserialize, Serialize};

/// A pause, milliseconds since the session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Its beginning.
    pub from_ms: u64,
    /// Its end; none while it goes on, or when the session ended in it.
    pub to_ms: Option<u64>,
}

impl SessionView {
    /// Whether it hears nothing now.
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to_ms.is_none())
    }

    pub(super) fn pause_changed(&mut self, paused: bool, at_ms: u64) {
        match self.pauses.last_mut().filter(|pause| pause.to_ms.is_none()) {
            None if paused => self.pauses.push(Pause { from_ms: at_ms, to_ms: None }),
            Some(pause) if !paused => pause.to_ms = Some(at_ms),
            _ => return,
        }
        // No level comes meanwhile.
        self.sources.iter_mut().for_each(|source| source.dbfs = SILENCE_DBFS);
    }
}

/// The level of nothing, decibels relative to full scale.
pub(super) const SILENCE_DBFS: f32 = -90.0;
