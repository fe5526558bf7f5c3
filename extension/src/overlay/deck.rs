//! Which cards are shown, in which order, which of them is in focus, and what is unfolded.
//!
//! The session's view holds the cards and what the user made of them. Here is only what a glance changes; the host is
//! not asked for it.

use super::said::Said;
use convoally_shared::question::QuestionId;
use convoally_shared::utterance::UtteranceId;
use convoally_shared::view::{CardView, SessionView};

/// What can be unfolded: one thing at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Where the panel stands, and how.
    Menu,
    /// When cards open.
    Modes,
    /// How else the draft of the card in focus could be.
    Wishes,
    /// The cards that were dismissed.
    Dismissed,
    /// Why an utterance opened no card.
    Why(UtteranceId),
}

/// So many cards are drawn at first, and so many more each time the user wants earlier ones: a long call has
/// hundreds, and all of them are drawn anew whenever somebody speaks.
const CARDS: usize = 12;

/// What the user looks at among the cards.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    /// The card that the user chose, and how many there were: the next question takes the focus again.
    chosen: Option<(QuestionId, usize)>,
    /// The passage that the user looks at, from 0.
    passage: Option<(QuestionId, usize)>,
    /// A draft, and how many drafts before it the user looks at.
    back: Option<(QuestionId, u32, usize)>,
    /// What is unfolded.
    open: Option<Fold>,
    /// How many times the user wanted earlier cards.
    more: usize,
    /// Which utterances the user looks at.
    pub said: Said,
    /// Whose words are on the clipboard.
    pub copied: Option<QuestionId>,
    /// When the passages of cards were on the screen; none while that is awaited.
    painted: Vec<(QuestionId, Option<String>)>,
}

impl Deck {
    /// The cards in sight: pinned ones first, each kind newest first.
    pub fn order(view: &SessionView) -> Vec<QuestionId> {
        let shown = |pinned| {
            let newest_first = view.cards.iter().rev();
            newest_first.filter(move |card| !card.marks.dismissed && card.marks.pinned == pinned)
        };
        shown(true).chain(shown(false)).map(|card| card.question.id).collect()
    }

    /// The cards that are drawn, and how many earlier ones are not. The one in focus always is.
    pub fn drawn(&self, view: &SessionView) -> (Vec<QuestionId>, usize) {
        let order = Self::order(view);
        let focus = order.iter().position(|id| Some(*id) == self.focus(view));
        let count = (CARDS * (1 + self.more)).max(focus.map_or(0, |at| at + 1)).min(order.len());
        (order[..count].to_vec(), order.len() - count)
    }

    /// The user wants earlier cards, too.
    pub fn show_more(&mut self) {
        self.more += 1;
    }

    /// The cards that were dismissed, newest first.
    pub fn dismissed(view: &SessionView) -> impl Iterator<Item = &CardView> {
        view.cards.iter().rev().filter(|card| card.marks.dismissed)
    }

    /// The card in focus: the newest, unless the user chose another since it came.
    pub fn focus(&self, view: &SessionView) -> Option<QuestionId> {
        let shown = |id| view.card(id).is_some_and(|card| !card.marks.dismissed);
        let chosen = self.chosen.filter(|(id, count)| *count == view.cards.len() && shown(*id));
        let newest = || view.cards.iter().rev().find(|card| !card.marks.dismissed);
        chosen.map(|(id, _)| id).or_else(|| newest().map(|card| card.question.id))
    }

    /// The user chooses a card.
    pub fn choose(&mut self, view: &SessionView, id: QuestionId) {
        self.chosen = Some((id, view.cards.len()));
    }

    /// The user goes to the card below, or above. Says whether there is one.
    pub fn step(&mut self, view: &SessionView, down: bool) -> bool {
        let order = Self::order(view);
        let at = order.iter().position(|id| Some(*id) == self.focus(view));
        let next = at.and_then(|at| if down { at.checked_add(1) } else { at.checked_sub(1) });
        let next = next.and_then(|next| order.get(next));
        if let Some(id) = next {
            self.choose(view, *id);
        }
        next.is_some()
    }

    /// The user looks at a passage of a card, from 0; at none when it is the one before.
    pub fn look(&mut self, id: QuestionId, passage: usize) {
        let looked = Some((id, passage));
        self.passage = if self.passage == looked { None } else { looked };
    }

    /// The passage of this card that the user looks at.
    pub fn passage(&self, id: QuestionId) -> Option<usize> {
        self.passage.filter(|(of, _)| *of == id).map(|(_, passage)| passage)
    }

    /// How many drafts before a card's last one the user looks at. A new draft is looked at by itself.
    pub fn back(&self, card: &CardView) -> usize {
        let of_this = self.back.filter(|(id, number, _)| (*id, *number) == (card.question.id, card.number));
        of_this.map_or(0, |(.., back)| back.min(card.earlier.len()))
    }

    /// The user goes to so many drafts before a card's last one.
    pub fn go_back(&mut self, id: QuestionId, number: u32, back: usize) {
        self.back = Some((id, number, back));
    }

    /// Cards whose passages were drawn for the first time, and will be on the screen with the next frame.
    pub fn just_drawn(&mut self, view: &SessionView) -> Vec<QuestionId> {
        let drawn = view.cards.iter().filter(|card| card.card.is_some()).map(|card| card.question.id);
        let new: Vec<QuestionId> = drawn.filter(|id| self.painted.iter().all(|(known, _)| known != id)).collect();
        self.painted.extend(new.iter().map(|id| (*id, None)));
        new
    }

    /// They were on the screen, milliseconds since the Unix epoch.
    pub fn paint(&mut self, id: QuestionId, at_ms: String) {
        if let Some((_, painted)) = self.painted.iter_mut().find(|(known, _)| *known == id) {
            *painted = Some(at_ms);
        }
    }

    /// When a card's passages were on the screen.
    pub fn painted(&self, id: QuestionId) -> Option<&str> {
        self.painted.iter().find(|(known, _)| *known == id)?.1.as_deref()
    }

    /// Whether this is unfolded.
    pub fn is_open(&self, fold: Fold) -> bool {
        self.open == Some(fold)
    }

    /// Unfolds this, or folds it again.
    pub fn toggle(&mut self, fold: Fold) {
        self.open = if self.is_open(fold) { None } else { Some(fold) };
    }

    /// Folds whatever is unfolded.
    pub fn fold(&mut self) {
        self.open = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::card::{Card, Mark};
    use convoally_shared::event::{Event, EventKind};
    use convoally_shared::question::{Question, QuestionKind};
    use convoally_shared::session::SessionId;

    fn happen(view: &mut SessionView, kind: EventKind) {
        let (session, seq) = (SessionId("s".into()), view.last_seq + 1);
        view.apply(&Event { session, seq, at_ms: seq, kind });
    }

    fn ask(view: &mut SessionView, id: u32) {
        let (utterance, text) = (None, format!("Question {id}?"));
        let question =
            Question { id: QuestionId(id), utterance, text, kind: QuestionKind::Other, reason: String::new() };
        happen(view, EventKind::QuestionFound { question });
    }

    fn mark(view: &mut SessionView, id: u32, mark: Mark) {
        happen(view, EventKind::CardMarked { question: QuestionId(id), mark, on: true });
    }

    fn draft(view: &mut SessionView, draft: u32, text: &str) {
        let question = QuestionId(1);
        let (wish, engine) = (Default::default(), String::new());
        happen(view, EventKind::DraftStarted { question, draft, wish, engine, disclosure: None });
        let (text, unsupported) = (text.into(), vec![]);
        happen(view, EventKind::DraftFinished { question, draft, text, unsupported, spent: None });
    }

    #[test]
    fn each_card_is_told_once_when_it_was_on_the_screen() {
        let (mut view, mut deck) = (three(), Deck::default());
        assert_eq!(deck.just_drawn(&view), [], "a question without passages yet is no card");
        let card = Card { question: QuestionId(2), passages: vec![] };
        happen(&mut view, EventKind::CardOpened { card });
        assert_eq!((deck.just_drawn(&view), deck.painted(QuestionId(2))), (vec![QuestionId(2)], None));
        deck.paint(QuestionId(2), "7.25".into());
        assert_eq!((deck.just_drawn(&view), deck.painted(QuestionId(2))), (vec![], Some("7.25")));
    }

    fn three() -> SessionView {
        let mut view = SessionView::default();
        (1..=3).for_each(|id| ask(&mut view, id));
        view
    }

    #[test]
    fn pinned_cards_stand_on_top_and_dismissed_ones_are_out_of_the_way() {
        let mut view = three();
        assert_eq!(Deck::order(&view), [3, 2, 1].map(QuestionId));
        mark(&mut view, 1, Mark::Pinned);
        mark(&mut view, 3, Mark::Dismissed);
        assert_eq!(Deck::order(&view), [1, 2].map(QuestionId));
        assert_eq!(Deck::dismissed(&view).map(|card| card.question.id).collect::<Vec<_>>(), [QuestionId(3)]);
    }

    #[test]
    fn the_newest_card_is_in_focus_until_the_user_chooses_and_again_when_the_next_one_comes() {
        let (mut view, mut deck) = (three(), Deck::default());
        assert_eq!(deck.focus(&view), Some(QuestionId(3)));
        deck.choose(&view, QuestionId(1));
        assert_eq!(deck.focus(&view), Some(QuestionId(1)));
        ask(&mut view, 4);
        assert_eq!(deck.focus(&view), Some(QuestionId(4)));
        deck.choose(&view, QuestionId(2));
        mark(&mut view, 2, Mark::Dismissed);
        assert_eq!(deck.focus(&view), Some(QuestionId(4)), "a dismissed card is in nobody's focus");
    }

    #[test]
    fn of_many_cards_the_newest_are_drawn_and_the_one_in_focus_and_what_the_user_wants_besides() {
        let (mut view, mut deck) = (SessionView::default(), Deck::default());
        (1..=150).for_each(|id| ask(&mut view, id));
        let (drawn, left) = deck.drawn(&view);
        assert_eq!((drawn.first(), drawn.len(), left), (Some(&QuestionId(150)), 12, 138));
        deck.show_more();
        assert_eq!((deck.drawn(&view).0.len(), deck.drawn(&view).1), (24, 126));
        deck.choose(&view, QuestionId(100));
        assert_eq!(deck.drawn(&view).0.last(), Some(&QuestionId(100)));
        (0..20).for_each(|_| deck.show_more());
        assert_eq!(deck.drawn(&view).1, 0);
    }

    #[test]
    fn the_arrow_keys_go_from_card_to_card_and_stop_at_the_ends() {
        let (view, mut deck) = (three(), Deck::default());
        assert!(deck.step(&view, true) && deck.step(&view, true));
        assert_eq!((deck.focus(&view), deck.step(&view, true)), (Some(QuestionId(1)), false));
        assert!(deck.step(&view, false));
        assert_eq!(deck.focus(&view), Some(QuestionId(2)));
        assert!(!Deck::default().step(&SessionView::default(), true));
    }

    #[test]
    fn a_new_draft_is_looked_at_even_after_the_user_went_back() {
        let (mut view, mut deck) = (three(), Deck::default());
        draft(&mut view, 1, "First.");
        draft(&mut view, 2, "Second.");
        deck.go_back(QuestionId(1), 2, 7);
        assert_eq!(deck.back(&view.cards[0]), 1, "no further than to the first");
        draft(&mut view, 3, "Third.");
        assert_eq!(deck.back(&view.cards[0]), 0);
    }

    #[test]
    fn one_thing_at_a_time_is_unfolded_and_one_passage_looked_at() {
        let mut deck = Deck::default();
        deck.toggle(Fold::Modes);
        deck.toggle(Fold::Wishes);
        assert!(deck.is_open(Fold::Wishes) && !deck.is_open(Fold::Modes));
        deck.toggle(Fold::Wishes);
        assert!(!deck.is_open(Fold::Wishes));
        deck.look(QuestionId(1), 0);
        deck.look(QuestionId(1), 2);
        assert_eq!((deck.passage(QuestionId(1)), deck.passage(QuestionId(2))), (Some(2), None));
        deck.look(QuestionId(1), 2);
        assert_eq!(deck.passage(QuestionId(1)), None);
    }
}
