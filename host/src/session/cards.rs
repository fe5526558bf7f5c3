//! Questions and their cards: one question, one card, however often it is said or revised.

use super::dialogue::Dialogue;
use super::drafts::Drafts;
use super::log::Log;
use super::repeat::{asks_the_same, same_words};
use crate::answer::DraftRequest;
use crate::knowledge::Knowledge;
use crate::question::{Detector, Verdict};
use convoally_shared::card::{Card, Mark, Wish};
use convoally_shared::document::Passage;
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::{Utterance, UtteranceId};
use convoally_shared::view::Marks;
use std::sync::Arc;

/// A question that is said again within so many utterances is the same one: four exchanges.
const REPEATED_WITHIN: usize = 8;

/// Characters of a typed question: a page. A longer one is no question, and would not fit into a message.
const LONGEST_QUESTION: usize = 2_000;

const BY_COMMAND: &str = "you asked for an answer";

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
    passages: Vec<Passage>,
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
}

impl Cards {
    /// None is there yet.
    pub fn new(log: Arc<Log>, brief: Brief, mode: Mode, knowledge: Knowledge, drafts: Drafts) -> Self {
        let (dialogue, open, newest) = (Dialogue::default(), Vec::new(), None);
        Self { log, brief, knowledge, drafts, dialogue, mode, open, newest }
    }

    /// Remembers a finished utterance, after it was considered.
    pub fn said(&mut self, utterance: Utterance) {
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

    /// Answers the last thing that they said, finished or not, whatever the detector made of it.
    pub fn answer_now(&mut self, last: Option<&Utterance>, detector: &mut Detector) -> Result<(), Fault> {
        self.may_open()?;
        let last = last.ok_or_else(nothing_to_answer)?;
        let same = |heard: &Utterance| heard.id == last.id && heard.text == last.text;
        if let Some(Newest { found, card }) = self.newest.as_ref().filter(|newest| same(&newest.found.utterance)) {
            match *card {
                Some(card) => self.bring_back(card),
                None => {
                    let found = Found { reason: BY_COMMAND.to_owned(), ..found.clone() };
                    self.open_or_bring_back(found);
                }
            }
            return Ok(());
        }
        self.insist(last, detector);
        Ok(())
    }

    /// Takes an utterance for a question because the user said so: its card is opened, or reads like this from now on.
    pub fn insist(&mut self, utterance: &Utterance, detector: &mut Detector) {
        let card = self.understood(utterance.id).and(self.newest.as_ref()).and_then(|newest| newest.card);
        let (text, kind) = detector.insist(&utterance.text);
        let found = Found { utterance: utterance.clone(), text, kind, reason: BY_COMMAND.to_owned() };
        match card {
            Some(card) => self.revise(card, found),
            None => self.open_or_bring_back(found),
        }
    }

    /// Opens a card for a question that the user typed.
    pub fn ask(&mut self, text: &str, kind: QuestionKind) -> Result<(), Fault> {
        self.may_open()?;
        let text = text.trim();
        if text.is_empty() {
            let sentence = "There is no question in it.";
            return Err(Fault::new("session.empty_question", sentence, "Type the question, and ask again."));
        }
        if text.chars().count() > LONGEST_QUESTION {
            let sentence = format!("The question is longer than {LONGEST_QUESTION} characters.");
            return Err(Fault::new("session.long_question", sentence, "Shorten it, and ask again."));
        }
        self.open_card(None, text.to_owned(), kind, "you typed it".to_owned());
        Ok(())
    }

    /// Writes another draft for a card.
    pub fn draft_again(&mut self, question: QuestionId, wish: Wish) -> Result<(), Fault> {
        self.card(question)?;
        if self.drafts.are_none() {
            let sentence = "There is no model that writes drafts.";
            let action = "Keep a key with `convoally keys set`, or start a model server, and start the session again.";
            return Err(Fault::new("answer.none", sentence, action));
        }
        self.draft(question, wish);
        Ok(())
    }

    /// Marks a card.
    pub fn mark(&mut self, question: QuestionId, mark: Mark, on: bool) -> Result<(), Fault> {
        let card = self.card(question)?;
        let before = card.marks;
        card.marks.set(mark, on);
        if card.marks != before {
            self.log.emit(EventKind::CardMarked { question, mark, on });
        }
        Ok(())
    }

    /// Says when cards open from now on.
    pub fn set_mode(&mut self, mode: Mode) {
        if mode != std::mem::replace(&mut self.mode, mode) {
            self.log.emit(EventKind::ModeChanged { mode });
        }
    }

    /// Waits for the drafts that are still being written.
    pub async fn finish(&mut self) {
        self.drafts.finish().await;
    }

    /// Gives them up.
    pub async fn give_up(&mut self) {
        self.drafts.give_up().await;
    }

    fn pass(&self, utterance: UtteranceId, reason: String) {
        self.log.emit(EventKind::QuestionPassed { utterance, reason });
    }

    fn may_open(&self) -> Result<(), Fault> {
        if self.mode == Mode::Off {
            let action = "Let cards open for every question or on your command, and ask again.";
            return Err(Fault::new("session.off", "Cards are switched off.", action));
        }
        Ok(())
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
        let card = self.open_card(Some(&utterance), text, kind, reason);
        self.newest = Some(Newest { found, card: Some(card) });
    }

    fn open_card(
        &mut self,
        utterance: Option<&Utterance>,
        text: String,
        kind: QuestionKind,
        reason: String,
    ) -> QuestionId {
        let id = QuestionId(self.open.len() as u32 + 1);
        let question = Question { id, utterance: utterance.map(|utterance| utterance.id), text, kind, reason };
        self.log.emit(EventKind::QuestionFound { question: question.clone() });
        let passages = self.recall(&question.text);
        self.log.emit(EventKind::CardOpened { card: Card { question: id, passages: passages.clone() } });
        let asked_at = self.dialogue.utterances();
        self.open.push(Open { question, passages, marks: Marks::default(), asked_at });
        self.draft(id, first_form(kind));
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
        let (passages, now) = (self.recall(&question.text), self.dialogue.utterances());
        let Ok(card) = self.card(id) else { return };
        card.asked_at = now;
        if card.passages != passages {
            card.passages.clone_from(&passages);
            self.log.emit(EventKind::CardOpened { card: Card { question: id, passages } });
        }
        self.draft(id, first_form(kind));
    }

    fn recall(&self, question: &str) -> Vec<Passage> {
        self.knowledge.recall(question).unwrap_or_else(|error| {
            self.log.emit(EventKind::Faulted { fault: error.into() });
            Vec::new()
        })
    }

    /// Begins the next draft of a card. One that is still being written is dropped.
    fn draft(&mut self, id: QuestionId, wish: Wish) {
        let (brief, recent) = (self.brief.clone(), self.dialogue.recent());
        let Ok(Open { question, passages, .. }) = self.card(id) else { return };
        let (question, passages) = (question.clone(), passages.clone());
        self.drafts.begin(DraftRequest { brief, question, passages, recent }, wish);
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

fn nothing_to_answer() -> Fault {
    Fault::new(
        "session.nothing_to_answer",
        "Nothing has been heard from the other side yet.",
        "Check that the sign for their side shows sound, and ask again.",
    )
}
