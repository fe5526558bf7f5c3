//! Passes on what the engines of one side tell, as if they were one.

use crate::speech::{FromEngine, Report};
use crate::turn::{TurnEvent, TurnId};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::collections::{HashMap, HashSet};
use tokio::sync::mpsc;

/// One side's relay.
pub(super) struct Relay {
    speaker: Speaker,
    reports: mpsc::Sender<FromEngine>,
    /// Turns of the stints before this one.
    before: u32,
    /// Highest turn so far.
    highest: u32,
    /// Turns of this stint that are open.
    open: HashSet<TurnId>,
    /// Where the last turn of this stint ended, milliseconds.
    last_end_ms: Option<u64>,
    sent: HashMap<String, Sent>,
}

/// What went to one recipient: requests, bytes and milliseconds.
#[derive(Default)]
struct Sent {
    /// In the stints before this one.
    before: [u64; 3],
    /// In this one.
    now: [u64; 3],
    /// Bytes that were told last.
    told: Option<u64>,
}

impl Relay {
    pub(super) fn new(speaker: Speaker, reports: mpsc::Sender<FromEngine>) -> Self {
        Self { speaker, reports, before: 0, highest: 0, open: HashSet::new(), last_end_ms: None, sent: HashMap::new() }
    }

    /// Another engine begins: its turns and its bytes count on from here.
    pub(super) fn begin_stint(&mut self) {
        self.before = self.highest;
        self.open.clear();
        self.last_end_ms = None;
        for Sent { before, now, .. } in self.sent.values_mut() {
            *before = sum(*before, std::mem::take(now));
        }
    }

    /// Passes on all of a stint.
    pub(super) async fn all(&mut self, mut told: mpsc::Receiver<FromEngine>) {
        self.begin_stint();
        while let Some(FromEngine { report, .. }) = told.recv().await {
            self.pass_on(report).await;
        }
    }

    /// Passes on one report of the present stint.
    pub(super) async fn pass_on(&mut self, report: Report) {
        let report = match report {
            Report::Turn(turn) => Some(Report::Turn(self.numbered(turn))),
            Report::Sent { recipient, requests, bytes, audio_ms } => {
                self.summed(recipient, [requests, bytes, audio_ms])
            }
            Report::Changed { .. } => Some(report),
        };
        if let Some(report) = report {
            self.tell(report).await;
        }
    }

    /// Tells that another engine listens from now on.
    pub(super) async fn changed(&mut self, engine: String, fault: Option<Fault>) {
        self.tell(Report::Changed { engine, fault }).await;
    }

    /// Nobody is in the middle of a turn.
    pub(super) fn between_turns(&self) -> bool {
        self.open.is_empty()
    }

    /// Where the last turn of this stint ended, milliseconds.
    pub(super) fn last_end_ms(&self) -> Option<u64> {
        self.last_end_ms
    }

    fn numbered(&mut self, mut event: TurnEvent) -> TurnEvent {
        let (TurnEvent::Started { turn, .. }
        | TurnEvent::Updated { turn, .. }
        | TurnEvent::EagerEnd { turn, .. }
        | TurnEvent::Resumed { turn }
        | TurnEvent::Ended { turn, .. }) = &mut event;
        turn.0 += self.before;
        let turn = *turn;
        self.highest = self.highest.max(turn.0);
        match event {
            TurnEvent::Started { .. } => {
                self.open.insert(turn);
            }
            TurnEvent::Ended { end_ms, .. } => {
                self.open.remove(&turn);
                self.last_end_ms = self.last_end_ms.max(Some(end_ms));
            }
            TurnEvent::Updated { .. } | TurnEvent::EagerEnd { .. } | TurnEvent::Resumed { .. } => {}
        }
        event
    }

    /// All that was sent; nothing when that was told before.
    fn summed(&mut self, recipient: String, counts: [u64; 3]) -> Option<Report> {
        let Sent { before, now, told } = self.sent.entry(recipient.clone()).or_default();
        *now = counts;
        let [requests, bytes, audio_ms] = sum(*before, counts);
        let is_news = told.replace(bytes) != Some(bytes);
        is_news.then_some(Report::Sent { recipient, requests, bytes, audio_ms })
    }

    /// Tells; a closed channel means that the session is over and nobody wants to know.
    async fn tell(&self, report: Report) {
        let _ = self.reports.send(FromEngine { speaker: self.speaker, report }).await;
    }
}

fn sum(one: [u64; 3], other: [u64; 3]) -> [u64; 3] {
    std::array::from_fn(|at| one[at] + other[at])
}
