//! Takes in what the sources tell: passes the sound on to the transcriber of its side, and turns the rest into
//! events.

use super::log::Log;
use super::mutes::Mutes;
use super::watchdog::{self, Watchdog, Zeros};
use crate::audio::{EchoCanceller, FromSource, News, Pace, dbfs, peak};
use crate::speech::Sound;
use convoally_shared::event::{EventKind, SourceState};
use convoally_shared::utterance::Speaker;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

/// Samples between two levels of a side: five a second are enough for a bar.
const LEVEL_EVERY: usize = crate::audio::SAMPLE_RATE as usize / 5;
/// How often to look whether a source has stopped talking.
const LOOK: Duration = Duration::from_millis(500);
/// A device that is gone for so long takes its open turn along: what was said is wanted. One that is back sooner has
/// left a hole within the turn.
const GONE: Duration = Duration::from_secs(1);

/// One side: where its sound goes, and how it is doing.
struct Side {
    sound: mpsc::Sender<Sound>,
    watchdog: Watchdog,
    /// When it said anything last.
    last: Instant,
    /// Since when its device is gone, until its transcriber knows.
    gone: Option<Instant>,
    /// Its transcriber knows that nothing more of it is wanted for now.
    hushed: bool,
    /// Place behind its last sample.
    end: u64,
    peak: f32,
    since_level: usize,
}

/// Joins the sources of a session to its transcriber.
pub struct Intake {
    log: Arc<Log>,
    sides: HashMap<Speaker, Side>,
    echo: EchoCanceller,
    mutes: Arc<Mutes>,
}

impl Intake {
    /// An intake that passes each side's sound on to its channel.
    pub fn new(log: Arc<Log>, sides: impl IntoIterator<Item = (Speaker, Zeros, mpsc::Sender<Sound>)>) -> Self {
        let sides = sides.into_iter().map(|(speaker, zeros, sound)| {
            let (watchdog, last) = (Watchdog::new(zeros), Instant::now());
            (speaker, Side { sound, watchdog, last, gone: None, hushed: false, end: 0, peak: 0.0, since_level: 0 })
        });
        let mutes = Arc::new(Mutes::new(Arc::clone(&log)));
        Self { log, sides: sides.collect(), echo: EchoCanceller::new(&[], Pace::Real), mutes }
    }

    /// Passes on nothing that a side says while it is muted, or the session paused.
    pub fn muting(self, mutes: Arc<Mutes>) -> Self {
        Self { mutes, ..self }
    }

    /// Takes the echo out of the microphone first.
    pub fn cancelling(self, echo: EchoCanceller) -> Self {
        Self { echo, ..self }
    }

    /// Runs until every side has ended or the sources are gone. Dropping the sides' channels then lets the
    /// transcriber finish.
    pub async fn run(mut self, mut news: mpsc::Receiver<FromSource>) {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut looked = Instant::now();
        while !self.sides.is_empty() {
            tokio::select! {
                // What has come already is heard before anybody is said to be silent.
                biased;
                message = news.recv() => match message {
                    Some(message) => {
                        self.watch(&message);
                        let ready = self.echo.take(message);
                        self.pass_all(ready).await;
                    }
                    None => break,
                },
                _ = looks.tick() => {
                    self.look(std::mem::replace(&mut looked, Instant::now()).elapsed());
                    self.say_who_is_gone().await;
                }
            }
        }
        let rest = self.echo.finish();
        self.pass_all(rest).await;
    }

    /// Looks at a message as its source sent it, and tells what it means.
    fn watch(&mut self, FromSource { speaker, news }: &FromSource) {
        let Some(side) = self.sides.get_mut(speaker) else { return };
        side.last = Instant::now();
        let watchdog = &mut side.watchdog;
        let states = match news {
            News::Samples { start, samples } => {
                let peak = peak(samples);
                let states = watchdog.sound(*start, samples.len(), peak);
                let muted = self.mutes.cover(*speaker, *start, samples.len());
                if let Some(dbfs) = side.level(peak, samples.len()).filter(|_| !muted) {
                    self.log.emit(EventKind::Level { speaker: *speaker, dbfs });
                }
                states
            }
            News::Muted { muted } => return watchdog.muted(*muted),
            News::Slept { ms } => return watchdog.slept(*ms),
            News::Opened { device } => watchdog.opened(device).into_iter().collect(),
            News::Lost { fault } => {
                side.gone.get_or_insert(side.last);
                watchdog.lost(fault.clone()).into_iter().collect()
            }
            News::Ended => watchdog.ended().into_iter().collect(),
        };
        self.tell(*speaker, states);
    }

    async fn pass_all(&mut self, messages: Vec<FromSource>) {
        for message in messages {
            self.pass(message).await;
        }
    }

    /// Passes sound on to the transcriber of its side, and the end of it.
    async fn pass(&mut self, FromSource { speaker, news }: FromSource) {
        match news {
            News::Samples { start, samples } => {
                let Some(side) = self.sides.get_mut(&speaker) else { return };
                if self.mutes.cover(speaker, start, samples.len()) {
                    return side.hush().await;
                }
                side.hushed = false;
                (side.gone, side.end) = (None, start + samples.len() as u64);
                // A closed channel means that the transcriber is gone, which its own task has told.
                let _ = side.sound.send(Sound { start, samples }).await;
                // Waiting for the transcriber is no silence of the source.
                side.last = Instant::now();
            }
            News::Ended => drop(self.sides.remove(&speaker)),
            News::Opened { .. } | News::Muted { .. } | News::Slept { .. } | News::Lost { .. } => {}
        }
    }

    /// Tells of sides that have said nothing for too long. When this program itself was held up (`pause` since the
    /// last look), they get their time again.
    fn look(&mut self, pause: Duration) {
        let mut stalled = Vec::new();
        for (speaker, side) in &mut self.sides {
            if pause > 2 * LOOK {
                side.last = Instant::now();
            } else if side.last.elapsed() >= watchdog::STALL {
                side.gone.get_or_insert(side.last);
                stalled.push((*speaker, side.watchdog.stalled()));
            }
        }
        stalled.into_iter().for_each(|(speaker, state)| self.tell(speaker, state));
    }

    /// Lets the transcribers of devices that are gone know, once.
    async fn say_who_is_gone(&mut self) {
        for side in self.sides.values_mut().filter(|side| side.gone.is_some_and(|since| since.elapsed() >= GONE)) {
            side.gone = None;
            // A closed channel means that the transcriber is gone, too.
            let _ = side.sound.send(Sound { start: side.end, samples: Vec::new() }).await;
        }
    }

    fn tell(&self, speaker: Speaker, states: impl IntoIterator<Item = SourceState>) {
        let Some(side) = self.sides.get(&speaker) else { return };
        for state in states {
            let device = side.watchdog.device().to_owned();
            self.log.emit(EventKind::SourceChanged { speaker, device, state });
        }
    }
}

impl Side {
    /// Lets the transcriber know, once, that nothing more comes for now: what was said before the mute is wanted.
    async fn hush(&mut self) {
        self.gone = None;
        if !std::mem::replace(&mut self.hushed, true) {
            let _ = self.sound.send(Sound { start: self.end, samples: Vec::new() }).await;
        }
        self.last = Instant::now();
    }

    /// The loudest sample since the last level, in decibels, when it is time for one.
    fn level(&mut self, peak: f32, samples: usize) -> Option<f32> {
        self.peak = self.peak.max(peak);
        self.since_level += samples;
        (self.since_level >= LEVEL_EVERY).then(|| {
            self.since_level = 0;
            dbfs(std::mem::take(&mut self.peak))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::AudioError;
    use convoally_shared::session::SessionId;

    fn log() -> Arc<Log> {
        Log::new(SessionId("s".into()), Instant::now())
    }

    /// What an intake makes of what one source says, `pause` before it is gone.
    async fn told(news: Vec<News>, pause: Duration) -> Vec<EventKind> {
        let log = log();
        let (sound, mut heard) = mpsc::channel(64);
        let (source, from_source) = mpsc::channel(64);
        let intake = Intake::new(Arc::clone(&log), [(Speaker::Them, Zeros::Nothing, sound)]);
        for news in news {
            source.send(FromSource { speaker: Speaker::Them, news }).await.unwrap();
        }
        let gone = async move {
            tokio::time::sleep(pause).await;
            drop(source);
        };
        tokio::join!(intake.run(from_source), async { while heard.recv().await.is_some() {} }, gone);
        log.emit(EventKind::SessionEnded);
        let mut reader = log.reader(0);
        let mut kinds = Vec::new();
        while let Some(event) = reader.next().await {
            kinds.push(event.kind);
        }
        kinds
    }

    fn states(kinds: Vec<EventKind>) -> Vec<(String, SourceState)> {
        let state = |kind| match kind {
            EventKind::SourceChanged { device, state, .. } => Some((device, state)),
            _ => None,
        };
        kinds.into_iter().filter_map(state).collect()
    }

    fn sound(start: u64, value: f32) -> News {
        News::Samples { start, samples: vec![value; 1600] }
    }

    fn opened(device: &str) -> News {
        News::Opened { device: device.into() }
    }

    #[tokio::test]
    async fn a_change_of_state_is_an_event_with_the_device() {
        let fault = AudioError::NoSpeaker.into();
        let news = vec![opened("Speakers"), sound(0, 0.5), News::Lost { fault }, opened("Headset"), sound(16_000, 0.0)];
        let expected = [
            ("Speakers".to_owned(), SourceState::Opening),
            ("Speakers".to_owned(), SourceState::Hearing),
            ("Speakers".to_owned(), SourceState::Lost { fault: AudioError::NoSpeaker.into() }),
            ("Headset".to_owned(), SourceState::Recovered { missing_ms: 900 }),
        ];
        assert_eq!(states(told(news, Duration::ZERO).await), expected);
    }

    #[tokio::test]
    async fn the_level_is_the_peak_in_decibels() {
        let kinds = told(vec![sound(0, 0.1), sound(1600, 1.0)], Duration::ZERO).await;
        let level = kinds.iter().find_map(|kind| match kind {
            EventKind::Level { dbfs, .. } => Some(*dbfs),
            _ => None,
        });
        assert_eq!(level, Some(0.0));
    }

    /// Its thread may have died without a word.
    #[tokio::test]
    async fn a_source_that_says_nothing_any_more_is_told_as_lost() {
        let told = states(told(vec![opened("Speakers"), sound(0, 0.5)], watchdog::STALL + 3 * LOOK).await);
        let stalled = SourceState::Lost { fault: AudioError::Stalled("Speakers".into()).into() };
        assert_eq!(told.last(), Some(&("Speakers".to_owned(), stalled)));
    }

    #[tokio::test]
    async fn the_transcriber_is_told_once_that_a_device_stays_away() {
        let (sound_channel, mut heard) = mpsc::channel(64);
        let (source, from_source) = mpsc::channel(64);
        let intake = Intake::new(log(), [(Speaker::Them, Zeros::Nothing, sound_channel)]);
        let lost = || News::Lost { fault: AudioError::NoSpeaker.into() };
        // Back at once after the first loss, away for good after the second.
        for news in [sound(0, 0.5), lost(), sound(8000, 0.5), lost()] {
            source.send(FromSource { speaker: Speaker::Them, news }).await.unwrap();
        }
        let gone = async move {
            tokio::time::sleep(GONE + 3 * LOOK).await;
            drop(source);
        };
        tokio::join!(intake.run(from_source), gone);
        let places = std::iter::from_fn(|| heard.try_recv().ok()).map(|piece| (piece.start, piece.samples.len()));
        assert_eq!(places.collect::<Vec<_>>(), [(0, 1600), (8000, 1600), (9600, 0)]);
    }

    #[tokio::test]
    async fn what_a_muted_side_says_goes_to_no_transcriber_and_its_open_turn_ends_once() {
        let log = log();
        let (to_transcriber, mut heard) = mpsc::channel(64);
        let (source, from_source) = mpsc::channel(64);
        let mutes = Arc::new(Mutes::new(Arc::clone(&log)));
        mutes.mute_all_along(Speaker::Me);
        let intake = Intake::new(Arc::clone(&log), [(Speaker::Me, Zeros::Nothing, to_transcriber)]);
        let intake = intake.muting(Arc::clone(&mutes));
        let say = async {
            for news in [sound(0, 0.5), sound(1600, 0.5)] {
                source.send(FromSource { speaker: Speaker::Me, news }).await.unwrap();
            }
            let told = heard.recv().await.unwrap();
            mutes.set(Speaker::Me, false);
            // Behind the end of the mute, wherever on its clock that was.
            source.send(FromSource { speaker: Speaker::Me, news: sound(1_600_000, 0.5) }).await.unwrap();
            drop(source);
            (told, heard.recv().await, heard.recv().await)
        };
        let ((), (told, after, nothing)) = tokio::join!(intake.run(from_source), say);
        assert_eq!(told, Sound { start: 0, samples: Vec::new() });
        assert_eq!(after.map(|piece| (piece.start, piece.samples.len())), Some((1_600_000, 1600)));
        assert_eq!(nothing, None);
        log.emit(EventKind::SessionEnded);
        let mut reader = log.reader(0);
        while let Some(event) = reader.next().await {
            let level = matches!(event.kind, EventKind::Level { .. });
            assert!(!level, "one piece of sound is too short for a level, and muted ones have none: {event:?}");
        }
    }

    #[tokio::test]
    async fn what_is_said_in_a_pause_reaches_no_transcriber() {
        let (log, (source, from_source)) = (log(), mpsc::channel(64));
        let (me, mut heard_of_me) = mpsc::channel(64);
        let (them, mut heard_of_them) = mpsc::channel(64);
        let mutes = Arc::new(Mutes::new(Arc::clone(&log)));
        let sides = [(Speaker::Me, Zeros::Nothing, me), (Speaker::Them, Zeros::Nothing, them)];
        let intake = Intake::new(log, sides).muting(Arc::clone(&mutes));
        mutes.pause(true);
        for (start, speaker) in [(160_000, Speaker::Me), (160_000, Speaker::Them), (161_600, Speaker::Them)] {
            source.send(FromSource { speaker, news: sound(start, 0.5) }).await.unwrap();
        }
        drop(source);
        intake.run(from_source).await;
        for heard in [&mut heard_of_me, &mut heard_of_them] {
            assert_eq!(heard.recv().await, Some(Sound { start: 0, samples: Vec::new() }), "its open turn ends");
            assert_eq!(heard.recv().await, None);
        }
    }

    #[tokio::test]
    async fn a_busy_transcriber_does_not_make_a_source_silent() {
        let log = log();
        let (busy, mut heard) = mpsc::channel(1);
        let (source, from_source) = mpsc::channel(64);
        let intake = Intake::new(Arc::clone(&log), [(Speaker::Them, Zeros::Nothing, busy)]);
        for n in 0..3 {
            source.send(FromSource { speaker: Speaker::Them, news: sound(n * 1600, 0.5) }).await.unwrap();
        }
        let transcriber = async {
            tokio::time::sleep(watchdog::STALL + LOOK).await;
            while heard.recv().await.is_some() {}
        };
        let gone = async move {
            tokio::time::sleep(watchdog::STALL + 3 * LOOK).await;
            drop(source);
        };
        tokio::join!(intake.run(from_source), transcriber, gone);
        log.emit(EventKind::SessionEnded);
        let mut reader = log.reader(0);
        while let Some(event) = reader.next().await {
            assert!(
                !matches!(event.kind, EventKind::SourceChanged { state: SourceState::Lost { .. }, .. }),
                "{event:?}"
            );
        }
    }
}
