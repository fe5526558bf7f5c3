//! The hub in the background worker: real ports, real timers, the toolbar button.
//!
//! `static/background.js` registers the listeners and numbers the ports; everything it hears ends up here.

use super::Hub as Routing;
use super::outside::{Opener, Outside, PortId, Sign, TabId, Wake};
use super::plain::{BadgeText, ButtonTitle, plain};
use crate::chrome::{self, Port, RUNTIME};
use crate::link::call::ToCall;
use crate::link::desk::ToDesk;
use crate::link::pack::pack;
use crate::link::stance::Stance;
use crate::link::{DESK_PORT, EAR_PORT, FromHub, ToPage};
use crate::locale::say;
use convoally_shared::wire::{Call, HOST_NAME};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./places.js")]
extern "C" {
    /// Keeps a text under a name, in this browser profile.
    fn remember(name: &str, text: &str);
    /// Calls `recalled` with all of them, by name.
    fn recall(recalled: &JsValue);
}

#[wasm_bindgen(raw_module = "./tab.js")]
extern "C" {
    /// Opens the offscreen document for a tab; calls `refused` where the browser does not let it.
    fn hear(tab: TabId, attempt: u32, refused: &JsValue);
}

#[wasm_bindgen(raw_module = "./commands.js")]
extern "C" {
    /// Calls `tell` with the keys that the browser has for a command.
    #[wasm_bindgen(js_name = askKeys)]
    fn ask_keys(command: &str, tell: &JsValue);
}

/// The hub as `static/background.js` sees it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Hub {
    routing: Rc<RefCell<Routing<Worker>>>,
}

#[wasm_bindgen]
impl Hub {
    /// One for the life of the worker.
    #[wasm_bindgen(constructor)]
    #[expect(clippy::new_without_default, reason = "JavaScript constructs it")]
    pub fn new() -> Self {
        console_error_panic_hook::set_once();
        let routing = Rc::new_cyclic(|hub| RefCell::new(Routing::new(Worker::new(hub.clone()))));
        recall_stances(&routing);
        Self { routing }
    }

    /// A port was opened to the worker; `id` is its number from now on.
    pub fn opened(&self, id: PortId, port: Port) {
        let opener = opener(&port);
        let mut routing = self.routing.borrow_mut();
        routing.outside().ports.insert(id, port);
        routing.opened(id, opener);
    }

    /// A port sent a message. Anything but a string is ignored: our own ends send strings.
    pub fn heard(&self, id: PortId, message: &JsValue) {
        if let Some(text) = message.as_string() {
            self.routing.borrow_mut().heard(id, &text);
        }
    }

    /// A port was closed from its end.
    pub fn closed(&self, id: PortId) {
        let mut routing = self.routing.borrow_mut();
        routing.outside().ports.remove(&id);
        routing.closed(id);
    }

    /// A keyboard command.
    pub fn command(&self, name: &str, tab: Option<TabId>) {
        self.routing.borrow_mut().command(name, tab);
    }
}

/// Asks the browser how panels stood. What cannot be read, as from another release, is as if it were not there.
fn recall_stances(routing: &Rc<RefCell<Routing<Worker>>>) {
    let hub = Rc::downgrade(routing);
    let recalled = Closure::once_into_js(move |texts: JsValue| {
        let texts = js_sys::JSON::stringify(&texts).map(String::from).unwrap_or_default();
        let texts: BTreeMap<String, String> = serde_json::from_str(&texts).unwrap_or_default();
        let read = |(site, text): (String, String)| Some((site, serde_json::from_str(&text).ok()?));
        if let Some(hub) = hub.upgrade() {
            hub.borrow_mut().stances_recalled(texts.into_iter().filter_map(read).collect());
        }
    });
    recall(&recalled);
}

/// What the browser says of a port's opener.
fn opener(port: &Port) -> Opener {
    let sender = port.sender();
    let url = sender.as_ref().and_then(|sender| sender.url()).unwrap_or_default();
    let name = port.name();
    let pages: &[&str] = match name.as_str() {
        DESK_PORT => &["pages.html", "popup.html"],
        name if name.starts_with(EAR_PORT) => &["ear.html"],
        _ => &["overlay.html"],
    };
    let opened_by = |page: &&str| url.split('#').next() == Some(&RUNTIME.with(|runtime| runtime.get_url(page)));
    Opener {
        tab: sender.as_ref().and_then(|sender| sender.tab()).and_then(|tab| tab.id()),
        top_frame: sender.as_ref().and_then(|sender| sender.frame_id()).is_none_or(|frame| frame == 0),
        own_page: pages.iter().any(opened_by),
        site: url.split('/').nth(2).unwrap_or_default().to_owned(),
        name,
    }
}

/// The browser around the hub.
#[derive(Debug)]
pub struct Worker {
    hub: Weak<RefCell<Routing<Worker>>>,
    ports: BTreeMap<PortId, Port>,
    native: Option<Native>,
    sign: Sign,
    /// Tabs whose pages will not have the panel.
    without_panel: BTreeSet<TabId>,
}

/// The native port and its listeners, which live as long as it does.
#[derive(Debug)]
struct Native {
    port: Port,
    _heard: Closure<dyn FnMut(JsValue)>,
    _lost: Closure<dyn FnMut()>,
}

impl Worker {
    fn new(hub: Weak<RefCell<Routing<Worker>>>) -> Self {
        Self { hub, ports: BTreeMap::new(), native: None, sign: Sign::Off, without_panel: BTreeSet::new() }
    }

    fn send(&self, id: PortId, message: Option<String>) {
        if let (Some(port), Some(text)) = (self.ports.get(&id), message) {
            // A port that was closed meanwhile throws; `closed` follows.
            let _ = port.post_message(&text.into());
        }
    }

    fn listen(&self, port: Port) -> Native {
        let hub = self.hub.clone();
        let heard = Closure::new(move |message: JsValue| {
            let text = js_sys::JSON::stringify(&message).map(String::from).unwrap_or_default();
            // An event of a kind that this release does not know is passed over: the list is append-only.
            if let (Some(hub), Ok(message)) = (hub.upgrade(), serde_json::from_str(&text)) {
                hub.borrow_mut().host_says(message);
            }
        });
        let hub = self.hub.clone();
        let closed = port.clone();
        let lost = Closure::new(move || {
            let said = closed.error().or_else(|| RUNTIME.with(|runtime| runtime.last_error()));
            let reason = said.and_then(|error| error.message());
            if let Some(hub) = hub.upgrade() {
                hub.borrow_mut().host_lost(&reason.unwrap_or_default());
            }
        });
        port.on_message().add_listener(heard.as_ref());
        port.on_disconnect().add_listener(lost.as_ref());
        Native { port, _heard: heard, _lost: lost }
    }

    fn show_without_panel(&self, tab: TabId) {
        let (badge, title) = toolbar(self.sign);
        show(Some(tab), &[badge, "!"].concat(), &[&title, " · ", &say("toolbar_no_panel")].concat());
    }

    fn later(&self, ms: u32, act: impl FnOnce(&mut Routing<Worker>) + 'static) {
        let hub = self.hub.clone();
        let callback = Closure::once_into_js(move || {
            if let Some(hub) = hub.upgrade() {
                act(&mut hub.borrow_mut());
            }
        });
        chrome::set_timeout(&callback, ms);
    }
}

/// The badge and the title of the toolbar button. The badge is of letters that every font has.
fn toolbar(sign: Sign) -> (&'static str, String) {
    match sign {
        Sign::Off => ("", "ConvoAlly".to_owned()),
        Sign::Listening => ("●", say("toolbar_listening")),
        Sign::Paused => ("II", say("toolbar_paused")),
    }
}

/// Writes on the toolbar button: in one tab, or in all that have nothing of their own.
fn show(tab_id: Option<TabId>, text: &str, title: &str) {
    chrome::set_badge_text(&plain(&BadgeText { tab_id, text }));
    chrome::set_title(&plain(&ButtonTitle { tab_id, title }));
}

impl Outside for Worker {
    fn connect_host(&mut self) {
        self.disconnect_host();
        match RUNTIME.with(|runtime| runtime.connect_native(HOST_NAME)) {
            Ok(port) => self.native = Some(self.listen(port)),
            Err(error) => {
                let reason = js_sys::Error::from(error).message().into();
                self.later(0, move |hub: &mut Routing<Worker>| {
                    let reason: String = reason;
                    hub.host_lost(&reason);
                });
            }
        }
    }

    fn disconnect_host(&mut self) {
        if let Some(native) = self.native.take() {
            native.port.disconnect();
            // Its listener may be running right now; it is dropped when the worker is idle.
            self.later(0, move |_| drop(native));
        }
    }

    fn send_host(&mut self, call: &Call) {
        if let Some(native) = &self.native {
            let _ = native.port.post_message(&plain(call));
        }
    }

    fn send_overlay(&mut self, port: PortId, message: &FromHub) {
        self.send(port, pack(message));
    }

    fn send_desk(&mut self, port: PortId, message: &ToDesk) {
        self.send(port, serde_json::to_string(message).ok());
    }

    fn send_page(&mut self, port: PortId, message: &ToPage) {
        self.send(port, serde_json::to_string(message).ok());
    }

    fn send_call(&mut self, port: PortId, message: &ToCall) {
        self.send(port, serde_json::to_string(message).ok());
    }

    fn hear_tab(&mut self, tab: TabId, attempt: u32) {
        let hub = self.hub.clone();
        let refused = Closure::once_into_js(move || {
            if let Some(hub) = hub.upgrade() {
                hub.borrow_mut().ear_refused(attempt);
            }
        });
        hear(tab, attempt, &refused);
    }

    fn ask_keys(&mut self, command: &str) {
        let hub = self.hub.clone();
        let tell = Closure::once_into_js(move |keys: String| {
            if let Some(hub) = hub.upgrade() {
                hub.borrow_mut().keys_are(keys);
            }
        });
        ask_keys(command, &tell);
    }

    fn close(&mut self, port: PortId) {
        if let Some(port) = self.ports.remove(&port) {
            port.disconnect();
        }
    }

    fn remember(&mut self, site: &str, stance: &Stance) {
        if let Ok(text) = serde_json::to_string(stance) {
            remember(site, &text);
        }
    }

    fn wake_after(&mut self, ms: u32, wake: Wake) {
        self.later(ms, move |hub| hub.woken(wake));
    }

    fn show_sign(&mut self, sign: Sign) {
        if self.sign == sign {
            return;
        }
        self.sign = sign;
        let (badge, title) = toolbar(sign);
        show(None, badge, &title);
        self.without_panel.iter().for_each(|tab| self.show_without_panel(*tab));
    }

    fn show_panel(&mut self, tab: TabId, there: bool) {
        if !there {
            self.without_panel.insert(tab);
            self.show_without_panel(tab);
        } else if self.without_panel.remove(&tab) {
            // The browser forgets it by itself when the tab goes elsewhere; not when the page itself gave way.
            let (badge, title) = toolbar(self.sign);
            show(Some(tab), badge, &title);
        }
    }
}
