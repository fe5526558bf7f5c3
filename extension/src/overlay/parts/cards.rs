//! Questions with what answers them: pinned ones on top, newest first, one in focus. The others are a question and its
//! first words, and a press brings each into focus.

use super::shape::{Button, controls, holder, line, live, row};
use super::{actions, draft, quotes};
use crate::overlay::deck::{Deck, Fold};
use crate::overlay::face::Face;
use crate::overlay::model::Model;
use crate::overlay::paint::after_paint;
use convoally_shared::card::Mark;
use convoally_shared::question::QuestionId;
use convoally_shared::view::CardView;
use leptos::html::Article;
use leptos::prelude::*;

/// The cards, and a line for screen readers when one opens.
pub fn cards(model: RwSignal<Model>) -> impl IntoView {
    let order = move || Deck::order(&model.read().view);
    view! {
        <p class="unseen" aria-live="polite">{live(move || news(&model.read()))}</p>
        <div class="cards">
            <For each=order key=|id| *id let:id>
                {card(model, id)}
            </For>
        </div>
        {live(move || dismissed(model, &model.read()))}
    }
}

/// What a screen reader says by itself.
fn news(model: &Model) -> String {
    match (model.deck.copied, model.view.cards.last()) {
        (Some(_), _) => "Copied".to_owned(),
        (None, Some(card)) => card.question.text.clone(),
        (None, None) => String::new(),
    }
}

fn card(model: RwSignal<Model>, id: QuestionId) -> impl IntoView {
    let element = NodeRef::new();
    let face = Memo::new(move |_| Face::of(&model.read(), id));
    let painted = Memo::new(move |_| face.read().as_ref().is_some_and(|face| face.passages().is_some()));
    view! {
        <article class="card" node_ref=element data-question=id.0 on:click=move |_| choose(model, id)>
            {live(move || row(face.get().map(|face| draw(model, &face))))}
            // Told when it was on the screen.
            {live(move || {
                if painted.get() {
                    after_paint(move |painted| mark_painted(element, painted));
                }
            })}
        </article>
    }
}

/// A press anywhere on a card brings it into focus.
fn choose(model: RwSignal<Model>, id: QuestionId) {
    let now = model.read_untracked();
    if now.deck.focus(&now.view) != Some(id) {
        drop(now);
        model.update(|model| model.deck.choose(&model.view, id));
    }
}

fn draw(model: RwSignal<Model>, face: &Face) -> AnyView {
    let class = match (face.focused, face.card.marks.pinned) {
        (true, true) => "face focus pinned",
        (true, false) => "face focus",
        (false, true) => "face pinned",
        (false, false) => "face",
    };
    let below = if face.focused { actions::fine_print(model, face) } else { ().into_any() };
    holder(class, row([heading(model, face), quotes::quotes(model, face), draft::draft(model, face), below]))
}

fn heading(model: RwSignal<Model>, face: &Face) -> AnyView {
    let id = face.card.question.id;
    let choose = move |model: &mut Model| {
        model.deck.choose(&model.view, id);
        None
    };
    let open = Button::new("open", face.card.question.text.clone(), model, choose).expanded(face.focused).view();
    let marks = face.focused.then(|| actions::marks(model, face));
    let pinned = if face.card.marks.pinned && !face.focused { "Pinned · " } else { "" };
    let kind = [pinned, face.card.question.kind.label()].concat();
    view! {
        <header>
            <div class="top">{line("kind", kind)}{row(marks)}</div>
            <h2>{open}</h2>
        </header>
    }
    .into_any()
}

/// The way back for dismissed cards.
fn dismissed(model: RwSignal<Model>, now: &Model) -> AnyView {
    let cards: Vec<&CardView> = Deck::dismissed(&now.view).collect();
    if cards.is_empty() {
        return ().into_any();
    }
    let open = now.deck.is_open(Fold::Dismissed);
    let unfold = |model: &mut Model| {
        model.deck.toggle(Fold::Dismissed);
        None
    };
    let count = format!("{} dismissed", cards.len());
    let list = open.then(|| row(cards.into_iter().map(|card| gone(model, card))));
    let button = Button::new("more", count, model, unfold).expanded(open).view();
    controls("dismissed", "Dismissed cards", row([button, row(list)]))
}

fn gone(model: RwSignal<Model>, card: &CardView) -> AnyView {
    let id = card.question.id;
    let back = move |model: &mut Model| Some(model.mark(id, Mark::Dismissed, false));
    let name = ["Bring back: ", &card.question.text].concat();
    let back = Button::new("bring-back more", "Bring back", model, back).named(name).view();
    holder("gone", row([line("", card.question.text.clone()), back]))
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
