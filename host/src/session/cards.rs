//! Questions and their cards: one question, one card, however often it is said or revised.

mod early;
mod orders;

use super::dialogue::Dialogue;
use super::drafts::Drafts;
use super::log::Log;
use super::repeat::{asks_the_same, same_words};
use crate::answer::DraftRequest;
use crate::answer::support::Facts;
use crate::knowledge::{Fit, Knowledge};
use crate::question::Verdict;
use convoally_shared::card::{Card, Mark, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::{Utterance, UtteranceId};
use convoally_shared::view::Marks;
use early::{Early, Prepared};
use std::sync::Arc;

/// A question that is said again within so many utterances is the same one: four exchanges.
const REPEATED_WITHIN: usize = 8;

/// A question as it was understood.
#[derive(Clone, Debug)]
struct Found {
    /// What it was heard in, last.
    utterance: Utterance,
    text: String,
    kind: QuestionKind,
    reason: String,
}

/// The newest question that was heard, whether a card was opened for it or not.
struct Newest {
    found: Found,
    card: Option<QuestionId>,
}

/// A card that is there.
struct Open {
    question: Question,
    passages: Vec<Fit>,
    marks: Marks,
    /// How many utterances were finished when it was last asked.
    asked_at: usize,
}

/// All cards of a session.
pub struct Cards {
    log: Arc<Log>,
    brief: Brief,
    knowledge: Knowledge,
    drafts: Drafts,
    dialogue: Dialogue,
    mode: Mode,
    /// The card of question 1 stands first.
    open: Vec<Open>,
    newest: Option<Newest>,
    early: Option<Early>,
}

impl Cards {
    /// None is there yet.
    pub fn new(log: Arc<Log>, brief: Brief, mode: Mode, knowledge: Knowledge, drafts: Drafts) -> Self {
        let (dialogue, open, newest, early) = (Dialogue::default(), Vec::new(), None, None);
        Self { log, brief, knowledge, drafts, dialogue, mode, open, newest, early }
    }

    /// Remembers a finished utterance, after it was considered.
    pub fn said(&mut self, utterance: Utterance) {
        self.resumed(utterance.id);
        self.dialogue.said(utterance);
    }

    /// A finished utterance of theirs, and what the detector makes of it.
    pub fn heard(&mut self, utterance: &Utterance, verdict: Verdict) {
        let (found, extends) = match verdict {
            Verdict::Question { text, kind, reason, extends } => {
                (Found { utterance: utterance.clone(), text, kind, reason }, extends)
            }
            Verdict::Passed { reason } | Verdict::Waits { reason } => return self.pass(utterance.id, reason),
        };
        let extended = self.newest.as_ref().and_then(|newest| newest.card).filter(|_| extends);
        let no_card = match (self.mode, extended) {
            (Mode::Automatic, None) | (Mode::Automatic | Mode::OnCommand, Some(_)) => None,
            (Mode::OnCommand, None) => Some("cards open on your command only"),
            (Mode::Off, _) => Some("cards are switched off"),
        };
        if let Some(why) = no_card {
            self.pass(utterance.id, format!("{}; {why}", found.reason));
            self.newest = Some(Newest { found, card: None });
        } else if let Some(card) = extended {
            self.revise(card, found);
        } else if let Some(card) = self.asked_before(&found.text) {
            self.pass(utterance.id, "it was asked a moment ago, and its card is there".to_owned());
            self.asked_again(card, found);
        } else {
            self.open(found);
        }
    }

    /// The text in which the question of an utterance was understood when its card was opened, if it was.
    pub fn understood(&self, utterance: UtteranceId) -> Option<&str> {
        let newest = self.newest.as_ref().filter(|newest| newest.card.is_some())?;
        (newest.found.utterance.id == utterance).then_some(newest.found.utterance.text.as_str())
    }

    /// Nothing more is said: waits for the drafts that are still being written.
    pub async fn finish(&mut self) {
        self.drop_early();
        self.drafts.finish().await;
    }

    /// Gives them up.
    pub async fn give_up(&mut self) {
        // A draft that is complete and kept back has no task that could be cancelled.
        self.drop_early();
        self.drafts.give_up().await;
    }

    fn next(&self) -> QuestionId {
        QuestionId(self.open.len() as u32 + 1)
    }

    fn pass(&self, utterance: UtteranceId, reason: String) {
        self.log.emit(EventKind::QuestionPassed { utterance, reason });
    }

    fn card(&mut self, question: QuestionId) -> Result<&mut Open, Fault> {
        let place = (question.0 as usize).checked_sub(1);
        place.and_then(|place| self.open.get_mut(place)).ok_or_else(|| {
            let sentence = format!("There is no card {} in this session.", question.0);
            Fault::new("session.no_such_card", sentence, "Choose a card that is on the screen.")
        })
    }

    /// The card of the same question, asked a moment ago.
    fn asked_before(&self, text: &str) -> Option<QuestionId> {
        let recent = |card: &&Open| self.dialogue.utterances() - card.asked_at <= REPEATED_WITHIN;
        let same = |card: &&Open| card.question.utterance.is_some() && asks_the_same(&card.question.text, text);
        self.open.iter().rev().filter(recent).find(same).map(|card| card.question.id)
    }

    /// A question whose card is there was said once more.
    fn asked_again(&mut self, question: QuestionId, found: Found) {
        let now = self.dialogue.utterances();
        if let Ok(card) = self.card(question) {
            card.asked_at = now;
        }
        self.newest = Some(Newest { found, card: Some(question) });
        self.bring_back(question);
    }

    /// A card that the user has put away is wanted after all.
    fn bring_back(&mut self, question: QuestionId) {
        // A card that is there can be marked.
        let _ = self.mark(question, Mark::Dismissed, false);
    }

    fn open_or_bring_back(&mut self, found: Found) {
        match self.asked_before(&found.text) {
            Some(card) => self.asked_again(card, found),
            None => self.open(found),
        }
    }

    fn open(&mut self, found: Found) {
        let Found { utterance, text, kind, reason } = found.clone();
        let card = self.open_card(Some(&utterance), text, kind, reason, first_form(kind));
        self.newest = Some(Newest { found, card: Some(card) });
    }

    fn open_card(
        &mut self,
        utterance: Option<&Utterance>,
        text: String,
        kind: QuestionKind,
        reason: String,
        form: Wish,
    ) -> QuestionId {
        let prepared = self.prepared(utterance, &text, kind);
        let id = self.next();
        let question = Question { id, utterance: utterance.map(|utterance| utterance.id), text, kind, reason };
        self.log.emit(EventKind::QuestionFound { question: question.clone() });
        let looked_up = || Prepared { passages: self.recall(&question.text), drafted: false };
        let Prepared { passages, drafted } = prepared.unwrap_or_else(looked_up);
        self.show(id, &passages);
        self.dialogue.asked(&question, utterance);
        let asked_at = self.dialogue.utterances();
        self.open.push(Open { question, passages, marks: Marks::default(), asked_at });
        if drafted {
            self.drafts.release(id);
        } else {
            self.draft(id, form);
        }
        id
    }

    /// What was said further belongs to a question that has its card.
    fn revise(&mut self, id: QuestionId, found: Found) {
        let Found { text, kind, reason, .. } = found.clone();
        self.newest = Some(Newest { found, card: Some(id) });
        let Ok(card) = self.card(id) else { return };
        if same_words(&card.question.text, &text) {
            return;
        }
        card.question = Question { text, kind, reason, ..card.question.clone() };
        let question = card.question.clone();
        self.log.emit(EventKind::QuestionRevised { question: question.clone() });
        self.dialogue.revised(&question);
        let (passages, now) = (self.recall(&question.text), self.dialogue.utterances());
        let Ok(card) = self.card(id) else { return };
        card.asked_at = now;
        if card.passages != passages {
            card.passages.clone_from(&passages);
            self.show(id, &passages);
        }
        self.draft(id, first_form(kind));
    }

    fn show(&self, question: QuestionId, passages: &[Fit]) {
        let passages = self.knowledge.quote(passages);
        self.log.emit(EventKind::CardOpened { card: Card { question, passages } });
    }

    fn recall(&self, question: &str) -> Vec<Fit> {
        self.knowledge.find(question).unwrap_or_else(|error| {
            self.log.emit(EventKind::Faulted { fault: error.into() });
            Vec::new()
        })
    }

    /// Begins the next draft of a card. One that is still being written is dropped.
    fn draft(&mut self, id: QuestionId, wish: Wish) {
        let Ok(Open { question, passages, .. }) = self.card(id) else { return };
        let (question, passages) = (question.clone(), passages.clone());
        self.begin_draft(question, &passages, wish, false);
    }

    fn begin_draft(&mut self, question: Question, passages: &[Fit], wish: Wish, held: bool) {
        let passages = self.knowledge.quote(passages);
        let before = self.drafts.finished(question.id).filter(|_| wish.changes()).map(|text| text.to_string());
        let answered = self.dialogue.answered(question.id, |id| self.drafts.finished(id));
        let (brief, recent) = (self.brief.clone(), self.dialogue.recent());
        let request = DraftRequest { brief, question, wish, before, passages, recent, answered };
        let facts = self.facts(&request);
        self.drafts.begin(request, facts, held);
    }

    /// What a draft may lean on.
    fn facts(&self, DraftRequest { brief, question, passages, .. }: &DraftRequest) -> Facts {
        let mut facts = self.dialogue.facts().clone();
        facts.may_cite(passages.len());
        for passage in passages {
            facts.learn(&passage.source());
            facts.learn(&passage.text);
        }
        for text in [&question.text, &brief.company, &brief.role, &brief.kind] {
            facts.learn(text);
        }
        facts
    }
}

/// The form of a question's first draft.
fn first_form(kind: QuestionKind) -> Wish {
    match kind {
        QuestionKind::Coding => Wish::Code,
        QuestionKind::Behavioral => Wish::Story,
        _ => Wish::Spoken,
    }
}
