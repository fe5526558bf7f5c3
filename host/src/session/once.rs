//! One card without a call: a session of a single question that the user typed.

use super::Plan;
use super::log::Log;
use super::running::{begin, prepare};
use crate::answer::{Answerer, Draft, DraftRequest, Failed, Told};
use crate::knowledge::Knowledge;
use crate::question::Detector;
use convoally_shared::card::{Card, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::question::{Question, QuestionId};
use std::sync::Arc;

const QUESTION: QuestionId = QuestionId(1);
const DRAFT: u32 = 1;

/// A session that has not begun.
pub struct Once {
    log: Arc<Log>,
    plan: Plan,
    knowledge: Knowledge,
    question: Question,
    wish: Wish,
}

impl Once {
    /// A session for a question. Nothing is sent yet.
    ///
    /// # Errors
    /// The question is empty, or the documents cannot be indexed.
    pub fn new(plan: Plan, text: &str, wish: Wish) -> Result<Self, Fault> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(Fault::new("answer.no_question", "There is no question.", "Put it in quotation marks."));
        }
        let (log, knowledge) = prepare(&plan)?;
        let (_, kind) = Detector::default().insist(&text);
        let question = Question { id: QUESTION, utterance: None, text, kind, reason: "you typed it".to_owned() };
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
        let log = Arc::clone(&self.log);
        begin(&log, &self.plan, "nothing is heard".to_owned());
        let answered = self.answer().await;
        log.emit(EventKind::SessionEnded);
        answered
    }

    async fn answer(self) -> Result<(), Fault> {
        let Self { log, plan, knowledge, question, wish } = self;
        log.emit(EventKind::QuestionFound { question: question.clone() });
        let passages = knowledge.recall(&question.text)?;
        log.emit(EventKind::CardOpened { card: Card { question: QUESTION, passages: passages.clone() } });
        let Some(answerer) = plan.answerer else { return Ok(()) };
        let (brief, before, recent, answered) = (plan.brief, None, Vec::new(), Vec::new());
        let request = DraftRequest { brief, question, wish, before, passages, recent, answered };
        draft(&log, answerer.as_ref(), &request).await
    }
}

/// What leaves the computer is in the log before it leaves.
async fn draft(log: &Log, answerer: &dyn Answerer, request: &DraftRequest) -> Result<(), Fault> {
    if let Some(fault) = answerer.withheld() {
        log.emit(EventKind::DraftFailed { question: QUESTION, draft: DRAFT, fault: fault.clone(), spent: None });
        return Err(fault);
    }
    let (disclosure, engine) = (answerer.disclosure(request), answerer.label());
    let (question, draft) = (QUESTION, DRAFT);
    log.emit(EventKind::DraftStarted { question, draft, wish: request.wish, engine, disclosure });
    let tell = |told| match told {
        Told::Text(text) => log.emit(EventKind::DraftDelta { question, draft, text }),
        Told::Moved { engine, fault, disclosure } => {
            log.emit(EventKind::DraftMoved { question, draft, engine, fault, disclosure });
        }
    };
    match answerer.draft(request, &tell).await {
        Ok(Draft { text, spent }) => {
            log.emit(EventKind::DraftFinished { question, draft, text, unsupported: Vec::new(), spent });
            Ok(())
        }
        Err(Failed { fault, spent }) => {
            log.emit(EventKind::DraftFailed { question, draft, fault: fault.clone(), spent });
            Err(fault)
        }
    }
}
