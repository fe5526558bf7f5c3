//! What can be done with the card in focus: copied, pinned, dismissed, written otherwise, and judged.

use super::draft;
use super::shape::{Button, controls, holder, line, row};
use crate::overlay::deck::Fold;
use crate::overlay::face::Face;
use crate::overlay::model::Model;
use crate::overlay::words;
use convoally_shared::card::{Mark, Wish};
use leptos::prelude::*;

/// The changes that are asked for most; the rest is behind "More".
const FIRST: [Wish; 2] = [Wish::Shorter, Wish::Longer];

/// Pin and dismiss, and copy where no draft has it.
pub fn marks(model: RwSignal<Model>, face: &Face) -> AnyView {
    let id = face.card.question.id;
    let copy = face.text().is_empty().then(|| copy(model, face));
    let pin = toggle(model, face, Mark::Pinned, face.card.marks.pinned, "pin quiet", "Pin");
    let dismiss = move |model: &mut Model| Some(model.mark(id, Mark::Dismissed, true));
    let dismiss = Button::new("dismiss quiet", "Dismiss", model, dismiss).view();
    controls("row", "This card", row([row(copy), pin, dismiss]))
}

/// Puts the words on the clipboard.
pub fn copy(model: RwSignal<Model>, face: &Face) -> AnyView {
    let id = face.card.question.id;
    let words = if face.copied { "Copied" } else { "Copy" };
    let copy = move |model: &mut Model| {
        draft::copy(model, id);
        None
    };
    Button::new("copy quiet", words, model, copy).view()
}

/// The ways in which the draft could be different, and those before it.
pub fn changes(model: RwSignal<Model>, face: &Face) -> AnyView {
    let unfold = |model: &mut Model| {
        model.deck.toggle(Fold::Wishes);
        None
    };
    let first = row(FIRST.map(|wish| change(model, face, wish)));
    let words = if face.wishes { "Less" } else { "More" };
    let more = Button::new("wishes", words, model, unfold).named("Other ways to write it").expanded(face.wishes).view();
    let all = face.wishes.then(|| {
        let others = Wish::ALL.into_iter().filter(|wish| !FIRST.contains(wish));
        let (changes, forms) = others.partition::<Vec<Wish>, _>(|wish| wish.changes());
        let group = |wishes: Vec<Wish>| row(wishes.into_iter().map(|wish| change(model, face, wish)));
        [controls("row", "Change it", group(changes)), controls("row", "Another form", group(forms))]
    });
    let top = controls("row", "Write it again", row([first, more, row(versions(model, face))]));
    holder("changes", row([top, row(all.into_iter().flatten())]))
}

fn change(model: RwSignal<Model>, face: &Face, wish: Wish) -> AnyView {
    let id = face.card.question.id;
    let class = if FIRST.contains(&wish) { "wish first" } else { "wish" };
    Button::new(class, words::wish(wish), model, move |model| Some(model.draft_again(id, wish))).view()
}

/// `‹ 1 of 3 ›`: earlier drafts.
fn versions(model: RwSignal<Model>, face: &Face) -> Option<AnyView> {
    let (id, number, earlier) = (face.card.question.id, face.card.number, face.card.earlier.len());
    let go = |class, sign, name: &str, back: Option<usize>| {
        let go = move |model: &mut Model| {
            model.deck.go_back(id, number, back.unwrap_or_default());
            None
        };
        Button::new(class, sign, model, go).named(name).disabled(back.is_none()).view()
    };
    let place = format!("{} of {}", earlier - face.back + 1, earlier + 1);
    let before = Some(face.back + 1).filter(|back| *back <= earlier);
    (earlier > 0).then(|| {
        let before = go("before quiet", "‹", "The draft before", before);
        let after = go("after quiet", "›", "The draft after", face.back.checked_sub(1));
        holder("versions", row([before, line("small", place), after]))
    })
}

/// Whether it helped and was said; why it opened and how soon.
pub fn fine_print(model: RwSignal<Model>, face: &Face) -> AnyView {
    let rating = face.card.marks.rating;
    let judgements = row([
        toggle(model, face, Mark::Used, face.card.marks.used, "used", "I said it"),
        toggle(model, face, Mark::Good, rating == Some(true), "good", "Helped"),
        toggle(model, face, Mark::Bad, rating == Some(false), "bad", "Did not"),
    ]);
    let wait = face.wait_ms.map(|ms| ["After ", &words::tenths(ms), ". "].concat()).unwrap_or_default();
    let why = [&wait, "Why this card: ", &face.card.question.reason].concat();
    holder("fine-print", row([controls("row", "How it was", judgements), line("small", why)]))
}

fn toggle(model: RwSignal<Model>, face: &Face, mark: Mark, set: bool, class: &'static str, words: &'static str) -> AnyView {
    let id = face.card.question.id;
    Button::new(class, words, model, move |model| Some(model.mark(id, mark, !set))).pressed(set).view()
}
