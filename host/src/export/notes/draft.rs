//! The draft of a card, and how it came about.

use crate::export::wording::{form, unsupported};
use convoally_shared::fault::Fault;
use convoally_shared::view::{CardView, DraftView};

/// What was drafted for a question.
pub(in crate::export) struct Draft<'a> {
    /// `Draft, shorter, by a-model at api.example.com`.
    pub title: String,
    /// Why there will be no more of it; none when it is complete.
    pub given_up: Option<&'a str>,
    /// As far as it came.
    pub text: &'a str,
    /// What in it stands in no source.
    pub unsupported: Vec<&'a str>,
    /// Why others that were asked before gave up, oldest first.
    pub before: &'a [Fault],
}

impl<'a> Draft<'a> {
    /// None when nothing was asked for. `engine` is what wrote it, for people.
    pub(super) fn of(card: &'a CardView, engine: Option<&str>) -> Option<Self> {
        let form = form(card.wish);
        let comma = if form.is_empty() { "" } else { "," };
        let by = engine.map(|engine| format!("{comma} by {engine}")).unwrap_or_default();
        let (state, given_up) = match &card.draft {
            DraftView::None => return None,
            DraftView::Streaming { .. } => (", unfinished", None),
            DraftView::Finished { .. } => ("", None),
            DraftView::Failed { fault, .. } => ("", Some(fault.sentence.as_str())),
        };
        Some(Self {
            title: format!("Draft{form}{by}{state}"),
            given_up,
            text: card.draft.text(),
            unsupported: unsupported(card),
            before: &card.moved,
        })
    }
}
