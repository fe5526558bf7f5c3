//! What a key means for what the panel shows now. The list of keys is [`crate::keys`].

use super::act::Act;
use super::deck::Fold;
use super::model::{Model, Phase};
use crate::link::deed::Deed;
use convoally_shared::card::{Mark, Wish};

impl Model {
    /// What doing this means now; nothing where it means nothing, as without a card. [`Deed::Next`],
    /// [`Deed::Previous`], [`Deed::Question`] and [`Deed::Enter`] are no acts.
    pub fn means(&self, deed: Deed) -> Option<Act> {
        let live = self.phase() == Phase::Listening;
        let card = || self.view.card(self.deck.focus(&self.view)?);
        let draft = |wish| card().filter(|_| live).map(|card| Act::Draft(card.question.id, wish));
        match deed {
            Deed::AnswerNow => live.then_some(Act::AnswerNow),
            Deed::Pause => live.then_some(Act::Pause),
            Deed::Pin => {
                let pin = |card: &convoally_shared::view::CardView| {
                    Act::Mark(card.question.id, Mark::Pinned, !card.marks.pinned)
                };
                card().filter(|_| live).map(pin)
            }
            Deed::Copy => card().map(|card| Act::Copy(card.question.id)),
            Deed::Shorter => draft(Wish::Shorter),
            Deed::Longer => draft(Wish::Longer),
            Deed::OtherExample => draft(Wish::OtherExample),
            Deed::Plainer => draft(Wish::Plainer),
            Deed::Compact => Some(Act::Compact),
            Deed::Menu => Some(Act::Toggle(Fold::Menu)),
            Deed::Help => Some(Act::Help(true)),
            Deed::Next | Deed::Previous | Deed::Question | Deed::Enter => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{FromHub, HostStatus};
    use convoally_shared::event::{Event, EventKind};
    use convoally_shared::question::{Question, QuestionId, QuestionKind};
    use convoally_shared::session::SessionId;

    #[test]
    fn keys_mean_the_card_in_focus_and_nothing_where_there_is_none() {
        let mut model = Model::default();
        let of_cards = [Deed::Pin, Deed::Copy, Deed::Shorter, Deed::Longer, Deed::OtherExample, Deed::Plainer];
        assert_eq!(of_cards.map(|deed| model.means(deed)), [const { None }; 6]);
        model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
        let (id, text, kind) = (QuestionId(4), "Why?".to_owned(), QuestionKind::Other);
        let question = Question { id, utterance: None, text, kind, reason: String::new() };
        let mut happen = |seq, kind| {
            model.take(FromHub::Happened { event: Event { session: SessionId("s".into()), seq, at_ms: 0, kind } });
        };
        let started = serde_json::json!({"type": "session_started", "started_unix_ms": 0, "brief": {},
            "documents": [], "transcriber": "t"});
        happen(1, serde_json::from_value(started).unwrap());
        happen(2, EventKind::QuestionFound { question });
        happen(3, EventKind::CardMarked { question: id, mark: Mark::Pinned, on: true });
        let wishes = [Wish::Shorter, Wish::Longer, Wish::OtherExample, Wish::Plainer].map(|wish| Act::Draft(id, wish));
        let acts = [Act::Mark(id, Mark::Pinned, false), Act::Copy(id)].into_iter().chain(wishes);
        assert!(of_cards.iter().filter_map(|deed| model.means(*deed)).eq(acts));
    }
}
