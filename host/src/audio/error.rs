//! What can go wrong between a device or a file and 16 kHz mono, and what a person is told about it.

use convoally_shared::fault::Fault;
use convoally_shared::request::TabEnd;
use convoally_shared::utterance::Speaker;
use std::path::{Path, PathBuf};

/// Why sound cannot be had, or cannot be had any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    /// No PulseAudio or PipeWire socket, or nobody behind it.
    #[error("no sound server answers on this computer")]
    NoSoundServer,
    /// The sound server answers, but says no or speaks nonsense.
    #[error("the sound server refused: {0}")]
    ServerRefused(String),
    /// The sound server or the driver did not answer in time.
    #[error("the sound system did not answer in time")]
    TimedOut,
    /// There is no device to record from that is not a loudspeaker's monitor.
    #[error("no microphone was found")]
    NoMicrophone,
    /// The default source is what a loudspeaker plays: recording it as the user would be a lie.
    #[error("the default input is {0:?}, which is what a loudspeaker plays and not a microphone")]
    MicrophoneIsMonitor(String),
    /// There is no output device whose sound could be captured.
    #[error("this computer has no output device whose sound could be captured")]
    NoSpeaker,
    /// This computer offers no way to capture what it plays. Holds what to do about it.
    #[error("what this computer plays cannot be captured with its present sound system")]
    NoSystemSound(&'static str),
    /// The device that was asked for by name does not exist (any more).
    #[error("there is no sound device {0:?}")]
    NoSuchDevice(String),
    /// The device that the user chose for good is not there (any more).
    #[error("{0:?}, the device that you chose, is not there")]
    ChosenMissing(String),
    /// The sound system keeps the device silent.
    #[error("the sound server says that {0:?} is muted")]
    Muted(String),
    /// Every sample of a microphone is zero, which no microphone that may be heard sends.
    #[error("every sample from {0:?} is zero, as without a permission or with the microphone muted")]
    SilentMicrophone(String),
    /// Every sample of the system's sound is zero where that means more than that nothing plays.
    #[error("every sample from {0:?} is zero, as without a permission or while nothing plays")]
    SilentSystem(String),
    /// The device belongs to the other side of the call.
    #[error("{device:?} cannot be the sound of {speaker:?}")]
    WrongSide {
        /// The device or kind of source.
        device: String,
        /// The side that it was asked for.
        speaker: Speaker,
    },
    /// The server attached the stream to another device than the one that was chosen.
    #[error("the sound server gave another device than {0:?}")]
    WrongDevice(String),
    /// The operating system does not let this program listen.
    #[error("permission to listen to {0:?} was refused")]
    Forbidden(String),
    /// Another program holds the device.
    #[error("the sound device {0:?} is busy")]
    Busy(String),
    /// The driver failed in another way.
    #[error("the sound device {device:?} failed: {detail}")]
    DeviceFailed {
        /// Which device.
        device: String,
        /// The driver's words.
        detail: String,
    },
    /// The device is there, but no sample has come from it for a while.
    #[error("no sound arrives from {0:?}")]
    Stalled(String),
    /// The meeting tab is open, but no sound has come from it for a while, not even silence.
    #[error("no sound arrives from the meeting tab")]
    TabStalled,
    /// The meeting tab cannot be heard, or not any more.
    #[error("{}", ended(*.0))]
    TabEnded(TabEnd),
    /// The rest of the path is so far behind that the waiting room is full.
    #[error("ten minutes of sound wait to be transcribed, so newer sound is not kept")]
    FellBehind,
    /// There is no such file.
    #[error("the file {} does not exist", name(.0))]
    FileNotFound(PathBuf),
    /// The file cannot be read.
    #[error("the file {} cannot be read: {detail}", name(path))]
    FileUnreadable {
        /// Which file.
        path: PathBuf,
        /// The operating system's words.
        detail: String,
    },
    /// The file is no sound file of a format that is read, or a broken one.
    #[error("the file {} is not a sound file that can be read: {detail}", name(path))]
    NotSound {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The file holds no sample.
    #[error("the file {} holds no sound", name(.0))]
    EmptyFile(PathBuf),
    /// The file holds sound in a coding that is not read.
    #[error("the file {} holds sound in a coding that cannot be read", name(.0))]
    UnsupportedCoding(PathBuf),
    /// The file holds Opus, for which there is no decoder here.
    #[error("the file {} holds Opus, which cannot be read yet", name(.0))]
    UnsupportedOpus(PathBuf),
    /// The file's sample rate is outside 4 to 192 kHz.
    #[error("the file {} has {rate} samples per second; 4000 to 192000 can be read", name(path))]
    UnsupportedRate {
        /// Which file.
        path: PathBuf,
        /// What its header says, Hz.
        rate: u32,
    },
    /// One channel was asked for, but there is only one, which holds everybody.
    #[error("the file {} has one channel only, so there is no left and right", name(.0))]
    NoSuchChannel(PathBuf),
    /// Parts of the file could not be decoded. The rest is played.
    #[error("parts of the file {} are damaged and are left out", name(.0))]
    FileDamaged(PathBuf),
    /// The file ends before its header says so. What was there has been played.
    #[error("the file {} ends earlier than its header says; what was there has been played", name(.0))]
    FileCutShort(PathBuf),
    /// The conversion to 16 kHz failed.
    #[error("the conversion to 16 kHz failed: {0}")]
    Conversion(String),
    /// The operating system gave no thread for the source.
    #[error("the system gave no thread to listen with: {0}")]
    NoThread(String),
}

/// Only the file's name: a report or a screenshot need not show the user's folders.
fn name(path: &Path) -> String {
    format!("{:?}", path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

fn ended(reason: TabEnd) -> &'static str {
    match reason {
        TabEnd::Refused => "the browser does not let ConvoAlly hear this tab",
        TabEnd::Left => "the meeting tab was closed or shows another page",
        TabEnd::Stopped => "the browser stopped passing on the tab's sound",
        TabEnd::Behind => "ten seconds of the tab's sound could not be taken over",
    }
}

impl AudioError {
    /// The stable code that scripts and translations rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSoundServer => "audio.no_sound_server",
            Self::ServerRefused(..) => "audio.server_refused",
            Self::TimedOut => "audio.timed_out",
            Self::NoMicrophone => "audio.no_microphone",
            Self::MicrophoneIsMonitor(..) => "audio.microphone_is_monitor",
            Self::NoSpeaker => "audio.no_speaker",
            Self::NoSystemSound(..) => "audio.no_system_sound",
            Self::NoSuchDevice(..) => "audio.no_such_device",
            Self::ChosenMissing(..) => "audio.chosen_missing",
            Self::Muted(..) => "audio.muted",
            Self::SilentMicrophone(..) | Self::SilentSystem(..) => "audio.silent",
            Self::WrongSide { .. } => "audio.wrong_side",
            Self::WrongDevice(..) => "audio.wrong_device",
            Self::Forbidden(..) => "audio.forbidden",
            Self::Busy(..) => "audio.busy",
            Self::DeviceFailed { .. } => "audio.device_failed",
            Self::Stalled(..) => "audio.stalled",
            Self::TabStalled => "audio.tab_stalled",
            Self::TabEnded(TabEnd::Refused) => "audio.tab_refused",
            Self::TabEnded(TabEnd::Left) => "audio.tab_left",
            Self::TabEnded(TabEnd::Stopped) => "audio.tab_stopped",
            Self::TabEnded(TabEnd::Behind) => "audio.tab_behind",
            Self::FellBehind => "audio.fell_behind",
            Self::FileNotFound(..) => "audio.file_not_found",
            Self::FileUnreadable { .. } => "audio.file_unreadable",
            Self::NotSound { .. } => "audio.not_sound",
            Self::EmptyFile(..) => "audio.empty_file",
            Self::UnsupportedCoding(..) => "audio.unsupported_coding",
            Self::UnsupportedOpus(..) => "audio.unsupported_opus",
            Self::UnsupportedRate { .. } => "audio.unsupported_rate",
            Self::NoSuchChannel(..) => "audio.no_such_channel",
            Self::FileDamaged(..) => "audio.file_damaged",
            Self::FileCutShort(..) => "audio.file_cut_short",
            Self::Conversion(..) => "audio.conversion",
            Self::NoThread(..) => "audio.no_thread",
        }
    }

    /// The same about a device that the user chose for good, whose name is known.
    pub(super) fn of_chosen(self, name: &str) -> Self {
        match self {
            Self::NoSuchDevice(_) => Self::ChosenMissing(name.to_owned()),
            other => other,
        }
    }

    fn action(&self) -> &'static str {
        match self {
            Self::NoSoundServer => "Install and start PipeWire (with pipewire-pulse) or PulseAudio, then start again.",
            Self::ServerRefused(..) | Self::TimedOut => "Restart the sound server or log out and in, then start again.",
            Self::NoMicrophone | Self::MicrophoneIsMonitor(..) => {
                "Plug in a microphone or choose one as the default input in the sound settings."
            }
            Self::NoSpeaker => "Connect headphones or loudspeakers, or choose a default output in the sound settings.",
            Self::NoSystemSound(advice) => advice,
            Self::NoSuchDevice(..) | Self::WrongDevice(..) => {
                "Run `convoally devices` to see the devices and their ids, then choose one of them."
            }
            Self::ChosenMissing(..) => {
                "Plug it in, or choose another one with `convoally devices use`; listening begins when it is there."
            }
            Self::Muted(..) => "Unmute it in the sound settings, for the device and for ConvoAlly's own recording.",
            Self::SilentMicrophone(..) => MICROPHONE_PERMISSION,
            Self::SilentSystem(..) => SYSTEM_PERMISSION,
            Self::WrongSide { .. } => {
                "Use a microphone for your own side, and system sound or a monitor for the others."
            }
            Self::Forbidden(..) => "Allow the microphone and system audio in the system's privacy settings.",
            Self::Busy(..) => "Close the other program that records from it.",
            Self::DeviceFailed { .. } => "Unplug the device and plug it in again, or choose another one.",
            Self::Stalled(..) => "Check that the device is switched on; listening goes on as soon as it sends sound.",
            Self::TabStalled => "Wait, or stop and start with the panel's own button to hear what this computer plays.",
            Self::TabEnded(TabEnd::Left) => {
                "What this computer plays is heard instead; press Stop if the call is over."
            }
            Self::TabEnded(_) => {
                "What this computer plays is heard instead; to hear the tab, stop and click ConvoAlly in the toolbar."
            }
            Self::FellBehind => "Choose a smaller speech model or close other programs.",
            Self::FileNotFound(..) => "Check the path.",
            Self::FileUnreadable { .. } => "Check that it is a file and that you may read it.",
            Self::EmptyFile(..) => "Record it again or choose another file.",
            Self::FileCutShort(..) => "Copy or record it again if its end matters.",
            Self::FileDamaged(..) => "Copy or record it again if what is missing matters.",
            Self::NoSuchChannel(..) => "Name the file without `#left` or `#right`.",
            Self::NotSound { .. }
            | Self::UnsupportedCoding(..)
            | Self::UnsupportedOpus(..)
            | Self::UnsupportedRate { .. } => {
                "Convert it first, for example with `ffmpeg -i INPUT -ar 16000 OUTPUT.wav`."
            }
            Self::Conversion(..) => "Choose another sample rate for the device or the file.",
            Self::NoThread(..) => "Close other programs, then start again.",
        }
    }
}

/// Where a microphone that sends nothing is unmuted or permitted. The permission is the browser's or the
/// terminal's, because that is the program which the user started.
const MICROPHONE_PERMISSION: &str = if cfg!(target_os = "macos") {
    "Open System Settings › Privacy & Security › Microphone, allow the browser or terminal that started ConvoAlly, \
     and start it again."
} else if cfg!(windows) {
    "Open Settings › Privacy & security › Microphone, let desktop apps use it, and check the microphone's own switch."
} else {
    "Unmute it in the sound settings and by its own switch or key; a browser from Flatpak or Snap also needs the \
     permission to record."
};
/// Where the permission to hear what the computer plays is granted.
const SYSTEM_PERMISSION: &str = if cfg!(target_os = "macos") {
    "Open System Settings › Privacy & Security › Screen & System Audio Recording, allow the browser or terminal that \
     started ConvoAlly, and start it again."
} else {
    "Check that the call's sound is played on this computer and that its output is not muted."
};

/// `no microphone was found` → `No microphone was found.`
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

impl From<AudioError> for Fault {
    fn from(error: AudioError) -> Self {
        Fault::new(error.code(), sentence(&error.to_string()), error.action())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_code_what_happened_and_what_to_do() {
        let fault = Fault::from(AudioError::NoSoundServer);
        assert_eq!(fault.code, "audio.no_sound_server");
        assert_eq!(fault.sentence, "No sound server answers on this computer.");
        assert!(fault.action.contains("PipeWire"));
    }

    #[test]
    fn a_fault_about_a_file_shows_its_name_and_not_its_folder() {
        let fault = Fault::from(AudioError::EmptyFile("/home/ada/private/call.wav".into()));
        assert_eq!(fault.sentence, "The file \"call.wav\" holds no sound.");
    }
}
