//! What left the speakers, and when: the yardstick for the times that the meeting page tells.

use crate::child::Kept;
use crate::error::{Error, Result};
use crate::sound::SoundServer;
use std::io::Read;
use std::process::{ChildStdout, Stdio};
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

/// Samples per second of a recording.
pub const RATE: u32 = 16_000;

/// Sound off the speakers: 16 kHz, mono.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// All samples.
    pub samples: Vec<i16>,
    /// Wall clock of the first one, milliseconds since the Unix epoch.
    pub started_ms: f64,
}

/// A recording that is going on.
#[derive(Debug)]
pub struct Recording {
    recorder: Kept,
    reader: JoinHandle<Heard>,
}

impl Recording {
    /// Begins to record what the private sound server's speakers play.
    ///
    /// # Errors
    /// [`Error::Start`] when the recorder is not installed.
    pub fn start(sound: &SoundServer) -> Result<Self> {
        let mut command = sound.client("parec");
        command.args(["--device=spk.monitor", "--format=s16le", "--channels=1", "--latency-msec=10"]);
        command.arg(format!("--rate={RATE}")).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut recorder = Kept::start(&mut command)?;
        let Some(stdout) = recorder.inner().stdout.take() else {
            return Err(Error::Unexpected("the recorder has no stdout".to_owned()));
        };
        Ok(Self { recorder, reader: std::thread::spawn(move || read(stdout)) })
    }

    /// Ends it.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when reading it failed.
    pub fn finish(self) -> Result<Heard> {
        drop(self.recorder);
        self.reader.join().map_err(|_| Error::Unexpected("the recording could not be read".to_owned()))
    }
}

/// Reads to the end. A block can arrive late but never early, so of all blocks the one that came soonest tells
/// best when the first sample was taken.
fn read(mut stdout: ChildStdout) -> Heard {
    let mut bytes = Vec::new();
    let mut started_ms = f64::INFINITY;
    let mut block = [0; 4096];
    while let Ok(count @ 1..) = stdout.read(&mut block) {
        bytes.extend_from_slice(&block[..count]);
        let length_ms = (bytes.len() / 2) as f64 * 1000.0 / f64::from(RATE);
        started_ms = started_ms.min(unix_ms() - length_ms);
    }
    let samples = bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    Heard { samples, started_ms }
}

/// Now, milliseconds since the Unix epoch.
pub fn unix_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}

/// Where in `heard` the stretch `spoken` is, as wall clock of its first sample: the place within `margin_ms` of
/// `expected_ms` at which both agree best. None when it is not there at all.
pub fn find(heard: &Heard, spoken: &[i16], expected_ms: f64, margin_ms: f64) -> Option<f64> {
    let per_ms = f64::from(RATE) / 1000.0;
    let first = ((expected_ms - margin_ms - heard.started_ms) * per_ms).max(0.0) as usize;
    let last = ((expected_ms + margin_ms - heard.started_ms) * per_ms).max(0.0) as usize;
    let energy = |samples: &[i16]| samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>();
    let asked_energy = energy(spoken);
    // The window moves a sample at a time, and so does its energy.
    let mut window_energy = heard.samples.get(first..first + spoken.len()).map(energy)?;
    let mut agreement = |at: usize| {
        let window = heard.samples.get(at..at + spoken.len())?;
        if at > first {
            let (left, entered) = (heard.samples[at - 1], window[window.len() - 1]);
            window_energy += f64::from(entered).powi(2) - f64::from(left).powi(2);
        }
        let product: f64 = window.iter().zip(spoken).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
        Some(product / (window_energy * asked_energy).sqrt().max(1.0))
    };
    let places = (first..=last).filter_map(|at| Some((at, agreement(at)?)));
    let (at, agreement) = places.max_by(|one, other| one.1.total_cmp(&other.1))?;
    (agreement > 0.5).then(|| heard.started_ms + at as f64 / per_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_found_where_it_was_put_and_nowhere_else() {
        let noise: Vec<i16> = (0..4000_i32).map(|n| ((n * n * 31 + n * 17) % 2003 - 1001) as i16).collect();
        let mut samples = vec![0; 16_000];
        samples[8_000..12_000].copy_from_slice(&noise);
        let heard = Heard { samples, started_ms: 100.0 };
        assert_eq!(find(&heard, &noise, 590.0, 50.0), Some(600.0));
        assert_eq!(find(&heard, &noise, 200.0, 50.0), None);
    }
}
