//! Turns turns into utterances, utterances into questions and questions into cards.

use super::drafts::Drafts;
use super::log::Log;
use super::twice::Twice;
use crate::answer::DraftRequest;
use crate::knowledge::Knowledge;
use crate::money::Purse;
use crate::question::{Detector, Verdict};
use crate::speech::{FromEngine, Report};
use crate::turn::{TurnEvent, TurnId};
use convoally_shared::card::{Card, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::{Question, QuestionId, QuestionKind};
use convoally_shared::session::Brief;
use convoally_shared::utterance::{Speaker, Utterance, UtteranceId};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::sync::mpsc;

/// So many utterances before the question go along with it.
const RECENT: usize = 6;

/// What the user asks of a running session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Answer the last thing that they said.
    AnswerNow,
}

/// One session's conductor.
pub struct Conductor {
    log: Arc<Log>,
    purse: Arc<Purse>,
    brief: Brief,
    knowledge: Knowledge,
    drafts: Drafts,
    detector: Detector,
    utterance_count: u32,
    question_count: u32,
    /// Turns that have begun and not ended.
    open: HashMap<(Speaker, TurnId), Utterance>,
    /// Turns of mine whose words may be theirs.
    twice: Twice,
    recent: VecDeque<Utterance>,
    /// The last thing that they said, finished or not.
    last_of_them: Option<Utterance>,
    /// What the newest question was found in, as it was understood then.
    last_answered: Option<Utterance>,
}

impl Conductor {
    /// A conductor that has heard nothing yet.
    pub fn new(log: Arc<Log>, brief: Brief, knowledge: Knowledge, drafts: Drafts) -> Self {
        Self {
            log,
            purse: Arc::default(),
            brief,
            knowledge,
            drafts,
            detector: Detector::default(),
            utterance_count: 0,
            question_count: 0,
            open: HashMap::new(),
            twice: Twice::default(),
            recent: VecDeque::new(),
            last_of_them: None,
            last_answered: None,
        }
    }

    /// The same, with what the sound is paid from.
    pub fn paying(self, purse: Arc<Purse>) -> Self {
        Self { purse, ..self }
    }

    /// Runs until all turns have been told and the last draft is written, or, once `stopped` resolves, given up.
    pub async fn run(
        mut self,
        mut reports: mpsc::Receiver<FromEngine>,
        mut commands: mpsc::Receiver<Command>,
        stopped: impl Future<Output = ()>,
    ) {
        loop {
            tokio::select! {
                told = reports.recv() => match told {
                    Some(FromEngine { speaker, report }) => self.report(speaker, report),
                    None => break,
                },
                Some(Command::AnswerNow) = commands.recv() => self.answer_now(),
                () = self.twice.due() => {
                    let certain = self.twice.certain(self.open.values());
                    self.finish(certain);
                }
            }
        }
        let certain = self.twice.certain(std::iter::empty());
        self.finish(certain);
        tokio::select! {
            () = self.drafts.finish() => {}
            () = stopped => self.drafts.give_up().await,
        }
    }

    fn report(&mut self, speaker: Speaker, report: Report) {
        match report {
            Report::Turn(event) => self.turn(speaker, event),
            Report::Changed { engine, fault } => self.log.emit(EventKind::EngineChanged { speaker, engine, fault }),
            Report::Sent { recipient, bytes, audio_ms } => {
                let micro_usd = self.purse.sound(speaker, audio_ms);
                self.log.emit(EventKind::SoundSent { speaker, recipient, bytes, audio_ms, micro_usd });
            }
        }
    }

    fn turn(&mut self, speaker: Speaker, event: TurnEvent) {
        match event {
            TurnEvent::Started { turn, start_ms } => {
                self.open_turn(speaker, turn, start_ms);
            }
            TurnEvent::Updated { turn, end_ms, text } | TurnEvent::EagerEnd { turn, end_ms, text } => {
                self.updated(speaker, turn, end_ms, text);
            }
            TurnEvent::Resumed { .. } => {}
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

    fn updated(&mut self, speaker: Speaker, turn: TurnId, end_ms: u64, text: String) {
        let Some(utterance) = self.open.get_mut(&(speaker, turn)) else { return };
        utterance.end_ms = end_ms;
        utterance.text = text;
        let utterance = utterance.clone();
        if speaker == Speaker::Them && !utterance.text.is_empty() {
            self.last_of_them = Some(utterance.clone());
        }
        self.log.emit(EventKind::UtteranceUpdated { utterance });
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
            self.log.emit(EventKind::UtteranceDropped { utterance: utterance.id });
            return;
        }
        self.log.emit(EventKind::UtteranceFinal { utterance: utterance.clone() });
        match utterance.speaker {
            Speaker::Them => {
                self.consider(&utterance);
                self.last_of_them = Some(utterance.clone());
            }
            // What the user says is never a question for them, but it says what the next words lean on.
            Speaker::Me => {
                self.detector.heard(Speaker::Me, &utterance.text);
            }
        }
        self.recent.push_back(utterance);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
    }

    fn consider(&mut self, utterance: &Utterance) {
        if self.last_answered.as_ref().is_some_and(|last| last.id == utterance.id && last.text == utterance.text) {
            return;
        }
        match self.detector.heard(utterance.speaker, &utterance.text) {
            Verdict::Question { text, kind, reason, .. } => self.answer(utterance, text, kind, reason),
            Verdict::Passed { reason } | Verdict::Waits { reason } => {
                self.log.emit(EventKind::QuestionPassed { utterance: utterance.id, reason });
            }
        }
    }

    fn answer_now(&mut self) {
        match self.last_of_them.clone() {
            // Its card is on the screen already.
            Some(last) if self.last_answered.as_ref() == Some(&last) => {}
            Some(last) => {
                let (text, kind) = self.detector.insist(&last.text);
                self.answer(&last, text, kind, "you asked for an answer".to_owned());
            }
            None => self.log.emit(EventKind::Faulted {
                fault: Fault::new(
                    "session.nothing_to_answer",
                    "Nothing has been heard from the other side yet.",
                    "Check that the sign for their side shows sound, and ask again.",
                ),
            }),
        }
    }

    fn answer(&mut self, utterance: &Utterance, text: String, kind: QuestionKind, reason: String) {
        self.question_count += 1;
        self.last_answered = Some(utterance.clone());
        let question =
            Question { id: QuestionId(self.question_count), utterance: Some(utterance.id), text, kind, reason };
        self.log.emit(EventKind::QuestionFound { question: question.clone() });
        let passages = self.knowledge.recall(&question.text).unwrap_or_else(|error| {
            self.log.emit(EventKind::Faulted { fault: error.into() });
            Vec::new()
        });
        self.log.emit(EventKind::CardOpened { card: Card { question: question.id, passages: passages.clone() } });
        let recent = self.recent.iter().cloned().collect();
        self.drafts.begin(DraftRequest {
            brief: self.brief.clone(),
            question,
            wish: Wish::default(),
            before: None,
            passages,
            recent,
            answered: Vec::new(),
        });
    }
}
