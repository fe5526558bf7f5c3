//! What one card shows: drawn anew only when this changes, however often the model does.

use super::deck::Fold;
use super::model::Model;
use super::prose;
use convoally_shared::card::Span;
use convoally_shared::document::Passage;
use convoally_shared::question::QuestionId;
use convoally_shared::view::{CardView, DraftView};

/// A card as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// The question with its passages and its last draft.
    pub card: CardView,
    /// The user looks at it: it is shown whole, and with what can be done.
    pub focused: bool,
    /// Drafts are written in this session: passages leave them room.
    pub drafts: bool,
    /// The passage that the user looks at, from 0.
    pub passage: Option<usize>,
    /// How many drafts before the last one the user looks at.
    pub back: usize,
    /// The ways in which the draft could be different are unfolded.
    pub wishes: bool,
    /// Its words are on the clipboard.
    pub copied: bool,
    /// From the last word of the question to the card, milliseconds; none when nobody said it.
    pub wait_ms: Option<u64>,
}

impl Face {
    /// The face of a card; none when there is no such card.
    pub fn of(model: &Model, id: QuestionId) -> Option<Self> {
        let (view, deck) = (&model.view, &model.deck);
        let card = view.card(id)?.clone();
        let asked_by = view.utterances.iter().rev().find(|said| Some(said.id) == card.question.utterance);
        let focused = deck.focus(view) == Some(id);
        Some(Self {
            focused,
            drafts: view.answerer.is_some() || card.number > 0,
            passage: deck.passage(id),
            back: deck.back(&card),
            wishes: focused && deck.is_open(Fold::Wishes),
            copied: deck.copied == Some(id),
            wait_ms: asked_by.map(|said| card.asked_ms.saturating_sub(said.end_ms)),
            card,
        })
    }

    /// The passages; none until recall has run.
    pub fn passages(&self) -> Option<&[Passage]> {
        Some(&self.card.card.as_ref()?.passages)
    }

    /// How many passages can be cited.
    pub fn count(&self) -> usize {
        self.passages().map_or(0, <[_]>::len)
    }

    /// The draft that is looked at.
    pub fn text(&self) -> &str {
        let earlier = &self.card.earlier;
        match self.back {
            0 => self.card.draft.text(),
            back => earlier.get(earlier.len().wrapping_sub(back)).map_or("", String::as_str),
        }
    }

    /// What no source holds in the draft that is looked at. Of earlier drafts that is not kept.
    pub fn unsupported(&self) -> &[Span] {
        if self.back == 0 { &self.card.unsupported } else { &[] }
    }

    /// Whether the draft that is looked at is being written.
    pub fn streaming(&self) -> bool {
        self.back == 0 && matches!(self.card.draft, DraftView::Streaming { .. })
    }

    /// What is copied: the draft that is looked at, or else the passage, the best one when none is.
    pub fn words(&self) -> String {
        let passage = self.passages().and_then(|passages| passages.get(self.passage.unwrap_or_default()));
        match (self.text(), passage) {
            ("", Some(passage)) => passage.text.clone(),
            (text, _) => prose::plain(text, self.count()),
        }
    }
}

