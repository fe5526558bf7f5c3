//! The one legal way to tell turns.
//!
//! An engine says what it believes, in whatever order its network or its decoder brings about; [`Teller`] makes of
//! it only what [`TurnEvent`] promises: each turn begins once and ends once, an eager end is taken back before
//! anything else is said about its turn, what was told as final stays, finals come in the order in which the turns
//! began, and no time runs backwards.

use super::{TurnEvent, TurnId};
use std::collections::BTreeMap;

/// What has been told about a turn that has not been told final.
#[derive(Debug)]
struct Told {
    start_ms: u64,
    end_ms: u64,
    text: String,
    /// An eager end stands.
    eager: bool,
    /// It is over, and only an earlier turn keeps its end from being told.
    over: bool,
}

/// Tells one side's turns. Its methods return what is to be told now, often nothing.
#[derive(Debug, Default)]
pub struct Teller {
    count: u32,
    last_start_ms: u64,
    turns: BTreeMap<TurnId, Told>,
}

impl Teller {
    /// Someone begins to speak at `start_ms`. An earlier turn may still wait for its text.
    pub fn began(&mut self, start_ms: u64) -> (TurnId, TurnEvent) {
        self.count += 1;
        self.last_start_ms = self.last_start_ms.max(start_ms);
        let (turn, start_ms) = (TurnId(self.count), self.last_start_ms);
        let told = Told { start_ms, end_ms: start_ms, text: String::new(), eager: false, over: false };
        self.turns.insert(turn, told);
        (turn, TurnEvent::Started { turn, start_ms })
    }

    /// The newest turn that goes on. For engines whose words may come before, or without, a word about the start.
    pub fn current(&self) -> Option<TurnId> {
        self.turns.iter().rev().find(|(_, told)| !told.over).map(|(turn, _)| *turn)
    }

    /// The text so far. Empty text says nothing. Other text than that of an eager end takes the end back.
    pub fn updated(&mut self, turn: TurnId, end_ms: u64, text: String) -> Vec<TurnEvent> {
        let Some(told) = self.going_on(turn) else { return Vec::new() };
        if text.is_empty() || (told.eager && told.text == text) {
            return Vec::new();
        }
        let resumed = told.resume(turn);
        let end_ms = told.heard(end_ms, &text);
        resumed.into_iter().chain([TurnEvent::Updated { turn, end_ms, text }]).collect()
    }

    /// Speech of the turn reaches to here; its words are not known yet.
    pub fn heard_to(&mut self, turn: TurnId, end_ms: u64) {
        if let Some(told) = self.going_on(turn) {
            told.end_ms = told.end_ms.max(end_ms);
        }
    }

    /// The turn has probably ended with this text.
    pub fn eagerly_ended(&mut self, turn: TurnId, end_ms: u64, text: String) -> Vec<TurnEvent> {
        let Some(told) = self.going_on(turn) else { return Vec::new() };
        if told.eager && told.text == text {
            return Vec::new();
        }
        let resumed = told.resume(turn);
        told.eager = true;
        let end_ms = told.heard(end_ms, &text);
        resumed.into_iter().chain([TurnEvent::EagerEnd { turn, end_ms, text }]).collect()
    }

    /// It had not ended.
    pub fn resumed(&mut self, turn: TurnId) -> Option<TurnEvent> {
        self.going_on(turn)?.resume(turn)
    }

    /// The turn is over and this is its text; empty when it held no words. Told as soon as all earlier turns are.
    pub fn ended(&mut self, turn: TurnId, end_ms: u64, text: String) -> Vec<TurnEvent> {
        let Some(told) = self.going_on(turn) else { return Vec::new() };
        told.heard(end_ms, &text);
        told.over = true;
        let mut ends = Vec::new();
        while let Some(first) = self.turns.first_entry().filter(|first| first.get().over) {
            let (turn, told) = first.remove_entry();
            ends.push(told.end(turn));
        }
        ends
    }

    /// Nothing more will be known: every turn that is left ends with what was understood of it.
    pub fn finish(&mut self) -> Vec<TurnEvent> {
        std::mem::take(&mut self.turns).into_iter().map(|(turn, told)| told.end(turn)).collect()
    }

    fn going_on(&mut self, turn: TurnId) -> Option<&mut Told> {
        self.turns.get_mut(&turn).filter(|told| !told.over)
    }
}

impl Told {
    fn heard(&mut self, end_ms: u64, text: &str) -> u64 {
        self.end_ms = end_ms.max(self.start_ms);
        text.clone_into(&mut self.text);
        self.end_ms
    }

    fn resume(&mut self, turn: TurnId) -> Option<TurnEvent> {
        std::mem::take(&mut self.eager).then_some(TurnEvent::Resumed { turn })
    }

    fn end(self, turn: TurnId) -> TurnEvent {
        TurnEvent::Ended { turn, start_ms: self.start_ms, end_ms: self.end_ms, text: self.text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_final_waits_for_the_turn_before_it() {
        let mut teller = Teller::default();
        let (first, _) = teller.began(0);
        let (second, _) = teller.began(2000);
        assert_eq!(teller.ended(second, 3000, "second".into()), []);
        assert_eq!(teller.updated(second, 3000, "other".into()), []);
        let ends = teller.ended(first, 1000, "first".into());
        assert_eq!(
            ends,
            [
                TurnEvent::Ended { turn: first, start_ms: 0, end_ms: 1000, text: "first".into() },
                TurnEvent::Ended { turn: second, start_ms: 2000, end_ms: 3000, text: "second".into() },
            ]
        );
    }

    #[test]
    fn new_words_take_an_eager_end_back_and_the_same_words_do_not() {
        let mut teller = Teller::default();
        let (turn, _) = teller.began(500);
        let eager = TurnEvent::EagerEnd { turn, end_ms: 900, text: "Why us".into() };
        assert_eq!(teller.eagerly_ended(turn, 900, "Why us".into()), [eager]);
        assert_eq!(teller.updated(turn, 950, "Why us".into()), []);
        let updated = TurnEvent::Updated { turn, end_ms: 1200, text: "Why use".into() };
        assert_eq!(teller.updated(turn, 1200, "Why use".into()), [TurnEvent::Resumed { turn }, updated]);
        assert_eq!(teller.resumed(turn), None);
    }

    #[test]
    fn what_is_left_at_the_end_keeps_its_last_words() {
        let mut teller = Teller::default();
        let (turn, _) = teller.began(100);
        teller.updated(turn, 50, "so far".into());
        assert_eq!(teller.current(), Some(turn));
        let end = TurnEvent::Ended { turn, start_ms: 100, end_ms: 100, text: "so far".into() };
        assert_eq!(teller.finish(), [end]);
        assert_eq!((teller.finish(), teller.current()), (vec![], None));
        assert_eq!(teller.ended(turn, 900, "too late".into()), []);
    }
}
