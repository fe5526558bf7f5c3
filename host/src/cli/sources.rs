//! What a session listens to: what the user names for it, chose for good, or else the defaults.

use crate::audio::{SoundFile, SourceSpec};
use crate::settings::{Devices, Settings, data_folder};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;

/// The word for what follows the default device.
pub const DEFAULT: &str = "default";

/// Both sides as the user chose them with `convoally devices use`.
///
/// # Errors
/// The settings cannot be read.
pub fn remembered() -> Result<Vec<(Speaker, SourceSpec)>, Fault> {
    Ok(of(&chosen()?))
}

/// What the user chose. Nobody without a home folder has chosen anything.
///
/// # Errors
/// The settings cannot be read.
pub fn chosen() -> Result<Devices, Fault> {
    data_folder().map_or_else(|_| Ok(Devices::default()), |data| Ok(Settings::load(&data)?.devices))
}

/// The others first, as their words are waited for.
fn of(devices: &Devices) -> Vec<(Speaker, SourceSpec)> {
    let spec = |speaker| match devices.of(speaker) {
        Some(chosen) => SourceSpec::Chosen { id: chosen.id.clone(), name: chosen.name.clone() },
        None => default_of(speaker),
    };
    [Speaker::Them, Speaker::Me].map(|speaker| (speaker, spec(speaker))).into()
}

/// What a name on the command line means. A name that looks like a file's is a file, also one that is not there:
/// then the fault says so.
pub fn named(speaker: Speaker, name: &str) -> SourceSpec {
    match name {
        DEFAULT => default_of(speaker),
        file if SoundFile::is_meant_by(file) => SourceSpec::File(SoundFile::named(file)),
        device => SourceSpec::Device(device.to_owned()),
    }
}

/// What the computer plays, or the microphone.
fn default_of(speaker: Speaker) -> SourceSpec {
    match speaker {
        Speaker::Me => SourceSpec::Microphone,
        Speaker::Them => SourceSpec::System,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Chosen;

    #[test]
    fn a_side_without_a_chosen_device_follows_the_default() {
        let headset = Chosen { id: "usb-1".into(), name: "Headset".into() };
        let devices = Devices { me: Some(headset), them: None };
        let chosen = SourceSpec::Chosen { id: "usb-1".into(), name: "Headset".into() };
        assert_eq!(of(&devices), [(Speaker::Them, SourceSpec::System), (Speaker::Me, chosen)]);
    }

    #[test]
    fn a_name_is_a_file_a_device_or_the_default() {
        assert_eq!(named(Speaker::Me, "default"), SourceSpec::Microphone);
        assert_eq!(named(Speaker::Them, "default"), SourceSpec::System);
        assert_eq!(named(Speaker::Me, "gone.MP3"), SourceSpec::File(SoundFile::named("gone.MP3")));
        assert_eq!(named(Speaker::Me, "alsa_input.usb-1"), SourceSpec::Device("alsa_input.usb-1".into()));
    }
}
