//! Drafts in the making: each writes its events to the log and can be given up with the session.

use super::log::Log;
use crate::answer::{Answerer, DraftRequest};
use convoally_shared::card::Wish;
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::money::Spent;
use convoally_shared::question::QuestionId;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};

/// A draft that has not come by then is no help any more.
const LONGEST: Duration = Duration::from_secs(60);

/// The drafts of one session.
pub struct Drafts {
    log: Arc<Log>,
    answerer: Option<Arc<dyn Answerer>>,
    running: JoinSet<()>,
    /// The newest draft of each question.
    newest: HashMap<QuestionId, (u32, AbortHandle)>,
}

impl Drafts {
    /// With no answerer, nothing is ever drafted.
    pub fn new(log: Arc<Log>, answerer: Option<Arc<dyn Answerer>>) -> Self {
        Self { log, answerer, running: JoinSet::new(), newest: HashMap::new() }
    }

    /// Nothing is ever drafted.
    pub fn are_none(&self) -> bool {
        self.answerer.is_none()
    }

    /// Starts a question's next draft and drops the one that is still being written. What leaves the computer is in
    /// the log before it leaves.
    pub fn begin(&mut self, request: DraftRequest, wish: Wish) {
        let Some(answerer) = self.answerer.clone() else { return };
        let question = request.question.id;
        let number = self.drop_running(question) + 1;
        let (engine, disclosure) = (answerer.label(), answerer.disclosure(&request));
        self.log.emit(EventKind::DraftStarted { question, draft: number, wish, engine, disclosure });
        let log = Arc::clone(&self.log);
        let writing = self.running.spawn(async move { write(&log, answerer.as_ref(), &request, number).await });
        self.newest.insert(question, (number, writing));
        // Tasks that are done need not be remembered.
        while self.running.try_join_next().is_some() {}
    }

    /// The number of a question's newest draft, which is over now; 0 when there was none.
    fn drop_running(&self, question: QuestionId) -> u32 {
        let Some((draft, writing)) = self.newest.get(&question) else { return 0 };
        if !writing.is_finished() {
            writing.abort();
            self.log.emit(EventKind::DraftDropped { question, draft: *draft, spent: Spent::default() });
        }
        *draft
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

async fn write(log: &Log, answerer: &dyn Answerer, request: &DraftRequest, draft: u32) {
    let question = request.question.id;
    let (deltas, mut pieces) = mpsc::channel(64);
    let passing_on = async {
        while let Some(text) = pieces.recv().await {
            log.emit(EventKind::DraftDelta { question, draft, text });
        }
    };
    let drafting = tokio::time::timeout(LONGEST, answerer.draft(request, deltas));
    let (result, ()) = tokio::join!(drafting, passing_on);
    log.emit(match result.unwrap_or_else(|_| Err(too_late())) {
        Ok(text) => EventKind::DraftFinished { question, draft, text, unsupported: Vec::new(), spent: None },
        Err(fault) => EventKind::DraftFailed { question, draft, fault, spent: None },
    });
}

fn too_late() -> Fault {
    Fault::new("answer.too_late", "The draft did not come within a minute.", "Rely on the passages, or ask again.")
}
