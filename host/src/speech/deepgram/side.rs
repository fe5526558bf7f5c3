//! One side's stint: connections come and go, the sound is held until its text is final.

use super::About;
use super::connection::Connection;
use super::dialect::Dialect;
use super::request::Target;
use super::trouble::Trouble;
use super::usage::Usage;
use crate::speech::backoff::Backoff;
use crate::speech::held::Held;
use crate::speech::remote::{Parting, Stint};
use crate::speech::{FromEngine, Report, Sound};
use crate::turn::TurnEvent;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// A line that is gone for so long is told, where nobody stands in.
const MISSED_AFTER: Duration = Duration::from_secs(2);
/// After the end of the sound, a line that is gone is waited for so long, where nobody stands in.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// The line is gone.
#[derive(Clone, Debug)]
pub(super) struct Lost {
    pub since: Instant,
    pub trouble: Trouble,
}

/// One side.
pub(super) struct Side {
    target: Arc<Target>,
    about: About,
    label: String,
    speaker: Speaker,
    reports: mpsc::Sender<FromEngine>,
    patience: Option<Duration>,
    sound: mpsc::Receiver<Sound>,
    /// When the sound was over.
    pub(super) over: Option<Instant>,
    pub(super) held: Held,
    pub(super) dialect: Dialect,
    pub(super) usage: Usage,
    lost: Option<Lost>,
    /// The user has been told of it.
    told: bool,
    backoff: Backoff,
}

impl Side {
    pub(super) fn new(target: Arc<Target>, about: About, label: String, stint: Stint) -> Self {
        let Stint { speaker, held, sound, reports, patience, told_lost } = stint;
        Self {
            dialect: Dialect::of(about.model),
            usage: Usage::new(about.host.clone()),
            lost: None,
            target,
            about,
            label,
            speaker,
            reports,
            patience,
            sound,
            over: None,
            held,
            told: told_lost,
            backoff: Backoff::default(),
        }
    }

    /// Listens until the sound is over or the line is given up.
    pub(super) async fn run(mut self) -> Parting {
        self.tell_usage().await;
        let given_up = self.listen().await;
        self.count_rehearsals();
        if let Some(report) = self.usage.last() {
            self.tell(report).await;
        }
        let Some(trouble) = given_up else {
            let turns = self.dialect.close();
            self.tell_turns(turns).await;
            return Parting::SoundOver;
        };
        // With nobody to stand in, what is known is better than nothing.
        let turns = if self.patience.is_some() { self.dialect.give_back() } else { self.dialect.close() };
        self.tell_turns(turns).await;
        self.held.finish();
        Parting::LineLost { held: self.held, sound: self.sound, fault: self.about.error(trouble).into() }
    }

    /// Tells what left, when that is due.
    pub(super) async fn tell_usage(&mut self) {
        if let Some(report) = self.usage.due(Instant::now()) {
            self.tell(report).await;
        }
    }

    /// Rehearsals, of whichever side, carry names and terms too.
    fn count_rehearsals(&mut self) {
        let rehearsals = self.target.rehearsals();
        self.usage.asked(rehearsals, rehearsals * self.target.weight());
    }

    /// Why the line was given up; nothing when the sound is over.
    async fn listen(&mut self) -> Option<Trouble> {
        let mut wait = Duration::ZERO;
        loop {
            match self.connect(wait).await {
                Connecting::Open(connection) => {
                    self.usage.asked(1, self.target.weight());
                    match self.talk(*connection).await {
                        Ok(()) => return None,
                        Err(lost) => self.lose(lost),
                    }
                }
                Connecting::Failed(trouble) => {
                    let asked = u64::from(trouble.was_answered());
                    self.usage.asked(asked, asked * self.target.weight());
                    self.lose(Lost { since: Instant::now(), trouble });
                }
                Connecting::GivenUp(trouble) => return Some(trouble),
                Connecting::NothingLeft => return None,
            }
            wait = self.wait();
        }
    }

    /// Notes why the line is gone, and since when if it was there until now.
    fn lose(&mut self, Lost { since, trouble }: Lost) {
        let since = self.lost.as_ref().map_or(since, |before| before.since.min(since));
        self.lost = Some(Lost { since, trouble });
    }

    fn wait(&mut self) -> Duration {
        let asked = self.lost.as_ref().map_or(Duration::ZERO, |lost| lost.trouble.least_wait());
        self.backoff.wait().max(asked)
    }

    /// Opens a connection after `wait`, and takes in sound meanwhile.
    async fn connect(&mut self, wait: Duration) -> Connecting {
        let began = Instant::now();
        let target = Arc::clone(&self.target);
        let mut opening = Box::pin(async move {
            tokio::time::sleep(wait).await;
            Connection::open(&target).await
        });
        loop {
            if self.over.is_some() && self.held.is_empty() {
                return Connecting::NothingLeft;
            }
            let deadline = self.deadline(began);
            tokio::select! {
                opened = &mut opening => return match opened {
                    Ok(connection) => Connecting::Open(Box::new(connection)),
                    Err(trouble) => Connecting::Failed(trouble),
                },
                () = self.take_in(), if self.takes_in() => {}
                () = tokio::time::sleep_until(deadline) => {
                    let trouble = self.lost.as_ref().map_or(Trouble::Unreachable, |lost| lost.trouble.clone());
                    if self.told || self.patience.is_some() {
                        return Connecting::GivenUp(trouble);
                    }
                    self.tell_loss(trouble).await;
                }
            }
        }
    }

    /// When something has to be done about a line that is not there; `began` is when the first connection was tried.
    fn deadline(&self, began: Instant) -> Instant {
        let since = self.lost.as_ref().map_or(began, |lost| lost.since);
        match (self.patience, self.over) {
            (Some(patience), _) => since + patience,
            (None, _) if !self.told => since + MISSED_AFTER,
            (None, Some(over)) => since.max(over) + LAST_WORDS,
            // Far away: until the sound is over, the line is tried again and again.
            (None, None) => Instant::now() + Duration::from_secs(3600),
        }
    }

    /// Sound answered: the line is there.
    pub(super) async fn line_is_there(&mut self) {
        self.backoff.reset();
        self.lost = None;
        if std::mem::take(&mut self.told) {
            self.tell(Report::Changed { engine: self.label.clone(), fault: None }).await;
        }
    }

    async fn tell_loss(&mut self, trouble: Trouble) {
        self.told = true;
        let fault: Fault = self.about.error(trouble).into();
        self.tell(Report::Changed { engine: self.label.clone(), fault: Some(fault) }).await;
    }

    /// Sound is taken in while there is room; what comes after that waits in its channel, and behind it in the
    /// source's own memory, which tells when it is full.
    pub(super) fn takes_in(&self) -> bool {
        self.over.is_none() && !self.held.is_full()
    }

    /// Takes in the next sound. May be dropped without losing any.
    pub(super) async fn take_in(&mut self) {
        match self.sound.recv().await {
            Some(sound) => self.held.push(&sound),
            None => {
                self.over = Some(Instant::now());
                self.held.finish();
            }
        }
    }

    pub(super) async fn tell_turns(&self, turns: Vec<TurnEvent>) {
        for turn in turns {
            self.tell(Report::Turn(turn)).await;
        }
    }

    /// Tells; a closed channel means that the session is over and nobody wants to know.
    pub(super) async fn tell(&self, report: Report) {
        let _ = self.reports.send(FromEngine { speaker: self.speaker, report }).await;
    }
}

/// What became of a try to connect.
enum Connecting {
    Open(Box<Connection>),
    Failed(Trouble),
    GivenUp(Trouble),
    /// The sound is over, and all of it is text.
    NothingLeft,
}
