//! The panel in its frame: hears the hub and the user, changes the model, and has the screen show it.
//!
//! There is one listener a kind of event, on the document: what an element does stands in the tree.

use super::act::Act;
use super::deck::Fold;
use super::dom;
use super::elsewhere::{self, Elsewhere};
use super::face::Face;
use super::grip::Pull;
use super::model::{Model, Phase};
use super::paint::after_paint;
use super::screen::Screen;
use super::{clipboard, size, wire};
use crate::chrome::set_interval;
use crate::keys;
use crate::link::deed::{ANSWER_NOW_KEYS, Deed};
use crate::link::stance::Frame;
use crate::link::{FromHub, ToHub};
use crate::locale;
use convoally_shared::question::QuestionId;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// What a press finds: a button, or a whole card.
const PRESSED: &str = "button[data-act], article[data-act]";

/// The field for a question of the user's own.
const QUESTION: &str = "#question";

/// The card in focus.
const IN_FOCUS: &str = ".focus .open";

/// The first thing of the panel that takes the keyboard.
const FIRST: &str = "button";

/// An arrow key moves the panel so far, CSS pixels.
const STEP_PX: i32 = 16;

/// The panel, shared by everything that may change it.
#[derive(Clone)]
pub struct Panel(Rc<RefCell<Screen>>);

impl Panel {
    /// A panel that shows nothing before the hub has let the frame in.
    pub fn new(document: Document) -> Self {
        Self(Rc::new(RefCell::new(Screen::new(document))))
    }

    /// Takes in what the hub says. `injected_ms` is when the content script made the frame.
    pub fn hear(&self, messages: Vec<FromHub>, injected_ms: f64) {
        let admitted = messages.iter().any(|message| matches!(message, FromHub::Admitted { .. }));
        let first = admitted && !std::mem::replace(&mut self.0.borrow_mut().shown, true);
        let leads_to = messages.iter().rev().find_map(|message| match message {
            FromHub::Deed(Deed::Question) => Some([QUESTION, FIRST]),
            FromHub::Deed(Deed::Enter) => Some([IN_FOCUS, FIRST]),
            _ => None,
        });
        for message in &messages {
            if let FromHub::Stance(stance) = message {
                self.0.borrow_mut().remembered = *stance;
            }
        }
        self.change(|model| messages.into_iter().filter_map(|message| model.take(message)).collect());
        leads_to.into_iter().flatten().find(|place| self.look_at(place));
        if first {
            self.0.borrow_mut().model.elsewhere = Elsewhere::of_browser();
            self.speak();
            self.watch();
            let document = self.0.borrow().document.clone();
            after_paint(move |painted| {
                let took = ((painted - injected_ms) as u32).to_string();
                let html = document.document_element();
                let _ = html.map(|html| html.set_attribute("data-first-paint-ms", &took));
                locale::prepare();
            });
        }
    }

    /// Changes the model, draws it, and asks the hub for what comes of it.
    fn change(&self, change: impl FnOnce(&mut Model) -> Vec<ToHub>) {
        let asked = change(&mut self.0.borrow_mut().model);
        asked.iter().for_each(wire::send);
        let screen = &mut *self.0.borrow_mut();
        screen.draw();
        for id in screen.model.deck.just_drawn(&screen.model.view) {
            self.tell_when_painted(id);
        }
    }

    /// A card's passages will be on the screen with the next frame.
    fn tell_when_painted(&self, id: QuestionId) {
        let panel = self.clone();
        after_paint(move |painted| {
            panel.change(|model| {
                model.deck.paint(id, in_hundredths(painted));
                Vec::new()
            });
        });
    }

    /// Says which language the panel is in, for screen readers and for the browser's hyphens and fonts.
    fn speak(&self) {
        let html = self.0.borrow().document.document_element();
        let _ = html.map(|html| html.set_attribute("lang", &locale::tag()));
    }

    fn watch(&self) {
        let panel = self.clone();
        size::watch(self.0.borrow().document.clone(), move |wanted| panel.0.borrow_mut().grow(wanted));
        self.listen("click", |panel, event| panel.does(event, PRESSED));
        self.listen("pointerdown", Self::pull);
        self.listen("pointermove", Self::pulled);
        for end in ["pointerup", "lostpointercapture"] {
            self.listen(end, Self::let_go);
        }
        self.listen("close", |panel, _| panel.change(|model| model.act(Act::Help(false)).into_iter().collect()));
        self.listen("submit", |panel, event| {
            event.prevent_default();
            panel.does(event, "form");
        });
        self.listen("input", |panel, event| panel.does(event, "input, select"));
        self.listen("keydown", |panel, event| panel.key(event.unchecked_ref()));
        let panel = self.clone();
        let tick = Closure::<dyn Fn()>::new(move || {
            if panel.0.borrow().model.phase() == Phase::Listening {
                panel.change(|_| Vec::new());
            }
        });
        set_interval(&tick.into_js_value(), 1000);
    }

    fn listen(&self, kind: &str, hear: fn(&Self, &Event)) {
        let panel = self.clone();
        let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| hear(&panel, &event));
        let heard = heard.into_js_value();
        let heard = heard.unchecked_ref();
        // On the way down: a dialog's end is told to nobody on the way up.
        let _ = self.0.borrow().document.add_event_listener_with_callback_and_bool(kind, heard, true);
    }

    /// A press on the bar or the corner begins to pull it.
    fn pull(&self, event: &Event) {
        let screen = &mut *self.0.borrow_mut();
        if screen.model.frame == Frame::Tab {
            screen.pull = Pull::begin(event, screen.model.place(), screen.model.stance.dock);
        }
    }

    fn pulled(&self, event: &Event) {
        let pull = self.0.borrow().pull;
        if let Some(pull) = pull.filter(|pull| pull.is_by(event)) {
            // It was let go where nobody told us.
            if !Pull::is_held(event) {
                return self.let_go(event);
            }
            self.change(|model| {
                model.stand(pull.act(event), pull.from);
                Vec::new()
            });
        }
    }

    /// However a pull ends, nothing sticks, and what came of it is remembered.
    fn let_go(&self, event: &Event) {
        let held = self.0.borrow().pull.is_some_and(|pull| pull.is_by(event));
        if held {
            self.0.borrow_mut().pull = None;
            self.change(|_| Vec::new());
        }
    }

    /// Does what the nearest element of this kind around the event does.
    fn does(&self, event: &Event, kind: &str) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(element) = target.and_then(|target| target.closest(kind).ok()?) else { return };
        let act = self.0.borrow().act(&element);
        match act {
            Some(Act::Write(field)) => {
                let typed = || element.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
                let chosen = || element.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value);
                let written = typed().or_else(chosen);
                // Drawn at once, though it changes nothing: the tree must know what stands in the field to empty it.
                self.change(|model| {
                    *model.field_mut(field) = written.unwrap_or_default();
                    Vec::new()
                });
            }
            Some(act) => self.perform(act),
            None => {}
        }
    }

    /// Does what the model, the clipboard or the browser has a part in.
    fn perform(&self, act: Act) {
        let leads_to = match act {
            Act::Copy(id) => {
                return self.change(|model| {
                    let words = Face::of(model, id).map(|face| face.words()).unwrap_or_default();
                    model.deck.copied = clipboard::copy(&words).then_some(id);
                    Vec::new()
                });
            }
            Act::SidePanel => {
                let tab = self.0.borrow().model.tab_id;
                return tab.into_iter().for_each(elsewhere::open_side_panel);
            }
            Act::Look(..) => Some(".looked-at"),
            Act::Toggle(Fold::Menu) => Some(".menu button"),
            Act::Toggle(Fold::Dismissed) => Some(".bring-back"),
            Act::Toggle(Fold::Wishes) => Some(".to-change button"),
            Act::Said => Some(".page"),
            _ => None,
        };
        self.change(|model| model.act(act).into_iter().collect());
        if let Some(selector) = leads_to {
            self.look_at(selector);
        }
    }

    /// The keys of the panel, while it has the keyboard. Elsewhere the content script or the browser hears them.
    fn key(&self, event: &KeyboardEvent) {
        let key = event.key();
        let found = |selector| event.target().is_some_and(|target| within(&target, selector));
        let (modified, field) = (event.ctrl_key() || event.meta_key(), found("input, select"));
        match (modified, event.alt_key(), key.as_str()) {
            (false, true, _)
                if event.shift_key() && event.code() == "KeyA" && self.hears_chord() && !event.repeat() =>
            {
                event.prevent_default();
                self.change(|model| vec![model.answer_now()]);
            }
            (.., "Escape") if !found("dialog") => self.change(|model| {
                model.deck.fold();
                Vec::new()
            }),
            (false, false, _) if !field && !found("dialog") => {
                let act = arrows(event).filter(|_| found(".by-arrows"));
                let done = match (act, keys::deed(&key)) {
                    (Some(act), _) => {
                        self.perform(act);
                        true
                    }
                    (None, Some(deed)) => self.do_deed(deed, event.repeat()),
                    (None, None) => false,
                };
                if done {
                    event.prevent_default();
                }
            }
            _ => {}
        }
    }

    /// Says whether there was something to do. A key that is held down only goes from card to card.
    fn do_deed(&self, deed: Deed, repeated: bool) -> bool {
        match deed {
            Deed::Next | Deed::Previous => {
                let mut stepped = false;
                self.change(|model| {
                    stepped = model.deck.step(&model.view, deed == Deed::Next);
                    Vec::new()
                });
                if stepped {
                    self.look_at(IN_FOCUS);
                }
                stepped
            }
            _ if repeated => false,
            Deed::Question => {
                self.change(|model| {
                    model.unfold();
                    Vec::new()
                });
                self.look_at(QUESTION);
                true
            }
            _ => {
                if deed == Deed::Menu {
                    self.0.borrow_mut().model.unfold();
                }
                let act = self.0.borrow().model.means(deed);
                let done = act.is_some();
                act.into_iter().for_each(|act| self.perform(act));
                done
            }
        }
    }

    /// [`ANSWER_NOW_KEYS`] are heard here as long as the user has chosen no others.
    fn hears_chord(&self) -> bool {
        self.0.borrow().model.answer_keys() == ANSWER_NOW_KEYS
    }

    /// Gives the first of these the keyboard. Says whether there is one.
    fn look_at(&self, selector: &str) -> bool {
        let found = self.0.borrow().document.query_selector(selector).ok().flatten();
        found.iter().for_each(dom::focus);
        found.is_some()
    }
}

/// What an arrow key does to a panel that is moved, or with Shift resized, by the keyboard.
fn arrows(event: &KeyboardEvent) -> Option<Act> {
    let (right, down) = match event.key().as_str() {
        "ArrowLeft" => (-STEP_PX, 0),
        "ArrowRight" => (STEP_PX, 0),
        "ArrowUp" => (0, -STEP_PX),
        "ArrowDown" => (0, STEP_PX),
        _ => return None,
    };
    Some(if event.shift_key() { Act::Grow(right, down) } else { Act::Move(right, down) })
}

fn within(target: &web_sys::EventTarget, selector: &str) -> bool {
    let element = target.dyn_ref::<web_sys::Element>();
    element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

/// By JavaScript: Rust's own printing of fractions is 15 KB of WASM.
fn in_hundredths(number: f64) -> String {
    js_sys::Number::from(number).to_fixed(2).map(String::from).unwrap_or_default()
}
