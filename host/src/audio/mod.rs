//! Where sound comes from and its way to 16 kHz mono.
//!
//! Every source, whatever it is, sends [`FromSource`] messages on one channel; nobody downstream knows whether
//! a microphone, a loudspeaker's monitor or a file is speaking. Nothing here knows speech, and nothing here
//! ever writes sound to disk.
//!
//! Start at [`open`]. Live sound: `pulse` (Linux) or `cpal` (everything else) captures fragments, `live` keeps
//! the device open and `nap` notices that the computer slept; `feed` takes the fragments, `track` and `clock` convert
//! and place them, `outlet` hands them over. Files: `file`. How loud devices are: `levels`. A meeting
//! tab: `tab`.

mod clock;
mod cpal;
mod echo;
mod error;
mod feed;
mod file;
mod levels;
mod live;
mod nap;
mod outlet;
#[cfg(target_os = "linux")]
pub mod pulse;
mod resample;
mod source;
mod tab;
#[cfg(test)]
mod tone;
mod track;

pub use convoally_shared::device::Device;
pub use echo::EchoCanceller;
pub use error::AudioError;
pub use file::{Channel, SoundFile};
pub use levels::{Levels, Reading, dbfs, peak};
pub use source::Source;
pub use tab::{TabInlet, TabSource, tab};

use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::num::NonZeroU16;
use std::time::Instant;
use tokio::sync::mpsc;

/// Samples per second of everything behind this module: what voice activity and whisper want.
pub const SAMPLE_RATE: u32 = 16_000;

/// What to capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceSpec {
    /// The default microphone; follows the default when the user changes it.
    Microphone,
    /// What the default output plays; follows the default when the user changes it.
    System,
    /// One device by its [`Device::id`]. Never another one.
    Device(String),
    /// The device that the user chose for good. Never another one, but it may be away when a session begins.
    Chosen {
        /// Its [`Device::id`].
        id: String,
        /// What it was called when it was chosen, for people.
        name: String,
    },
    /// A recording: WAV, FLAC, Ogg Vorbis, MP3, M4A.
    File(SoundFile),
    /// A meeting tab's own sound, made by [`tab`](fn@tab).
    Tab(TabSource),
}

/// How fast a file is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As it was spoken.
    #[default]
    Real,
    /// So many times as fast as it was spoken, whether or not the rest of the path keeps up.
    Times(NonZeroU16),
    /// As fast as the rest of the path takes it.
    Fast,
}

impl Pace {
    /// How many times faster than the wall clock a file's clock runs; none where it waits for the path instead.
    fn speed(self) -> Option<u32> {
        match self {
            Self::Real => Some(1),
            Self::Times(speed) => Some(u32::from(speed.get())),
            Self::Fast => None,
        }
    }
}

/// What a source tells.
#[derive(Clone, Debug, PartialEq)]
pub struct FromSource {
    /// Which side the source was opened for.
    pub speaker: Speaker,
    /// The news.
    pub news: News,
}

/// One piece of news from a source.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// It is open; the name is for people. Sent again when it follows the default to another device.
    Opened {
        /// The device or file.
        device: String,
    },
    /// Sound: mono at [`SAMPLE_RATE`], −1.0 to 1.0.
    Samples {
        /// Place of the first sample on the session's audio clock, in samples since the session began. Gaps
        /// mean that nothing was physically there (device lost); it never runs backwards.
        start: u64,
        /// The samples: 20 ms of them, fewer where a stretch of sound ends.
        samples: Vec<f32>,
    },
    /// Whether the sound system keeps the device silent. Told when that changes; not muted until told.
    Muted {
        /// It does.
        muted: bool,
    },
    /// The computer slept. Nothing of that time is on the audio clock, which stands still meanwhile.
    Slept {
        /// For how long, milliseconds.
        ms: u64,
    },
    /// It went away; the source tries to get it back by itself.
    Lost {
        /// Why, and what to do.
        fault: Fault,
    },
    /// A file is at its end. Nothing follows.
    Ended,
}

/// Opens a source for one side. Its news comes on `out`, [`News::Opened`] first, until the [`Source`] is dropped.
///
/// Blocks for 3 s at most. Never waits for `out` afterwards: what a full channel cannot take waits in memory,
/// ten minutes of it; a file at [`Pace::Fast`] waits for the channel instead. `session_start` is the zero of the
/// audio clock.
///
/// # Errors
/// What is known at once: no sound server, no microphone, a device of the other side, not a sound file. What
/// goes wrong later comes as [`News::Lost`], and [`News::Opened`] when it is well again.
pub fn open(
    spec: &SourceSpec,
    speaker: Speaker,
    pace: Pace,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    if let SourceSpec::File(file) = spec {
        return file::open(file.clone(), speaker, pace, session_start, out);
    }
    if let SourceSpec::Tab(source) = spec {
        return tab::open(source, speaker, session_start, out);
    }
    open_live(spec, speaker, session_start, out)
}

/// Everything that this computer can capture from.
///
/// # Errors
/// [`AudioError::NoSoundServer`] where nothing answers.
pub fn devices() -> Result<Vec<Device>, AudioError> {
    #[cfg(target_os = "linux")]
    match pulse::devices(&pulse::Server::default()) {
        Err(AudioError::NoSoundServer) => {}
        listed => return listed,
    }
    let found = cpal::devices()?;
    if cfg!(target_os = "linux") && found.is_empty() { Err(AudioError::NoSoundServer) } else { Ok(found) }
}

/// Linux: the sound server, and plain ALSA only where none answers.
#[cfg(target_os = "linux")]
fn open_live(
    spec: &SourceSpec,
    speaker: Speaker,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    match pulse::open(&pulse::Server::default(), spec, speaker, session_start, out.clone()) {
        Err(AudioError::NoSoundServer) if *spec != SourceSpec::System => {
            match cpal::open(spec, speaker, session_start, out) {
                Err(AudioError::NoMicrophone | AudioError::ChosenMissing(_)) => Err(AudioError::NoSoundServer),
                opened => opened,
            }
        }
        opened => opened,
    }
}

#[cfg(not(target_os = "linux"))]
fn open_live(
    spec: &SourceSpec,
    speaker: Speaker,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    cpal::open(spec, speaker, session_start, out)
}

/// The microphone is never the sound of the others, and what they say is never the user's.
fn check_side(spec: &SourceSpec, speaker: Speaker) -> Result<(), AudioError> {
    let (device, side) = match spec {
        SourceSpec::Microphone => ("the microphone", Speaker::Me),
        SourceSpec::System => ("the system's sound", Speaker::Them),
        SourceSpec::Tab(_) => ("a meeting tab", Speaker::Them),
        SourceSpec::Device(_) | SourceSpec::Chosen { .. } | SourceSpec::File(_) => return Ok(()),
    };
    if side == speaker { Ok(()) } else { Err(AudioError::WrongSide { device: device.to_owned(), speaker }) }
}
