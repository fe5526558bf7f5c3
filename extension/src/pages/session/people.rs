//! What the sides are called, and the people that a transcript tells apart.

use super::reading::Reading;
use crate::locale::{say, say_count, say_with};
use crate::pages::parts::{Button, Job, JobFault, Section, TextField, listed, view, whenever};
use convoally_shared::amendment::Change;
use convoally_shared::utterance::Speaker;
use leptos::prelude::*;

/// The part of the page.
#[component]
pub fn People(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let job = Job::new();
    let people = reading.part(super::model::Opened::people);
    let some = Memo::new(move |_| people.with(|people| !people.is_empty()));
    view! {
        <Section title=say("session_people")>
            <div class="people">
                {Speaker::BOTH.map(|speaker| view! { <Side speaker reading job /> }).collect_view()}
                {listed(
                    move || people.get(),
                    |(name, count)| vec![name.clone(), count.to_string()],
                    move |person| view! { <Person person reading job /> },
                )}
            </div>
            {move || some.get().then(|| view! { <p class="hint">{say("session_people_hint")}</p> })}
            <JobFault job />
        </Section>
    }
}

#[component]
fn Side(speaker: Speaker, reading: Reading, job: Job) -> impl IntoView {
    let known = reading.part(move |opened| opened.side(speaker));
    let label = match speaker {
        Speaker::Me => say("session_name_me"),
        Speaker::Them => say("session_name_them"),
    };
    let rename = Callback::new(move |name: String| {
        reading.change(job, Change::Named { speaker, name }, || {});
    });
    view! { <Name label known job rename /> }
}

/// Another name makes two people one where that one is there already.
#[component]
fn Person(person: (String, usize), reading: Reading, job: Job) -> impl IntoView {
    let (name, count) = person;
    let said = say_count("session_said", count as u64);
    let label = say_with("session_person", &[&name, &said]);
    let known = RwSignal::new(name.clone());
    let rename = Callback::new(move |into: String| {
        if !into.is_empty() {
            reading.change(job, Change::Merged { name: name.clone(), into }, || {});
        }
    });
    view! { <Name label known job rename /> }
}

#[component]
fn Name(label: String, #[prop(into)] known: Signal<String>, job: Job, rename: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(known.get_untracked());
    whenever(move || typed.set(known.get()));
    let same = Signal::derive(move || typed.get().trim() == known.get());
    view! {
        <div class="with-button">
            <TextField label value=typed />
            <Button disabled=same busy=job.busy() on_press=move |()| rename.run(typed.get_untracked().trim().to_owned())>
                {say("session_rename")}
            </Button>
        </div>
    }
}
