//! The draft below a card's passages: what a model makes of them, who wrote it, and what in it is not certain.

use super::shape::{holder, line, row};
use super::{actions, quotes, trouble};
use crate::overlay::clipboard;
use crate::overlay::face::Face;
use crate::overlay::model::Model;
use crate::overlay::prose::{Block, Piece, blocks};
use crate::overlay::words;
use convoally_shared::card::Wish;
use convoally_shared::question::QuestionId;
use convoally_shared::view::DraftView;
use leptos::prelude::*;

/// The draft of one card; nothing where none was asked for.
pub fn draft(model: RwSignal<Model>, face: &Face) -> AnyView {
    let state = match (&face.card.draft, face.back) {
        (DraftView::None, _) => return ().into_any(),
        (DraftView::Streaming { .. }, 0) => "streaming",
        (DraftView::Failed { .. }, 0) => "failed",
        _ => "finished",
    };
    let fault = match &face.card.draft {
        DraftView::Failed { fault, .. } if face.back == 0 => Some(trouble::fault(fault)),
        _ => None,
    };
    let copy = face.focused.then(|| actions::copy(model, face));
    let check = "Underlined: in none of your passages, and nobody said it. Check it before you do.";
    let check = (face.focused && !face.unsupported().is_empty()).then(|| line("check", check));
    let changes = face.focused.then(|| actions::changes(model, face));
    view! {
        <section class="draft" data-state=state>
            <div class="top">{line("kind", label(face, state))}{row(copy)}</div>
            {row(moved(face))}
            {holder("text", text(model, face))}
            {row(check)}
            {row(fault)}
            {row(changes)}
        </section>
    }
    .into_any()
}

/// `Draft · Points · gpt-5-mini, at api.openai.com`.
fn label(face: &Face, state: &str) -> String {
    let how_far = match state {
        "streaming" => "Being written",
        "failed" => "Draft, not finished",
        _ => "Draft",
    };
    let form = Some(face.card.wish).filter(|wish| *wish != Wish::Spoken && face.back == 0).map(words::wish);
    let engine = Some(face.card.engine.as_str()).filter(|engine| !engine.is_empty() && face.back == 0);
    let parts: Vec<&str> = [Some(how_far), form, engine].into_iter().flatten().collect();
    parts.join(" · ")
}

/// Who gave up before, and that another writes instead.
fn moved(face: &Face) -> Option<AnyView> {
    let why: Vec<&str> = face.card.moved.iter().map(|fault| fault.sentence.as_str()).collect();
    let told = !why.is_empty() && face.focused && face.back == 0;
    told.then(|| line("stand-in", [&why.join(" "), " Written by ", &face.card.engine, " instead."].concat()))
}

fn text(model: RwSignal<Model>, face: &Face) -> AnyView {
    let id = face.card.question.id;
    row(blocks(face.text(), face.count(), face.unsupported()).into_iter().map(|block| match block {
        Block::Paragraph(parts) => holder("para", pieces(model, id, &parts)),
        Block::Point(parts) => holder("para point", pieces(model, id, &parts)),
        Block::Code(code) => view! { <pre tabindex="0"><code>{code.to_owned()}</code></pre> }.into_any(),
    }))
}

fn pieces(model: RwSignal<Model>, id: QuestionId, pieces: &[Piece]) -> AnyView {
    row(pieces.iter().map(|piece| match piece {
        Piece::Words(words) => (*words).to_owned().into_any(),
        Piece::Unsupported(words) => view! { <mark title="In none of your passages">{(*words).to_owned()}</mark> }.into_any(),
        Piece::Citation(number) => quotes::citation(model, id, *number),
    }))
}

/// Puts a card's words on the clipboard.
pub fn copy(model: &mut Model, id: QuestionId) {
    let words = Face::of(model, id).map(|face| face.words()).unwrap_or_default();
    model.deck.copied = clipboard::copy(&words).then_some(id);
}
