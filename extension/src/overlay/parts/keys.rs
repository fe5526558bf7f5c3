//! What keys do while the panel has the keyboard: Alt+Shift+A answers, the arrows go from card to card, Escape folds.
//! Elsewhere the content script or the browser hears them.

use super::shape::ask;
use crate::overlay::model::Model;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Listens as long as the panel is there.
pub fn listen(model: RwSignal<Model>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let free = !event.ctrl_key() && !event.meta_key();
        let chord = free && event.alt_key() && event.shift_key();
        let key = event.key();
        let down = key == "ArrowDown";
        if chord && event.code() == "KeyA" && !event.repeat() {
            event.prevent_default();
            ask(model, &|model| Some(model.answer_now()));
        } else if free && !event.alt_key() && (down || key == "ArrowUp") && !writes(event.target()) {
            let stepped = model.try_update(|model| model.deck.step(&model.view, down));
            if stepped == Some(true) {
                event.prevent_default();
                look_at(".face.focus .open");
            }
        } else if key == "Escape" {
            model.write().deck.fold();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the keys belong to a field.
fn writes(target: Option<web_sys::EventTarget>) -> bool {
    target.and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| element.tag_name() == "INPUT")
}

/// Gives the keyboard to an element once the panel is drawn, which scrolls it into sight.
pub fn look_at(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
