//! What the user says of a session: its title, its tags, how it went on.

use super::reading::Reading;
use crate::locale::{say, say_with};
use crate::pages::history::words;
use crate::pages::parts::{Button, Choice, Job, JobFault, Pick, Section, TextField, view, whenever};
use convoally_shared::amendment::{Change, Outcome};
use leptos::prelude::*;

/// The part of the page.
#[component]
pub fn About(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let job = Job::new();
    view! {
        <Section title=say("session_about")>
            <div class="about">
                <Title reading job />
                <Went reading job />
                <Tags reading job />
            </div>
            <JobFault job />
        </Section>
    }
}

#[component]
fn Title(reading: Reading, job: Job) -> impl IntoView {
    let known = reading.part(|opened| opened.view.amended.title.clone().unwrap_or_default());
    let typed = RwSignal::new(known.get_untracked());
    let same = Signal::derive(move || typed.get().trim() == known.get());
    let save = move |()| {
        let title = typed.get_untracked().trim().to_owned();
        reading.change(job, Change::Titled { title }, || {});
    };
    view! {
        <div class="with-button">
            <TextField label=say("session_title") value=typed />
            <Button disabled=same busy=job.busy() on_press=save>
                {say("session_save")}
            </Button>
        </div>
    }
}

#[component]
fn Went(reading: Reading, job: Job) -> impl IntoView {
    let label = |outcome: Option<Outcome>| outcome.map(Outcome::label).unwrap_or_default().to_owned();
    let known = reading.part(move |opened| label(opened.view.amended.outcome));
    let chosen = RwSignal::new(known.get_untracked());
    whenever(move || {
        let (chosen, known) = (chosen.get(), known.get_untracked());
        if chosen != known {
            let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.label() == chosen);
            reading.change(job, Change::Outcome { outcome }, || {});
        }
    });
    let each = Outcome::ALL.map(|outcome| Choice::new(outcome.label(), words::outcome(outcome)));
    let choices = Signal::stored(std::iter::once(Choice::new("", say("session_outcome_none"))).chain(each).collect());
    view! { <Pick label=say("history_outcome") value=chosen choices=choices /> }
}

#[component]
fn Tags(reading: Reading, job: Job) -> impl IntoView {
    let tags = reading.part(|opened| opened.view.amended.tags.clone());
    let typed = RwSignal::new(String::new());
    let none = Signal::derive(move || typed.get().trim().is_empty());
    let add = move |()| {
        let tag = typed.get_untracked().trim().to_owned();
        reading.change(job, Change::Tagged { tag, on: true }, move || {
            typed.try_set(String::new());
        });
    };
    let tag = move |tag: String| {
        let (shown, name) = (tag.clone(), say_with("session_untag", &[&tag]));
        let off = move |()| reading.change(job, Change::Tagged { tag: tag.clone(), on: false }, || {});
        view! {
            <li class="tag">
                {shown}
                <Button look=crate::pages::parts::Look::Quiet name=name on_press=off>
                    "×"
                </Button>
            </li>
        }
    };
    view! {
        <div class="tagging">
            <ul class="tags plain" aria-label=say("history_tags")>
                {move || tags.get().into_iter().map(tag).collect_view()}
            </ul>
            <div class="with-button">
                <TextField label=say("session_tag") hint=say("session_tag_hint") value=typed />
                <Button disabled=none busy=job.busy() on_press=add>
                    {say("session_tag_add")}
                </Button>
            </div>
        </div>
    }
}
