//! A card's passages, word for word, each with its source and the number by which a draft cites it.

use super::keys::look_at;
use super::shape::{Button, line, row};
use crate::overlay::face::Face;
use crate::overlay::model::Model;
use convoally_shared::document::Passage;
use convoally_shared::question::QuestionId;
use leptos::prelude::*;

/// A passage longer than this is cut at first, characters: seven lines of the panel.
const LONG: usize = 320;
/// Where a draft comes below, the best passage is cut after three lines and the others after one.
const LONG_ABOVE_DRAFT: [usize; 2] = [135, 42];

/// The passages: of a card out of focus the best alone, and none where its draft says it better.
pub fn quotes(model: RwSignal<Model>, face: &Face) -> AnyView {
    let shown = match (face.focused, face.text().is_empty()) {
        (true, _) => usize::MAX,
        (false, true) => 1,
        (false, false) => 0,
    };
    match face.passages() {
        None => ().into_any(),
        Some([]) => line("none", "Nothing in your documents fits this question."),
        Some(passages) => {
            row(passages.iter().enumerate().take(shown).map(|(number, passage)| quote(model, face, number, passage)))
        }
    }
}

fn quote(model: RwSignal<Model>, face: &Face, number: usize, passage: &Passage) -> impl IntoView + use<> {
    let id = face.card.question.id;
    let looked_at = face.passage == Some(number);
    let long = if face.drafts { LONG_ABOVE_DRAFT[number.min(1)] } else { LONG };
    let is_long = face.focused && passage.text.chars().count() > long;
    let class = match (looked_at, face.drafts) {
        (true, _) => "looked-at",
        (false, true) => "brief-quote",
        (false, false) => "",
    };
    let words = if looked_at { "Less" } else { "More" };
    let more = is_long.then(|| {
        let name = [words, " of passage ", &(number + 1).to_string()].concat();
        let look = move |model: &mut Model| {
            model.deck.look(id, number);
            None
        };
        Button::new("all more", words, model, look).named(name).expanded(looked_at).view()
    });
    let sign = face.drafts.then(|| view! { <span class="number">{number + 1}</span> });
    view! {
        <figure class=class tabindex="-1">
            <blockquote>{passage.text.clone()}</blockquote>
            <figcaption>{sign}<span>{passage.source()}</span>{row(more)}</figcaption>
        </figure>
    }
}

/// A citation in a draft: leads to its passage.
pub fn citation(model: RwSignal<Model>, id: QuestionId, number: usize) -> AnyView {
    let words = (number + 1).to_string();
    let name = ["Passage ", &words].concat();
    let look = move |model: &mut Model| {
        model.deck.look(id, number);
        look_at(".looked-at");
        None
    };
    Button::new("cite", words, model, look).named(name).view()
}
