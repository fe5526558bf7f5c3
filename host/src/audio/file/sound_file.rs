//! Which sound of which file: all of it, or one channel where each side of a call has its own.

use std::path::{Path, PathBuf};

/// The endings of files that are sound, as people name them. Only to tell a file from a device by its name: what
/// is in a file is found out by reading it.
const ENDINGS: [&str; 10] = ["wav", "flac", "ogg", "oga", "mp3", "m4a", "mp4", "aac", "opus", "webm"];

/// What of a file's channels is heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Channel {
    /// All, mixed down to one.
    #[default]
    Mix,
    /// The first.
    Left,
    /// The second.
    Right,
}

/// A sound file as a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// What of it is heard.
    pub channel: Channel,
}

impl SoundFile {
    /// The file that a person means: `call.wav`, or `call.wav#left` and `call.wav#right` for a recording with
    /// each side on a channel of its own. A file that really is called so comes first.
    pub fn named(name: &str) -> Self {
        let all = Self::from(PathBuf::from(name));
        if all.path.is_file() {
            return all;
        }
        let chosen = |mark: &str, channel| Some(Self { path: name.strip_suffix(mark)?.into(), channel });
        chosen("#left", Channel::Left).or_else(|| chosen("#right", Channel::Right)).unwrap_or(all)
    }

    /// Whether a name that a person gave means a file and not a device: it has a folder or a sound file's
    /// ending, or the file is there.
    pub fn is_meant_by(name: &str) -> bool {
        let path = Self::named(name).path;
        path.is_file() || name.contains(std::path::MAIN_SEPARATOR) || has_ending(&path)
    }
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

impl From<PathBuf> for SoundFile {
    fn from(path: PathBuf) -> Self {
        Self { path, channel: Channel::Mix }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_chosen_behind_the_name() {
        let named = |name| (SoundFile::named(name).path, SoundFile::named(name).channel);
        assert_eq!(named("a/call.wav"), ("a/call.wav".into(), Channel::Mix));
        assert_eq!(named("a/call.wav#left"), ("a/call.wav".into(), Channel::Left));
        assert_eq!(named("a/call.wav#right"), ("a/call.wav".into(), Channel::Right));
        assert_eq!(named("a/call.wav#3"), ("a/call.wav#3".into(), Channel::Mix), "a name like any other");
    }

    #[test]
    fn a_file_that_is_really_called_so_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take#left");
        std::fs::write(&path, "").unwrap();
        assert_eq!(SoundFile::named(path.to_str().unwrap()), SoundFile::from(path));
    }

    #[test]
    fn files_are_told_from_devices_by_their_names() {
        for file in ["call.mp3", "CALL.Flac", "call.ogg#right", "./call", "folder/call"] {
            assert!(SoundFile::is_meant_by(file), "{file}");
        }
        for device in ["alsa_input.pci-0000_00_1f.3.analog-stereo", "Built-in Audio", "bluez_output.1"] {
            assert!(!SoundFile::is_meant_by(device), "{device}");
        }
    }
}
