//! The draft below a card's passages: what a model makes of them, and how far it is.

use super::shape::{live, row};
use super::trouble;
use crate::overlay::model::Model;
use convoally_shared::question::QuestionId;
use convoally_shared::view::DraftView;
use leptos::prelude::*;

/// The draft of one card; nothing where none was asked for.
pub fn draft(model: RwSignal<Model>, id: QuestionId) -> AnyView {
    live(move || row(model.read().view.card(id).and_then(|card| so_far(&card.draft))))
}

fn so_far(draft: &DraftView) -> Option<impl IntoView + use<>> {
    let (state, label) = match draft {
        DraftView::None => return None,
        DraftView::Streaming { .. } => ("streaming", "Draft, being written"),
        DraftView::Finished { .. } => ("finished", "Draft"),
        DraftView::Failed { .. } => ("failed", "Draft, not finished"),
    };
    let fault = match draft {
        DraftView::Failed { fault, .. } => Some(trouble::fault(fault)),
        _ => None,
    };
    Some(view! {
        <section class="draft" data-state=state>
            <p class="kind">{label}</p>
            <p class="text">{draft.text().to_owned()}</p>
            {row(fault)}
        </section>
    })
}
