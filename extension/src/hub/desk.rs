//! The extension's own pages and its popup: they may ask the host anything, and see the session.

use super::calls::Owner;
use super::outside::{Outside, PortId, TabId};
use super::{Guest, Hub, Line, reach};
use crate::link::FromHub;
use crate::link::desk::{FromDesk, ToDesk};
use crate::link::event::Packed;
use convoally_shared::fault::Fault;
use convoally_shared::request::{
    Cancel, Hello, MuteSpeaker, Request, StartSession, StopSession, TabEnded, TabSound, Watch,
};
use convoally_shared::wire::Call;

/// The hub's own business with the host.
const OURS: [&str; 6] = [Hello::NAME, Watch::NAME, Cancel::NAME, TabSound::NAME, TabEnded::NAME, MuteSpeaker::NAME];

impl<O: Outside> Hub<O> {
    /// A page opened its port: it is brought up to date, and the host is started for it.
    pub(super) fn desk_opened(&mut self, port: PortId) {
        self.guests.insert(port, Guest::Desk);
        self.outside.send_desk(port, &ToDesk::Status(self.status.clone()));
        if !self.log.events().is_empty() {
            let events = self.log.events().iter().cloned().map(Packed).collect();
            self.outside.send_desk(port, &ToDesk::Replay { events });
        }
        if matches!(self.line, Line::Closed | Line::Pausing) {
            self.connect();
        }
    }

    pub(super) fn desk_says(&mut self, port: PortId, message: FromDesk) {
        match message {
            FromDesk::Look { tab } => {
                let site = self.meeting_in(tab).map(|(_, site)| site);
                self.outside.send_desk(port, &ToDesk::Tab { tab, site });
            }
            FromDesk::Cancel { id } => {
                if let Some(call) = self.calls.number_of(&Owner::Desk { port, id }) {
                    self.cancel(call);
                }
            }
            FromDesk::Call(Call { id, .. }) | FromDesk::Listen { id, .. } if self.line != Line::Open => {
                self.outside.send_desk(port, &ToDesk::Failed { id: Some(id), fault: reach::not_ready() });
            }
            FromDesk::Call(Call { id, request, .. }) if OURS.contains(&request.as_str()) => {
                let fault = Fault::new("wire.not_yours", "A page may not ask this.", "Reload the extension.");
                self.outside.send_desk(port, &ToDesk::Failed { id: Some(id), fault });
            }
            FromDesk::Call(Call { id, request, params }) => {
                if request == StopSession::NAME {
                    self.release_tab();
                }
                if request == StartSession::NAME {
                    self.starts_in(None);
                }
                let call = self.calls.pass(Owner::Desk { port, id }, request, params);
                self.outside.send_host(&call);
            }
            FromDesk::Listen { id, tab, start } => self.listen_for_desk(port, id, tab, &start),
        }
    }

    /// What a page that is gone had asked for, and has no reply yet, is given up.
    pub(super) fn desk_closed(&mut self, port: PortId) {
        for call in self.calls.of_desk(port) {
            self.cancel(call);
        }
    }

    /// The content script in a tab, and the meeting that it is in.
    pub(super) fn meeting_in(&self, tab: TabId) -> Option<(PortId, String)> {
        self.guests.iter().find_map(|(port, guest)| match guest {
            Guest::Page { tab: of, site } if *of == tab => Some((*port, site.clone())),
            _ => None,
        })
    }

    pub(super) fn tell_desks(&mut self, message: &FromHub) {
        let Some(message) = for_desks(message) else { return };
        let desks = self.guests.iter().filter(|(_, guest)| matches!(guest, Guest::Desk)).map(|(port, _)| *port);
        for port in desks.collect::<Vec<_>>() {
            self.outside.send_desk(port, &message);
        }
    }

    fn listen_for_desk(&mut self, port: PortId, id: u64, tab: TabId, start: &StartSession) {
        self.starts_in(Some(tab));
        let call = self.calls.open(Owner::DeskStart { port, id, tab }, start);
        self.outside.send_host(&call);
    }

    fn cancel(&mut self, call: u64) {
        let cancel = self.calls.open(Owner::Cancel, &Cancel { call });
        self.outside.send_host(&cancel);
    }
}

/// What every page is told of it; none for what only frames have a use for.
fn for_desks(message: &FromHub) -> Option<ToDesk> {
    Some(match message {
        FromHub::Status(status) => ToDesk::Status(status.clone()),
        FromHub::Happened { event } => ToDesk::Happened { event: event.clone() },
        FromHub::CutOff { session } => ToDesk::CutOff { session: session.clone() },
        FromHub::Failed { id: None, fault } => ToDesk::Failed { id: None, fault: fault.clone() },
        _ => return None,
    })
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
