//! Drafts in the making: each writes its events to the log and can be given up with the session.

use super::log::Log;
use crate::answer::{Answerer, Draft, DraftRequest, Failed, Told};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::QuestionId;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// A draft that has not come by then is no help any more.
const LONGEST: Duration = Duration::from_secs(60);

/// The number of a question's first draft.
const FIRST: u32 = 1;

/// The drafts of one session.
pub struct Drafts {
    log: Arc<Log>,
    answerer: Option<Arc<dyn Answerer>>,
    running: JoinSet<()>,
}

impl Drafts {
    /// With no answerer, nothing is ever drafted.
    pub fn new(log: Arc<Log>, answerer: Option<Arc<dyn Answerer>>) -> Self {
        Self { log, answerer, running: JoinSet::new() }
    }

    /// Starts a draft. What leaves the computer is in the log before it leaves.
    pub fn begin(&mut self, request: DraftRequest) {
        let Some(answerer) = self.answerer.clone() else { return };
        let disclosure = answerer.disclosure(&request);
        self.log.emit(EventKind::DraftStarted {
            question: request.question.id,
            draft: FIRST,
            wish: request.wish,
            engine: answerer.label(),
            disclosure,
        });
        let log = Arc::clone(&self.log);
        self.running.spawn(async move { write(&log, answerer.as_ref(), &request).await });
        // Tasks that are done need not be remembered.
        while self.running.try_join_next().is_some() {}
    }

    /// Waits for the drafts that are still being written.
    pub async fn finish(&mut self) {
        while self.running.join_next().await.is_some() {}
    }

    /// Cancels them. Whoever reads the log takes the end of the session for theirs.
    pub async fn give_up(&mut self) {
        self.running.shutdown().await;
    }
}

async fn write(log: &Log, answerer: &dyn Answerer, request: &DraftRequest) {
    let question = request.question.id;
    let tell = |told| log.emit(passed_on(question, told));
    let drafting = tokio::time::timeout(LONGEST, answerer.draft(request, &tell));
    let result = drafting.await.unwrap_or_else(|_| Err(Failed { fault: too_late(), spent: None }));
    log.emit(outcome(question, result));
}

fn passed_on(question: QuestionId, told: Told) -> EventKind {
    match told {
        Told::Text(text) => EventKind::DraftDelta { question, draft: FIRST, text },
        Told::Moved { engine, fault, disclosure } => {
            EventKind::DraftMoved { question, draft: FIRST, engine, fault, disclosure }
        }
    }
}

fn outcome(question: QuestionId, result: Result<Draft, Failed>) -> EventKind {
    match result {
        Ok(Draft { text, spent }) => {
            EventKind::DraftFinished { question, draft: FIRST, text, unsupported: Vec::new(), spent }
        }
        Err(Failed { fault, spent }) => EventKind::DraftFailed { question, draft: FIRST, fault, spent },
    }
}

fn too_late() -> Fault {
    Fault::new("answer.too_late", "The draft did not come within a minute.", "Rely on the passages, or ask again.")
}
