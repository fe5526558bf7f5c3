//! Before a session: what it is about, and whether the others know. After one: where it was saved.

use super::shape::live;
use super::{ask, trouble, waits};
use crate::overlay::model::{Asked, Model, Phase};
use convoally_shared::session::Brief;
use leptos::prelude::*;

/// The face of the panel for every phase in which it could listen but does not.
pub fn start(model: RwSignal<Model>, phase: Memo<Phase>) -> AnyView {
    live(move || match phase.get() {
        Phase::Idle => form(model).into_any(),
        Phase::Ended => view! { {saved(model)} {form(model)} }.into_any(),
        Phase::Consent => consent(model).into_any(),
        Phase::Connecting | Phase::NoHost | Phase::OtherVersion | Phase::Listening => ().into_any(),
    })
}

fn form(model: RwSignal<Model>) -> impl IntoView {
    let starting = waits(model, Asked::Start);
    view! {
        <form class="brief" on:submit=move |event| {
            event.prevent_default();
            ask(model, Model::start);
        }>
            {field(model, "company", "Company", "Northwind", |brief| &mut brief.company)}
            {field(model, "role", "Role", "Backend engineer", |brief| &mut brief.role)}
            {field(model, "kind", "Kind of call", "Phone screen", |brief| &mut brief.kind)}
            <button id="start" class="wide primary" disabled=starting>
                {live(move || if starting() { "Starting" } else { "Start listening" })}
            </button>
            {live(move || if starting() { give_up(model).into_any() } else { choice().into_any() })}
        </form>
    }
}

/// The two ways to begin.
fn choice() -> impl IntoView {
    view! {
        <p class="small">
            "This hears your microphone and everything this computer plays. To hear the call alone, "
            "click ConvoAlly in the browser’s toolbar instead."
        </p>
    }
}

/// A keychain that asks, or a large model, may take longer than the user likes.
fn give_up(model: RwSignal<Model>) -> impl IntoView {
    view! {
        <button id="give-up" type="button" class="wide" on:click=move |_| ask(model, Model::stop)>"Cancel"</button>
    }
}

fn field(
    model: RwSignal<Model>,
    id: &'static str,
    label: &'static str,
    example: &'static str,
    of: fn(&mut Brief) -> &mut String,
) -> impl IntoView {
    let value = of(&mut model.read_untracked().brief.clone()).clone();
    view! {
        <label>
            <span>{label}</span>
            <input
                id=id
                autocomplete="off"
                placeholder=example
                prop:value=value
                on:input:target=move |event| *of(&mut model.write().brief) = event.target().value()
            />
        </label>
    }
}

fn consent(model: RwSignal<Model>) -> impl IntoView {
    let about = format!("Asked once for {}.", model.read_untracked().site);
    let theirs = if model.read_untracked().tab { "this tab’s sound" } else { "everything this computer plays" };
    view! {
        <section class="consent" aria-labelledby="consent-title">
            <h2 id="consent-title">"Do the others know?"</h2>
            <p>
                "ConvoAlly will hear your microphone and "{theirs}", and write down what both sides say. "
                "The notes are kept encrypted on this computer."
            </p>
            <p>
                "Sound or text leaves it only for a speech service or a model that you have set up yourself; "
                "each request is listed below the cards."
            </p>
            <button
                id="confirm-consent"
                class="wide primary"
                disabled=waits(model, Asked::Start)
                on:click=move |_| ask(model, Model::confirm)
            >
                "Everyone in this call knows, or its rules allow it"
            </button>
            <button id="decline-consent" class="wide" on:click=move |_| model.write().decline()>
                "Not now"
            </button>
            <p class="small">{about}</p>
        </section>
    }
}

fn saved(model: RwSignal<Model>) -> impl IntoView {
    let model = model.read_untracked();
    let id = model.view.session.as_ref().map(|session| session.0.as_str()).unwrap_or_default();
    let title = if model.cut_off() { "The session was cut off" } else { "The session is over" };
    let where_to = format!("Saved as {id}. To read it: `convoally history export {id}`");
    view! {
        <section class="saved">
            <h2>{title}</h2>
            <p>{trouble::commands(&where_to)}</p>
        </section>
    }
}
