//! What is prepared when they have probably finished asking: the passages, and a draft that nobody sees yet.
//!
//! At most one question is prepared at a time. It is taken when its card is opened, and dropped when they go on.

use super::{Cards, first_form};
use crate::question::Verdict;
use crate::session::repeat::same_words;
use convoally_shared::document::Passage;
use convoally_shared::question::{Question, QuestionKind};
use convoally_shared::session::Mode;
use convoally_shared::utterance::{Utterance, UtteranceId};

/// What was prepared when they had probably finished asking.
pub(super) struct Early {
    utterance: UtteranceId,
    question: Question,
    passages: Vec<Passage>,
}

impl Cards {
    /// A draft would be begun early.
    pub fn prepares(&self) -> bool {
        self.mode == Mode::Automatic && self.drafts.may_be_early()
    }

    /// They have probably finished; the detector's verdict if they have. A question's draft is begun now, and shown
    /// when the question is certain.
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
        self.begin_draft(question.clone(), passages.clone(), first_form(kind), true);
        self.early = Some(Early { utterance: utterance.id, question, passages });
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
    ) -> Option<Vec<Passage>> {
        let is_it = |early: &Early| utterance.is_some_and(|utterance| early.is_of(utterance.id, text, kind));
        if !self.early.as_ref().is_some_and(is_it) {
            self.drop_early();
        }
        self.early.take().map(|early| early.passages)
    }
}

impl Early {
    fn is_of(&self, utterance: UtteranceId, text: &str, kind: QuestionKind) -> bool {
        self.utterance == utterance && self.question.kind == kind && same_words(&self.question.text, text)
    }
}
