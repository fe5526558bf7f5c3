//! The conversation on one connection.

use super::Model;
use super::connection::{Connection, News};
use super::dialect::{CLOSE_STREAM, Dialect};
use super::pace::Pace;
use super::request::Target;
use super::side::{Lost, Side};
use super::timeline::Timeline;
use super::trouble::Trouble;
use super::watch::Watch;
use crate::speech::SAMPLE_RATE;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(100);
/// A stream that breaks off after its end was asked for has told everything when it was heard up to here before
/// its end, samples.
const ALMOST: u64 = SAMPLE_RATE as u64 / 2;
/// How long a rehearsal waits for an answer.
const REHEARSAL: Duration = Duration::from_secs(5);

/// What is known about one connection.
struct Talk {
    connection: Connection,
    timeline: Timeline,
    watch: Watch,
    pace: Pace,
    /// Place up to which it was listened to.
    heard: u64,
    /// An error that it told; the reason, should it close.
    said: Option<Trouble>,
    closing: bool,
}

impl Side {
    /// Sends sound and reads what comes back, until the sound is over and understood or the line is lost.
    pub(super) async fn talk(&mut self, connection: Connection) -> Result<(), Lost> {
        self.held.rewind();
        self.dialect.reconnected();
        let now = Instant::now();
        let mut talk = Talk {
            connection,
            timeline: Timeline::default(),
            watch: Watch::new(now),
            pace: Pace::new(now),
            heard: 0,
            said: None,
            closing: false,
        };
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let writing = self.held.is_waiting() && talk.pace.allows(Instant::now());
            tokio::select! {
                news = talk.connection.next(writing) => match news {
                    News::Writable => self.send(&mut talk).await,
                    News::Text(text) => if self.read(&text, &mut talk).await { return Ok(()) },
                    News::Pong => talk.watch.pong(Instant::now()),
                    News::Alive => talk.watch.alive(Instant::now()),
                    News::Closed { trouble } => return talk.closed(trouble),
                },
                () = self.take_in(), if self.takes_in() => {}
                _ = tick.tick() => self.look(&mut talk).await?,
            }
            if self.over.is_some() && !self.held.is_waiting() && !talk.closing {
                talk.closing = true;
                talk.watch.closing(Instant::now());
                talk.connection.send_text(CLOSE_STREAM);
            }
        }
    }

    async fn send(&mut self, talk: &mut Talk) {
        let Some(piece) = self.held.send() else { return };
        talk.connection.send_sound(&piece.samples);
        talk.timeline.sent(piece);
        talk.pace.spend(piece.samples.len());
        talk.watch.sent(Duration::from_millis(piece.length_ms()), Instant::now());
        self.usage.sent(piece.samples.len());
    }

    /// Whether it was the last message.
    async fn read(&mut self, text: &str, talk: &mut Talk) -> bool {
        let now = Instant::now();
        talk.watch.alive(now);
        let reading = self.dialect.read(text, &talk.timeline);
        if reading.is_answer {
            talk.watch.answered(now);
            talk.heard = talk.heard.max(reading.heard);
            // The stream goes on: what was told before was no reason to close it.
            talk.said = None;
            self.line_is_there().await;
        }
        self.held.settle(reading.settled);
        talk.timeline.settle(reading.settled);
        talk.said = reading.trouble.or(talk.said.take());
        self.tell_turns(reading.turns).await;
        reading.is_last && talk.closing
    }

    /// What has to be done from time to time.
    async fn look(&mut self, talk: &mut Talk) -> Result<(), Lost> {
        let now = Instant::now();
        if let Some(since) = talk.watch.dead_since(now) {
            return Err(Lost { since, trouble: talk.said.take().unwrap_or(Trouble::Stalled) });
        }
        if talk.watch.wants_ping(now) {
            talk.connection.ping();
        }
        if let Some(message) = self.dialect.keep_alive().filter(|_| talk.watch.wants_keep_alive(now)) {
            talk.connection.send_text(message);
        }
        self.tell_usage().await;
        Ok(())
    }
}

impl Talk {
    /// The connection is over. After the end was asked for that is as it should be, if everything was heard.
    fn closed(&mut self, trouble: Option<Trouble>) -> Result<(), Lost> {
        let all_heard = self.heard + ALMOST >= self.timeline.place(f64::INFINITY);
        match trouble {
            None if self.closing => Ok(()),
            Some(Trouble::Dropped) if self.closing && all_heard => Ok(()),
            trouble => {
                let trouble = self.said.take().or(trouble).unwrap_or(Trouble::Dropped);
                Err(Lost { since: Instant::now(), trouble })
            }
        }
    }
}

/// Opens a session, closes it in order, and waits for a sign that it was a session.
pub(super) async fn rehearse(target: &Target, model: Model) -> Result<(), Trouble> {
    let opened = Connection::open(target).await;
    if opened.as_ref().err().is_none_or(Trouble::was_answered) {
        target.rehearsed();
    }
    let mut connection = opened?;
    connection.send_text(CLOSE_STREAM);
    let (mut dialect, timeline) = (Dialect::of(model), Timeline::default());
    let mut accepted = false;
    let closing = async {
        loop {
            match connection.next(false).await {
                News::Text(text) => {
                    let reading = dialect.read(&text, &timeline);
                    if let Some(trouble) = reading.trouble {
                        return Err(trouble);
                    }
                    accepted |= reading.is_last || reading.is_greeting || reading.is_answer;
                }
                News::Closed { trouble: Some(trouble) } if !accepted => return Err(trouble),
                News::Closed { .. } => return Ok(()),
                News::Pong | News::Alive | News::Writable => {}
            }
        }
    };
    let closed = tokio::time::timeout(REHEARSAL, closing).await;
    closed.unwrap_or(if accepted { Ok(()) } else { Err(Trouble::Stalled) })
}
