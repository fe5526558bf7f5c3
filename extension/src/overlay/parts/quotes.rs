//! A card's passages, word for word, each with its source and the number by which a draft cites it.

use crate::locale::{say, say_with};
use crate::overlay::act::Act;
use crate::overlay::face::Face;
use crate::overlay::tree::{Node, button, element, line};
use convoally_shared::document::Passage;
use convoally_shared::question::QuestionId;

/// A passage longer than this is cut at first, characters: seven lines of the panel.
const LONG: usize = 320;
/// Where a draft comes below, the best passage is cut after three lines and the others after one.
const LONG_ABOVE_DRAFT: [usize; 2] = [135, 20];

/// The passages: of a card out of focus the best alone, and none where its draft says it better.
pub fn quotes(face: Face<'_>) -> Vec<Node> {
    let shown = match (face.focused, face.text().is_empty()) {
        (true, _) => usize::MAX,
        (false, true) => 1,
        (false, false) => 0,
    };
    match face.passages() {
        None => Vec::new(),
        Some([]) => vec![line("none", &say("panel_no_passage"))],
        Some(passages) => {
            let numbered = passages.iter().enumerate().take(shown);
            numbered.map(|(number, passage)| quote(face, number, passage)).collect()
        }
    }
}

fn quote(face: Face<'_>, number: usize, passage: &Passage) -> Node {
    let looked_at = face.passage == Some(number);
    let class = match (looked_at, face.drafts) {
        (true, _) => "looked-at",
        (false, true) => "brief-quote",
        (false, false) => "",
    };
    let mut caption = element("figcaption", "");
    let count = (number + 1).to_string();
    if face.drafts {
        caption = caption.child(element("span", "number").words(&count));
    }
    caption = caption.child(element("span", "").words(&passage.source()));
    let long = if face.drafts { LONG_ABOVE_DRAFT[number.min(1)] } else { LONG };
    if face.focused && passage.text.chars().count() > long {
        let more =
            button("all more", &say(if looked_at { "panel_less" } else { "panel_more" }), Act::Look(face.id(), number));
        let name = say_with(if looked_at { "panel_less_of" } else { "panel_more_of" }, &[&count]);
        caption = caption.child(more.named(&name).expanded(looked_at));
    }
    let quote = element("blockquote", "").words(&passage.text);
    element("figure", class).with("tabindex", "-1").child(quote).child(caption).into()
}

/// A citation in a draft: leads to its passage.
pub fn citation(id: QuestionId, number: usize) -> Node {
    let words = (number + 1).to_string();
    button("cite", &words, Act::Look(id, number)).named(&say_with("session_passage", &[&words])).into()
}
