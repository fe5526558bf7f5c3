//! What one card shows.

use super::deck::Fold;
use super::model::{Model, Phase};
use crate::prose;
use convoally_shared::card::Span;
use convoally_shared::document::Passage;
use convoally_shared::question::QuestionId;
use convoally_shared::utterance::Utterance;
use convoally_shared::view::{CardView, DraftView, EarlierDraft};

/// A card as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a> {
    /// The question with its passages and its last draft.
    pub card: &'a CardView,
    /// The user looks at it: it is shown whole, and with what can be done.
    pub focused: bool,
    /// The session listens: the host can be asked for something.
    pub live: bool,
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
    /// What was said in the session.
    said: &'a [Utterance],
}

impl<'a> Face<'a> {
    /// The face of a card; none when there is no such card.
    pub fn of(model: &'a Model, id: QuestionId) -> Option<Self> {
        let (view, deck) = (&model.view, &model.deck);
        let card = view.card(id)?;
        let focused = deck.focus(view) == Some(id);
        let live = model.phase() == Phase::Listening;
        Some(Self {
            card,
            focused,
            live,
            drafts: view.answerer.is_some() || card.number > 0,
            passage: deck.passage(id),
            back: deck.back(card),
            wishes: focused && live && deck.is_open(Fold::Wishes),
            copied: deck.copied == Some(id),
            said: &view.utterances,
        })
    }

    /// Which card.
    pub fn id(&self) -> QuestionId {
        self.card.question.id
    }

    /// The passages; none until recall has run.
    pub fn passages(&self) -> Option<&'a [Passage]> {
        Some(&self.card.card.as_ref()?.passages)
    }

    /// How many passages there are.
    pub fn count(&self) -> usize {
        self.passages().map_or(0, <[_]>::len)
    }

    /// How many of them the draft that is looked at can lead to.
    pub fn cited(&self) -> usize {
        let astray = self.earlier().map_or(self.card.astray, |earlier| earlier.astray);
        if astray { 0 } else { self.count() }
    }

    /// The draft that is looked at.
    pub fn text(&self) -> &'a str {
        self.earlier().map_or(self.card.draft.text(), |earlier| &earlier.text)
    }

    /// What no source holds in the draft that is looked at.
    pub fn unsupported(&self) -> &'a [Span] {
        self.earlier().map_or(&self.card.unsupported, |earlier| &earlier.unsupported)
    }

    /// The draft that the user went back to; none while it is the last one.
    fn earlier(&self) -> Option<&'a EarlierDraft> {
        let earlier = &self.card.earlier;
        earlier.get(earlier.len().wrapping_sub(self.back))
    }

    /// How far the draft that is looked at is, as the style sheet says it; none where there is none.
    pub fn draft(&self) -> Option<&'static str> {
        match (&self.card.draft, self.back) {
            (DraftView::None, _) => None,
            (DraftView::Streaming { .. }, 0) => Some("streaming"),
            (DraftView::Failed { .. }, 0) => Some("failed"),
            _ => Some("finished"),
        }
    }

    /// From the last word of the question to the card, milliseconds; none when nobody said it.
    pub fn wait_ms(&self) -> Option<u64> {
        let asked_by = self.said.iter().rev().find(|said| Some(said.id) == self.card.question.utterance);
        asked_by.map(|said| self.card.asked_ms.saturating_sub(said.end_ms))
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
