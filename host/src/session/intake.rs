//! Takes in what the sources tell: passes the sound on to the transcriber of its side, and turns the rest into
//! events.

use super::log::Log;
use crate::audio::{EchoCanceller, FromSource, News, Pace};
use crate::speech::Sound;
use convoally_shared::event::{EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Samples between two levels of a side: five a second are enough for a bar.
const LEVEL_EVERY: usize = crate::audio::SAMPLE_RATE as usize / 5;
/// Nothing but digital silence for so long after opening is told: a missing permission looks like this, a quiet
/// room does not.
const SILENT_AFTER: usize = crate::audio::SAMPLE_RATE as usize * 2;
/// The level of nothing at all, decibels relative to full scale.
const FLOOR_DBFS: f32 = -90.0;

/// One side: where its sound goes, and what was last told of it.
struct Side {
    sound: mpsc::Sender<Sound>,
    device: String,
    peak: f32,
    since_level: usize,
    /// Samples since the device was opened, while all of them are zero.
    zeros: Option<usize>,
    told_silent: Option<bool>,
}

/// Joins the sources of a session to its transcriber.
pub struct Intake {
    log: Arc<Log>,
    sides: HashMap<Speaker, Side>,
    echo: EchoCanceller,
}

impl Intake {
    /// An intake that passes sound on to the given channels.
    pub fn new(log: Arc<Log>, sounds: impl IntoIterator<Item = (Speaker, mpsc::Sender<Sound>)>) -> Self {
        let sides = sounds.into_iter().map(|(speaker, sound)| {
            let side =
                Side { sound, device: String::new(), peak: 0.0, since_level: 0, zeros: Some(0), told_silent: None };
            (speaker, side)
        });
        Self { log, sides: sides.collect(), echo: EchoCanceller::new(&[], Pace::Real) }
    }

    /// Takes the echo out of the microphone first.
    pub fn cancelling(self, echo: EchoCanceller) -> Self {
        Self { echo, ..self }
    }

    /// Runs until every side has ended or the sources are gone. Dropping the sides' channels then lets the
    /// transcriber finish.
    pub async fn run(mut self, mut news: mpsc::Receiver<FromSource>) {
        while !self.sides.is_empty() {
            let Some(message) = news.recv().await else { break };
            for message in self.echo.take(message) {
                self.take(message).await;
            }
        }
    }

    async fn take(&mut self, FromSource { speaker, news }: FromSource) {
        match news {
            News::Opened { device } => self.opened(speaker, device),
            News::Samples { start, samples } => self.samples(speaker, start, samples).await,
            News::Lost { fault } => self.tell(speaker, SourceState::Lost { fault }),
            News::Ended => {
                self.tell(speaker, SourceState::Ended);
                self.sides.remove(&speaker);
            }
        }
    }

    fn tell(&self, speaker: Speaker, state: SourceState) {
        let device = self.sides.get(&speaker).map(|side| side.device.clone()).unwrap_or_default();
        self.log.emit(EventKind::SourceChanged { speaker, device, state });
    }

    fn opened(&mut self, speaker: Speaker, device: String) {
        let Some(side) = self.sides.get_mut(&speaker) else { return };
        side.device = device;
        side.zeros = Some(0);
        side.told_silent = None;
        self.tell(speaker, SourceState::Opening);
    }

    async fn samples(&mut self, speaker: Speaker, start: u64, samples: Vec<f32>) {
        let Some(side) = self.sides.get_mut(&speaker) else { return };
        let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        let news = side.measure(peak, samples.len());
        // A closed channel means that the transcriber is gone, which its own task has told.
        let _ = side.sound.send(Sound { start, samples }).await;
        if let Some(silent) = news.silent {
            self.tell(speaker, if silent { silence(speaker) } else { SourceState::Hearing });
        }
        if let Some(dbfs) = news.dbfs {
            self.log.emit(EventKind::Level { speaker, dbfs });
        }
    }
}

fn silence(speaker: Speaker) -> SourceState {
    let sentence = format!("Every sample of {speaker} is zero.");
    let action = "Check that the device is not muted and that this program may listen.";
    SourceState::Silent { fault: Fault::new("audio.silent", sentence, action) }
}

/// What a piece of sound gives to tell.
struct Measured {
    dbfs: Option<f32>,
    silent: Option<bool>,
}

impl Side {
    fn measure(&mut self, peak: f32, samples: usize) -> Measured {
        self.peak = self.peak.max(peak);
        self.since_level += samples;
        self.zeros = self.zeros.filter(|_| peak == 0.0).map(|zeros| zeros + samples);
        let silent = match self.zeros {
            None => Some(false),
            Some(zeros) => (zeros >= SILENT_AFTER).then_some(true),
        };
        let silent = silent.filter(|silent| self.told_silent != Some(*silent));
        self.told_silent = silent.or(self.told_silent);
        let dbfs = (self.since_level >= LEVEL_EVERY).then(|| {
            self.since_level = 0;
            (20.0 * std::mem::take(&mut self.peak).log10()).max(FLOOR_DBFS)
        });
        Measured { dbfs, silent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::SessionId;
    use std::time::Instant;

    async fn told(news: Vec<News>) -> Vec<EventKind> {
        let log = Log::new(SessionId("s".into()), Instant::now());
        let (sound, mut heard) = mpsc::channel(64);
        let (source, from_source) = mpsc::channel(64);
        let intake = Intake::new(Arc::clone(&log), [(Speaker::Them, sound)]);
        for news in news {
            source.send(FromSource { speaker: Speaker::Them, news }).await.unwrap();
        }
        drop(source);
        tokio::join!(intake.run(from_source), async { while heard.recv().await.is_some() {} });
        log.emit(EventKind::SessionEnded);
        let mut reader = log.reader(0);
        let mut kinds = Vec::new();
        while let Some(event) = reader.next().await {
            kinds.push(event.kind);
        }
        kinds
    }

    fn sound(start: u64, value: f32) -> News {
        News::Samples { start, samples: vec![value; 1600] }
    }

    #[tokio::test]
    async fn digital_silence_is_told_once_and_taken_back_by_the_first_sound() {
        let mut news = vec![News::Opened { device: "Speakers".into() }];
        news.extend((0..30).map(|n| sound(n * 1600, 0.0)));
        news.push(sound(48_000, 0.5));
        let states: Vec<SourceState> = told(news)
            .await
            .into_iter()
            .filter_map(|kind| match kind {
                EventKind::SourceChanged { state, .. } => Some(state),
                _ => None,
            })
            .collect();
        assert_eq!(states, [SourceState::Opening, silence(Speaker::Them), SourceState::Hearing]);
    }

    #[tokio::test]
    async fn the_level_is_the_peak_in_decibels() {
        let kinds = told(vec![sound(0, 0.1), sound(1600, 1.0)]).await;
        let level = kinds.iter().find_map(|kind| match kind {
            EventKind::Level { dbfs, .. } => Some(*dbfs),
            _ => None,
        });
        assert_eq!(level, Some(0.0));
    }
}
