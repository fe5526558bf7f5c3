//! WAV files as mono samples at their own rate.

use super::AudioError;
use super::resample::{clean, mix_down};
use hound::{SampleFormat, WavReader};
use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Below, speech is not intelligible; above, nobody records.
const RATES: RangeInclusive<u32> = 4_000..=192_000;

type Samples = std::iter::Peekable<Box<dyn Iterator<Item = hound::Result<f32>> + Send>>;

/// An open WAV file: 8 to 32-bit integers or 32-bit float, any number of channels.
pub(super) struct Wav {
    path: PathBuf,
    /// Samples per second and channel.
    pub(super) rate: u32,
    channels: usize,
    samples: Samples,
}

impl Wav {
    /// Reads the header.
    pub(super) fn open(path: &Path) -> Result<Self, AudioError> {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let about = file.metadata().map_err(|error| unreadable(path, &error))?;
        if about.is_dir() {
            return Err(AudioError::FileUnreadable { path: path.to_owned(), detail: "it is a folder".to_owned() });
        }
        if about.len() == 0 {
            return Err(AudioError::EmptyFile(path.to_owned()));
        }
        let reader = WavReader::new(BufReader::new(file)).map_err(|error| not_wav(path, error))?;
        Self::with(reader, path)
    }

    fn with(reader: WavReader<BufReader<File>>, path: &Path) -> Result<Self, AudioError> {
        let (path, spec) = (path.to_owned(), reader.spec());
        if reader.len() == 0 {
            return Err(AudioError::EmptyFile(path));
        }
        if !RATES.contains(&spec.sample_rate) {
            return Err(AudioError::UnsupportedRate { path, rate: spec.sample_rate });
        }
        let channels = usize::from(spec.channels);
        let samples: Box<dyn Iterator<Item = _> + Send> = match spec.sample_format {
            SampleFormat::Float => Box::new(reader.into_samples::<f32>()),
            SampleFormat::Int => {
                let full_scale = f64::from(1u32 << (spec.bits_per_sample.clamp(1, 32) - 1));
                let scaled = move |sample: i32| (f64::from(sample) / full_scale) as f32;
                Box::new(reader.into_samples::<i32>().map(move |sample| sample.map(scaled)))
            }
        };
        let mut new = Self { path, rate: spec.sample_rate, channels, samples: samples.peekable() };
        // Sample types that cannot be read show at the first sample.
        if let Some(Err(error)) = new.samples.next_if(Result::is_err) {
            return Err(new.broken(error));
        }
        Ok(new)
    }

    /// The next `frames` samples, mixed down to one channel, are appended; fewer at the end and none after it.
    ///
    /// # Errors
    /// When the file ends before its header says so: what was read until there is in `mono` all the same.
    pub(super) fn read(&mut self, frames: usize, mono: &mut Vec<f32>) -> Result<(), AudioError> {
        let mut failed = None;
        let mut interleaved = Vec::with_capacity(frames * self.channels);
        while interleaved.len() < frames * self.channels {
            match self.samples.next() {
                Some(Ok(sample)) => interleaved.push(clean(sample)),
                Some(Err(error)) => failed = Some(error),
                None => break,
            }
            if failed.is_some() {
                break;
            }
        }
        mono.extend(mix_down(&interleaved, self.channels));
        failed.map_or(Ok(()), |error| Err(self.broken(error)))
    }

    fn broken(&self, error: hound::Error) -> AudioError {
        match error {
            hound::Error::IoError(error) if early_end(&error) => AudioError::FileCutShort(self.path.clone()),
            error => not_wav(&self.path, error),
        }
    }
}

/// hound reports the end of the file as an I/O error without an error of the system behind it.
fn early_end(error: &std::io::Error) -> bool {
    error.raw_os_error().is_none()
}

fn unreadable(path: &Path, error: &std::io::Error) -> AudioError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound => AudioError::FileNotFound(path),
        _ => AudioError::FileUnreadable { path, detail: error.to_string() },
    }
}

fn not_wav(path: &Path, error: hound::Error) -> AudioError {
    let path = path.to_owned();
    match error {
        hound::Error::IoError(error) if early_end(&error) => {
            AudioError::NotWav { path, detail: "it ends inside its header".to_owned() }
        }
        hound::Error::IoError(error) => unreadable(&path, &error),
        // 64-bit float and other sizes that hound knows but does not read.
        hound::Error::FormatError(detail) if detail.starts_with("bits per sample") => {
            AudioError::UnsupportedCoding(path)
        }
        hound::Error::FormatError(detail) => AudioError::NotWav { path, detail: detail.to_owned() },
        _ => AudioError::UnsupportedCoding(path),
    }
}
