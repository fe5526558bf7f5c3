//! Which device is meant, decided from what the server says at this moment.

use crate::audio::{AudioError, Device, SourceSpec};
use convoally_shared::utterance::Speaker;
use pulseaudio::protocol::{ServerInfo, SourceInfo};
use std::ffi::{CStr, CString};

/// The device to record from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The server's number of it; never given again to another device while the server runs.
    pub(super) index: u32,
    /// Its name for people.
    pub(super) device: String,
    /// Its own samples per second.
    pub(super) rate: u32,
}

/// Decides what `spec` means now.
///
/// # Errors
/// Where there is no such device, or it belongs to the other side of the call.
pub(super) fn choose(
    spec: &SourceSpec,
    speaker: Speaker,
    info: &ServerInfo,
    sources: &[SourceInfo],
) -> Result<Choice, AudioError> {
    let source = match spec {
        SourceSpec::Microphone => microphone(info, sources)?,
        SourceSpec::System => monitor_of_default(info, sources).ok_or(AudioError::NoSpeaker)?,
        SourceSpec::Device(name) => named(name, speaker, sources)?,
        SourceSpec::Chosen { id, name } => named(id, speaker, sources).map_err(|error| error.of_chosen(name))?,
        SourceSpec::File(file) => return Err(AudioError::NoSuchDevice(file.path.display().to_string())),
        SourceSpec::Tab(_) => return Err(AudioError::NoSuchDevice("a meeting tab".to_owned())),
    };
    Ok(Choice { index: source.index, device: for_people(source), rate: source.sample_spec.sample_rate })
}

/// The name of the default that `spec` follows; none for a device that was asked for by name.
pub(super) fn followed(spec: &SourceSpec, info: &ServerInfo) -> Option<CString> {
    match spec {
        SourceSpec::Microphone => info.default_source_name.clone(),
        SourceSpec::System => info.default_sink_name.clone(),
        SourceSpec::Device(_) | SourceSpec::Chosen { .. } | SourceSpec::File(_) | SourceSpec::Tab(_) => None,
    }
}

/// The default source, when it is no monitor: without a microphone servers make a monitor the default.
fn microphone<'a>(info: &ServerInfo, sources: &'a [SourceInfo]) -> Result<&'a SourceInfo, AudioError> {
    let default = info.default_source_name.as_deref();
    let source = sources.iter().find(|source| Some(source.name.as_c_str()) == default);
    match source {
        Some(source) if !is_monitor(source) => Ok(source),
        Some(source) if sources.iter().any(|source| !is_monitor(source)) => {
            Err(AudioError::MicrophoneIsMonitor(for_people(source)))
        }
        _ => Err(AudioError::NoMicrophone),
    }
}

/// The source that hears what the default sink plays.
fn monitor_of_default<'a>(info: &ServerInfo, sources: &'a [SourceInfo]) -> Option<&'a SourceInfo> {
    let sink = info.default_sink_name.as_deref()?;
    sources.iter().find(|source| source.monitor_of_sink_name.as_deref() == Some(sink))
}

/// The source of this name, when it belongs to the side: the user is never heard by a monitor, the others
/// never by anything else.
fn named<'a>(name: &str, speaker: Speaker, sources: &'a [SourceInfo]) -> Result<&'a SourceInfo, AudioError> {
    let source = sources.iter().find(|source| source.name.as_bytes() == name.as_bytes());
    let source = source.ok_or_else(|| AudioError::NoSuchDevice(name.to_owned()))?;
    if is_monitor(source) != (speaker == Speaker::Them) {
        return Err(AudioError::WrongSide { device: for_people(source), speaker });
    }
    Ok(source)
}

fn is_monitor(source: &SourceInfo) -> bool {
    source.monitor_of_sink_index.is_some() || source.monitor_of_sink_name.is_some()
}

fn for_people(source: &SourceInfo) -> String {
    text(source.description.as_deref().unwrap_or(&source.name))
}

fn text(words: &CStr) -> String {
    words.to_string_lossy().into_owned()
}

/// The entry of `source` in a list of devices.
pub(super) fn describe(source: &SourceInfo, info: &ServerInfo) -> Device {
    let is_monitor = is_monitor(source);
    let is_default = if is_monitor {
        info.default_sink_name.is_some() && source.monitor_of_sink_name == info.default_sink_name
    } else {
        info.default_source_name.as_ref() == Some(&source.name)
    };
    Device { id: text(&source.name), name: for_people(source), is_monitor, is_default }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(index: u32, name: &str, monitor_of: Option<&str>) -> SourceInfo {
        let monitor = monitor_of.map(|sink| CString::new(sink).unwrap());
        SourceInfo {
            index,
            name: CString::new(name).unwrap(),
            monitor_of_sink_index: monitor.as_ref().map(|_| 0),
            monitor_of_sink_name: monitor,
            ..Default::default()
        }
    }

    fn server(sink: Option<&str>, source: Option<&str>) -> ServerInfo {
        let name = |name: Option<&str>| name.map(|name| CString::new(name).unwrap());
        ServerInfo { default_sink_name: name(sink), default_source_name: name(source), ..Default::default() }
    }

    fn sources() -> Vec<SourceInfo> {
        vec![source(1, "spk.monitor", Some("spk")), source(2, "mic", None), source(3, "odd", Some("other"))]
    }

    fn index(spec: &SourceSpec, speaker: Speaker, info: &ServerInfo) -> Result<u32, AudioError> {
        choose(spec, speaker, info, &sources()).map(|choice| choice.index)
    }

    #[test]
    fn the_microphone_is_the_default_source() {
        assert_eq!(index(&SourceSpec::Microphone, Speaker::Me, &server(None, Some("mic"))), Ok(2));
    }

    #[test]
    fn a_default_source_that_is_a_monitor_is_no_microphone() {
        let info = server(Some("spk"), Some("spk.monitor"));
        let refused = AudioError::MicrophoneIsMonitor("spk.monitor".into());
        assert_eq!(index(&SourceSpec::Microphone, Speaker::Me, &info), Err(refused));
        let only_monitors = [source(1, "spk.monitor", Some("spk"))];
        let chosen = choose(&SourceSpec::Microphone, Speaker::Me, &info, &only_monitors);
        assert_eq!(chosen, Err(AudioError::NoMicrophone));
    }

    #[test]
    fn system_sound_is_the_monitor_of_the_default_sink_whatever_it_is_called() {
        assert_eq!(index(&SourceSpec::System, Speaker::Them, &server(Some("spk"), None)), Ok(1));
        assert_eq!(index(&SourceSpec::System, Speaker::Them, &server(Some("other"), None)), Ok(3));
        for gone in [None, Some("unplugged"), Some("mic")] {
            let chosen = index(&SourceSpec::System, Speaker::Them, &server(gone, Some("mic")));
            assert_eq!(chosen, Err(AudioError::NoSpeaker));
        }
    }

    #[test]
    fn a_device_is_taken_by_its_name_and_only_for_its_own_side() {
        let info = server(Some("spk"), Some("mic"));
        let device = |name: &str| SourceSpec::Device(name.to_owned());
        assert_eq!(index(&device("mic"), Speaker::Me, &info), Ok(2));
        assert_eq!(index(&device("spk.monitor"), Speaker::Them, &info), Ok(1));
        for (name, speaker) in [("mic", Speaker::Them), ("spk.monitor", Speaker::Me)] {
            let refused = AudioError::WrongSide { device: name.to_owned(), speaker };
            assert_eq!(index(&device(name), speaker, &info), Err(refused));
        }
        assert_eq!(index(&device("nope"), Speaker::Me, &info), Err(AudioError::NoSuchDevice("nope".into())));
    }
}
