//! The one line that is always there: what state, for how long, stop, show or hide.

use super::shape::{live, row};
use super::{ask, waits, word};
use crate::chrome::epoch_ms;
use crate::link::Side;
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::words;
use convoally_shared::utterance::Speaker;
use leptos::prelude::*;

/// The bar.
pub fn bar(model: RwSignal<Model>, phase: Memo<Phase>, collapsed: Memo<bool>) -> impl IntoView {
    let listening = move || phase.get() == Phase::Listening;
    view! {
        <header class="part bar">
            <p class="state" role="status" data-ears=word(model, ears)>
                <span class="dot" aria-hidden="true"></span>
                <b>{word(model, state)}</b>
            </p>
            {live(move || row(listening().then(|| clock(model))))}
            {live(move || row((collapsed.get() && listening()).then(|| count(model))))}
            {live(move || row(listening().then(|| stop(model))))}
            <button
                id="side"
                class="quiet"
                aria-label=word(model, side)
                title=word(model, side)
                on:click=move |_| model.update(|model| model.side = model.side.other())
            >
                {word(model, arrow)}
            </button>
            <button
                id="hide"
                class="quiet"
                aria-expanded=word(model, |model| if model.collapsed { "false" } else { "true" })
                on:click=move |_| model.update(|model| model.collapsed = !model.collapsed)
            >
                {word(model, |model| if model.collapsed { "Show" } else { "Hide" })}
            </button>
        </header>
    }
}

fn state(model: &Model) -> &'static str {
    match model.phase() {
        Phase::Listening => match (deaf_to(model, Speaker::Me), deaf_to(model, Speaker::Them)) {
            (false, false) => "Listening",
            (true, false) => "Lost: Me",
            (false, true) => "Lost: Them",
            (true, true) => "Lost: both",
        },
        Phase::Connecting => "Connecting",
        Phase::NoHost => "Not connected",
        Phase::OtherVersion => "Needs an update",
        Phase::Idle | Phase::Consent | Phase::Ended => "Not listening",
    }
}

/// Whether a side is not heard. The sign must say so even when the panel is folded.
fn deaf_to(model: &Model, speaker: Speaker) -> bool {
    model.view.sources.iter().any(|side| side.speaker == speaker && words::is_deaf(&side.state))
}

/// For the style sheet.
fn ears(model: &Model) -> &'static str {
    if deaf_to(model, Speaker::Me) || deaf_to(model, Speaker::Them) { "deaf" } else { "open" }
}

fn side(model: &Model) -> &'static str {
    match model.side {
        Side::Left => "Move to the right edge",
        Side::Right => "Move to the left edge",
    }
}

fn arrow(model: &Model) -> &'static str {
    match model.side {
        Side::Left => "→",
        Side::Right => "←",
    }
}

fn stop(model: RwSignal<Model>) -> impl IntoView {
    view! {
        <button id="stop" disabled=waits(model, Asked::Stop) on:click=move |_| ask(model, Model::stop)>"Stop"</button>
    }
}

fn clock(model: RwSignal<Model>) -> impl IntoView {
    view! { <time class="clock">{live(move || words::clock(since_start(&model.read())))}</time> }
}

/// How many questions came up, for who looks at the bar alone.
fn count(model: RwSignal<Model>) -> impl IntoView {
    let text = move || match model.read().view.cards.len() {
        0 => String::new(),
        1 => "1 question".to_owned(),
        many => format!("{many} cards"),
    };
    view! { <span class="count">{live(text)}</span> }
}

/// Milliseconds since the session began, by this computer's clock, which is the host's too.
pub fn since_start(model: &Model) -> u64 {
    (epoch_ms() as u64).saturating_sub(model.view.started_unix_ms)
}
