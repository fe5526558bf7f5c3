//! Questions with the user's own passages for them, newest first.

use super::draft;
use crate::overlay::model::Model;
use crate::overlay::paint::after_paint;
use convoally_shared::document::Passage;
use convoally_shared::question::{Question, QuestionId};
use leptos::html::Article;
use leptos::prelude::*;

/// A passage longer than this is cut at first, characters.
const LONG: usize = 420;

/// The cards, and a line for screen readers when one opens.
pub fn cards(model: RwSignal<Model>) -> impl IntoView {
    let newest_first =
        move || model.with(|model| model.view.cards.iter().rev().map(|card| card.question.id).collect::<Vec<_>>());
    let newest =
        move || model.with(|model| model.view.cards.last().map(|card| card.question.text.clone()).unwrap_or_default());
    view! {
        <p class="unseen" aria-live="polite">{newest}</p>
        <div class="cards">
            <For each=newest_first key=|id| *id let:id>
                {card(model, id)}
            </For>
        </div>
    }
}

fn card(model: RwSignal<Model>, id: QuestionId) -> impl IntoView {
    let question = model.with_untracked(|model| model.view.card(id).map(|card| card.question.clone()));
    let opened = Memo::new(move |_| model.with(|model| passages(model, id).is_some()));
    let element = NodeRef::<Article>::new();
    Effect::new(move |marked: Option<bool>| {
        let marked = marked.unwrap_or_default();
        if marked || !opened.get() {
            return marked;
        }
        after_paint(move |painted| {
            if let Some(element) = element.get_untracked() {
                let _ = element.set_attribute("data-painted-ms", &in_hundredths(painted));
            }
        });
        true
    });
    question.map(|question| {
        view! {
            <article class="card" node_ref=element data-question=id.0 aria-label=question.text.clone()>
                {heading(&question)}
                {move || opened.get().then(|| model.with_untracked(|model| passages(model, id).map(quotes)))}
                {draft::draft(model, id)}
            </article>
        }
    })
}

fn passages(model: &Model, id: QuestionId) -> Option<&[Passage]> {
    Some(&model.view.card(id)?.card.as_ref()?.passages)
}

/// By JavaScript: Rust's own printing of fractions is 15 KB of WASM.
fn in_hundredths(number: f64) -> String {
    js_sys::Number::from(number).to_fixed(2).map(String::from).unwrap_or_default()
}

fn heading(question: &Question) -> impl IntoView + use<> {
    view! {
        <header title=question.reason.clone()>
            <p class="kind">{question.kind.label()}</p>
            <h2>{question.text.clone()}</h2>
        </header>
    }
}

fn quotes(passages: &[Passage]) -> impl IntoView + use<> {
    if passages.is_empty() {
        return view! { <p class="none">"Nothing in your documents fits this question."</p> }.into_any();
    }
    passages.iter().map(quote).collect_view().into_any()
}

fn quote(passage: &Passage) -> impl IntoView + use<> {
    let long = passage.text.chars().count() > LONG;
    let (open, set_open) = signal(!long);
    view! {
        <figure>
            <blockquote class:cut=move || !open.get()>{passage.text.clone()}</blockquote>
            {move || (!open.get()).then(|| view! {
                <button class="quiet more" on:click=move |_| set_open.set(true)>"Show all of it"</button>
            })}
            <figcaption>{passage.source()}</figcaption>
        </figure>
    }
}
