//! Which engines write drafts, in which order. Each change is kept at once.

use super::model;
use crate::locale::{say, say_with};
use crate::pages::desk;
use crate::pages::parts::{Button, Job, JobFault, Look, TextField, live, view};
use convoally_shared::engine::Wanted;
use convoally_shared::request::{EnginesShown, OrderEngines};
use leptos::prelude::*;

/// The order, and more engines for it.
#[component]
pub fn Order(
    /// What the host said last.
    now: Signal<EnginesShown>,
    /// Asks the host anew: something was changed.
    again: Callback<()>,
) -> impl IntoView {
    let order = Memo::new(move |_| now.with(|now| now.order.clone()));
    let (job, news) = (Job::new(), RwSignal::new(String::new()));
    let keep = Callback::new(move |(order, said): (Vec<Wanted>, String)| {
        job.begin(async move {
            desk::call(OrderEngines { order }).await?;
            news.set(said);
            again.run(());
            Ok(())
        });
    });
    let lines = move || {
        let order = order.get();
        let each = (0..order.len()).map(|at| view! { <Line at order=order.clone() keep /> });
        each.collect_view()
    };
    view! {
        <ol class="lines plain" class:unseen=move || order.with(Vec::is_empty)>{lines}</ol>
        <Effective now />
        <p class="soft small" role="status">{move || news.get()}</p>
        <JobFault job />
        <div class="row">
            {move || {
                let order = order.get();
                let add = |name: &'static str| {
                    let order = order.clone();
                    let press = move |()| {
                        let order = order.iter().cloned().chain([Wanted::named(name)]).collect();
                        keep.run((order, say_with("engines_added", &[name])));
                    };
                    view! { <Button on_press=press>{say_with("engines_add", &[name])}</Button> }
                };
                model::addable(&order).into_iter().map(add).collect_view()
            }}
        </div>
        <Own order keep />
    }
}

/// What the order comes to right now.
#[component]
fn Effective(now: Signal<EnginesShown>) -> impl IntoView {
    live(move || {
        let effective = now.with(|now| now.effective.clone());
        let each = effective.iter().map(|(name, what)| [name, ": ", what].concat()).collect::<Vec<_>>().join(", ");
        let automatic = now.with(|now| now.order.is_empty());
        let words = match (effective.is_empty(), automatic) {
            (true, _) => say("engines_none"),
            (false, true) => say_with("engines_automatic", &[&each]),
            (false, false) => say_with("engines_effective", &[&each]),
        };
        view! { <p class="soft">{words}</p> }
    })
}

#[component]
fn Line(at: usize, order: Vec<Wanted>, keep: Callback<(Vec<Wanted>, String)>) -> impl IntoView {
    let (name, words) = (order[at].name.clone(), model::wanted_words(&order[at]));
    let count = order.len();
    let move_to = |from: usize, key: String| {
        let (order, said) = (order.clone(), name.clone());
        let press = move |()| {
            keep.run((model::earlier(order.clone(), from), say_with("engines_moved", &[&said])));
        };
        view! {
            <Button
                look=Look::Quiet
                disabled=Signal::stored(from == 0 || from >= count)
                name=[&key, " ", &name].concat()
                on_press=press
            >
                {key.clone()}
            </Button>
        }
    };
    let (rest, gone) = (model::without(order.clone(), at), say_with("engines_removed", &[&name]));
    view! {
        <li class="line" data-engine=name.clone()>
            <span>{(at + 1).to_string()} ". " {words}</span>
            <span class="row">
                {move_to(at, say("engines_earlier"))}
                {move_to(at + 1, say("engines_later"))}
                <Button
                    look=Look::Quiet
                    name=[&say("engines_remove"), " ", &name].concat()
                    on_press=move |()| keep.run((rest.clone(), gone.clone()))
                >
                    {say("engines_remove")}
                </Button>
            </span>
        </li>
    }
}

/// An engine at an address of the user's own.
#[component]
fn Own(order: Memo<Vec<Wanted>>, keep: Callback<(Vec<Wanted>, String)>) -> impl IntoView {
    let (open, job) = (RwSignal::new(false), Job::new());
    let [name, model, url] = [(); 3].map(|()| RwSignal::new(String::new()));
    let add = move |()| match model::wanted(&name.get_untracked(), &model.get_untracked(), &url.get_untracked()) {
        Err(fault) => job.fail(fault),
        Ok(wanted) => {
            job.forgive();
            open.set(false);
            let said = say_with("engines_added", &[&wanted.name]);
            keep.run((order.get_untracked().into_iter().chain([wanted]).collect(), said));
        }
    };
    let form = move || {
        view! {
            <div class="three">
                <TextField label=say("engines_own_name") value=name example="attic" />
                <TextField label=say("engines_address") value=url example="http://127.0.0.1:8080/v1" />
                <TextField label=say("engines_own_model") value=model />
            </div>
            <JobFault job />
            <div class="row">
                <Button look=Look::Primary on_press=add>{say("engines_own_add")}</Button>
                <Button on_press=move |()| open.set(false)>{say("parts_cancel")}</Button>
            </div>
        }
    };
    view! {
        <div class="stack">
            {move || match open.get() {
                true => form().into_any(),
                false => view! { <Button on_press=move |()| open.set(true)>{say("engines_own")}</Button> },
            }}
        </div>
    }
}
