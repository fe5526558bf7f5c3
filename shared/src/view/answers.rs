//! What the user said to each question.

use super::SessionView;
use crate::utterance::{Speaker, Utterance, UtteranceId};
use std::collections::{BTreeMap, HashMap};

impl SessionView {
    /// For each card, in the order of the cards, what the user said to its question. Their words belong to the last
    /// question that the others had begun to ask before them: nobody heard one that was typed.
    pub fn answers(&self) -> Vec<Vec<&Utterance>> {
        let begun: HashMap<UtteranceId, u64> = self.utterances.iter().map(|one| (one.id, one.start_ms)).collect();
        let mut heard = BTreeMap::<u64, usize>::new();
        for (card, view) in self.cards.iter().enumerate() {
            if let Some(since_ms) = view.question.utterance.and_then(|asked_by| begun.get(&asked_by)) {
                heard.insert(*since_ms, card);
            }
        }
        let mut answers = vec![Vec::new(); self.cards.len()];
        for mine in self.utterances.iter().filter(|one| one.speaker == Speaker::Me) {
            if let Some((_, card)) = heard.range(..=mine.start_ms).next_back() {
                answers[*card].push(mine);
            }
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amendment::Change;
    use crate::event::{Event, EventKind};
    use crate::question::{Question, QuestionId, QuestionKind};
    use crate::session::SessionId;

    fn said(id: u32, speaker: Speaker, start_ms: u64, text: &str) -> EventKind {
        let utterance = Utterance { id: UtteranceId(id), speaker, start_ms, end_ms: start_ms + 5, text: text.into() };
        EventKind::UtteranceFinal { utterance }
    }

    fn asked(id: u32, utterance: Option<u32>) -> EventKind {
        let (id, utterance, kind) = (QuestionId(id), utterance.map(UtteranceId), QuestionKind::Other);
        EventKind::QuestionFound {
            question: Question { id, utterance, text: String::new(), kind, reason: String::new() },
        }
    }

    fn view() -> SessionView {
        let kinds = [
            said(1, Speaker::Me, 0, "Hello."),
            said(2, Speaker::Them, 10, "Why us?"),
            asked(1, Some(2)),
            said(3, Speaker::Me, 20, "The team."),
            asked(2, None),
            said(4, Speaker::Them, 30, "When?"),
            asked(3, Some(4)),
            said(5, Speaker::Me, 29, "And the work."),
            said(6, Speaker::Them, 40, "In May."),
        ];
        let event = |(seq, kind)| Event { session: SessionId("s".into()), seq, at_ms: seq, kind };
        SessionView::of(&(1..).zip(kinds).map(event).collect::<Vec<_>>())
    }

    fn answers(view: &SessionView) -> Vec<Vec<&str>> {
        view.answers().iter().map(|said| said.iter().map(|one| one.text.as_str()).collect()).collect()
    }

    #[test]
    fn the_users_words_belong_to_the_question_that_was_heard_before_them() {
        assert_eq!(answers(&view()), [vec!["The team.", "And the work."], vec![], vec![]]);
    }

    #[test]
    fn an_utterance_that_was_moved_to_the_user_is_an_answer() {
        let mut view = view();
        view.amend(&Change::Attributed { utterance: UtteranceId(6), speaker: Speaker::Me });
        assert_eq!(answers(&view)[2], ["In May."]);
    }
}
