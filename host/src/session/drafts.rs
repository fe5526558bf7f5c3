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
    /// Each tells whose draft it was.
    running: JoinSet<QuestionId>,
    of: HashMap<QuestionId, Begun>,
}

/// What was begun for one question.
#[derive(Default)]
struct Begun {
    /// Which of its drafts is the newest, from 1.
    number: u32,
    /// The newest, until it is over: a long session has hundreds that are.
    newest: Option<Newest>,
    /// The last one that was complete when it was over.
    finished: Option<Arc<str>>,
}

/// A draft that is being written or kept back.
struct Newest {
    writing: Arc<Writing>,
    /// The job is held by the task alone, so that what a draft was made of goes with it.
    task: Option<(AbortHandle, Weak<Job>)>,
    /// While it is kept back it may be complete and still be dropped: what it took is estimated from this then.
    kept: Option<Arc<Job>>,
}

impl Begun {
    /// Lets go of the newest when it is over.
    fn settle(&mut self) {
        if let Some(Newest { writing, .. }) = self.newest.take_if(|newest| newest.writing.is_over()) {
            self.finished = writing.finished().or(self.finished.take());
        }
    }
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
        let begun = self.of.entry(question).or_default();
        begun.number += 1;
        let draft = begun.number;
        let withheld = answerer.withheld();
        let disclosure = if withheld.is_none() { answerer.disclosure(&request) } else { None };
        self.log.emit(EventKind::DraftStarted { question, draft, wish, engine: answerer.label(), disclosure });
        let writing = Writing::new(Arc::clone(&self.log), question, draft, facts, held);
        match withheld {
            Some(fault) => writing.ended(Err(Failed { fault, spent: None })),
            None => {
                let job = Arc::new(Job { answerer, request, writing: Arc::clone(&writing) });
                let kept = held.then(|| Arc::clone(&job));
                let watched = Arc::downgrade(&job);
                let task = Some((self.running.spawn(job.carry_out()), watched));
                begun.newest = Some(Newest { writing, task, kept });
            }
        }
        while let Some(done) = self.running.try_join_next() {
            if let Some(begun) = done.ok().and_then(|question| self.of.get_mut(&question)) {
                begun.settle();
            }
        }
    }

    /// The card is there: shows what was kept back of its draft.
    pub fn release(&mut self, question: QuestionId) {
        let Some(begun) = self.of.get_mut(&question) else { return };
        if let Some(newest) = &mut begun.newest {
            newest.kept = None;
            newest.writing.release();
        }
        begun.settle();
    }

    /// Drops a question's draft that is still being written or kept back.
    pub fn drop_unfinished(&mut self, question: QuestionId) {
        let Some(begun) = self.of.get_mut(&question) else { return };
        if let Some(Newest { writing, task, kept }) = &mut begun.newest {
            if let Some((task, job)) = task.take() {
                // A job that is gone has ended its draft.
                writing.drop_unfinished(|written| {
                    job.upgrade().map(|job| job.answerer.estimate(&job.request, written)).unwrap_or_default()
                });
                task.abort();
            }
            *kept = None;
        }
        begun.settle();
    }

    /// A question's last draft that is complete.
    pub fn finished(&self, question: QuestionId) -> Option<Arc<str>> {
        let begun = self.of.get(&question)?;
        let newest = begun.newest.as_ref().and_then(|newest| newest.writing.finished());
        newest.or_else(|| begun.finished.clone())
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
    fn carry_out(self: Arc<Self>) -> impl Future<Output = QuestionId> + Send + 'static {
        let unfinished = Unfinished(Arc::clone(&self));
        async move {
            let _until_then = unfinished;
            let tell = |told| self.writing.told(told);
            let drafting = tokio::time::timeout(LONGEST, self.answerer.draft(&self.request, &tell));
            match drafting.await {
                Ok(outcome) => self.writing.ended(outcome),
                Err(_) => self.writing.given_up(too_late(), |written| self.answerer.estimate(&self.request, written)),
            }
            self.request.question.id
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
