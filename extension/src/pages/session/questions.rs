//! The questions of a session in their order, each with its card.

use super::card::Card;
use super::measure;
use super::reading::Reading;
use crate::locale::{say, say_with, write};
use crate::pages::history::words;
use crate::pages::parts::{Job, JobFault, Section, listed, view};
use convoally_shared::question::QuestionId;
use leptos::prelude::*;

/// What a closed card shows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    id: QuestionId,
    asked_ms: u64,
    text: String,
    wait_ms: Option<u64>,
    passages: usize,
}

/// The part of the page.
#[component]
pub fn Questions(
    /// Of which session.
    reading: Reading,
) -> impl IntoView {
    let job = Job::new();
    let shown = reading.part(|opened| {
        let cards = opened.view.cards.iter();
        let shown = cards.map(|card| Shown {
            id: card.question.id,
            asked_ms: card.asked_ms,
            text: card.question.text.clone(),
            wait_ms: measure::wait_ms(opened, card.question.id),
            passages: card.card.as_ref().map_or(0, |card| card.passages.len()),
        });
        shown.collect::<Vec<_>>()
    });
    let none = Memo::new(move |_| shown.with(Vec::is_empty));
    view! {
        <Section title=say("session_timeline")>
            {move || none.get().then(|| view! { <p class="soft">{say("session_no_questions")}</p> })}
            <ol class="timeline plain">
                {listed(
                    move || shown.get(),
                    |shown| vec![shown.id.0.to_string()],
                    move |shown| view! { <Asked shown reading job /> },
                )}
            </ol>
            <JobFault job />
        </Section>
    }
}

/// One question. What is in its card is made when it is opened.
#[component]
fn Asked(shown: Shown, reading: Reading, job: Job) -> impl IntoView {
    let open = RwSignal::new(false);
    let toggled = move |event: leptos::ev::Event| {
        use wasm_bindgen::JsCast;
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    let (id, passages) = (shown.id, shown.passages);
    let wait = shown.wait_ms.map(|ms| say_with("session_wait", &[&write::length(ms)]));
    view! {
        <li data-question=id.0.to_string()>
            <details on:toggle=toggled>
                <summary>
                    <time>{words::clock(shown.asked_ms)}</time>
                    <span class="asked">{shown.text}</span>
                    <span class="soft small">
                        {wait.into_iter().chain((passages == 0).then(|| say("session_no_passage"))).collect::<Vec<_>>().join(" · ")}
                    </span>
                </summary>
                {move || open.get().then(|| view! { <Card id reading job /> })}
            </details>
        </li>
    }
}
