//! One draft that is being written: what is told of it becomes events, at once or when its card is there.
//!
//! A draft ends once, and nothing is told of it afterwards: whoever ends it first has ended it.

use super::log::Log;
use crate::answer::support::Facts;
use crate::answer::{Draft, Failed, Told};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::QuestionId;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A draft and how far it is.
pub struct Writing {
    log: Arc<Log>,
    question: QuestionId,
    number: u32,
    progress: Mutex<Progress>,
}

struct Progress {
    /// What has arrived from the engine that writes now.
    text: String,
    /// Its question is not certain: nothing is shown yet.
    held: bool,
    /// What it may lean on, until it is complete.
    facts: Facts,
    stage: Stage,
}

enum Stage {
    Writing,
    /// It has ended, but that is held back too.
    Waiting(Result<Draft, Failed>),
    /// The whole draft.
    Finished(Arc<str>),
    /// Failed or dropped.
    GivenUp,
}

impl Progress {
    fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Finished(_) | Stage::GivenUp)
    }
}

impl Writing {
    /// A draft that is about to be begun. With `held`, its text is kept back until [`Writing::release`].
    pub fn new(log: Arc<Log>, question: QuestionId, number: u32, facts: Facts, held: bool) -> Arc<Self> {
        let progress = Mutex::new(Progress { text: String::new(), held, facts, stage: Stage::Writing });
        Arc::new(Self { log, question, number, progress })
    }

    /// Takes in what is told while it is written. What leaves the computer is told at once, held or not, also when
    /// nobody wants the draft any more and that has not reached its engine yet.
    pub fn told(&self, told: Told) {
        let (question, draft) = (self.question, self.number);
        let mut progress = self.lock();
        let is_over = !matches!(progress.stage, Stage::Writing);
        match told {
            Told::Text(_) | Told::Moved { disclosure: None, .. } if is_over => {}
            Told::Text(text) => {
                progress.text.push_str(&text);
                if !progress.held {
                    self.log.emit(EventKind::DraftDelta { question, draft, text });
                }
            }
            Told::Moved { engine, fault, disclosure } => {
                if !is_over {
                    progress.text.clear();
                }
                self.log.emit(EventKind::DraftMoved { question, draft, engine, fault, disclosure });
            }
        }
    }

    /// It is complete, or was given up by what writes it.
    pub fn ended(&self, outcome: Result<Draft, Failed>) {
        self.end(&mut self.lock(), |_| outcome);
    }

    /// Its card is there: what was kept back is shown, and on.
    pub fn release(&self) {
        let mut progress = self.lock();
        if progress.is_over() || !progress.held {
            return;
        }
        progress.held = false;
        if !progress.text.is_empty() {
            let (question, draft, text) = (self.question, self.number, progress.text.clone());
            self.log.emit(EventKind::DraftDelta { question, draft, text });
        }
        if let Stage::Waiting(outcome) = std::mem::replace(&mut progress.stage, Stage::Writing) {
            self.end(&mut progress, |_| outcome);
        }
    }

    /// It is not wanted any more. What it took is what its engine said, or else `estimate` of what had arrived.
    pub fn drop_unfinished(&self, estimate: impl FnOnce(&str) -> Spent) {
        let mut progress = self.lock();
        if progress.is_over() {
            return;
        }
        let said = match std::mem::replace(&mut progress.stage, Stage::GivenUp) {
            Stage::Waiting(Ok(Draft { spent, .. }) | Err(Failed { spent, .. })) => spent,
            _ => None,
        };
        let spent = said.unwrap_or_else(|| estimate(&progress.text));
        self.log.emit(EventKind::DraftDropped { question: self.question, draft: self.number, spent });
    }

    /// It is given up for a reason of this house, unless it has ended. What it took is estimated.
    pub fn given_up(&self, fault: Fault, estimate: impl FnOnce(&str) -> Spent) {
        self.end(&mut self.lock(), |written| Err(Failed { fault, spent: Some(estimate(written)) }));
    }

    /// It is complete, failed or dropped, and that was told.
    pub fn is_over(&self) -> bool {
        self.lock().is_over()
    }

    /// The whole text, when it is complete and was shown.
    pub fn finished(&self) -> Option<Arc<str>> {
        match &self.lock().stage {
            Stage::Finished(text) => Some(Arc::clone(text)),
            _ => None,
        }
    }

    fn end(&self, progress: &mut Progress, outcome: impl FnOnce(&str) -> Result<Draft, Failed>) {
        let (question, draft) = (self.question, self.number);
        if !matches!(progress.stage, Stage::Writing) {
            return;
        }
        let outcome = outcome(&progress.text);
        if progress.held {
            progress.stage = Stage::Waiting(outcome);
            return;
        }
        // A long session has hundreds of drafts that have ended.
        let (_, facts) = (std::mem::take(&mut progress.text), std::mem::take(&mut progress.facts));
        self.log.emit(match outcome {
            Ok(Draft { text, spent }) => {
                progress.stage = Stage::Finished(text.as_str().into());
                let unsupported = facts.unsupported(&text);
                EventKind::DraftFinished { question, draft, text, unsupported, spent }
            }
            Err(Failed { fault, spent }) => {
                progress.stage = Stage::GivenUp;
                EventKind::DraftFailed { question, draft, fault, spent }
            }
        });
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        // Every change is complete before the lock is let go.
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
