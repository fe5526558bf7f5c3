//! What is prepared when they have probably finished asking: the passages, and, where a model may write, a draft that
//! nobody sees yet.
//!
//! At most one question is prepared at a time. It is taken when its card is opened, and dropped when they go on.

use super::{Cards, first_form};
use crate::knowledge::Fit;
use crate::question::Verdict;
use crate::session::repeat::same_words;
use convoally_shared::question::{Question, QuestionKind};
use convoally_shared::session::Mode;
use convoally_shared::utterance::{Utterance, UtteranceId};

/// What was prepared when they had probably finished asking.
pub(super) struct Early {
    utterance: UtteranceId,
    question: Question,
    passages: Vec<Fit>,
    /// A draft was begun, too.
    drafted: bool,
}

/// What a card is opened with.
pub(super) struct Prepared {
    pub passages: Vec<Fit>,
    /// Its draft was begun, and is kept back.
    pub drafted: bool,
}

impl Cards {
    /// Something would be prepared.
    pub fn prepares(&self) -> bool {
        self.mode == Mode::Automatic
    }

    /// They have probably finished; the detector's verdict if they have. A question's passages are looked up and its
    /// draft is begun now; both are shown when the question is certain.
    pub fn paused(&mut self, utterance: &Utterance, verdict: Verdict) {
        let Verdict::Question { text, kind, reason, extends: false } = verdict else { return self.drop_early() };
        if self.understood(utterance.id).is_some() || self.asked_before(&text).is_some() {
            return self.drop_early();
        }
        if self.early.as_ref().is_some_and(|early| early.is_of(utterance.id, &text, kind)) {
            return;
        }
        self.drop_early();
        let question = Question { id: self.next(), utterance: Some(utterance.id), text, kind, reason };
        let passages = self.recall(&question.text);
        let drafted = self.drafts.may_be_early();
        if drafted {
            self.begin_draft(question.clone(), &passages, first_form(kind), true);
        }
        self.early = Some(Early { utterance: utterance.id, question, passages, drafted });
    }

    /// They go on, or what was prepared for an utterance was not wanted when it was over.
    pub fn resumed(&mut self, utterance: UtteranceId) {
        if self.early.as_ref().is_some_and(|early| early.utterance == utterance) {
            self.drop_early();
        }
    }

    pub(super) fn drop_early(&mut self) {
        if let Some(early) = self.early.take() {
            self.drafts.drop_unfinished(early.question.id);
        }
    }

    /// What was prepared for this question. Anything else that was is dropped: its number is taken now.
    pub(super) fn prepared(
        &mut self,
        utterance: Option<&Utterance>,
        text: &str,
        kind: QuestionKind,
    ) -> Option<Prepared> {
        let is_it = |early: &Early| utterance.is_some_and(|utterance| early.is_of(utterance.id, text, kind));
        if !self.early.as_ref().is_some_and(is_it) {
            self.drop_early();
        }
        self.early.take().map(|Early { passages, drafted, .. }| Prepared { passages, drafted })
    }
}

impl Early {
    fn is_of(&self, utterance: UtteranceId, text: &str, kind: QuestionKind) -> bool {
        self.utterance == utterance && self.question.kind == kind && same_words(&self.question.text, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, document_of};
    use crate::session::drafts::Drafts;
    use crate::session::log::Log;
    use convoally_shared::document::DocumentFormat;
    use convoally_shared::event::EventKind;
    use convoally_shared::session::{Brief, SessionId};
    use convoally_shared::utterance::Speaker;
    use std::sync::Arc;
    use std::time::Instant;

    fn cards() -> Cards {
        let resume = document_of("resume".into(), DocumentFormat::Markdown, "# Ada\n- Tamed lions.\n".into());
        let log = Log::new(SessionId("s".into()), Instant::now());
        let drafts = Drafts::new(Arc::clone(&log), None);
        Cards::new(log, Brief::default(), Mode::Automatic, Knowledge::of(&[resume]).unwrap(), drafts)
    }

    fn said(text: &str) -> (Utterance, Verdict) {
        let (id, speaker, text) = (UtteranceId(1), Speaker::Them, text.to_owned());
        let utterance = Utterance { id, speaker, start_ms: 0, end_ms: 900, text: text.clone() };
        let (kind, reason) = (QuestionKind::Background, "it asks".to_owned());
        (utterance, Verdict::Question { text, kind, reason, extends: false })
    }

    async fn passages(cards: Cards) -> Vec<String> {
        cards.log.emit(EventKind::SessionEnded);
        let (mut reader, mut found) = (cards.log.reader(0), Vec::new());
        while let Some(event) = reader.next().await {
            if let EventKind::CardOpened { card } = event.kind {
                found.extend(card.passages.into_iter().map(|passage| passage.text));
            }
        }
        found
    }

    #[tokio::test]
    async fn passages_are_looked_up_before_the_question_is_certain_although_nothing_drafts() {
        let mut cards = cards();
        let (utterance, verdict) = said("Which lions have you tamed?");
        cards.paused(&utterance, verdict.clone());
        let early = cards.early.as_mut().unwrap();
        let found = std::mem::take(&mut early.passages);
        assert_eq!((cards.knowledge.quote(&found)[0].text.as_str(), early.drafted), ("Tamed lions.", false));
        cards.heard(&utterance, verdict);
        assert!(cards.early.is_none());
        assert_eq!(passages(cards).await, [""; 0], "nothing is looked up once more");
    }

    #[tokio::test]
    async fn passages_of_half_a_question_are_not_those_of_the_whole() {
        let mut cards = cards();
        let (utterance, verdict) = said("Which animals");
        cards.paused(&utterance, verdict);
        assert_eq!(cards.early.as_ref().unwrap().passages, []);
        let (utterance, verdict) = said("Which animals, say lions, have you tamed?");
        cards.heard(&utterance, verdict);
        assert_eq!(passages(cards).await, ["Tamed lions."]);
    }
}
