//! The choice of what turns speech into text, each with what leaves the computer.

use super::model::{self, Typed};
use crate::locale::say;
use crate::pages::desk;
use crate::pages::parts::{Button, Fetched, Job, JobFault, Look, Pick, TextField, view};
use convoally_shared::engine::Engine;
use convoally_shared::request::{ChooseSpeech, EnginesShown, ListModels};
use leptos::prelude::*;

/// The choice.
#[component]
pub fn Speech(
    /// What the host said first: what is typed here stays.
    shown: EnginesShown,
    /// Asks the host anew: something was changed.
    again: Callback<()>,
) -> impl IntoView {
    let before = Typed::of(shown.speech);
    let engine = RwSignal::new(before.engine);
    let [chosen, language, server, server_model] =
        [&before.model, &before.language, &before.server, &before.server_model]
            .map(|typed| RwSignal::new(typed.clone()));
    let typed = move || Typed {
        engine: engine.get(),
        model: chosen.get(),
        language: language.get(),
        server: server.get(),
        server_model: server_model.get(),
    };
    let (kept, saved, job) = (RwSignal::new(before), RwSignal::new(false), Job::new());
    let same = Memo::new(move |_| typed() == kept.get());
    let save = move |()| {
        let typed = untrack(typed);
        job.begin(async move {
            desk::call(ChooseSpeech { choice: typed.choice()? }).await?;
            kept.set(typed);
            saved.set(true);
            again.run(());
            Ok(())
        });
    };
    let models = Fetched::new(|| ListModels {});
    let models = Signal::derive(move || {
        let found = models.get().map(|found| found.models).unwrap_or_default();
        model::models(&found, &chosen.get())
    });
    let needs = move |engine: Engine| {
        shown.speech_engines.iter().find(|(one, _)| *one == engine).and_then(|(_, key)| key.clone())
    };
    view! {
        <fieldset class="engines">
            <legend class="unseen">{say("engines_speech")}</legend>
            {Engine::ALL.map(|one| view! { <One one engine key=needs(one) /> }).collect_view()}
        </fieldset>
        <div class="two">
            <Pick label=say("engines_model") value=chosen choices=models />
            <TextField label=say("engines_language") value=language hint=say("engines_language_hint") />
            {move || {
                (engine.get() == Engine::Server).then(|| {
                    view! {
                        <TextField label=say("engines_address") value=server example="http://127.0.0.1:8000/v1" />
                        <TextField label=say("engines_server_model") value=server_model />
                    }
                })
            }}
        </div>
        <JobFault job />
        <div class="row">
            <Button look=Look::Primary disabled=same busy=job.busy() on_press=save>{say("engines_save")}</Button>
            <span class="soft small" role="status">
                {move || (saved.get() && same.get()).then(|| say("engines_saved"))}
            </span>
        </div>
    }
}

#[component]
fn One(one: Engine, engine: RwSignal<Engine>, key: Option<String>) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="radio"
                name="speech"
                value=one.name()
                prop:checked=move || engine.get() == one
                on:change=move |_| engine.set(one)
            />
            <span>
                <b>{say(model::engine_name(one))}</b>
                <span class="soft">{say(model::engine_leaves(one))}</span>
                {key.map(|_| view! { <span class="soft small">{say("engines_needs_key")}</span> })}
            </span>
        </label>
    }
}
