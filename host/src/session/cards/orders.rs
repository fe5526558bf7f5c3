//! What the user orders of the cards.

use super::{Cards, Found, Newest, first_form};
use crate::question::Detector;
use convoally_shared::card::{Mark, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::{QuestionId, QuestionKind};
use convoally_shared::session::Mode;
use convoally_shared::utterance::Utterance;

/// Characters of a typed question: a page. A longer one is no question, and would not fit into a message.
const LONGEST_QUESTION: usize = 2_000;

const BY_COMMAND: &str = "you asked for an answer";

impl Cards {
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

    /// Opens a card for a question that the user typed, with a draft as wished, or else in the form that the question
    /// asks for.
    pub fn ask(&mut self, text: &str, kind: QuestionKind, wish: Option<Wish>) -> Result<(), Fault> {
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
        let form = wish.unwrap_or_else(|| first_form(kind));
        self.open_card(None, text.to_owned(), kind, "you typed it".to_owned(), form);
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
        if mode != Mode::Automatic {
            self.drop_early();
        }
    }

    fn may_open(&self) -> Result<(), Fault> {
        if self.mode == Mode::Off {
            let action = "Let cards open for every question or on your command, and ask again.";
            return Err(Fault::new("session.off", "Cards are switched off.", action));
        }
        Ok(())
    }
}

fn nothing_to_answer() -> Fault {
    Fault::new(
        "session.nothing_to_answer",
        "Nothing has been heard from the other side yet.",
        "Check that the sign for their side shows sound, and ask again.",
    )
}
