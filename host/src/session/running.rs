//! A session from its start to its end.

use super::cards::Cards;
use super::command::{Command, Order, give};
use super::conductor::Conductor;
use super::drafts::Drafts;
use super::identity::{session_id, unix_ms};
use super::intake::Intake;
use super::log::Log;
use super::mutes::Mutes;
use super::opened::Opened;
use super::reader::Reader;
use super::watchdog::Zeros;
use crate::answer::Answerer;
use crate::audio::{self, EchoCanceller, Pace, SourceSpec};
use crate::knowledge::{Knowledge, MeaningSource};
use crate::money::Purse;
use crate::speech::{self, FromEngine, Report, Sound, Transcriber};
use crate::turn::TurnEvent;
use convoally_shared::document::Document;
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::utterance::Speaker;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};

const _: () = assert!(audio::SAMPLE_RATE == speech::SAMPLE_RATE, "sound passes from one to the other unchanged");

/// Pieces of sound between two tasks: 64 of 20 ms are a good second.
const SOUND_CHANNEL: usize = 64;
/// Turns and commands are rare and small.
const TURN_CHANNEL: usize = 64;
/// How long the sound that was captured before the stop may take to reach the transcriber.
const LAST_SOUND: Duration = Duration::from_secs(1);

/// What a session is made of.
pub struct Plan {
    /// What it is about.
    pub brief: Brief,
    /// The meeting site, when it is started in a browser.
    pub site: Option<String>,
    /// What answers may quote.
    pub documents: Vec<Document>,
    /// How passages are found by what they mean; none finds them by words alone.
    pub meaning: Option<MeaningSource>,
    /// When cards open.
    pub mode: Mode,
    /// Writes drafts; none shows passages only.
    pub answerer: Option<Arc<dyn Answerer>>,
    /// What its sound and drafts are paid from.
    pub purse: Arc<Purse>,
}

/// A session that has begun.
pub struct Session {
    log: Arc<Log>,
    commands: mpsc::Sender<Command>,
    mutes: Arc<Mutes>,
    /// Turning true stops the sources.
    stopping: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Session {
    /// Opens the sources and begins to listen. A source that the user did not name may be missing as long as
    /// the other is there: its side then says so.
    ///
    /// # Errors
    /// A named source cannot be opened, or none at all; the fault says what to do.
    pub async fn listen(
        plan: Plan,
        sources: Vec<(Speaker, SourceSpec)>,
        pace: Pace,
        transcriber: Arc<dyn Transcriber>,
    ) -> Result<Self, Fault> {
        let (log, knowledge) = prepare(&plan)?;
        let (news, from_sources) = mpsc::channel(SOUND_CHANNEL);
        let watched: Vec<_> =
            sources.iter().map(|(speaker, spec)| (*speaker, Zeros::from_source(*speaker, spec))).collect();
        let speakers: Vec<Speaker> = sources.iter().map(|(speaker, _)| *speaker).collect();
        let echo = EchoCanceller::new(&speakers, pace);
        let opened = Opened::of(sources, pace, log.began(), news).await?;
        begin(&log, &plan, transcriber.label());
        // Nothing waits for it: until it is done, words alone serve.
        let reader = Arc::default();
        drop(understand(&log, &knowledge, &reader, plan.meaning.clone()));
        let (reports, from_engine) = mpsc::channel(TURN_CHANNEL);
        let mut sides = JoinSet::new();
        let mut sounds = Vec::new();
        for (speaker, zeros) in watched {
            let (sound, heard) = mpsc::channel::<Sound>(SOUND_CHANNEL);
            sounds.push((speaker, zeros, sound));
            sides.spawn(transcriber.listen(speaker, heard, reports.clone()));
        }
        drop(reports);
        let mutes = Arc::new(Mutes::new(Arc::clone(&log)));
        let intake = Intake::new(Arc::clone(&log), sounds).cancelling(echo).muting(Arc::clone(&mutes));
        let (stopping, stop) = watch::channel(false);
        let capture = {
            let (log, stop) = (Arc::clone(&log), stop.clone());
            async move {
                tokio::select! {
                    () = intake.run(from_sources) => {}
                    () = last_sound(opened.hold(stopped(stop))) => {}
                }
                finish_sides(&log, sides).await;
                // Freeing a model may take a moment that the event loop does not have.
                let _ = tokio::task::spawn_blocking(move || drop(transcriber)).await;
            }
        };
        let session = Self::conduct(log, plan, (knowledge, reader), from_engine, (stopping, stop), capture);
        Ok(Self { mutes, ..session })
    }

    /// Runs a session on turns that are known already, as fast as it can.
    ///
    /// # Errors
    /// Only when the documents cannot be indexed.
    pub fn replay(plan: Plan, turns: Vec<(Speaker, TurnEvent)>) -> Result<Self, Fault> {
        let (sender, from_file) = mpsc::channel(TURN_CHANNEL);
        let session = Self::hearing(plan, from_file)?;
        tokio::spawn(async move {
            for (speaker, turn) in turns {
                if sender.send(FromEngine { speaker, report: Report::Turn(turn) }).await.is_err() {
                    break;
                }
            }
        });
        Ok(session)
    }

    /// Runs a session on what somebody else hears, until that is over.
    ///
    /// # Errors
    /// Only when the documents cannot be indexed.
    pub fn hearing(plan: Plan, mut heard: mpsc::Receiver<FromEngine>) -> Result<Self, Fault> {
        let (log, knowledge) = prepare(&plan)?;
        begin(&log, &plan, "a transcript".to_owned());
        let reader = Arc::default();
        let understood = understand(&log, &knowledge, &reader, plan.meaning.clone());
        let (sender, reports) = mpsc::channel(TURN_CHANNEL);
        let (stopping, stop) = watch::channel(false);
        let mut telling = stop.clone();
        let feed = async move {
            // A stopped task has been told of by its fault.
            let _ = understood.await;
            let passing_on = async {
                while let Some(report) = heard.recv().await {
                    if sender.send(report).await.is_err() {
                        break;
                    }
                }
            };
            tokio::select! {
                () = passing_on => {}
                _ = telling.wait_for(|stop| *stop) => {}
            }
        };
        Ok(Self::conduct(log, plan, (knowledge, reader), reports, (stopping, stop), feed))
    }

    fn conduct(
        log: Arc<Log>,
        plan: Plan,
        (knowledge, reader): (Knowledge, Arc<Reader>),
        reports: mpsc::Receiver<FromEngine>,
        (stopping, stop): (watch::Sender<bool>, watch::Receiver<bool>),
        feed: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        let (commands, orders) = mpsc::channel::<Command>(TURN_CHANNEL);
        let drafts = Drafts::new(Arc::clone(&log), plan.answerer);
        let cards = Cards::new(Arc::clone(&log), plan.brief, plan.mode, knowledge, drafts);
        let conductor = Conductor::new(Arc::clone(&log), cards).paying(plan.purse).reading(reader);
        let running = tokio::spawn({
            let end = End(Arc::clone(&log));
            async move {
                tokio::join!(feed, conductor.run(reports, orders, stopped(stop)));
                drop(end);
            }
        });
        let mutes = Arc::new(Mutes::new(Arc::clone(&log)));
        Self { log, commands, mutes, stopping, running }
    }

    /// Which session this is.
    pub fn id(&self) -> &SessionId {
        self.log.session()
    }

    /// Everything that happened and happens in it.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// Tells of troubles that were met before it began and that do not hinder it.
    pub fn tell(&self, troubles: impl IntoIterator<Item = Fault>) {
        for fault in troubles {
            self.log.emit(EventKind::Faulted { fault });
        }
    }

    /// Has an order carried out.
    ///
    /// # Errors
    /// What the order says, or `session.none` when the session is over.
    pub async fn order(&self, order: Order) -> Result<(), Fault> {
        give(&self.commands, order).await
    }

    /// A side is muted in the call from now on, or heard again: what it says meanwhile goes to no engine.
    pub fn mute(&self, speaker: Speaker, muted: bool) {
        self.mutes.set(speaker, muted);
    }

    /// A side is muted in the call from the first sample on. To be said before anything else is awaited.
    pub fn mute_all_along(&self, speaker: Speaker) {
        self.mutes.mute_all_along(speaker);
    }

    /// Neither side is heard from now on, or both are again: what is said meanwhile goes to no engine.
    pub fn pause(&self, paused: bool) {
        self.mutes.pause(paused);
    }

    /// Stops the sources. The last utterance is still finished; [`Session::ended`] tells when.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// It has been told to stop; its last words are being finished.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Resolves when the session is over by itself or by [`Session::stop`]. To be awaited once.
    pub async fn ended(&mut self) {
        // A panic in the session is as much its end as any other.
        let _ = (&mut self.running).await;
    }

    /// Stops and gives the rest `patience` to finish; what is not finished by then is cut off.
    pub async fn end_within(mut self, patience: Duration) {
        self.stop();
        if !self.running.is_finished() && tokio::time::timeout(patience, self.ended()).await.is_err() {
            self.running.abort();
            self.log.emit(EventKind::SessionEnded);
        }
    }
}

/// Writes the session's last event when its task is over, however that came about.
struct End(Arc<Log>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.emit(EventKind::SessionEnded);
    }
}

/// The log and the knowledge of a new session.
pub(super) fn prepare(plan: &Plan) -> Result<(Arc<Log>, Knowledge), Fault> {
    let random = getrandom::u32().unwrap_or_default() as u16;
    let log = Log::new(session_id(unix_ms(), random), Instant::now());
    Ok((log, Knowledge::of(&plan.documents)?))
}

/// Lets a model read the passages, and the call from then on, on a thread for such work.
pub(super) fn understand(
    log: &Arc<Log>,
    knowledge: &Knowledge,
    reader: &Arc<Reader>,
    source: Option<MeaningSource>,
) -> JoinHandle<()> {
    let (log, knowledge, reader) = (Arc::clone(log), knowledge.clone(), Arc::clone(reader));
    tokio::task::spawn_blocking(move || {
        let Some(source) = source else { return };
        if let Err(error) = reader.load(&source.model).and_then(|()| knowledge.understand(&source)) {
            log.emit(EventKind::Faulted { fault: error.into() });
        }
    })
}

pub(super) fn begin(log: &Log, plan: &Plan, transcriber: String) {
    log.emit(EventKind::SessionStarted {
        started_unix_ms: unix_ms().saturating_sub(log.began().elapsed().as_millis() as u64),
        brief: plan.brief.clone(),
        site: plan.site.clone(),
        documents: plan.documents.iter().map(|document| document.title.clone()).collect(),
        transcriber,
        answerer: plan.answerer.as_ref().map(|answerer| answerer.label()),
        mode: plan.mode,
    });
}

/// Waits until each side has told its last turn, and tells of a side that failed.
async fn finish_sides(log: &Log, mut sides: JoinSet<Result<(), Fault>>) {
    while let Some(side) = sides.join_next().await {
        let broken = || Fault::new("speech.stopped", "The speech engine stopped.", "Start the session again.");
        if let Err(fault) = side.unwrap_or_else(|_| Err(broken())) {
            log.emit(EventKind::Faulted { fault });
        }
    }
}

/// Gives what was captured before the stop a moment to reach the transcriber.
async fn last_sound(held: impl Future<Output = ()>) {
    held.await;
    tokio::time::sleep(LAST_SOUND).await;
}

/// Resolves when the session is told to stop, or when nobody is left who could tell it.
async fn stopped(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
