//! The background hub: owns the one native port, lets overlay frames in, and routes between them.
//!
//! Here: who may see the session ([`gate`]), what the extension's own pages ask (`desk`), what keys mean ([`commands`]), whose
//! call is whose ([`calls`]), what a late frame needs ([`log`]), when to try the host again ([`reach`]), where frames stand
//! ([`standing`]), how the tab's sound gets to the host ([`ear`]), which meeting's call the session follows ([`follow`]).
//! Never here: the browser itself, which [`outside`] describes and [`worker`] is; nor anything that outlives the service
//! worker.
//! Start at [`Hub::heard_overlay`] and [`Hub::host_says`].

pub mod calls;
mod commands;
mod desk;
mod ear;
mod follow;
pub mod gate;
mod host;
pub mod log;
pub mod outside;
pub mod plain;
pub mod reach;
mod standing;
pub mod worker;

#[cfg(test)]
mod notebook;
#[cfg(test)]
mod tests;

use crate::link::call::CALL_PORT;
use crate::link::event::Packed;
use crate::link::pack::unpack;
use crate::link::stance::{Frame, Stance};
use crate::link::{Ask, DESK_PORT, EAR_PORT, FromHub, HostStatus, OVERLAY_PORT, PAGE_PORT, SIDE_PANEL_PORT, ToHub};
use calls::{Awaits, Calls, Owner};
use convoally_shared::request::Request;
use ear::Ear;
use follow::Follow;
use gate::{Gate, Page, Verdict};
use log::Log;
use outside::{Opener, Outside, PortId, TabId, Wake};
use reach::Backoff;
use std::collections::BTreeMap;

/// How long a claim may come before its announcement, milliseconds. The two processes differ by a few.
const EARLY_CLAIM_MS: u32 = 2_000;

/// A port whose opener may speak to the hub.
#[derive(Debug)]
enum Guest {
    /// A content script.
    Page { tab: TabId, site: String },
    /// An overlay frame that has not shown its token.
    Stranger { tab: TabId },
    /// An overlay frame that was let in, and the content script that holds it.
    Overlay { tab: TabId, page: PortId, frame: Frame },
    /// The side panel, a document of the browser's own, which no page can frame: beside which tab, if the hub knows. It
    /// listens once it has claimed.
    SidePanel { beside: Option<TabId>, listens: bool },
    /// The offscreen document that captures a tab.
    Ear,
    /// The script that watches what a meeting page says of its call.
    Call { tab: TabId },
    /// One of the extension's own pages, or its popup.
    Desk,
}

impl Guest {
    /// It shows the session over a call, or beside one.
    fn is_let_in(&self) -> bool {
        matches!(self, Guest::Overlay { .. } | Guest::SidePanel { listens: true, .. })
    }

    /// The tab that it shows the call of.
    fn tab(&self) -> Option<TabId> {
        match self {
            Guest::Overlay { tab, .. } => Some(*tab),
            Guest::SidePanel { beside, .. } => *beside,
            _ => None,
        }
    }
}

/// The state of the native port.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// Not wanted.
    Closed,
    /// Opened, Hello sent.
    Greeting,
    /// Both sides speak one version.
    Open,
    /// Lost; a timer will try again.
    Pausing,
}

/// Routes between content scripts, overlay frames and the host.
#[derive(Debug)]
pub struct Hub<O> {
    outside: O,
    guests: BTreeMap<PortId, Guest>,
    gate: Gate,
    calls: Calls,
    log: Log,
    line: Line,
    status: HostStatus,
    backoff: Backoff,
    attempt: u32,
    ear: Option<Ear>,
    ears: u32,
    follow: Follow,
    stances: BTreeMap<String, Stance>,
    /// The browser's keys for [`commands::ANSWER_NOW`]; empty where it has none.
    keys: String,
}

impl<O: Outside> Hub<O> {
    /// A hub with no guest. It connects to the host when the first frame is let in.
    pub fn new(outside: O) -> Self {
        Self {
            outside,
            guests: BTreeMap::new(),
            gate: Gate::default(),
            calls: Calls::default(),
            log: Log::default(),
            line: Line::Closed,
            status: HostStatus::Connecting,
            backoff: Backoff::default(),
            attempt: 0,
            ear: None,
            ears: 0,
            follow: Follow::default(),
            stances: BTreeMap::new(),
            keys: String::new(),
        }
    }

    /// The browser around it.
    pub fn outside(&mut self) -> &mut O {
        &mut self.outside
    }

    /// Somebody opened a port. Only top-frame content scripts, the extension's own frames within tabs, its side panel and
    /// its offscreen document may, and its own pages where nothing frames them.
    pub fn opened(&mut self, port: PortId, opener: Opener) {
        if let (Some(attempt), true, None) = (opener.name.strip_prefix(EAR_PORT), opener.own_page, opener.tab) {
            return self.ear_opened(port, attempt.trim_start());
        }
        if opener.name == DESK_PORT && opener.own_page && opener.top_frame {
            return self.desk_opened(port);
        }
        let guest = match (opener.name.as_str(), opener.tab) {
            (PAGE_PORT, Some(tab)) if opener.top_frame && !opener.own_page => Guest::Page { tab, site: opener.site },
            (CALL_PORT, Some(tab)) if opener.top_frame && !opener.own_page => Guest::Call { tab },
            (OVERLAY_PORT, Some(tab)) if opener.own_page => Guest::Stranger { tab },
            (name, None) if opener.own_page && name.starts_with(SIDE_PANEL_PORT) => {
                let beside = name[SIDE_PANEL_PORT.len()..].trim_start().parse().ok();
                Guest::SidePanel { beside, listens: false }
            }
            _ => return self.outside.close(port),
        };
        self.guests.insert(port, guest);
    }

    /// A port sent a message. What cannot be read, or comes from no guest, is ignored.
    pub fn heard(&mut self, port: PortId, text: &str) {
        match self.guests.get(&port) {
            Some(Guest::Page { tab, site }) => {
                let (tab, site) = (*tab, site.clone());
                if let Ok(message) = serde_json::from_str(text) {
                    self.page_says(port, tab, site, message);
                }
            }
            Some(Guest::Ear) => {
                if let Ok(message) = serde_json::from_str(text) {
                    self.ear_says(port, message);
                }
            }
            Some(Guest::Call { tab }) => {
                let tab = *tab;
                if let Ok(message) = serde_json::from_str(text) {
                    self.call_says(port, tab, message);
                }
            }
            Some(Guest::Desk) => {
                if let Ok(message) = serde_json::from_str(text) {
                    self.desk_says(port, message);
                }
            }
            Some(Guest::Stranger { .. } | Guest::Overlay { .. } | Guest::SidePanel { .. }) => {
                if let Some(message) = unpack(text) {
                    self.heard_overlay(port, message);
                }
            }
            None => {}
        }
    }

    /// A port was closed from its end.
    pub fn closed(&mut self, port: PortId) {
        self.gate.forget_page(port);
        self.gate.give_up(port);
        if let Some(Guest::Desk) = self.guests.remove(&port) {
            self.desk_closed(port);
        }
        self.ear_lost(port);
        self.call_closed(port);
        self.release_host();
    }

    /// A timer ran out.
    pub fn woken(&mut self, wake: Wake) {
        match wake {
            Wake::Reconnect { attempt } if attempt == self.attempt && self.line == Line::Pausing => self.connect(),
            Wake::Reconnect { .. } => {}
            Wake::CallOver { end } => self.call_is_over(end),
            Wake::GiveUp { port } => {
                if self.gate.give_up(port) {
                    self.refuse(port);
                }
            }
        }
    }

    /// An overlay frame sent a message. Before its claim was granted, only the claim is heard.
    pub fn heard_overlay(&mut self, port: PortId, message: ToHub) {
        match (self.guests.get(&port), message) {
            (Some(Guest::SidePanel { listens: false, beside }), ToHub::Claim { .. }) => {
                self.admit_side_panel(port, *beside);
            }
            (Some(Guest::Stranger { tab }), ToHub::Claim { token }) => {
                let verdict = self.gate.claim(port, *tab, token);
                self.judge(port, verdict);
            }
            (Some(guest), ToHub::Call { id, ask }) if guest.is_let_in() => self.call(port, id, &ask),
            (Some(guest), ToHub::GoOn) if guest.is_let_in() => self.go_on(),
            (Some(Guest::Overlay { page, frame: Frame::Tab, .. }), wish) => self.stand(*page, wish),
            _ => {}
        }
    }

    fn judge(&mut self, port: PortId, verdict: Verdict) {
        match verdict {
            Verdict::Admitted(page) => self.admit(port, page),
            Verdict::Refused => self.refuse(port),
            Verdict::Early => self.outside.wake_after(EARLY_CLAIM_MS, Wake::GiveUp { port }),
        }
    }

    /// Lets a frame in and brings it up to date. From here on it gets each event as it happens.
    fn admit(&mut self, port: PortId, page: Page) {
        let Page { port: holder, tab, site, own_window, window } = page;
        let frame = if own_window { Frame::Window } else { Frame::Tab };
        self.guests.insert(port, Guest::Overlay { tab, page: holder, frame });
        let stance = self.stances.get(&site).copied();
        self.outside.send_overlay(port, &FromHub::Admitted { site, frame, tab: Some(tab) });
        self.outside.send_overlay(port, &FromHub::Window(window));
        stance.into_iter().for_each(|stance| self.outside.send_overlay(port, &FromHub::Stance(stance)));
        self.bring_up_to_date(port);
        self.tell_frame_of_call(port, tab);
    }

    /// What is so far, for a frame that was just let in.
    fn bring_up_to_date(&mut self, port: PortId) {
        self.outside.send_overlay(port, &FromHub::Keys(self.answer_keys()));
        self.outside.send_overlay(port, &FromHub::Status(self.status.clone()));
        if !self.log.events().is_empty() {
            self.outside.send_overlay(
                port,
                &FromHub::Replay { events: self.log.events().iter().cloned().map(Packed).collect() },
            );
        }
        if matches!(self.line, Line::Closed | Line::Pausing) {
            self.connect();
        }
    }

    fn refuse(&mut self, port: PortId) {
        self.outside.send_overlay(port, &FromHub::Refused);
        self.outside.close(port);
        self.guests.remove(&port);
    }

    /// Passes a frame's call on under a number of the hub's.
    fn call(&mut self, port: PortId, id: u64, ask: &Ask) {
        if self.line != Line::Open {
            return self.outside.send_overlay(port, &FromHub::Failed { id: Some(id), fault: reach::not_ready() });
        }
        let owner = |awaits| Owner::Overlay { port, id, awaits };
        match ask {
            Ask::Start(start) => {
                self.starts_in(self.tab_of(port));
                self.ask_host(owner(Awaits::Start), start);
            }
            Ask::Stop(stop) => {
                self.release_tab();
                self.ask_host(owner(Awaits::Done), stop);
            }
            Ask::AnswerNow(answer) => self.ask_host(owner(Awaits::Done), answer),
            Ask::Question(question) => self.ask_host(owner(Awaits::Done), question),
            Ask::Draft(again) => self.ask_host(owner(Awaits::Done), again),
            Ask::Mark(mark) => self.ask_host(owner(Awaits::Done), mark),
            Ask::Mode(mode) => self.ask_host(owner(Awaits::Done), mode),
            Ask::Pause(pause) => self.ask_host(owner(Awaits::Done), pause),
            Ask::Interviews(list) => self.ask_host(owner(Awaits::Interviews), list),
            Ask::Recipients(list) => self.ask_host(owner(Awaits::Recipients), list),
        }
    }

    fn ask_host<R: Request>(&mut self, owner: Owner, request: &R) {
        let call = self.calls.open(owner, request);
        self.outside.send_host(&call);
    }

    fn fan_out(&mut self, message: &FromHub) {
        self.tell_frames_of(None, message);
        self.tell_desks(message);
    }

    /// Tells the frames that were let in: those of one tab, or all.
    fn tell_frames_of(&mut self, tab: Option<TabId>, message: &FromHub) {
        for port in self.overlays(tab) {
            self.outside.send_overlay(port, message);
        }
    }

    /// Somebody sees the session: a frame that was let in, or a page of ours.
    fn is_watched(&self) -> bool {
        self.guests.values().any(|guest| guest.is_let_in() || matches!(guest, Guest::Desk))
    }

    /// The frames that were let in: those of one tab, or all. A side panel beside no meeting is of every tab.
    fn overlays(&self, of: Option<TabId>) -> Vec<PortId> {
        let is_of = |guest: &Guest| of.is_none() || guest.tab().is_none_or(|tab| of == Some(tab));
        let let_in = self.guests.iter().filter(|(_, guest)| guest.is_let_in() && is_of(guest));
        let_in.map(|(port, _)| *port).collect()
    }
}
