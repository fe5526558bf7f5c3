//! Which device is meant, decided from what the system says at this moment.

use super::describe;
use crate::audio::{AudioError, Device, SourceSpec};
use ::cpal::traits::{DeviceTrait, HostTrait};
use ::cpal::{Host, SupportedStreamConfig};
use convoally_shared::utterance::Speaker;

/// What to say where system sound needs a sound server.
const NEEDS_SERVER: &str = "Install and start PipeWire (with pipewire-pulse) or PulseAudio, then start again.";
/// What to say on macOS for an output with a microphone: capturing it would record the microphone.
const NEEDS_PLAIN_OUTPUT: &str =
    "Choose an output without a microphone of its own, such as the built-in speakers, as the default output.";

/// A device and how to record from it.
pub(super) struct Choice {
    pub(super) device: ::cpal::Device,
    pub(super) config: SupportedStreamConfig,
    /// The system's name of it.
    pub(super) id: String,
    /// Its name for people.
    pub(super) name: String,
}

/// Decides what `spec` means now.
///
/// # Errors
/// Where there is no such device, or it belongs to the other side of the call.
pub(super) fn choose(spec: &SourceSpec, speaker: Speaker) -> Result<Choice, AudioError> {
    let host = ::cpal::default_host();
    match spec {
        SourceSpec::Microphone => microphone(&host),
        SourceSpec::System => system(&host),
        SourceSpec::Device(id) => named(&host, id, speaker),
        SourceSpec::Chosen { id, name } => named(&host, id, speaker).map_err(|error| error.of_chosen(name)),
        SourceSpec::File(file) => Err(AudioError::NoSuchDevice(file.path.display().to_string())),
        SourceSpec::Tab(_) => Err(AudioError::NoSuchDevice("a meeting tab".to_owned())),
    }
}

/// The id of the default that `spec` follows now; none where there is nothing to follow.
pub(super) fn default_id(spec: &SourceSpec) -> Option<String> {
    let host = ::cpal::default_host();
    match spec {
        // ALSA has no default that changes.
        _ if cfg!(target_os = "linux") => None,
        SourceSpec::Microphone => host.default_input_device().and_then(|device| id_of(&device)),
        SourceSpec::System => host.default_output_device().and_then(|device| id_of(&device)),
        SourceSpec::Device(_) | SourceSpec::Chosen { .. } | SourceSpec::File(_) | SourceSpec::Tab(_) => None,
    }
}

/// Everything that can be captured from.
pub(super) fn list() -> Result<Vec<Device>, AudioError> {
    let host = ::cpal::default_host();
    let microphone = default_id(&SourceSpec::Microphone);
    let output = default_id(&SourceSpec::System);
    let mut found = Vec::new();
    for device in devices(&host)? {
        let (Some(id), is_monitor) = (id_of(&device), !device.supports_input()) else { continue };
        let default = if is_monitor { &output } else { &microphone };
        let is_default = default.as_ref() == Some(&id);
        found.push(Device { name: name_of(&device), id, is_monitor, is_default });
    }
    Ok(found)
}

/// The devices worth offering. ALSA also lists dozens of virtual ones, among them a way to a sound server,
/// which some distributions let start a server by itself: only real hardware counts there.
fn devices(host: &Host) -> Result<Vec<::cpal::Device>, AudioError> {
    let all = host.devices().map_err(|error| describe(&error, "sound system"))?;
    let hardware = |device: &::cpal::Device| id_of(device).is_some_and(|id| id.contains("plughw:"));
    Ok(all.filter(|device| !cfg!(target_os = "linux") || (hardware(device) && device.supports_input())).collect())
}

fn microphone(host: &Host) -> Result<Choice, AudioError> {
    if !cfg!(target_os = "linux") {
        let device = host.default_input_device().ok_or(AudioError::NoMicrophone)?;
        return input(device);
    }
    // The first card that can record; what cannot is skipped, and its error told only when nothing is left.
    let mut result = Err(AudioError::NoMicrophone);
    for device in devices(host)? {
        result = input(device);
        if result.is_ok() {
            break;
        }
    }
    result
}

/// The default output as an input.
fn system(host: &Host) -> Result<Choice, AudioError> {
    if cfg!(target_os = "linux") {
        return Err(AudioError::NoSystemSound(NEEDS_SERVER));
    }
    loopback(host.default_output_device().ok_or(AudioError::NoSpeaker)?)
}

/// The device of this id, when it belongs to the side. An input may be a virtual cable that carries the others;
/// the default microphone never is.
fn named(host: &Host, id: &str, speaker: Speaker) -> Result<Choice, AudioError> {
    let device = devices(host)?.into_iter().find(|device| id_of(device).as_deref() == Some(id));
    let device = device.ok_or_else(|| AudioError::NoSuchDevice(id.to_owned()))?;
    let microphone = default_id(&SourceSpec::Microphone).as_deref() == Some(id) || cfg!(target_os = "linux");
    match (device.supports_input(), speaker) {
        (true, Speaker::Me) => input(device),
        (true, Speaker::Them) if !microphone => input(device),
        (false, Speaker::Them) => loopback(device),
        _ => Err(AudioError::WrongSide { device: name_of(&device), speaker }),
    }
}

fn input(device: ::cpal::Device) -> Result<Choice, AudioError> {
    let config = device.default_input_config().map_err(|error| describe(&error, &name_of(&device)))?;
    choice(device, config)
}

/// An output as an input. On macOS a device with both gives its microphone instead, which must not happen.
fn loopback(device: ::cpal::Device) -> Result<Choice, AudioError> {
    if device.supports_input() {
        return Err(AudioError::NoSystemSound(NEEDS_PLAIN_OUTPUT));
    }
    let config = device.default_output_config().map_err(|error| describe(&error, &name_of(&device)))?;
    choice(device, config)
}

fn choice(device: ::cpal::Device, config: SupportedStreamConfig) -> Result<Choice, AudioError> {
    let name = name_of(&device);
    let id = id_of(&device).ok_or_else(|| AudioError::NoSuchDevice(name.clone()))?;
    Ok(Choice { device, config, id, name })
}

fn id_of(device: &::cpal::Device) -> Option<String> {
    device.id().ok().map(|id| id.to_string())
}

fn name_of(device: &::cpal::Device) -> String {
    device.description().map_or_else(|_| "unnamed device".to_owned(), |about| about.name().to_owned())
}
