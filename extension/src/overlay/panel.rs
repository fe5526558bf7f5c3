//! The panel in its frame: holds the model, draws it whenever it has changed, and hears what the user does.
//!
//! There is one listener a kind of event, on the document: what an element does is looked up by its number.

use super::act::Act;
use super::deck::Fold;
use super::dom::{self, ACT};
use super::face::Face;
use super::model::{Model, Phase};
use super::paint::after_paint;
use super::tree::Node;
use super::{clipboard, parts, size, wire};
use crate::chrome::{epoch_ms, set_interval};
use crate::link::{FromHub, Place, ToHub};
use convoally_shared::question::QuestionId;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// What a press finds: a button, or a whole card.
const PRESSED: &str = "button[data-act], article[data-act]";

/// The border and the padding of a card above what it shows.
const ABOVE_FACE_PX: i32 = 11;

/// The panel, shared by everything that may change it.
#[derive(Clone)]
pub struct Panel(Rc<RefCell<State>>);

struct State {
    document: Document,
    model: Model,
    shown: bool,
    drawn: Vec<Node>,
    acts: Vec<Act>,
    place: Option<Place>,
    focus: Option<QuestionId>,
}

impl Panel {
    /// A panel that shows nothing before the hub has let the frame in.
    pub fn new(document: Document) -> Self {
        let (model, drawn, acts) = (Model::default(), Vec::new(), Vec::new());
        Self(Rc::new(RefCell::new(State { document, model, shown: false, drawn, acts, place: None, focus: None })))
    }

    /// Takes in what the hub says. `injected_ms` is when the content script made the frame.
    pub fn hear(&self, messages: Vec<FromHub>, injected_ms: f64) {
        let admitted = messages.iter().any(|message| matches!(message, FromHub::Admitted { .. }));
        let first = admitted && !std::mem::replace(&mut self.0.borrow_mut().shown, true);
        self.change(|model| messages.into_iter().filter_map(|message| model.take(message)).collect());
        if first {
            self.watch();
            let document = self.0.borrow().document.clone();
            after_paint(move |painted| {
                let took = ((painted - injected_ms) as u32).to_string();
                let html = document.document_element();
                let _ = html.map(|html| html.set_attribute("data-first-paint-ms", &took));
            });
        }
    }

    /// Changes the model, draws it, and asks the hub for what comes of it.
    fn change(&self, change: impl FnOnce(&mut Model) -> Vec<ToHub>) {
        let asked = change(&mut self.0.borrow_mut().model);
        asked.iter().for_each(wire::send);
        let state = &mut *self.0.borrow_mut();
        state.draw();
        for id in state.model.deck.just_drawn(&state.model.view) {
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

    fn watch(&self) {
        let panel = self.clone();
        size::watch(self.0.borrow().document.clone(), move |wanted| {
            panel.change(|model| {
                model.height = wanted;
                Vec::new()
            });
        });
        self.listen("click", |panel, event| panel.does(event, PRESSED));
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
        let _ = self.0.borrow().document.add_event_listener_with_callback(kind, heard.unchecked_ref());
    }

    /// Does what the nearest element of this kind around the event does.
    fn does(&self, event: &Event, kind: &str) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(element) = target.and_then(|target| target.closest(kind).ok()?) else { return };
        let number = element.get_attribute(ACT).and_then(|number| number.parse::<usize>().ok());
        let act = number.and_then(|number| self.0.borrow().acts.get(number).cloned());
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
            Some(Act::Copy(id)) => self.change(|model| {
                let words = Face::of(model, id).map(|face| face.words()).unwrap_or_default();
                model.deck.copied = clipboard::copy(&words).then_some(id);
                Vec::new()
            }),
            Some(act) => {
                let leads_to = match act {
                    Act::Look(..) => Some(".looked-at"),
                    Act::Toggle(Fold::Dismissed) => Some(".bring-back"),
                    Act::Toggle(Fold::Wishes) => Some(".changes [aria-label='Change it'] button"),
                    _ => None,
                };
                self.change(|model| model.act(act).into_iter().collect());
                if let Some(selector) = leads_to {
                    self.look_at(selector);
                }
            }
            None => {}
        }
    }

    /// Alt+Shift+A answers, the arrows go from card to card, Escape folds; while the panel has the keyboard. Elsewhere
    /// the content script or the browser hears them.
    fn key(&self, event: &KeyboardEvent) {
        let is_field = |target: &web_sys::EventTarget| {
            target.is_instance_of::<HtmlInputElement>() || target.is_instance_of::<HtmlSelectElement>()
        };
        let in_field = event.target().is_some_and(|target| is_field(&target));
        let down = event.key() == "ArrowDown";
        match (event.ctrl_key() || event.meta_key(), event.alt_key(), event.key().as_str()) {
            (false, true, _) if event.shift_key() && event.code() == "KeyA" && !event.repeat() => {
                event.prevent_default();
                self.change(|model| vec![model.answer_now()]);
            }
            (false, false, "ArrowDown" | "ArrowUp") if !in_field => {
                let mut stepped = false;
                self.change(|model| {
                    stepped = model.deck.step(&model.view, down);
                    Vec::new()
                });
                if stepped {
                    event.prevent_default();
                    self.look_at(".focus .open");
                }
            }
            (.., "Escape") => self.change(|model| {
                model.deck.fold();
                Vec::new()
            }),
            _ => {}
        }
    }

    fn look_at(&self, selector: &str) {
        let found = self.0.borrow().document.query_selector(selector).ok().flatten();
        if let Some(element) = found {
            dom::focus(&element);
        }
    }
}

impl State {
    fn draw(&mut self) {
        let (Some(body), Some(html)) = (self.document.body(), self.document.document_element()) else { return };
        if !self.shown {
            return;
        }
        let phase = self.model.phase();
        // For tests, and for the style sheet.
        let _ = html.set_attribute("data-phase", phase.name());
        let _ = html.set_attribute("data-call", self.model.call.name());
        let _ = html.toggle_attribute_with_force("data-collapsed", self.model.collapsed);
        let after = vec![parts::panel(&self.model, epoch_ms() as u64)];
        self.acts = dom::draw(&self.document, &body, &self.drawn, &after);
        self.drawn = after;
        self.show_focus();
        let place = self.model.place();
        if place.height > 0 && self.place != Some(place) {
            self.place = Some(place);
            wire::send(&ToHub::Place(place));
        }
    }

    /// A card that comes into focus comes into sight, from its beginning.
    fn show_focus(&mut self) {
        let before = std::mem::replace(&mut self.focus, self.model.deck.focus(&self.model.view));
        if before == self.focus {
            return;
        }
        let find = |selector| self.document.query_selector(selector).ok().flatten()?.dyn_into::<HtmlElement>().ok();
        if let (Some(scroll), Some(face)) = (find(".scroll"), find(".focus")) {
            scroll.set_scroll_top(face.offset_top() - scroll.offset_top() - ABOVE_FACE_PX);
        }
    }
}

/// By JavaScript: Rust's own printing of fractions is 15 KB of WASM.
fn in_hundredths(number: f64) -> String {
    js_sys::Number::from(number).to_fixed(2).map(String::from).unwrap_or_default()
}
