//! Before a session: what it is about, and whether the others know. After one: where it was saved.

use super::{ask, trouble};
use crate::overlay::model::{Asked, Model, Phase};
use convoally_shared::session::Brief;
use leptos::prelude::*;

/// The face of the panel for every phase in which it could listen but does not.
pub fn start(model: RwSignal<Model>, phase: Memo<Phase>) -> impl IntoView {
    move || match phase.get() {
        Phase::Idle => form(model).into_any(),
        Phase::Ended => view! { {saved(model)} {form(model)} }.into_any(),
        Phase::Consent => consent(model).into_any(),
        Phase::Connecting | Phase::NoHost | Phase::OtherVersion | Phase::Listening => ().into_any(),
    }
}

fn form(model: RwSignal<Model>) -> impl IntoView {
    let starting = move || model.with(|model| model.waits_for(Asked::Start));
    view! {
        <form class="brief" on:submit=move |event| {
            event.prevent_default();
            ask(model, |model| model.start(false));
        }>
            {field(model, "company", "Company", "Northwind", |brief| &mut brief.company)}
            {field(model, "role", "Role", "Backend engineer", |brief| &mut brief.role)}
            {field(model, "kind", "Kind of call", "Phone screen", |brief| &mut brief.kind)}
            <button id="start" class="wide primary" disabled=starting>
                {move || if starting() { "Starting" } else { "Start listening" }}
            </button>
        </form>
    }
}

fn field(
    model: RwSignal<Model>,
    id: &'static str,
    label: &'static str,
    example: &'static str,
    of: fn(&mut Brief) -> &mut String,
) -> impl IntoView {
    let value = model.with_untracked(|model| of(&mut model.brief.clone()).clone());
    view! {
        <label>
            <span>{label}</span>
            <input
                id=id
                autocomplete="off"
                placeholder=example
                prop:value=value
                on:input:target=move |event| model.update(|model| *of(&mut model.brief) = event.target().value())
            />
        </label>
    }
}

fn consent(model: RwSignal<Model>) -> impl IntoView {
    let site = model.with_untracked(|model| model.site.clone());
    let starting = move || model.with(|model| model.waits_for(Asked::Start));
    view! {
        <section class="consent" aria-labelledby="consent-title">
            <h2 id="consent-title">"Do the others know?"</h2>
            <p>
                "ConvoAlly will hear your microphone and everything this computer plays, and write down what "
                "both sides say. The notes are kept encrypted on this computer."
            </p>
            <p>
                "Sound or text leaves it only for a speech service or a model that you have set up yourself; "
                "each request is listed below the cards."
            </p>
            <button
                id="confirm-consent"
                class="wide primary"
                disabled=starting
                on:click=move |_| ask(model, |model| model.start(true))
            >
                "Everyone in this call knows, or its rules allow it"
            </button>
            <button id="decline-consent" class="wide" on:click=move |_| model.update(Model::decline)>
                "Not now"
            </button>
            <p class="small">{format!("Asked once for {site}.")}</p>
        </section>
    }
}

fn saved(model: RwSignal<Model>) -> impl IntoView {
    let (session, cut_off) = model.with_untracked(|model| (model.view.session.clone(), model.cut_off()));
    let id = session.map(|session| session.0).unwrap_or_default();
    let title = if cut_off { "The session was cut off" } else { "The session is over" };
    let where_to = format!("Saved as {id}. To read it: `convoally history export {id}`");
    view! {
        <section class="saved">
            <h2>{title}</h2>
            <p>{trouble::commands(&where_to)}</p>
        </section>
    }
}
