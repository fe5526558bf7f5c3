//! The keys of the panel while it has the keyboard, in one list: what is pressed, and what the list of keys says.

use super::act::Act;
use super::deck::Fold;
use super::model::{Model, Phase};
use crate::link::deed::Deed;
use convoally_shared::card::{Mark, Wish};

/// A key as the browser names it, as people read it, what it does and what that is called.
pub type Key = (&'static [&'static str], &'static str, Deed, &'static str);

/// Every key, in the order in which they are listed.
pub const KEYS: [Key; 13] = [
    (&["a"], "a", Deed::AnswerNow, "Answer what was just said"),
    (&["j", "ArrowDown"], "j ↓", Deed::Next, "Next card"),
    (&["k", "ArrowUp"], "k ↑", Deed::Previous, "Card before"),
    (&["p"], "p", Deed::Pin, "Pin this card, or let it go"),
    (&["c"], "c", Deed::Copy, "Copy its words"),
    (&["s"], "s", Deed::Shorter, "Shorter"),
    (&["l"], "l", Deed::Longer, "Longer"),
    (&["o"], "o", Deed::OtherExample, "Other example"),
    (&["e"], "e", Deed::Plainer, "Plainer"),
    (&["q", "/"], "q /", Deed::Question, "Type a question"),
    (&["h"], "h", Deed::Compact, "One line, or all"),
    (&["m"], "m", Deed::Menu, "Place, size and text"),
    (&["?"], "?", Deed::Help, "These keys"),
];

/// What a key does.
pub fn deed(key: &str) -> Option<Deed> {
    KEYS.iter().find(|(keys, ..)| keys.contains(&key)).map(|(_, _, deed, _)| *deed)
}

impl Model {
    /// What doing this means now; nothing where it means nothing, as without a card. [`Deed::Next`],
    /// [`Deed::Previous`] and [`Deed::Question`] are no acts.
    pub fn means(&self, deed: Deed) -> Option<Act> {
        let live = self.phase() == Phase::Listening;
        let card = || self.view.card(self.deck.focus(&self.view)?);
        let draft = |wish| card().filter(|_| live).map(|card| Act::Draft(card.question.id, wish));
        match deed {
            Deed::AnswerNow => live.then_some(Act::AnswerNow),
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
            Deed::Next | Deed::Previous | Deed::Question => None,
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
    fn no_key_does_two_things() {
        let mut keys: Vec<_> = KEYS.iter().flat_map(|(keys, ..)| keys.iter()).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        assert_eq!((deed("/"), deed("x")), (Some(Deed::Question), None));
    }

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
