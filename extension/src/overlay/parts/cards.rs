//! Questions with the user's own passages for them, newest first.

use super::draft;
use super::shape::{live, row};
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
    let newest_first = move || model.read().view.cards.iter().rev().map(|card| card.question.id).collect::<Vec<_>>();
    let newest = move || model.read().view.cards.last().map(|card| card.question.text.clone()).unwrap_or_default();
    view! {
        <p class="unseen" aria-live="polite">{live(newest)}</p>
        <div class="cards">
            <For each=newest_first key=|id| *id let:id>
                {row(card(model, id))}
            </For>
        </div>
    }
}

fn card(model: RwSignal<Model>, id: QuestionId) -> Option<impl IntoView> {
    let question = model.read_untracked().view.card(id)?.question.clone();
    let element = NodeRef::new();
    Some(view! {
        <article class="card" node_ref=element data-question=id.0 aria-label=question.text.clone()>
            {heading(&question)}
            {found(model, id, element)}
            {draft::draft(model, id)}
        </article>
    })
}

/// The passages as soon as they are there. Then the card is told when it was on the screen.
fn found(model: RwSignal<Model>, id: QuestionId, element: NodeRef<Article>) -> AnyView {
    let opened = Memo::new(move |_| passages(&model.read(), id).is_some());
    live(move || {
        let model = opened.get().then(|| model.read_untracked());
        let passages = model.as_ref().and_then(|model| passages(model, id));
        if passages.is_some() {
            after_paint(move |painted| mark_painted(element, painted));
        }
        row(passages.map(quotes))
    })
}

fn passages(model: &Model, id: QuestionId) -> Option<&[Passage]> {
    Some(&model.view.card(id)?.card.as_ref()?.passages)
}

/// Writes `<article data-painted-ms>`, milliseconds since the Unix epoch.
fn mark_painted(element: NodeRef<Article>, painted: f64) {
    if let Some(element) = element.get_untracked() {
        let _ = element.set_attribute("data-painted-ms", &in_hundredths(painted));
    }
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

fn quotes(passages: &[Passage]) -> AnyView {
    if passages.is_empty() {
        return view! { <p class="none">"Nothing in your documents fits this question."</p> }.into_any();
    }
    row(passages.iter().map(quote))
}

fn quote(passage: &Passage) -> impl IntoView + use<> {
    let long = passage.text.chars().count() > LONG;
    let (open, set_open) = signal(!long);
    view! {
        <figure>
            <blockquote class:cut=move || !open.get()>{passage.text.clone()}</blockquote>
            {live(move || row((!open.get()).then(|| view! {
                <button class="quiet more" on:click=move |_| set_open.set(true)>"Show all of it"</button>
            })))}
            <figcaption>{passage.source()}</figcaption>
        </figure>
    }
}
