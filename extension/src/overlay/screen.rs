//! What is on the screen: the model as it was drawn, and where the panel stands in its tab.

use super::act::Act;
use super::grip::Pull;
use super::model::Model;
use super::tree::Node;
use super::{dialog, dom, parts, stand, wire};
use crate::chrome::epoch_ms;
use crate::link::ToHub;
use crate::link::stance::{Frame, Place, Stance};
use convoally_shared::question::QuestionId;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

/// The border and the padding of a card above what it shows.
const ABOVE_FACE_PX: i32 = 11;

/// The document of the panel, and what it shows.
pub struct Screen {
    /// The frame's.
    pub document: Document,
    /// What is shown at the next drawing.
    pub model: Model,
    /// The hub has let the frame in: nothing is drawn before.
    pub shown: bool,
    /// How the panel stands as far as the hub knows.
    pub remembered: Stance,
    /// The user pulls the panel.
    pub pull: Option<Pull>,
    drawn: Vec<Node>,
    place: Option<Place>,
    focus: Option<QuestionId>,
}

impl Screen {
    /// One that shows nothing yet.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            model: Model::default(),
            shown: false,
            remembered: Stance::default(),
            pull: None,
            drawn: Vec::new(),
            place: None,
            focus: None,
        }
    }

    /// Shows the model as it is now.
    pub fn draw(&mut self) {
        let (Some(body), Some(html)) = (self.document.body(), self.document.document_element()) else { return };
        if !self.shown {
            return;
        }
        let phase = self.model.phase();
        // For tests, and for the style sheet.
        let _ = html.set_attribute("data-phase", phase.name());
        let model = &self.model;
        let _ = html.set_attribute("data-call", model.call.name());
        let place = model.place();
        let columns = model.frame == Frame::Tab && stand::has_columns(&model.stance, &place);
        for (name, set) in [("data-compact", model.compact()), ("data-columns", columns)] {
            let _ = html.toggle_attribute_with_force(name, set);
        }
        let text = stand::known_text(&model.stance).to_string();
        let (frame, dock) = (stand::frame_name(model.frame), stand::dock_name(model.stance.dock));
        for (name, value) in [("data-text", &*text), ("data-frame", frame), ("data-dock", dock)] {
            let _ = html.set_attribute(name, value);
        }
        let after = vec![parts::panel(&self.model, epoch_ms() as u64)];
        dom::draw(&self.document, &body, &self.drawn, &after);
        self.drawn = after;
        self.show_focus();
        dialog::show(&self.document, self.model.help);
        self.tell_place(place);
    }

    /// What an element does.
    pub fn act(&self, element: &web_sys::Element) -> Option<Act> {
        dom::act(&*self.document.body()?, &self.drawn, element)
    }

    /// The panel would like to be so high. Where it can grow no further, nothing changes: while a draft is written that is
    /// so with each line.
    pub fn grow(&mut self, wanted: u32) {
        self.model.height = wanted;
        if self.place != Some(self.model.place()) {
            self.draw();
        }
    }

    /// Tells the hub where the frame should stand and, once the user is done with it, how they like it to.
    fn tell_place(&mut self, place: Place) {
        if self.model.frame != Frame::Tab {
            return;
        }
        if place.height > 0 && self.place != Some(place) {
            self.place = Some(place);
            wire::send(&ToHub::Place(place));
        }
        if self.pull.is_none() && self.remembered != self.model.stance {
            self.remembered = self.model.stance;
            wire::send(&ToHub::Stance(self.remembered));
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
