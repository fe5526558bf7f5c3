//! The panel, one file a part. Each part reads a slice of the [`Model`] and draws nothing when it has nothing.
//!
//! Top to bottom: [`bar`] (what state, stop, hide), [`hearing`] (both sides, transcript), then, scrolling,
//! [`trouble`], [`start`] and [`cards`], and below them [`foot`]. Collapsed, only the bar is left.

pub mod bar;
pub mod cards;
pub mod draft;
pub mod foot;
pub mod hearing;
pub mod shape;
pub mod start;
pub mod trouble;

use super::model::{Asked, Model, Phase};
use super::wire;
use crate::link::ToHub;
use leptos::prelude::*;

/// The whole panel.
pub fn panel(model: RwSignal<Model>) -> impl IntoView {
    let phase = Memo::new(move |_| model.with(Model::phase));
    let collapsed = Memo::new(move |_| model.with(|model| model.collapsed));
    Effect::new(move || tell_document(phase.get(), collapsed.get()));
    answer_on_keys(model);
    view! {
        <main class="panel" aria-label="ConvoAlly">
            {bar::bar(model, phase, collapsed)}
            {hearing::hearing(model, phase)}
            <div class="scroll">
                <div class="part content">
                    {trouble::trouble(model)}
                    {start::start(model, phase)}
                    {cards::cards(model)}
                </div>
            </div>
            {foot::foot(model)}
        </main>
    }
}

/// For tests, and for the style sheet.
fn tell_document(phase: Phase, collapsed: bool) {
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-phase", phase.name());
        let _ = html.toggle_attribute_with_force("data-collapsed", collapsed);
    }
}

/// Alt+Shift+A while the panel has the keyboard; elsewhere the content script or the browser hears it.
fn answer_on_keys(model: RwSignal<Model>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let chord = event.alt_key() && event.shift_key() && !event.ctrl_key() && !event.meta_key();
        if chord && event.code() == "KeyA" && !event.repeat() {
            event.prevent_default();
            ask(model, Model::answer_now);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the user waits for the outcome of `asked`.
fn waits(model: RwSignal<Model>, asked: Asked) -> impl Fn() -> bool + Copy {
    move || model.read().waits_for(asked)
}

/// A word that follows the model.
fn word(model: RwSignal<Model>, of: fn(&Model) -> &'static str) -> impl Fn() -> &'static str {
    move || of(&model.read())
}

/// Carries out an action of the user that asks the host for something.
fn ask(model: RwSignal<Model>, action: impl FnOnce(&mut Model) -> ToHub) {
    if let Some(message) = model.try_update(action) {
        wire::send(&message);
    }
}
