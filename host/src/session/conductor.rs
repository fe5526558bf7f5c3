//! Turns turns into utterances, and hands those that ask something, and what the user orders, to the cards.

use super::cards::Cards;
use super::command::{Command, Order};
use super::log::Log;
use super::reader::Reader;
use super::twice::Twice;
use crate::money::Purse;
use crate::question::{Detector, leaves_the_floor};
use crate::speech::{FromEngine, Report};
use crate::turn::{TurnEvent, TurnId};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;

/// One session's conductor.
pub struct Conductor {
    log: Arc<Log>,
    cards: Cards,
    purse: Arc<Purse>,
    detector: Detector,
    utterance_count: u32,
    /// Turns that have begun and not ended.
    open: HashMap<(Speaker, TurnId), Utterance>,
    /// Turns of mine whose words may be theirs.
    twice: Twice,
    /// The last thing that they said, finished or not.
    last_of_them: Option<Utterance>,
}

impl Conductor {
    /// A conductor that has heard nothing yet.
    pub fn new(log: Arc<Log>, cards: Cards) -> Self {
        Self {
            log,
            cards,
            purse: Arc::default(),
            detector: Detector::default(),
            utterance_count: 0,
            open: HashMap::new(),
            twice: Twice::default(),
            last_of_them: None,
        }
    }

    /// The same, with what the sound is paid from.
    pub fn paying(self, purse: Arc<Purse>) -> Self {
        Self { purse, ..self }
    }

    /// The same, with a second reader for the detector.
    pub fn reading(self, reader: Arc<Reader>) -> Self {
        Self { detector: Detector::with_reader(reader), ..self }
    }

    /// Runs until all turns have been told and the last draft is written, or, once `stopped` resolves, given up.
    pub async fn run(
        mut self,
        mut reports: mpsc::Receiver<FromEngine>,
        mut commands: mpsc::Receiver<Command>,
        stopped: impl Future<Output = ()>,
    ) {
        loop {
            // In this order: an order is about everything that was said before it.
            tokio::select! {
                biased;
                told = reports.recv() => match told {
                    Some(FromEngine { speaker, report }) => self.report(speaker, report),
                    None => break,
                },
                Some(Command { order, done }) = commands.recv() => {
                    // Whoever gave the order may have gone meanwhile.
                    let _ = done.send(self.carry_out(order));
                }
                () = self.twice.due() => {
                    let certain = self.twice.certain(self.open.values());
                    self.finish(certain);
                }
            }
        }
        // Whoever waits for an order is told that it comes too late.
        drop(commands);
        let certain = self.twice.certain(std::iter::empty());
        self.finish(certain);
        tokio::select! {
            () = self.cards.finish() => {}
            () = stopped => self.cards.give_up().await,
        }
    }

    fn carry_out(&mut self, order: Order) -> Result<(), Fault> {
        match order {
            Order::AnswerNow => self.cards.answer_now(self.last_of_them.as_ref(), &mut self.detector),
            Order::Ask(text) => {
                // Nobody said it: the detector does not remember it.
                let (_, kind) = self.detector.clone().insist(&text);
                self.cards.ask(&text, kind, None)
            }
            Order::DraftAgain { question, wish } => self.cards.draft_again(question, wish),
            Order::Mark { question, mark, on } => self.cards.mark(question, mark, on),
            Order::SetMode(mode) => {
                self.cards.set_mode(mode);
                Ok(())
            }
        }
    }

    fn report(&mut self, speaker: Speaker, report: Report) {
        match report {
            Report::Turn(event) => self.turn(speaker, event),
            Report::Changed { engine, fault } => self.log.emit(EventKind::EngineChanged { speaker, engine, fault }),
            Report::Sent { recipient, requests, bytes, audio_ms } => {
                let micro_usd = self.purse.sound(speaker, audio_ms);
                self.log.emit(EventKind::SoundSent { speaker, recipient, requests, bytes, audio_ms, micro_usd });
            }
        }
    }

    fn turn(&mut self, speaker: Speaker, event: TurnEvent) {
        match event {
            TurnEvent::Started { turn, start_ms } => {
                self.open_turn(speaker, turn, start_ms);
            }
            TurnEvent::Updated { turn, end_ms, text } => {
                self.updated(speaker, turn, end_ms, text);
            }
            TurnEvent::EagerEnd { turn, end_ms, text } => {
                let paused = self.updated(speaker, turn, end_ms, text);
                if let Some(utterance) = paused.filter(|_| speaker == Speaker::Them && self.cards.prepares()) {
                    let verdict = self.detector.peek(speaker, &utterance.text);
                    self.cards.paused(&utterance, verdict);
                }
            }
            TurnEvent::Resumed { turn } => {
                if let Some(utterance) = self.open.get(&(speaker, turn)) {
                    self.cards.resumed(utterance.id);
                }
            }
            TurnEvent::Ended { turn, start_ms, end_ms, text } => self.ended(speaker, turn, start_ms, end_ms, text),
        }
    }

    fn open_turn(&mut self, speaker: Speaker, turn: TurnId, start_ms: u64) -> Utterance {
        self.utterance_count += 1;
        let id = UtteranceId(self.utterance_count);
        let utterance = Utterance { id, speaker, start_ms, end_ms: start_ms, text: String::new() };
        self.open.insert((speaker, turn), utterance.clone());
        utterance
    }

    fn updated(&mut self, speaker: Speaker, turn: TurnId, end_ms: u64, text: String) -> Option<Utterance> {
        let utterance = self.open.get_mut(&(speaker, turn))?;
        utterance.end_ms = end_ms;
        utterance.text = text;
        let utterance = utterance.clone();
        if speaker == Speaker::Them && !utterance.text.is_empty() {
            self.they_said(&utterance);
        }
        self.log.emit(EventKind::UtteranceUpdated { utterance: utterance.clone() });
        Some(utterance)
    }

    fn ended(&mut self, speaker: Speaker, turn: TurnId, start_ms: u64, end_ms: u64, text: String) {
        let begun = self.open.remove(&(speaker, turn));
        let known = begun.unwrap_or_else(|| self.open_turn(speaker, turn, start_ms));
        self.open.remove(&(speaker, turn));
        let utterance = Utterance { start_ms, end_ms, text, ..known };
        let certain = self.twice.ended(utterance, self.open.values());
        self.finish(certain);
    }

    fn finish(&mut self, certain: Vec<Utterance>) {
        certain.into_iter().for_each(|utterance| self.finished(utterance));
    }

    fn finished(&mut self, utterance: Utterance) {
        if utterance.text.is_empty() {
            self.cards.resumed(utterance.id);
            self.log.emit(EventKind::UtteranceDropped { utterance: utterance.id });
            return;
        }
        self.log.emit(EventKind::UtteranceFinal { utterance: utterance.clone() });
        match utterance.speaker {
            Speaker::Them => {
                self.consider(&utterance);
                self.they_said(&utterance);
            }
            // What the user says is never a question for them, but it says what the next words lean on.
            Speaker::Me => {
                self.detector.heard(Speaker::Me, &utterance.text);
            }
        }
        self.cards.said(utterance);
    }

    /// The command answers it, unless they only let the user speak: then what they said before that.
    fn they_said(&mut self, utterance: &Utterance) {
        if self.last_of_them.is_none() || !leaves_the_floor(&utterance.text) {
            self.last_of_them = Some(utterance.clone());
        }
    }

    fn consider(&mut self, utterance: &Utterance) {
        match self.cards.understood(utterance.id) {
            None => {
                let verdict = self.detector.heard(utterance.speaker, &utterance.text);
                self.cards.heard(utterance, verdict);
            }
            // The user wanted an answer while it was being said.
            Some(text) if text == utterance.text => {}
            Some(_) => self.cards.insist(utterance, &mut self.detector),
        }
    }
}
