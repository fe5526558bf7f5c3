//! The hub's side of the native port: greet, watch, route, and come back after a loss.

use super::calls::{Awaits, Owner};
use super::outside::{Outside, PortId, Sign, Wake};
use super::{Hub, Line, reach};
use crate::link::desk::ToDesk;
use crate::link::{FromHub, HostStatus};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::request::{Hello, Interviews, Started, Welcome};
use convoally_shared::wire::{Message, PROTOCOL_VERSION};
use serde_json::Value;

impl<O: Outside> Hub<O> {
    /// The host sent a message.
    pub fn host_says(&mut self, message: Message) {
        match message {
            Message::Happened { event } => {
                if self.log.take(&event) {
                    if event.kind == EventKind::SessionEnded {
                        self.release_tab();
                    }
                    self.follow_event(&event);
                    self.fan_out(&FromHub::Happened { event });
                    self.outside.show_sign(self.log.sign());
                    self.release_host();
                }
            }
            Message::Reply { id, reply } => match self.calls.close(id) {
                Some(Owner::Hello) => match serde_json::from_value::<Welcome>(reply) {
                    Ok(welcome) => self.welcomed(welcome),
                    Err(_) => self.mismatched(reach::other_version(0, "unknown")),
                },
                Some(Owner::Overlay { port, id, awaits }) => self.answered(port, id, awaits, reply),
                Some(Owner::DeskStart { port, id, tab }) => {
                    if serde_json::from_value::<Started>(reply.clone()).is_ok_and(|started| started.wants_tab) {
                        match self.meeting_in(tab) {
                            Some((page, _)) => self.hear_tab(tab, page),
                            None => self.hear_no_tab(),
                        }
                    }
                    self.outside.send_desk(port, &ToDesk::Replied { id, reply });
                }
                Some(Owner::Desk { port, id }) => self.outside.send_desk(port, &ToDesk::Replied { id, reply }),
                Some(Owner::Piece) => self.piece_answered(),
                Some(Owner::Watch | Owner::Command | Owner::Follow | Owner::Cancel) | None => {}
            },
            Message::Progress { id, progress } => {
                if let Some(Owner::Desk { port, id }) = self.calls.owner(id) {
                    self.outside.send_desk(*port, &ToDesk::Progress { id: *id, progress });
                }
            }
            Message::Failed { id, fault } => {
                let owner = id.and_then(|id| self.calls.close(id));
                self.failed(owner, fault);
            }
        }
    }

    /// The native port closed, for the browser's `reason`. Open calls fail; a new attempt is timed.
    pub fn host_lost(&mut self, reason: &str) {
        if matches!(self.line, Line::Closed | Line::Pausing) {
            return;
        }
        let fault = reach::lost(reason);
        self.release_tab();
        self.follow_nothing();
        self.fail_open_calls(&fault);
        self.change_status(HostStatus::Unreachable { fault });
        self.outside.show_sign(Sign::Off);
        self.pause();
    }

    pub(super) fn connect(&mut self) {
        self.attempt += 1;
        self.line = Line::Greeting;
        self.outside.connect_host();
        let hello = Hello { protocol: PROTOCOL_VERSION, version: crate::VERSION.to_owned() };
        let call = self.calls.open(Owner::Hello, &hello);
        self.outside.send_host(&call);
    }

    /// Lets go of the host when nobody watches and nothing listens, so that it can exit and the worker sleep.
    pub(super) fn release_host(&mut self) {
        if self.line == Line::Closed || self.log.running() || self.is_watched() {
            return;
        }
        self.release_tab();
        self.follow_nothing();
        self.outside.disconnect_host();
        self.calls.close_all();
        self.line = Line::Closed;
        self.status = HostStatus::Connecting;
        self.log = Default::default();
    }

    fn welcomed(&mut self, welcome: Welcome) {
        if welcome.protocol != PROTOCOL_VERSION {
            return self.mismatched(reach::other_version(welcome.protocol, &welcome.version));
        }
        self.line = Line::Open;
        self.backoff.reset();
        self.change_status(HostStatus::Ready { version: welcome.version });
        if let Some(session) = self.log.reconcile(welcome.session.as_ref()) {
            self.fan_out(&FromHub::CutOff { session });
        }
        self.outside.show_sign(self.log.sign());
        let watch = self.log.rest();
        let call = self.calls.open(Owner::Watch, &watch);
        self.outside.send_host(&call);
        self.release_host();
    }

    /// Goes away and looks again now and then: the user may update the host meanwhile.
    fn mismatched(&mut self, fault: Fault) {
        self.outside.disconnect_host();
        self.fail_open_calls(&fault);
        self.change_status(HostStatus::OtherVersion { fault });
        self.pause();
    }

    /// An overlay frame gets what it wanted of a reply.
    fn answered(&mut self, port: PortId, id: u64, awaits: Awaits, reply: Value) {
        let told = match awaits {
            Awaits::Done => FromHub::Done { id },
            Awaits::Start => {
                if serde_json::from_value::<Started>(reply).is_ok_and(|started| started.wants_tab) {
                    self.hear_tab_of(port);
                }
                FromHub::Done { id }
            }
            Awaits::Interviews => {
                // A list that cannot be read offers nothing.
                let Interviews { interviews } = serde_json::from_value(reply).unwrap_or_default();
                FromHub::Interviews { id, interviews }
            }
            Awaits::Recipients => match serde_json::from_value(reply) {
                Ok(recipients) => FromHub::Recipients { id, recipients },
                Err(_) => FromHub::Failed { id: Some(id), fault: reach::other_version(0, "unknown") },
            },
        };
        self.outside.send_overlay(port, &told);
    }

    fn failed(&mut self, owner: Option<Owner>, fault: Fault) {
        if let Some(Owner::Overlay { awaits: Awaits::Start, .. } | Owner::DeskStart { .. }) = owner {
            self.starts_not();
        }
        match owner {
            Some(Owner::Hello) => self.mismatched(fault),
            Some(Owner::Overlay { port, id, .. }) => {
                self.outside.send_overlay(port, &FromHub::Failed { id: Some(id), fault });
            }
            Some(Owner::Desk { port, id } | Owner::DeskStart { port, id, .. }) => {
                self.outside.send_desk(port, &ToDesk::Failed { id: Some(id), fault });
            }
            Some(Owner::Piece) => self.piece_answered(),
            Some(Owner::Cancel) => {}
            Some(Owner::Watch | Owner::Command | Owner::Follow) | None => {
                self.fan_out(&FromHub::Failed { id: None, fault });
            }
        }
    }

    fn fail_open_calls(&mut self, fault: &Fault) {
        for owner in self.calls.close_all() {
            let fault = fault.clone();
            match owner {
                Owner::Overlay { port, id, .. } => {
                    self.outside.send_overlay(port, &FromHub::Failed { id: Some(id), fault });
                }
                Owner::Desk { port, id } | Owner::DeskStart { port, id, .. } => {
                    self.outside.send_desk(port, &ToDesk::Failed { id: Some(id), fault });
                }
                Owner::Hello | Owner::Watch | Owner::Command | Owner::Follow | Owner::Piece | Owner::Cancel => {}
            }
        }
    }

    /// Waits for the next attempt, or gives the host up when there is nobody to wait for.
    fn pause(&mut self) {
        self.line = Line::Pausing;
        self.outside.wake_after(self.backoff.next_ms(), Wake::Reconnect { attempt: self.attempt });
        self.release_host();
    }

    fn change_status(&mut self, status: HostStatus) {
        if self.status != status {
            self.status = status;
            self.fan_out(&FromHub::Status(self.status.clone()));
        }
    }
}
