//! The running session as far as a frame that opens late needs it: its lasting events, in memory, until the hub
//! lets go of the host. History proper lives in the host's vault.

use super::outside::Sign;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::request::Watch;
use convoally_shared::session::SessionId;

/// The lasting events of one session.
#[derive(Debug, Default)]
pub struct Log {
    session: Option<SessionId>,
    last_seq: u64,
    running: bool,
    paused: bool,
    events: Vec<Event>,
}

impl Log {
    /// Takes in an event. Says `false` for one that was seen before: it need not be passed on.
    pub fn take(&mut self, event: &Event) -> bool {
        if self.session.as_ref() != Some(&event.session) {
            *self = Self { session: Some(event.session.clone()), running: true, ..Self::default() };
        } else if event.seq <= self.last_seq {
            return false;
        }
        self.last_seq = event.seq;
        match event.kind {
            EventKind::SessionEnded => self.running = false,
            EventKind::PauseChanged { paused } => self.paused = paused,
            _ => {}
        }
        if !event.kind.is_passing() {
            self.events.push(event.clone());
        }
        true
    }

    /// Whether its session listens, as far as is known.
    pub fn running(&self) -> bool {
        self.running
    }

    /// Whether its session hears nothing by the user's wish.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// What the toolbar says of it.
    pub fn sign(&self) -> Sign {
        match (self.running, self.paused) {
            (false, _) => Sign::Off,
            (true, false) => Sign::Listening,
            (true, true) => Sign::Paused,
        }
    }

    /// Which session; none before the first.
    pub fn session(&self) -> Option<&SessionId> {
        self.session.as_ref()
    }

    /// Its events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What to ask of a host that was connected again: the rest.
    pub fn rest(&self) -> Watch {
        Watch { session: self.session.clone(), after_seq: self.last_seq }
    }

    /// A host has said which session runs there. Where that is not ours, ours was cut off: it is forgotten, and
    /// its name returned.
    pub fn reconcile(&mut self, running_there: Option<&SessionId>) -> Option<SessionId> {
        if !self.running || self.session.as_ref() == running_there {
            return None;
        }
        std::mem::take(self).session
    }
}
