//! Questions with what answers them: pinned ones on top, newest first, one in focus. The others are a question and its
//! first words, and a press brings each into focus.

use super::{actions, draft, quotes};
use crate::locale::{say, say_count, say_with, write};
use crate::overlay::act::Act;
use crate::overlay::deck::{Deck, Fold};
use crate::overlay::face::Face;
use crate::overlay::model::{Model, Phase};
use crate::overlay::tree::{Element, Node, button, controls, element, holder, line};
use crate::overlay::words;
use convoally_shared::card::Mark;
use convoally_shared::view::CardView;

/// How many words of a passage are read aloud unasked.
const FIRST_WORDS: usize = 12;

/// The cards, a line for screen readers when one opens, and the way back for dismissed ones.
pub fn cards(model: &Model) -> Vec<Node> {
    let (drawn, left) = model.deck.drawn(&model.view);
    let faces = drawn.into_iter().filter_map(|id| Face::of(model, id));
    let cards = faces.map(|face| card(model, face).into()).collect();
    let news = element("p", "unseen").with("aria-live", "polite").words(&news(model));
    let earlier = || say_with("panel_earlier", &[&write::number(left as u64)]);
    let earlier = (left > 0).then(|| button("more earlier", &earlier(), Act::MoreCards).into());
    [Some(news.into()), Some(holder("cards", cards)), earlier, dismissed(model)].into_iter().flatten().collect()
}

/// What a screen reader says by itself: the newest question and the first words of the best passage. A draft is read
/// when the user goes there; said as it is written, it would talk over the call.
fn news(model: &Model) -> String {
    match (model.deck.copied, model.view.cards.last()) {
        (Some(_), _) => say("panel_copied"),
        (None, Some(card)) => {
            let passage = card.card.as_ref().and_then(|card| card.passages.first());
            let words = passage.map(|passage| passage.text.split(' ').take(FIRST_WORDS).collect::<Vec<_>>().join(" "));
            [&card.question.text, " ", &words.unwrap_or_default()].concat().trim_ascii_end().to_owned()
        }
        (None, None) => String::new(),
    }
}

fn card(model: &Model, face: Face<'_>) -> Element {
    let id = face.id();
    let number = id.0.to_string();
    let card = element("article", "card").key(id.0).with("data-question", &number);
    let card = match model.deck.painted(id) {
        Some(at_ms) => card.with("data-painted-ms", at_ms),
        None => card,
    };
    let card = if face.focused { card } else { card.on(Act::Choose(id)) };
    let class = match (face.focused, face.card.marks.pinned) {
        (true, true) => "face focus pinned",
        (true, false) => "face focus",
        (false, true) => "face pinned",
        (false, false) => "face",
    };
    let mut things = vec![heading(face)];
    things.extend(quotes::quotes(face));
    things.extend(draft::draft(face));
    if face.focused {
        things.push(actions::fine_print(face));
    }
    card.child(holder(class, things))
}

fn heading(face: Face<'_>) -> Node {
    let pinned = (face.card.marks.pinned && !face.focused).then(|| say("panel_pinned"));
    let kind: Vec<String> = pinned.into_iter().chain([words::kind(face.card.question.kind)]).collect();
    let kind = line("kind", &kind.join(" · "));
    let top = [Some(kind), face.focused.then(|| actions::marks(face))].into_iter().flatten().collect();
    let open = button("open", &face.card.question.text, Act::Choose(face.id())).expanded(face.focused);
    element("header", "").child(holder("top", top)).child(element("h2", "").child(open)).into()
}

fn dismissed(model: &Model) -> Option<Node> {
    let cards: Vec<&CardView> = Deck::dismissed(&model.view).collect();
    if cards.is_empty() {
        return None;
    }
    let open = model.deck.is_open(Fold::Dismissed);
    let count = say_count("panel_dismissed_count", cards.len() as u64);
    let mut things = vec![button("more", &count, Act::Toggle(Fold::Dismissed)).expanded(open).into()];
    let live = model.phase() == Phase::Listening;
    things.extend(cards.iter().filter(|_| open).map(|card| gone(card, live)));
    Some(controls("dismissed", &say("panel_dismissed"), things))
}

fn gone(card: &CardView, live: bool) -> Node {
    let text = &card.question.text;
    let back = Act::Mark(card.question.id, Mark::Dismissed, false);
    let back =
        button("bring-back more", &say("panel_bring_back"), back).named(&say_with("panel_bring_back_of", &[text]));
    element("div", "gone").child(line("", text)).maybe(live.then(|| back.into())).into()
}
