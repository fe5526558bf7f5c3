//! A WAV file as a source: as it was spoken, or as fast as the rest of the path takes it.

use super::outlet::{Closed, Outlet};
use super::resample::Resampler;
use super::source::{Ready, Source};
use super::track::BLOCK;
use super::wav::Wav;
use super::{AudioError, FromSource, News, Pace, SAMPLE_RATE};
use convoally_shared::utterance::Speaker;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::sleep_until;

/// Silence after the last sample, so that endpointing hears that the last utterance is over: 1.5 s.
const SILENCE: usize = SAMPLE_RATE as usize * 3 / 2;

/// Plays `path`. At [`Pace::Real`] its first sample sounds now on the session's clock; at [`Pace::Fast`] there is
/// no wall clock and it begins at 0.
pub(super) fn open(
    path: PathBuf,
    speaker: Speaker,
    pace: Pace,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    Source::spawn(move |ready: Ready<()>| async move {
        match Blocks::open(&path) {
            Err(error) => ready.tell(Err(error)),
            Ok(blocks) => {
                ready.tell(Ok(()));
                let mut outlet = Outlet::new(speaker, out);
                outlet.push(News::Opened { device: device_name(&path) });
                // Whether everything was played or nobody listens any more: there is nothing left to do.
                let _ = play(blocks, &mut outlet, pace, session_start).await;
            }
        }
    })
}

fn device_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

async fn play(mut blocks: Blocks, outlet: &mut Outlet, pace: Pace, session_start: Instant) -> Result<(), Closed> {
    let begun = Instant::now();
    let first = match pace {
        Pace::Real => samples_in(begun.saturating_duration_since(session_start)),
        Pace::Fast => 0,
    };
    let mut played = 0;
    while let Some(samples) = blocks.next() {
        let start = first + played;
        played += samples.len() as u64;
        // A live block arrives when its last sample has sounded.
        let due = begun + Duration::from_micros(played * 1_000_000 / u64::from(SAMPLE_RATE));
        if pace == Pace::Real {
            until(due, outlet).await?;
        }
        outlet.push(News::Samples { start, samples });
        if pace == Pace::Fast {
            outlet.flush().await?;
        }
    }
    if let Some(error) = blocks.failed {
        outlet.push(News::Lost { fault: error.into() });
    }
    outlet.push(News::Ended);
    outlet.flush().await
}

/// Waits, and meanwhile hands over what a full channel held back.
async fn until(due: Instant, outlet: &mut Outlet) -> Result<(), Closed> {
    tokio::select! {
        closed = outlet.drain() => Err(closed),
        () = sleep_until(due.into()) => Ok(()),
    }
}

fn samples_in(time: Duration) -> u64 {
    (time.as_micros() * u128::from(SAMPLE_RATE) / 1_000_000) as u64
}

/// A file cut into 20 ms blocks at 16 kHz, with silence behind it.
struct Blocks {
    wav: Wav,
    resampler: Resampler,
    ready: Vec<f32>,
    ended: bool,
    failed: Option<AudioError>,
}

impl Blocks {
    fn open(path: &Path) -> Result<Self, AudioError> {
        let wav = Wav::open(path)?;
        let resampler = Resampler::new(wav.rate)?;
        Ok(Self { wav, resampler, ready: Vec::new(), ended: false, failed: None })
    }

    /// Reads and converts about one block more; at the end of the file the tail and the silence.
    fn fill(&mut self) -> Result<(), AudioError> {
        let mut mono = Vec::new();
        let read = self.wav.read(self.wav.rate as usize / 50, &mut mono);
        self.ended = mono.is_empty() || read.is_err();
        self.resampler.push(&mono, &mut self.ready)?;
        if self.ended {
            self.resampler.finish(&mut self.ready)?;
            self.ready.resize(self.ready.len() + SILENCE, 0.0);
        }
        read
    }

    /// The next block; only the last one is shorter than 20 ms.
    fn next(&mut self) -> Option<Vec<f32>> {
        while self.ready.len() < BLOCK && !self.ended {
            if let Err(error) = self.fill() {
                self.failed = Some(error);
                self.ended = true;
            }
        }
        let block: Vec<f32> = self.ready.drain(..self.ready.len().min(BLOCK)).collect();
        (!block.is_empty()).then_some(block)
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
