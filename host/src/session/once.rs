//! One card without a call: a session of a single question that the user typed.

use super::Plan;
use super::cards::Cards;
use super::drafts::Drafts;
use super::log::Log;
use super::running::{begin, prepare, understand};
use crate::knowledge::Knowledge;
use crate::question::Detector;
use convoally_shared::card::Wish;
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::view::{DraftView, SessionView};
use std::sync::Arc;

/// A session that has not begun.
pub struct Once {
    log: Arc<Log>,
    plan: Plan,
    knowledge: Knowledge,
    question: String,
    wish: Option<Wish>,
}

impl Once {
    /// A session for a question, with a draft as wished, or else in the form that the question asks for. Nothing is
    /// sent yet.
    ///
    /// # Errors
    /// The question is empty, or the documents cannot be indexed.
    pub fn new(plan: Plan, question: &str, wish: Option<Wish>) -> Result<Self, Fault> {
        let question = question.trim().to_owned();
        if question.is_empty() {
            return Err(Fault::new("answer.no_question", "There is no question.", "Put it in quotation marks."));
        }
        let (log, knowledge) = prepare(&plan)?;
        Ok(Self { log, plan, knowledge, question, wish })
    }

    /// Everything that happens in it.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// Recalls, then drafts, and ends the session.
    ///
    /// # Errors
    /// Why there is no draft. The passages are in the log all the same. None without anything that writes drafts.
    pub async fn run(self) -> Result<(), Fault> {
        let Self { log, plan, knowledge, question, wish } = self;
        begin(&log, &plan, "nothing is heard".to_owned());
        let reader = Arc::default();
        // Nobody is kept waiting by a call, so the passages are read first. A task that stopped was told of.
        let _ = understand(&log, &knowledge, &reader, plan.meaning).await;
        let (_, kind) = Detector::with_reader(reader).insist(&question);
        let drafts = Drafts::new(Arc::clone(&log), plan.answerer);
        let mut cards = Cards::new(Arc::clone(&log), plan.brief, plan.mode, knowledge, drafts);
        let asked = cards.ask(&question, kind, wish);
        cards.finish().await;
        log.emit(EventKind::SessionEnded);
        asked?;
        failure(&log).await.map_or(Ok(()), Err)
    }
}

/// Why the session's only draft was given up, if it was.
async fn failure(log: &Arc<Log>) -> Option<Fault> {
    let (mut reader, mut view) = (log.reader(0), SessionView::default());
    while let Some(event) = reader.next().await {
        view.apply(&event);
    }
    match view.cards.pop()?.draft {
        DraftView::Failed { fault, .. } => Some(fault),
        _ => None,
    }
}
