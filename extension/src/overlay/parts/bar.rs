//! The one line that is always there: what state, for how long, stop, show or hide.

use super::ask;
use crate::chrome::epoch_ms;
use crate::link::Side;
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::paint::each_second;
use crate::overlay::words;
use leptos::prelude::*;

/// The bar.
pub fn bar(model: RwSignal<Model>, phase: Memo<Phase>, collapsed: Memo<bool>) -> impl IntoView {
    let listening = move || phase.get() == Phase::Listening;
    let stopping = move || model.with(|model| model.waits_for(Asked::Stop));
    let side = move || match model.with(|model| model.side) {
        Side::Left => ("→", "Move to the right edge"),
        Side::Right => ("←", "Move to the left edge"),
    };
    view! {
        <header class="part bar">
            <p class="state" role="status">
                <span class="dot" aria-hidden="true"></span>
                <b>{move || state(phase.get())}</b>
            </p>
            {move || listening().then(|| clock(model))}
            {move || (collapsed.get() && listening()).then(|| latest(model))}
            {move || listening().then(|| view! {
                <button id="stop" disabled=stopping on:click=move |_| ask(model, Model::stop)>"Stop"</button>
            })}
            <button
                id="side"
                class="quiet"
                aria-label=move || side().1
                title=move || side().1
                on:click=move |_| model.update(|model| model.side = model.side.other())
            >
                {move || side().0}
            </button>
            <button
                id="hide"
                class="quiet"
                aria-expanded=move || if collapsed.get() { "false" } else { "true" }
                on:click=move |_| model.update(|model| model.collapsed = !model.collapsed)
            >
                {move || if collapsed.get() { "Show" } else { "Hide" }}
            </button>
        </header>
    }
}

fn state(phase: Phase) -> &'static str {
    match phase {
        Phase::Listening => "Listening",
        Phase::Connecting => "Connecting",
        Phase::NoHost => "Not connected",
        Phase::OtherVersion => "Needs an update",
        Phase::Idle | Phase::Consent | Phase::Ended => "Not listening",
    }
}

fn clock(model: RwSignal<Model>) -> impl IntoView {
    let now = since_start(model);
    view! { <time class="clock">{move || words::clock(now.get())}</time> }
}

/// How many questions came up, for who looks at the bar alone.
fn latest(model: RwSignal<Model>) -> impl IntoView {
    let count = move || model.with(|model| model.view.cards.len());
    view! {
        <span class="count">
            {move || match count() { 0 => String::new(), 1 => "1 question".into(), many => format!("{many} cards") }}
        </span>
    }
}

/// Milliseconds since the session began, by this computer's clock, which is the host's too. Steps by seconds.
pub fn since_start(model: RwSignal<Model>) -> ReadSignal<u64> {
    let (now, set_now) = signal(0);
    each_second(move || {
        let started = model.try_with_untracked(|model| model.view.started_unix_ms);
        let Some(started) = started else { return true };
        // A signal that is gone gives the value back: then nobody looks any more.
        set_now.try_set((epoch_ms() as u64).saturating_sub(started)).is_some()
    });
    now
}
