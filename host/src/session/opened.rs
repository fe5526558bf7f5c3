//! The sources of a session: those that are open, and those that are looked for until they are there.

use super::log::Log;
use crate::audio::{self, FromSource, Pace, Source, SourceSpec};
use convoally_shared::event::{EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::join_all;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How often a missing source is looked for again.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// A side whose default source was not there when the session began.
struct Missing {
    speaker: Speaker,
    spec: SourceSpec,
    fault: Fault,
}

/// The sources. Dropping them closes their devices.
pub struct Opened {
    sources: Vec<Source>,
    missing: Vec<Missing>,
    pace: Pace,
    began: Instant,
    news: mpsc::Sender<FromSource>,
}

impl Opened {
    /// Opens what can be opened.
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
        // Together: a sound server takes its time for each.
        let opening = specs.iter().map(|(speaker, spec)| opened.open(*speaker, spec.clone()));
        let results = join_all(opening).await;
        for ((speaker, spec), result) in specs.into_iter().zip(results) {
            let named = matches!(spec, SourceSpec::File(_) | SourceSpec::Device(_));
            match result {
                Ok(source) => opened.sources.push(source),
                Err(fault) if named => return Err(fault),
                Err(fault) => opened.missing.push(Missing { speaker, spec, fault }),
            }
        }
        match opened.missing.first() {
            Some(missing) if opened.sources.is_empty() => Err(missing.fault.clone()),
            _ => Ok(opened),
        }
    }

    async fn open(&self, speaker: Speaker, spec: SourceSpec) -> Result<Source, Fault> {
        let (pace, began, news) = (self.pace, self.began, self.news.clone());
        let opening = tokio::task::spawn_blocking(move || audio::open(&spec, speaker, pace, began, news));
        let interrupted =
            |_| Fault::new("audio.interrupted", "Opening the sound was interrupted.", "Start the session again.");
        Ok(opening.await.map_err(interrupted)??)
    }

    /// Says of each missing side why it is not heard.
    pub fn tell_missing(&self, log: &Log) {
        for Missing { speaker, fault, .. } in &self.missing {
            let state = SourceState::Lost { fault: fault.clone() };
            log.emit(EventKind::SourceChanged { speaker: *speaker, device: String::new(), state });
        }
    }

    /// Holds the sources open, and looks for the missing ones until they are there. Resolves never: being dropped
    /// is its end.
    pub async fn hold(mut self) {
        while !self.missing.is_empty() {
            tokio::time::sleep(LOOK_AGAIN_AFTER).await;
            for Missing { speaker, spec, fault } in std::mem::take(&mut self.missing) {
                match self.open(speaker, spec.clone()).await {
                    Ok(source) => self.sources.push(source),
                    Err(_) => self.missing.push(Missing { speaker, spec, fault }),
                }
            }
        }
        std::future::pending().await
    }
}
