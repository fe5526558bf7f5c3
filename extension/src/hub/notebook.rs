//! A browser that only writes down what it was told, and the messages that tests send.

use super::Hub;
use super::outside::{Opener, Outside, PortId, Sign, TabId, Wake};
use crate::link::call::{CALL_PORT, ToCall};
use crate::link::desk::ToDesk;
use crate::link::stance::Stance;
use crate::link::{DESK_PORT, FromHub, OVERLAY_PORT, PAGE_PORT, ToHub, ToPage};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::request::Welcome;
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::wire::{Call, Message, PROTOCOL_VERSION};

#[derive(Debug, Default)]
pub struct Notebook {
    pub connects: u32,
    pub disconnects: u32,
    pub to_host: Vec<Call>,
    pub to_overlay: Vec<(PortId, FromHub)>,
    pub to_desk: Vec<(PortId, ToDesk)>,
    pub to_page: Vec<(PortId, ToPage)>,
    pub to_call: Vec<(PortId, ToCall)>,
    pub closed: Vec<PortId>,
    pub ears: Vec<(TabId, u32)>,
    pub keys_asked: Vec<String>,
    pub remembered: Vec<(String, Stance)>,
    pub wakes: Vec<(u32, Wake)>,
    pub sign: Sign,
    pub without_panel: Vec<TabId>,
}

impl Outside for Notebook {
    fn connect_host(&mut self) {
        self.connects += 1;
    }
    fn disconnect_host(&mut self) {
        self.disconnects += 1;
    }
    fn send_host(&mut self, call: &Call) {
        self.to_host.push(call.clone());
    }
    fn send_overlay(&mut self, port: PortId, message: &FromHub) {
        self.to_overlay.push((port, message.clone()));
    }
    fn send_desk(&mut self, port: PortId, message: &ToDesk) {
        self.to_desk.push((port, message.clone()));
    }
    fn send_page(&mut self, port: PortId, message: &ToPage) {
        self.to_page.push((port, message.clone()));
    }
    fn send_call(&mut self, port: PortId, message: &ToCall) {
        self.to_call.push((port, message.clone()));
    }
    fn hear_tab(&mut self, tab: TabId, attempt: u32) {
        self.ears.push((tab, attempt));
    }
    fn ask_keys(&mut self, command: &str) {
        self.keys_asked.push(command.to_owned());
    }
    fn close(&mut self, port: PortId) {
        self.closed.push(port);
    }
    fn remember(&mut self, site: &str, stance: &Stance) {
        self.remembered.push((site.to_owned(), *stance));
    }
    fn wake_after(&mut self, ms: u32, wake: Wake) {
        self.wakes.push((ms, wake));
    }
    fn show_sign(&mut self, sign: Sign) {
        self.sign = sign;
    }
    fn show_panel(&mut self, tab: TabId, there: bool) {
        self.without_panel.retain(|other| *other != tab);
        self.without_panel.extend((!there).then_some(tab));
    }
}

impl Notebook {
    /// What one frame was told, and forgets it.
    pub fn told(&mut self, port: PortId) -> Vec<FromHub> {
        let (told, rest) = std::mem::take(&mut self.to_overlay).into_iter().partition(|(to, _)| *to == port);
        self.to_overlay = rest;
        let told: Vec<(PortId, FromHub)> = told;
        told.into_iter().map(|(_, message)| message).collect()
    }

    /// The last call that the host got.
    pub fn last_call(&self) -> &Call {
        self.to_host.last().unwrap()
    }
}

pub fn page(tab: TabId) -> Opener {
    Opener { name: PAGE_PORT.into(), tab: Some(tab), top_frame: true, own_page: false, site: "meet.google.com".into() }
}

pub fn watching(tab: TabId) -> Opener {
    Opener { name: CALL_PORT.into(), ..page(tab) }
}

pub fn frame(tab: TabId) -> Opener {
    Opener { name: OVERLAY_PORT.into(), tab: Some(tab), top_frame: false, own_page: true, site: String::new() }
}

/// A content script's announcement of its frame.
pub fn announce(token: &str, own_window: bool) -> String {
    let window = serde_json::json!({"width": 1360, "height": 800});
    serde_json::json!({"announce": {"token": token, "own_window": own_window, "window": window}}).to_string()
}

pub fn desk() -> Opener {
    Opener { name: DESK_PORT.into(), tab: None, top_frame: true, own_page: true, site: String::new() }
}

/// A hub with frame `port` of tab `tab` let in; its content script has port `port + 100`.
pub fn let_in(hub: &mut Hub<Notebook>, port: PortId, tab: TabId) {
    let token = format!("token of {port}");
    hub.opened(port + 100, page(tab));
    hub.heard(port + 100, &announce(&token, false));
    hub.opened(port, frame(tab));
    hub.heard_overlay(port, ToHub::Claim { token });
}

/// Answers the greeting that is open.
pub fn welcome(hub: &mut Hub<Notebook>, session: Option<&str>) {
    welcome_as(hub, PROTOCOL_VERSION, session);
}

pub fn welcome_as(hub: &mut Hub<Notebook>, protocol: u32, session: Option<&str>) {
    let hello = hub.outside().to_host.iter().rev().find(|call| call.request == "hello").unwrap().id;
    let welcome = Welcome { protocol, version: "0.1.0".into(), session: session.map(|id| SessionId(id.into())) };
    hub.host_says(Message::Reply { id: hello, reply: serde_json::to_value(welcome).unwrap() });
}

pub fn event(session: &str, seq: u64, kind: EventKind) -> Event {
    Event { session: SessionId(session.into()), seq, at_ms: seq * 10, kind }
}

pub fn started() -> EventKind {
    EventKind::SessionStarted {
        started_unix_ms: 0,
        brief: Brief::default(),
        site: None,
        documents: vec![],
        transcriber: "stand-in".into(),
        answerer: None,
        mode: Mode::default(),
    }
}
