//! The meeting tab's own sound on its way to the host.
//!
//! The browser lets a tab be captured only in an offscreen document (`chromium/ear.js`). That document speaks to the
//! hub by a port, and the port is its life: closing it ends the capture, and the browser's sign of it goes away.

use super::calls::Owner;
use super::outside::{Outside, PortId, TabId};
use super::{Guest, Hub, Line};
use crate::link::FromEar;
use convoally_shared::request::{TabEnd, TabEnded, TabSound};

/// Pieces that the host may leave unanswered: ten seconds of 80 ms.
const MOST_UNANSWERED: u32 = 125;

/// A capture that is wanted: on its way, or running.
#[derive(Debug)]
pub(super) struct Ear {
    /// Which attempt to open the document. An older one that comes late is sent away.
    attempt: u32,
    /// The content script of the captured tab. When it goes, the tab shows something else.
    page: PortId,
    /// The document's port, once it is open.
    port: Option<PortId>,
    /// The number of the next piece.
    seq: u64,
    /// Pieces that the host has not answered.
    unanswered: u32,
}

impl<O: Outside> Hub<O> {
    /// Opens the ear for the tab of an overlay frame, whose session waits for its sound.
    pub(super) fn hear_tab_of(&mut self, overlay: PortId) {
        match self.guests.get(&overlay) {
            Some(Guest::Overlay { tab, page, .. }) => self.hear_tab(*tab, *page),
            _ => self.hear_no_tab(),
        }
    }

    /// Opens the ear for a tab, whose session waits for its sound. `page` is the tab's content script.
    pub(super) fn hear_tab(&mut self, tab: TabId, page: PortId) {
        self.release_tab();
        self.ears += 1;
        self.ear = Some(Ear { attempt: self.ears, page, port: None, seq: 0, unanswered: 0 });
        self.outside.hear_tab(tab, self.ears);
    }

    /// A session waits for a tab that is not there any more.
    pub(super) fn hear_no_tab(&mut self) {
        self.release_tab();
        self.tell_tab_end(TabEnd::Left);
    }

    /// The browser did not let the document be opened, or lets no tab be captured at all.
    pub fn ear_refused(&mut self, attempt: u32) {
        if self.ear.as_ref().is_some_and(|ear| ear.attempt == attempt) {
            self.end_tab(TabEnd::Refused);
        }
    }

    /// An offscreen document opened its port. One that is not waited for any more closes with it.
    pub(super) fn ear_opened(&mut self, port: PortId, attempt: &str) {
        let waiting = self.ear.as_mut().filter(|ear| ear.port.is_none() && ear.attempt.to_string() == attempt);
        match waiting {
            Some(ear) => {
                ear.port = Some(port);
                self.guests.insert(port, Guest::Ear);
            }
            None => self.outside.close(port),
        }
    }

    pub(super) fn ear_says(&mut self, port: PortId, message: FromEar) {
        let Some(ear) = self.ear.as_mut().filter(|ear| ear.port == Some(port)) else { return };
        match message {
            FromEar::Sound(_) if ear.unanswered >= MOST_UNANSWERED => self.end_tab(TabEnd::Behind),
            FromEar::Sound(pcm) => {
                let piece = TabSound { seq: ear.seq, pcm };
                ear.seq += 1;
                ear.unanswered += 1;
                let call = self.calls.open(Owner::Piece, &piece);
                self.outside.send_host(&call);
            }
            FromEar::Refused => self.end_tab(TabEnd::Refused),
            FromEar::Stopped => self.end_tab(TabEnd::Stopped),
        }
    }

    /// The host answered a piece.
    pub(super) fn piece_answered(&mut self) {
        if let Some(ear) = &mut self.ear {
            ear.unanswered = ear.unanswered.saturating_sub(1);
        }
    }

    /// A port was closed from its end: the captured page's, or the document's own.
    pub(super) fn ear_lost(&mut self, port: PortId) {
        match &self.ear {
            Some(ear) if ear.page == port => self.end_tab(TabEnd::Left),
            Some(ear) if ear.port == Some(port) => self.end_tab(TabEnd::Stopped),
            _ => {}
        }
    }

    /// Ends the capture, if there is one.
    pub(super) fn release_tab(&mut self) {
        if let Some(port) = self.ear.take().and_then(|ear| ear.port) {
            self.guests.remove(&port);
            self.outside.close(port);
        }
    }

    /// Ends the capture and tells the host, which hears the system's sound instead.
    fn end_tab(&mut self, reason: TabEnd) {
        self.release_tab();
        self.tell_tab_end(reason);
    }

    fn tell_tab_end(&mut self, reason: TabEnd) {
        if self.line == Line::Open {
            let call = self.calls.open(Owner::Piece, &TabEnded { reason });
            self.outside.send_host(&call);
        }
    }
}

#[cfg(test)]
#[path = "ear_tests.rs"]
mod tests;
