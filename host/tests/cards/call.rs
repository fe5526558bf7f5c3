//! A call in which the test speaks for both sides.

use convoally::answer::Answerer;
use convoally::session::{Order, Plan, Session};
use convoally::speech::{FromEngine, Report};
use convoally::turn::{TurnEvent, TurnId};
use convoally_shared::card::Mark;
use convoally_shared::event::Event;
use convoally_shared::question::QuestionId;
use convoally_shared::session::{Brief, Mode};
use convoally_shared::utterance::Speaker;
use convoally_shared::view::SessionView;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// A session that hears what the test says.
pub struct Call {
    session: Session,
    engine: mpsc::Sender<FromEngine>,
    turns: u32,
}

impl Call {
    /// With passages only.
    pub fn begin(mode: Mode) -> Self {
        Self::drafted_by(None, mode)
    }

    /// With drafts.
    pub fn drafted_by(answerer: Option<Arc<dyn Answerer>>, mode: Mode) -> Self {
        let (brief, purse) = (Brief::default(), Arc::default());
        let plan = Plan { brief, site: None, documents: Vec::new(), meaning: None, mode, answerer, purse };
        let (engine, reports) = mpsc::channel(64);
        Self { session: Session::hearing(plan, reports).unwrap(), engine, turns: 0 }
    }

    /// An engine tells something.
    pub async fn tell(&self, speaker: Speaker, event: TurnEvent) {
        self.engine.send(FromEngine { speaker, report: Report::Turn(event) }).await.unwrap();
    }

    /// Somebody says something, and it is understood.
    pub async fn said(&mut self, speaker: Speaker, text: &str) {
        self.turns += 1;
        let (turn, start_ms) = (TurnId(self.turns), u64::from(self.turns) * 10_000);
        self.tell(speaker, TurnEvent::Ended { turn, start_ms, end_ms: start_ms + 2_000, text: text.to_owned() }).await;
        self.understood().await;
    }

    /// What was said has reached the cards.
    pub async fn understood(&self) {
        while self.engine.capacity() < self.engine.max_capacity() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // Orders are carried out between two reports: this one waits for the last of them.
        let _ = self.session.order(Order::Mark { question: QuestionId(0), mark: Mark::Used, on: true }).await;
    }

    /// What the user wants, or the code of the fault.
    pub async fn order(&self, order: Order) -> Result<(), String> {
        self.session.order(order).await.map_err(|fault| fault.code)
    }

    /// The user stops the session.
    pub fn stop(&self) {
        self.session.stop();
    }

    /// Nobody says anything any more.
    pub async fn hang_up(self) -> Session {
        let Self { mut session, engine, .. } = self;
        drop(engine);
        session.ended().await;
        session
    }

    /// What happened up to the end.
    pub async fn end(self) -> (Vec<Event>, SessionView) {
        let session = self.hang_up().await;
        let mut reader = session.log().reader(0);
        let mut events = Vec::new();
        while let Some(event) = reader.next().await {
            events.push(event);
        }
        let view = SessionView::of(&events);
        (events, view)
    }
}
