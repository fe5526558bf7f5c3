//! A draft's text, with its citations and with what stands in no passage.

use crate::locale::{say, say_with};
use crate::pages::parts::view;
use crate::prose::{Block, Piece, blocks};
use convoally_shared::card::Span;
use leptos::prelude::*;

/// The text.
#[component]
pub fn Draft(
    /// As the model wrote it.
    text: String,
    /// How many passages it may cite.
    passages: usize,
    /// What stands in none of them and was not said.
    unsupported: Vec<Span>,
) -> impl IntoView {
    let shown = blocks(&text, passages, &unsupported).into_iter().map(|block| match block {
        Block::Paragraph(parts) => view! { <p>{pieces(&parts)}</p> },
        Block::Point(parts) => view! { <p class="point">{pieces(&parts)}</p> },
        Block::Code(code) => view! { <pre tabindex="0"><code>{code.to_owned()}</code></pre> },
    });
    view! { <div class="prose">{shown.collect_view()}</div> }
}

fn pieces(pieces: &[Piece]) -> Vec<AnyView> {
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => (*words).to_owned().into_any(),
        Piece::Unsupported(words) => view! { <u title=say("session_doubted")>{(*words).to_owned()}</u> },
        Piece::Citation(number) => {
            let number = (number + 1).to_string();
            let name = say_with("session_passage", &[&number]);
            view! { <sup title=name>{number}</sup> }
        }
    });
    shown.collect()
}
