//! What a file is: its format, the track with the sound, and why it cannot be played.
//!
//! The format is found in the file's first bytes; its name says nothing.

use super::super::AudioError;
use std::fs::File;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::{Hint, Probe, ProbeOptions};
use symphonia::core::formats::{FormatOptions, FormatReader, Track};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::units::TimeBase;
use symphonia::default::{get_codecs, register_enabled_formats};

/// Below, speech is not intelligible; above, nobody records.
pub(super) const RATES: RangeInclusive<u32> = 4_000..=192_000;
/// How far into a file its format is looked for, bytes; tags before it do not count. In noise, a longer search
/// only finds an MP3 that is none.
const PROBE_DEPTH: u32 = 64 * 1024;

static PROBE: LazyLock<Probe> = LazyLock::new(|| {
    let mut probe = Probe::new_with_options(&ProbeOptions { max_probe_depth: PROBE_DEPTH, ..Default::default() });
    register_enabled_formats(&mut probe);
    probe
});

/// What a file says of its length.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Length {
    /// So many frames.
    Frames(u64),
    /// Nothing: it was written by a program that did not know. Its end is where its bytes end.
    Open,
    /// Nothing that could be relied on.
    Guessed,
}

/// The track that is played, and what decodes it.
pub(super) struct Chosen {
    /// Its number in the file.
    pub(super) track: u32,
    /// Decodes it.
    pub(super) codec: Box<dyn AudioDecoder>,
    pub(super) length: Length,
    /// Whether its times count frames.
    pub(super) counts_frames: bool,
}

/// The first track that holds sound: also of a film.
pub(super) fn choose(format: &dyn FormatReader, path: &Path) -> Result<Chosen, AudioError> {
    let sound = |track: &Track| match &track.codec_params {
        Some(CodecParameters::Audio(params)) => Some((track.clone(), params.clone())),
        _ => None,
    };
    let Some((track, params)) = format.tracks().iter().find_map(sound) else {
        return Err(AudioError::NotSound { path: path.to_owned(), detail: "no sound is in it".to_owned() });
    };
    let codec = decoder(&params, path)?;
    let counts_frames = track.time_base == params.sample_rate.and_then(TimeBase::try_from_recip);
    Ok(Chosen { track: track.id, codec, counts_frames, length: length(format.format_info().short_name, &track) })
}

fn length(format: &str, track: &Track) -> Length {
    // Of an MP3 without the tag that also tells its delay, and of raw AAC, the library guesses the length.
    match (format, track.num_frames) {
        ("mp3", _) if track.delay.is_none() => Length::Guessed,
        ("wave" | "flac" | "mp3", Some(frames)) => Length::Frames(frames),
        ("wave" | "flac", None) => Length::Open,
        _ => Length::Guessed,
    }
}

fn decoder(params: &AudioCodecParameters, path: &Path) -> Result<Box<dyn AudioDecoder>, AudioError> {
    if params.codec == CODEC_ID_OPUS {
        return Err(AudioError::UnsupportedOpus(path.to_owned()));
    }
    // A decoder may divide by it.
    if let Some(rate) = params.sample_rate.filter(|rate| !RATES.contains(rate)) {
        return Err(AudioError::UnsupportedRate { path: path.to_owned(), rate });
    }
    let made = get_codecs().make_audio_decoder(params, &AudioDecoderOptions::default());
    made.map_err(|error| unusable(path, error))
}

/// Finds out what a file is.
pub(super) fn probe(path: &Path) -> Result<Box<dyn FormatReader>, AudioError> {
    let stream = MediaSourceStream::new(Box::new(opened(path)?), MediaSourceStreamOptions::default());
    let (tags, about) = (MetadataOptions::default(), FormatOptions::default());
    PROBE.probe(&Hint::new(), stream, about, tags).map_err(|error| unusable(path, error))
}

/// A file, and not a folder or a pipe, whose opening could wait forever.
fn opened(path: &Path) -> Result<File, AudioError> {
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !about.is_file() {
        let detail = if about.is_dir() { "it is a folder" } else { "it is not a regular file" };
        return Err(AudioError::FileUnreadable { path: path.to_owned(), detail: detail.to_owned() });
    }
    if about.len() == 0 {
        return Err(AudioError::EmptyFile(path.to_owned()));
    }
    File::open(path).map_err(|error| unreadable(path, &error))
}

/// Runs the library on a file that may be made to break it: where it panics, the file is what is wrong.
pub(super) fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, AudioError>) -> Result<T, AudioError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(AudioError::NotSound { path: path.to_owned(), detail: "what it says of itself makes no sense".to_owned() })
    })
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> AudioError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound => AudioError::FileNotFound(path),
        _ => AudioError::FileUnreadable { path, detail: error.to_string() },
    }
}

/// What the library says of a header or a coding.
fn unusable(path: &Path, error: Error) -> AudioError {
    let not_sound = |detail: &str| AudioError::NotSound { path: path.to_owned(), detail: detail.to_owned() };
    match error {
        Error::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => not_sound("it is not complete"),
        Error::IoError(error) => unreadable(path, &error),
        // The search for a format uses the same kind of error as a format that knows the coding but cannot read it.
        Error::Unsupported(detail) if detail.starts_with("core (probe)") => not_sound("its format is not known"),
        Error::Unsupported(_) => AudioError::UnsupportedCoding(path.to_owned()),
        Error::DecodeError(detail) | Error::LimitError(detail) => not_sound(detail),
        error => not_sound(&error.to_string()),
    }
}
