//! Before a session: what it is about, and whether the others know. After one: where it was saved.

use super::shape::{Button, field, form, line, live, row};
use super::trouble;
use crate::overlay::model::{Asked, Model, Phase};
use leptos::prelude::*;

/// The face of the panel for every phase in which it could listen but does not.
pub fn start(model: RwSignal<Model>, phase: Memo<Phase>) -> AnyView {
    live(move || match phase.get() {
        Phase::Idle => brief(model),
        Phase::Ended => row([saved(model).into_any(), brief(model)]),
        Phase::Consent => consent(model).into_any(),
        Phase::Connecting | Phase::NoHost | Phase::OtherVersion | Phase::Listening => ().into_any(),
    })
}

fn brief(model: RwSignal<Model>) -> AnyView {
    let starting = Memo::new(move |_| model.read().waits_for(Asked::Start));
    let fields = [
        field(model, "company", "Company", "Northwind", |model| &mut model.brief.company),
        field(model, "role", "Role", "Backend engineer", |model| &mut model.brief.role),
        field(model, "kind", "Kind of call", "Phone screen", |model| &mut model.brief.kind),
        field(model, "language", "Answers in", "Their language", |model| &mut model.brief.language),
        field(model, "tone", "How you sound", "Calm, no jargon", |model| &mut model.brief.tone),
    ];
    let begin = view! {
        <button id="start" class="wide primary" disabled=move || starting.get()>
            {live(move || if starting.get() { "Starting" } else { "Start listening" })}
        </button>
        {live(move || if starting.get() { give_up(model) } else { choice() })}
    };
    form(model, "brief", |model| Some(model.start()), row([row(fields), begin.into_any()]))
}

/// The two ways to begin.
fn choice() -> AnyView {
    line(
        "small",
        "This hears your microphone and everything this computer plays. To hear the call alone, click ConvoAlly in the \
         browser’s toolbar instead.",
    )
}

/// A keychain that asks, or a large model, may take longer than the user likes.
fn give_up(model: RwSignal<Model>) -> AnyView {
    Button::new("give-up wide", "Cancel", model, |model| Some(model.stop())).view()
}

fn consent(model: RwSignal<Model>) -> impl IntoView {
    let about = format!("Asked once for {}.", model.read_untracked().site);
    let decline = |model: &mut Model| {
        model.decline();
        None
    };
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
            {live(move || confirm(model))}
            {Button::new("decline-consent wide", "Not now", model, decline).view()}
            <p class="small">{about}</p>
        </section>
    }
}

fn confirm(model: RwSignal<Model>) -> AnyView {
    let starting = model.read().waits_for(Asked::Start);
    let words = "Everyone in this call knows, or its rules allow it";
    Button::new("confirm-consent wide primary", words, model, |model| Some(model.confirm())).disabled(starting).view()
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
