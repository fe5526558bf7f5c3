//! The sources of a session: those that are open, and those that are looked for until they are there.

use crate::audio::{self, FromSource, News, Pace, Source, SourceSpec};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::join_all;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How often a missing source is looked for again: it must be heard within a second of its return.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// A side and what it is heard by.
#[derive(Clone)]
struct Side {
    speaker: Speaker,
    spec: SourceSpec,
}

/// A side that is not heard, and why.
struct Missing {
    side: Side,
    fault: Fault,
}

/// The sources. Dropping them closes their devices.
pub struct Opened {
    sources: Vec<(Side, Source)>,
    missing: Vec<Missing>,
    pace: Pace,
    began: Instant,
    news: mpsc::Sender<FromSource>,
}

impl Opened {
    /// Opens what can be opened. A side that the user did not name for this session may be missing.
    ///
    /// # Errors
    /// A source that the user named cannot be opened, or none at all.
    pub async fn of(
        specs: Vec<(Speaker, SourceSpec)>,
        pace: Pace,
        began: Instant,
        news: mpsc::Sender<FromSource>,
    ) -> Result<Self, Fault> {
        let mut opened = Self { sources: Vec::new(), missing: Vec::new(), pace, began, news };
        let sides: Vec<Side> = specs.into_iter().map(|(speaker, spec)| Side { speaker, spec }).collect();
        // Together: a sound server takes its time for each.
        let results = join_all(sides.iter().map(|side| opened.open(side.clone()))).await;
        for (side, result) in sides.into_iter().zip(results) {
            let named = matches!(side.spec, SourceSpec::File(_) | SourceSpec::Device(_));
            match result {
                Ok(source) => opened.sources.push((side, source)),
                Err(fault) if named => return Err(fault),
                Err(fault) => opened.missing.push(Missing { side, fault }),
            }
        }
        match opened.missing.first() {
            Some(missing) if opened.sources.is_empty() => Err(missing.fault.clone()),
            _ => Ok(opened),
        }
    }

    async fn open(&self, Side { speaker, spec }: Side) -> Result<Source, Fault> {
        let (pace, began, news) = (self.pace, self.began, self.news.clone());
        let opening = tokio::task::spawn_blocking(move || audio::open(&spec, speaker, pace, began, news));
        let interrupted =
            |_| Fault::new("audio.interrupted", "Opening the sound was interrupted.", "Start the session again.");
        Ok(opening.await.map_err(interrupted)??)
    }

    /// Holds the sources open, looks for the missing ones and opens again what died, until `stop` resolves. Then
    /// the sources hand over what they have captured, and the channel closes.
    pub async fn hold(mut self, stop: impl Future<Output = ()>) {
        tokio::select! {
            () = stop => {}
            () = self.look_after() => {}
        }
        self.sources.into_iter().for_each(|(_, source)| source.finish());
    }

    async fn look_after(&mut self) {
        for missing in &self.missing {
            self.tell(missing).await;
        }
        loop {
            tokio::time::sleep(LOOK_AGAIN_AFTER).await;
            self.bury_the_dead();
            for mut missing in std::mem::take(&mut self.missing) {
                match self.open(missing.side.clone()).await {
                    Ok(source) => self.sources.push((missing.side, source)),
                    Err(fault) => {
                        if fault != std::mem::replace(&mut missing.fault, fault.clone()) {
                            self.tell(&missing).await;
                        }
                        self.missing.push(missing);
                    }
                }
            }
        }
    }

    /// Live sound never ends by itself: a thread that did has died, and its side is missing.
    fn bury_the_dead(&mut self) {
        let is_live = |side: &Side| !matches!(side.spec, SourceSpec::File(_));
        let died = self.sources.extract_if(.., |(side, source)| is_live(side) && source.has_ended());
        let fault = || {
            let sentence = "Listening to the device stopped unexpectedly.";
            Fault::new("audio.died", sentence, "Nothing to do when sound arrives again; please report this otherwise.")
        };
        self.missing.extend(died.map(|(side, _)| Missing { side, fault: fault() }));
    }

    /// Says why a side is not heard.
    async fn tell(&self, Missing { side, fault }: &Missing) {
        let news = News::Lost { fault: fault.clone() };
        // An intake that is gone needs no news.
        let _ = self.news.send(FromSource { speaker: side.speaker, news }).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of ten seconds, heard as it was spoken, and what comes from it.
    async fn playing(folder: &tempfile::TempDir) -> (Opened, mpsc::Receiver<FromSource>) {
        let path = folder.path().join("call.wav");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 16_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut wav = hound::WavWriter::create(&path, spec).unwrap();
        (0..160_000).for_each(|_| wav.write_sample(1_000_i16).unwrap());
        wav.finalize().unwrap();
        let (news, received) = mpsc::channel(64);
        let sides = vec![(Speaker::Them, SourceSpec::File(path.into()))];
        (Opened::of(sides, Pace::Real, Instant::now(), news).await.unwrap(), received)
    }

    #[tokio::test]
    async fn after_the_stop_the_channel_closes() {
        let folder = tempfile::tempdir().unwrap();
        let (opened, mut received) = playing(&folder).await;
        let ((), heard) = tokio::join!(opened.hold(std::future::ready(())), async {
            let mut heard = 0;
            while received.recv().await.is_some() {
                heard += 1;
            }
            heard
        });
        assert!(heard < 100, "the file is not played to its end");
    }

    #[tokio::test]
    async fn a_side_that_is_missing_says_why_once() {
        let folder = tempfile::tempdir().unwrap();
        let (mut opened, mut received) = playing(&folder).await;
        let side = Side { speaker: Speaker::Me, spec: SourceSpec::Device("no such device".into()) };
        let fault = match opened.open(side.clone()).await {
            Err(fault) => fault,
            Ok(_) => panic!("there is no such device"),
        };
        opened.missing.push(Missing { side, fault: fault.clone() });
        let stop = tokio::time::sleep(3 * LOOK_AGAIN_AFTER);
        let ((), told) = tokio::join!(opened.hold(stop), async {
            let mut told = Vec::new();
            while let Some(message) = received.recv().await {
                if message.speaker == Speaker::Me {
                    told.push(message.news);
                }
            }
            told
        });
        assert_eq!(told, [News::Lost { fault }]);
    }

    #[tokio::test]
    async fn a_named_device_that_is_not_there_ends_the_start() {
        let (news, _received) = mpsc::channel(64);
        let sides = vec![(Speaker::Me, SourceSpec::Device("no such device".into()))];
        assert!(Opened::of(sides, Pace::Real, Instant::now(), news).await.is_err());
    }
}
