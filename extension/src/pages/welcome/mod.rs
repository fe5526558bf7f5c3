//! From a fresh browser to the first card: one step after another, each of which sees by itself when it is done.
//!
//! [`model`] knows the steps, and no browser. This file draws them; what a step holds is in the file of its name,
//! [`play`] has the sounds. Never here: a key. Every step works without one.

mod document;
pub mod fetching;
mod hearing;
pub mod model;
mod models;
pub mod play;
mod practice;
mod program;

use super::desk;
use super::parts::{Button, Fetched, Head, Look, live, view, whenever};
use super::route::Route;
use crate::locale::{say, say_with};
use convoally_shared::request::{Documents, ListDocuments, ListModels, Models};
use convoally_shared::utterance::Speaker;
use leptos::prelude::*;
use model::{Known, Practice, Step};

/// What the steps share. Copied into each.
#[derive(Clone, Copy)]
pub struct Progress {
    models: Fetched<Models>,
    documents: Fetched<Documents>,
    heard: RwSignal<Vec<Speaker>>,
    answered: RwSignal<bool>,
    passed: RwSignal<Vec<Step>>,
    /// A step that the user opened, in place of the next one.
    opened: RwSignal<Option<Step>>,
}

impl Progress {
    fn new() -> Self {
        Self {
            models: Fetched::new(|| ListModels {}),
            documents: Fetched::new(|| ListDocuments {}),
            heard: RwSignal::default(),
            answered: RwSignal::new(false),
            passed: RwSignal::default(),
            opened: RwSignal::new(None),
        }
    }

    fn known(self, connected: bool) -> Known {
        Known {
            connected,
            models: self.models.get().map(|found| found.models),
            heard_me: self.heard.with(|heard| heard.contains(&Speaker::Me)),
            heard_them: self.heard.with(|heard| heard.contains(&Speaker::Them)),
            documents: self.documents.get().map_or(0, |found| found.documents.len()),
            answered: self.answered.get(),
            passed: self.passed.get(),
        }
    }

    /// Leaves a step, done or not.
    fn pass(self, step: Step) {
        self.passed.update(|passed| passed.push(step));
        self.opened.set(None);
    }
}

/// The page.
#[component]
pub fn Welcome() -> impl IntoView {
    let progress = Progress::new();
    let (ready, session) = (desk::ready(), desk::session());
    whenever(move || {
        if session.with(|view| matches!(Practice::of(view), Practice::Answered | Practice::Answering)) {
            progress.answered.set(true);
        }
    });
    let known = Memo::new(move |_| progress.known(ready.get()));
    // Where the user is: a step stays open when it is done, until the user goes on.
    let stays = RwSignal::new(None::<Step>);
    whenever(move || {
        let next = known.with(Known::next);
        if stays.get_untracked().is_none_or(|step| step == Step::Program || step == Step::Models) {
            stays.set(next);
        }
    });
    let open = Memo::new(move |_| match known.get().connected {
        false => Some(Step::Program),
        true => progress.opened.get().or_else(|| stays.get()),
    });
    let go_on = Callback::new(move |step: Step| {
        progress.pass(step);
        stays.set(known.with_untracked(Known::next));
    });
    view! {
        <Head title=say("welcome_title") lead=say("welcome_lead") />
        <ol class="plain steps">
            {Step::ALL.map(|step| view! { <Line step progress known open go_on /> }).collect_view()}
        </ol>
        {move || open.get().is_none().then(|| view! { <Finished /> })}
    }
}

#[component]
fn Line(
    step: Step,
    progress: Progress,
    known: Memo<Known>,
    open: Memo<Option<Step>>,
    go_on: Callback<Step>,
) -> impl IntoView {
    let done = Memo::new(move |_| known.with(|known| known.is_done(step)));
    let is_open = Memo::new(move |_| open.get() == Some(step));
    let number = Step::ALL.iter().position(|one| *one == step).unwrap_or_default() + 1;
    let name = say(step.name());
    let sign = move || if done.get() { "✓".to_owned() } else { number.to_string() };
    let body = move || match step {
        Step::Program => view! { <program::Program /> },
        Step::Models => view! { <models::ModelsStep models=progress.models /> },
        Step::Microphone => view! { <hearing::Hearing speaker=Speaker::Me heard=progress.heard /> },
        Step::Sound => view! { <hearing::Hearing speaker=Speaker::Them heard=progress.heard /> },
        Step::Document => view! { <document::DocumentStep documents=progress.documents /> },
        Step::Practice => view! { <practice::PracticeStep /> },
    };
    let heading = name.clone();
    view! {
        <li
            class="step"
            data-step=step.sign()
            data-done=move || done.get().to_string()
            aria-current=move || is_open.get().then_some("step")
        >
            <span class="number" aria-hidden="true">{sign}</span>
            <div class="stack">
                {move || match (is_open.get(), heading.clone()) {
                    (true, heading) => view! { <h2>{heading}</h2> },
                    (false, heading) => {
                        let press = move |()| progress.opened.set(Some(step));
                        let state = if done.get() { say("welcome_done") } else { say("welcome_open") };
                        let named = [&heading, ": ", &state].concat();
                        let shut = Signal::derive(move || step != Step::Program && !known.with(|known| known.connected));
                        view! {
                            <Button look=Look::Quiet name=named disabled=shut on_press=press>{heading}</Button>
                        }
                    }
                }}
                {move || {
                    is_open.get().then(|| {
                        view! {
                            {body()}
                            <GoOn step done go_on />
                        }
                    })
                }}
                <p class="unseen" role="status">
                    {move || (is_open.get() && done.get()).then(|| say_with("welcome_done_of", &[&name]))}
                </p>
            </div>
        </li>
    }
}

/// The way to the next step. The program cannot be gone past.
#[component]
fn GoOn(step: Step, done: Memo<bool>, go_on: Callback<Step>) -> impl IntoView {
    live(move || {
        let press = move |()| go_on.run(step);
        match (done.get(), step) {
            (true, Step::Practice) => Some(view! { <Button on_press=press>{say("welcome_finish")}</Button> }),
            (true, _) => Some(view! { <Button look=Look::Primary on_press=press>{say("welcome_next")}</Button> }),
            (false, Step::Program) => None,
            (false, _) => Some(view! { <Button look=Look::Quiet on_press=press>{say("welcome_later")}</Button> }),
        }
    })
}

/// What can be done from here.
#[component]
fn Finished() -> impl IntoView {
    view! {
        <section class="section">
            <h2>{say("welcome_finished")}</h2>
            <p>{say("welcome_finished_text")}</p>
            <p class="row">
                <a href=Route::Interviews.address()>{say("welcome_to_interviews")}</a>
                <a href=Route::Shortcuts.address()>{say("shell_shortcuts")}</a>
                <a href=Route::Engines.address()>{say("shell_engines")}</a>
            </p>
        </section>
    }
}
