//! What the session is not to hear: a side that is muted in the call, and both while the user wants a pause.

use super::Desk;
use crate::session::no_session;
use convoally_shared::fault::Fault;
use convoally_shared::request::{Done, MuteSpeaker, PauseSession};

impl Desk {
    /// Kept without a session, too: the user may be muted in the call before anything listens.
    pub(super) fn mute(&mut self, MuteSpeaker { speaker, muted }: MuteSpeaker) -> Done {
        if muted {
            self.muted.insert(speaker);
        } else {
            self.muted.remove(&speaker);
        }
        if let Some(session) = self.running() {
            session.mute(speaker, muted);
        }
        Done {}
    }

    /// Ends with its session: the next one listens.
    pub(super) fn pause(&self, PauseSession { paused }: PauseSession) -> Result<Done, Fault> {
        self.running().ok_or_else(no_session)?.pause(paused);
        Ok(Done {})
    }
}
