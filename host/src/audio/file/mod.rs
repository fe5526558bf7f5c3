//! Sound files as sources: as they were spoken, some times as fast, or as fast as the rest of the path takes them.
//!
//! A file is read as it is played and never held in memory, however long. Formats are known to symphonia alone:
//! `header` finds out with it what a file is, `decode` gives samples at the file's own rate. What a person may
//! name is in `sound_file`.
//! Start at [`open`].

mod decode;
mod header;
mod sound_file;

pub use sound_file::{Channel, SoundFile};

use super::outlet::{Closed, Outlet};
use super::resample::Resampler;
use super::source::{Ready, Source};
use super::track::BLOCK;
use super::{AudioError, FromSource, News, Pace, SAMPLE_RATE};
use convoally_shared::utterance::Speaker;
use decode::{Decoder, Piece};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::sleep_until;

/// Silence after the last sample, so that endpointing hears that the last utterance is over: 1.5 s.
const SILENCE: usize = SAMPLE_RATE as usize * 3 / 2;

/// Plays `file`. Its first sample sounds now on the session's clock, which runs as many times faster as the file
/// is played; at [`Pace::Fast`] there is no wall clock and it begins at 0.
pub(super) fn open(
    file: SoundFile,
    speaker: Speaker,
    pace: Pace,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    Source::spawn(move |ready: Ready<()>| async move {
        match Blocks::open(&file) {
            Err(error) => ready.tell(Err(error)),
            Ok(blocks) => {
                ready.tell(Ok(()));
                let player = Player { device: device_name(&file), pace, session_start };
                // Whether everything was played or nobody listens any more: there is nothing left to do.
                let _ = player.play(blocks, &mut Outlet::new(speaker, out)).await;
            }
        }
    })
}

fn device_name(file: &SoundFile) -> String {
    let name = file.path.file_name().unwrap_or(file.path.as_os_str()).to_string_lossy();
    match file.channel {
        Channel::Mix => name.into_owned(),
        Channel::Left => format!("{name} (left)"),
        Channel::Right => format!("{name} (right)"),
    }
}

/// How a file is played.
struct Player {
    device: String,
    pace: Pace,
    session_start: Instant,
}

impl Player {
    async fn play(&self, mut blocks: Blocks, outlet: &mut Outlet) -> Result<(), Closed> {
        let begun = Instant::now();
        let speed = self.pace.speed();
        let first = samples_in(begun.saturating_duration_since(self.session_start) * speed.unwrap_or(0));
        let mut played = 0;
        outlet.push(self.opened());
        while let Some(samples) = blocks.next() {
            let start = first + played;
            played += samples.len() as u64;
            if let Some(fault) = blocks.new_damage() {
                outlet.push(News::Lost { fault: fault.into() });
                outlet.push(self.opened());
            }
            // A live block arrives when its last sample has sounded.
            if let Some(speed) = speed {
                until(begun + length(played) / speed, outlet).await?;
            }
            outlet.push(News::Samples { start, samples });
            if speed.is_none() {
                outlet.flush().await?;
            }
        }
        if let Some(error) = blocks.failed {
            outlet.push(News::Lost { fault: error.into() });
        }
        outlet.push(News::Ended);
        outlet.flush().await
    }

    fn opened(&self) -> News {
        News::Opened { device: self.device.clone() }
    }
}

/// Waits, and meanwhile hands over what a full channel held back.
async fn until(due: Instant, outlet: &mut Outlet) -> Result<(), Closed> {
    tokio::select! {
        closed = outlet.drain() => Err(closed),
        () = sleep_until(due.into()) => Ok(()),
    }
}

fn length(samples: u64) -> Duration {
    Duration::from_micros(samples * 1_000_000 / u64::from(SAMPLE_RATE))
}

fn samples_in(time: Duration) -> u64 {
    (time.as_micros() * u128::from(SAMPLE_RATE) / 1_000_000) as u64
}

/// A file cut into 20 ms blocks at 16 kHz, with silence behind it.
struct Blocks {
    file: SoundFile,
    decoder: Decoder,
    /// None before the first sound tells the rate.
    resampler: Option<(u32, Resampler)>,
    ready: Vec<f32>,
    ended: bool,
    failed: Option<AudioError>,
    damage_told: bool,
}

impl Blocks {
    fn open(file: &SoundFile) -> Result<Self, AudioError> {
        let (file, decoder) = (file.clone(), Decoder::open(file)?);
        Ok(Self { file, decoder, resampler: None, ready: Vec::new(), ended: false, failed: None, damage_told: false })
    }

    /// Reads and converts one packet more; at the end of the file the tail and the silence.
    fn fill(&mut self) -> Result<(), AudioError> {
        let read = self.decoder.next();
        if let Ok(Some(piece)) = read {
            return self.convert(&piece);
        }
        self.ended = true;
        self.finish_rate()?;
        self.ready.resize(self.ready.len() + SILENCE, 0.0);
        read.map(drop)
    }

    fn convert(&mut self, piece: &Piece) -> Result<(), AudioError> {
        if self.resampler.as_ref().is_none_or(|(rate, _)| *rate != piece.rate) {
            self.finish_rate()?;
            self.resampler = Some((piece.rate, Resampler::new(piece.rate)?));
        }
        match &mut self.resampler {
            Some((_, resampler)) => resampler.push(&piece.mono, &mut self.ready),
            None => Ok(()),
        }
    }

    fn finish_rate(&mut self) -> Result<(), AudioError> {
        self.resampler.take().map_or(Ok(()), |(_, mut resampler)| resampler.finish(&mut self.ready))
    }

    /// That something is left out, the first time that it is.
    fn new_damage(&mut self) -> Option<AudioError> {
        let new = self.decoder.damaged && !std::mem::replace(&mut self.damage_told, self.decoder.damaged);
        new.then(|| AudioError::FileDamaged(self.file.path.clone()))
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
mod format_tests;
#[cfg(test)]
mod tests;
