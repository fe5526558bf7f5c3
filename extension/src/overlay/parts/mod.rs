//! The panel, one file a part. Each part reads a slice of the [`Model`] and draws nothing when it has nothing.
//!
//! Top to bottom: [`bar`] (what state, stop, hide), [`hearing`] (both sides, [`transcript`], [`occasion`]), then,
//! scrolling, [`trouble`], [`start`] and [`cards`] (each with its [`quotes`], its [`draft`] and its [`actions`]), and
//! below them [`foot`]. Collapsed, only the bar is left. All of it is made of [`shape`]s; [`keys`] moves about in it.

pub mod actions;
pub mod bar;
pub mod cards;
pub mod draft;
pub mod foot;
pub mod hearing;
pub mod keys;
pub mod occasion;
pub mod quotes;
pub mod shape;
pub mod start;
pub mod transcript;
pub mod trouble;

use super::model::{Model, Phase};
use leptos::prelude::*;

/// The whole panel.
pub fn panel(model: RwSignal<Model>) -> impl IntoView {
    let phase = Memo::new(move |_| model.with(Model::phase));
    let collapsed = Memo::new(move |_| model.with(|model| model.collapsed));
    Effect::new(move || tell_document(phase.get(), collapsed.get()));
    keys::listen(model);
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
            {foot::foot(model, phase)}
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

/// A word that follows the model.
fn word(model: RwSignal<Model>, of: fn(&Model) -> &'static str) -> impl Fn() -> &'static str {
    move || of(&model.read())
}
