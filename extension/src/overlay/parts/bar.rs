//! The one line that is always there: what state, for how long, stop, show or hide.

use super::shape::{Button, live, row};
use super::word;
use crate::chrome::epoch_ms;
use crate::link::Side;
use crate::overlay::model::{Asked, Model, Phase};
use crate::overlay::words;
use convoally_shared::session::Mode;
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
            <div class="buttons">
                {live(move || row(listening().then(|| stop(model))))}
                {live(move || other_side(model, model.read().side))}
                {live(move || fold(model, collapsed.get()))}
            </div>
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

fn other_side(model: RwSignal<Model>, side: Side) -> AnyView {
    let (arrow, name) = match side {
        Side::Left => ("→", "Move to the right edge"),
        Side::Right => ("←", "Move to the left edge"),
    };
    let move_over = |model: &mut Model| {
        model.side = model.side.other();
        None
    };
    Button::new("side quiet", arrow, model, move_over).named(name).view()
}

fn fold(model: RwSignal<Model>, collapsed: bool) -> AnyView {
    let fold = |model: &mut Model| {
        model.collapsed = !model.collapsed;
        None
    };
    let words = if collapsed { "Show" } else { "Hide" };
    Button::new("hide quiet", words, model, fold).expanded(!collapsed).view()
}

fn stop(model: RwSignal<Model>) -> AnyView {
    let stopping = model.read().waits_for(Asked::Stop);
    Button::new("stop", "Stop", model, |model| Some(model.stop())).disabled(stopping).view()
}

fn clock(model: RwSignal<Model>) -> impl IntoView {
    view! { <time class="clock">{live(move || words::clock(since_start(&model.read())))}</time> }
}

/// How many cards there are, or that none will come, for who looks at the bar alone.
fn count(model: RwSignal<Model>) -> impl IntoView {
    let text = move || match (model.read().view.mode, model.read().view.cards.len()) {
        (Mode::Off, _) => "Cards off".to_owned(),
        (_, 0) => String::new(),
        (_, 1) => "1 card".to_owned(),
        (_, many) => format!("{many} cards"),
    };
    view! { <span class="count">{live(text)}</span> }
}

/// Milliseconds since the session began, by this computer's clock, which is the host's too.
pub fn since_start(model: &Model) -> u64 {
    (epoch_ms() as u64).saturating_sub(model.view.started_unix_ms)
}
