//! The drafts of a session: begun, dropped when they are not wanted any more, given up with the session.

use super::log::Log;
use super::writing::Writing;
use crate::answer::support::Facts;
use crate::answer::{Answerer, DraftRequest, Failed};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::QuestionId;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::task::{AbortHandle, JoinSet};

/// A draft that has not come by then is no help any more.
const LONGEST: Duration = Duration::from_secs(60);

/// The drafts of one session.
pub struct Drafts {
    log: Arc<Log>,
    answerer: Option<Arc<dyn Answerer>>,
    running: JoinSet<()>,
    of: HashMap<QuestionId, Begun>,
}

/// What was begun for one question.
struct Begun {
    newest: Arc<Writing>,
    /// Held by the task alone, so that what a draft was made of goes with it: a long session has hundreds of them.
    task: Option<(AbortHandle, Weak<Job>)>,
    /// While it is kept back it may be complete and still be dropped: what it took is estimated from this then.
    kept: Option<Arc<Job>>,
    /// The last draft before the newest that was complete.
    finished: Option<Arc<str>>,
}

impl Drafts {
    /// With no answerer, nothing is ever drafted.
    pub fn new(log: Arc<Log>, answerer: Option<Arc<dyn Answerer>>) -> Self {
        Self { log, answerer, running: JoinSet::new(), of: HashMap::new() }
    }

    /// Nothing is ever drafted.
    pub fn are_none(&self) -> bool {
        self.answerer.is_none()
    }

    /// A draft may be begun before its question is certain.
    pub fn may_be_early(&self) -> bool {
        self.answerer.as_ref().is_some_and(|answerer| answerer.withheld().is_none())
    }

    /// Starts a question's next draft and drops the one that is still being written. What leaves the computer is in
    /// the log before it leaves. What is in none of `facts` is marked in the end. With `held` nothing of it is shown
    /// until [`Drafts::release`].
    pub fn begin(&mut self, request: DraftRequest, facts: Facts, held: bool) {
        let Some(answerer) = self.answerer.clone() else { return };
        let (question, wish) = (request.question.id, request.wish);
        self.drop_unfinished(question);
        let (draft, finished) = match self.of.get(&question) {
            Some(begun) => (begun.newest.number() + 1, self.finished(question)),
            None => (1, None),
        };
        let withheld = answerer.withheld();
        let disclosure = if withheld.is_none() { answerer.disclosure(&request) } else { None };
        self.log.emit(EventKind::DraftStarted { question, draft, wish, engine: answerer.label(), disclosure });
        let newest = Writing::new(Arc::clone(&self.log), question, draft, facts, held);
        let mut begun = Begun { newest: Arc::clone(&newest), task: None, kept: None, finished };
        match withheld {
            Some(fault) => newest.ended(Err(Failed { fault, spent: None })),
            None => {
                let job = Arc::new(Job { answerer, request, writing: newest });
                begun.kept = held.then(|| Arc::clone(&job));
                let watched = Arc::downgrade(&job);
                begun.task = Some((self.running.spawn(job.carry_out()), watched));
            }
        }
        self.of.insert(question, begun);
        // Tasks that are done need not be remembered.
        while self.running.try_join_next().is_some() {}
    }

    /// The card is there: shows what was kept back of its draft.
    pub fn release(&mut self, question: QuestionId) {
        if let Some(begun) = self.of.get_mut(&question) {
            begun.kept = None;
            begun.newest.release();
        }
    }

    /// Drops a question's draft that is still being written or kept back.
    pub fn drop_unfinished(&mut self, question: QuestionId) {
        let Some(Begun { newest, task, kept, .. }) = self.of.get_mut(&question) else { return };
        if let Some((task, job)) = task.take() {
            // A job that is gone has ended its draft.
            newest.drop_unfinished(|written| {
                job.upgrade().map(|job| job.answerer.estimate(&job.request, written)).unwrap_or_default()
            });
            task.abort();
        }
        *kept = None;
    }

    /// A question's last draft that is complete.
    pub fn finished(&self, question: QuestionId) -> Option<Arc<str>> {
        let begun = self.of.get(&question)?;
        begun.newest.finished().or_else(|| begun.finished.clone())
    }

    /// Waits for the drafts that are still being written.
    pub async fn finish(&mut self) {
        while self.running.join_next().await.is_some() {}
    }

    /// Cancels them.
    pub async fn give_up(&mut self) {
        self.running.shutdown().await;
    }
}

/// What one draft is written with.
struct Job {
    answerer: Arc<dyn Answerer>,
    request: DraftRequest,
    writing: Arc<Writing>,
}

impl Job {
    /// Writes the draft. However the task ends, also when it is cancelled before it began, the draft has ended then.
    fn carry_out(self: Arc<Self>) -> impl Future<Output = ()> + Send + 'static {
        let unfinished = Unfinished(Arc::clone(&self));
        async move {
            let _until_then = unfinished;
            let tell = |told| self.writing.told(told);
            let drafting = tokio::time::timeout(LONGEST, self.answerer.draft(&self.request, &tell));
            match drafting.await {
                Ok(outcome) => self.writing.ended(outcome),
                Err(_) => self.writing.given_up(too_late(), |written| self.answerer.estimate(&self.request, written)),
            }
        }
    }
}

/// Ends a draft whose task is over before it is.
struct Unfinished(Arc<Job>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let Job { answerer, request, writing } = &*self.0;
        writing.given_up(stopped(), |written| answerer.estimate(request, written));
    }
}

fn too_late() -> Fault {
    Fault::new("answer.too_late", "The draft did not come within a minute.", "Rely on the passages, or ask again.")
}

fn stopped() -> Fault {
    let sentence = "The session was stopped before the draft was complete.";
    Fault::new("answer.stopped", sentence, "Let the session run until a draft is complete.")
}
