//! The draft below a card's passages: what a model makes of them, who wrote it, and what in it is not certain.

use super::{actions, quotes, trouble};
use crate::locale::{say, say_with};
use crate::overlay::face::Face;
use crate::overlay::tree::{Node, element, holder, line};
use crate::overlay::words;
use crate::prose::{Block, Piece, blocks};
use convoally_shared::card::Wish;
use convoally_shared::question::QuestionId;
use convoally_shared::view::DraftView;

/// The draft of one card; nothing where none was asked for.
pub fn draft(face: Face<'_>) -> Option<Node> {
    let state = face.draft()?;
    let top = [
        Some(line("kind", &label(face, state))),
        (face.focused && !face.text().is_empty()).then(|| actions::copy(face)),
    ];
    let mut things = vec![holder("top", top.into_iter().flatten().collect())];
    if face.focused {
        things.extend(moved(face));
    }
    things.push(holder("text", text(face)));
    if face.focused && !face.unsupported().is_empty() {
        things.push(line("check", &say("panel_check")));
    }
    match &face.card.draft {
        DraftView::Failed { fault, .. } if state == "failed" => things.push(trouble::fault(fault)),
        _ => {}
    }
    if face.focused {
        things.push(actions::changes(face));
    }
    Some(element("section", "draft").with("data-state", state).all(things).into())
}

/// `Draft · Points`.
fn label(face: Face<'_>, state: &str) -> String {
    let how_far = say(match state {
        "streaming" => "panel_draft_written",
        "failed" if face.text().is_empty() => "panel_draft_none",
        "failed" => "panel_draft_cut",
        _ => "session_draft",
    });
    match face.card.wish {
        Wish::Spoken => how_far,
        _ if face.back > 0 => how_far,
        wish => [&how_far, " · ", &words::wish(wish)].concat(),
    }
}

/// Who gave up before, and that another writes instead.
fn moved(face: Face<'_>) -> Option<Node> {
    let told = face.back == 0 && !face.card.moved.is_empty();
    let why = face.card.moved.iter().map(|fault| trouble::sentence("span", fault).words(" ").into()).collect();
    let instead = || say_with("panel_moved", &[&words::engine(&face.card.engine)]);
    told.then(|| element("p", "stand-in").all(why).words(&instead()).into())
}

fn text(face: Face<'_>) -> Vec<Node> {
    let blocks = blocks(face.text(), face.cited(), face.unsupported()).into_iter();
    let shown = blocks.map(|block| match block {
        Block::Paragraph(parts) => element("p", "").all(pieces(face.id(), &parts)),
        Block::Point(parts) => element("p", "point").all(pieces(face.id(), &parts)),
        Block::Code(code) => element("pre", "").with("tabindex", "0").child(element("code", "").words(code)),
    });
    shown.map(Node::from).collect()
}

fn pieces(id: QuestionId, pieces: &[Piece]) -> Vec<Node> {
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => Node::Words((*words).to_owned()),
        Piece::Unsupported(words) => element("mark", "").with("title", &say("panel_unsupported")).words(words).into(),
        Piece::Citation(number) => quotes::citation(id, *number),
    });
    shown.collect()
}
