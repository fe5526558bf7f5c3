//! Checks each link of the chain from the browser to the history.

use super::desk::Setup;
use super::register::{self, Browser};
use crate::audio::{self, AudioError, Device, SourceSpec};
use crate::engines::{self, InVault};
use crate::meaning;
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use serde_json::Value;

/// One link and how it is.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was looked at, in a word.
    pub link: &'static str,
    /// What is right about it, or what is wrong and how to repair it.
    pub result: Result<String, Fault>,
}

/// Looks at every link, among them the devices and the transcriber that sessions use. `open_vault` opens and closes the
/// vault; it may ask the user's keychain. `keys` is where providers' keys are looked for at last.
pub async fn examine(
    setup: &Setup,
    open_vault: impl FnOnce() -> Result<(), Fault> + Send + 'static,
    keys: &InVault,
) -> Vec<Check> {
    let vault = tokio::task::spawn_blocking(open_vault)
        .await
        .unwrap_or_else(|_| Err(Fault::new("vault.interrupted", "Opening the history was interrupted.", "Try again.")));
    let sound = tokio::task::spawn_blocking(audio::devices).await.unwrap_or(Err(AudioError::TimedOut));
    vec![
        Check { link: "browser", result: browser() },
        Check {
            link: "sound",
            result: sound.and_then(|devices| heard_by(&setup.sources, &devices)).map_err(Fault::from),
        },
        Check { link: "speech", result: engines::examine(&setup.choice, keys).await },
        Check { link: "recall", result: meaning::examine() },
        Check { link: "history", result: vault.map(|()| "the vault opens with its key".to_owned()) },
        Check { link: "drafts", result: drafts(keys).await },
    ]
}

fn browser() -> Result<String, Fault> {
    let found = register::browsers();
    if found.is_empty() {
        return Err(register::no_browser());
    }
    for browser in &found {
        registered(browser)?;
    }
    let names: Vec<&str> = found.iter().map(|browser| browser.name).collect();
    Ok(format!("registered with {}", names.join(", ")))
}

/// The manifest is there, can be read and names a program that is there.
fn registered(browser: &Browser) -> Result<(), Fault> {
    let repair = "Run `convoally install`.";
    let Ok(manifest) = std::fs::read(&browser.manifest) else {
        let sentence = format!("{} does not know this program.", browser.name);
        return Err(Fault::new("install.not_registered", sentence, repair));
    };
    let program = serde_json::from_slice::<Value>(&manifest)
        .ok()
        .and_then(|manifest| manifest["path"].as_str().map(std::path::PathBuf::from));
    match program {
        Some(program) if program.is_file() => Ok(()),
        Some(program) => {
            let sentence = format!("{} would start {}, which is not there.", browser.name, program.display());
            Err(Fault::new("install.program_gone", sentence, repair))
        }
        None => {
            let sentence = format!("The registration for {} is damaged.", browser.name);
            Err(Fault::new("install.damaged", sentence, repair))
        }
    }
}

/// What each side would be heard by.
fn heard_by(sources: &[(Speaker, SourceSpec)], devices: &[Device]) -> Result<String, AudioError> {
    let sides = sources.iter().map(|(speaker, spec)| Ok(format!("{speaker}: {}", name_of(spec, devices)?)));
    Ok(sides.collect::<Result<Vec<_>, AudioError>>()?.join("; "))
}

fn name_of(spec: &SourceSpec, devices: &[Device]) -> Result<String, AudioError> {
    let named = |device: Option<&Device>| device.map(|device| device.name.clone());
    let default = |monitor| devices.iter().find(|device| device.is_default && device.is_monitor == monitor);
    match spec {
        SourceSpec::Microphone => named(default(false)).ok_or(AudioError::NoMicrophone),
        SourceSpec::System => named(default(true)).ok_or(AudioError::NoSpeaker),
        SourceSpec::Chosen { id, name } => named(devices.iter().find(|device| device.id == *id))
            .map(|name| format!("{name}, chosen"))
            .ok_or_else(|| AudioError::ChosenMissing(name.clone())),
        SourceSpec::Device(id) => {
            named(devices.iter().find(|device| device.id == *id)).ok_or_else(|| AudioError::NoSuchDevice(id.clone()))
        }
        SourceSpec::File(_) | SourceSpec::Tab(_) => Ok("no device".to_owned()),
    }
}

async fn drafts(keys: &InVault) -> Result<String, Fault> {
    match engines::answerer(keys).await {
        (Some(answerer), _) => Ok(answerer.label()),
        (None, Some(fault)) => Err(fault),
        (None, None) => Ok("none: passages only, nothing leaves this computer".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_device_is_named_and_missed_and_never_replaced_by_the_default() {
        let device = |id: &str, name: &str, is_monitor, is_default| Device {
            id: id.into(),
            name: name.into(),
            is_monitor,
            is_default,
        };
        let devices = [device("mic", "Built-in", false, true), device("spk", "Speakers", true, true)];
        let chosen = SourceSpec::Chosen { id: "usb".into(), name: "Headset".into() };
        let sources = |me| [(Speaker::Them, SourceSpec::System), (Speaker::Me, me)];
        assert_eq!(heard_by(&sources(SourceSpec::Microphone), &devices).unwrap(), "Them: Speakers; Me: Built-in");
        let missed = heard_by(&sources(chosen.clone()), &devices).unwrap_err();
        assert_eq!(missed, AudioError::ChosenMissing("Headset".into()));
        let there = [&devices[..], &[device("usb", "Headset", false, false)]].concat();
        assert_eq!(heard_by(&sources(chosen), &there).unwrap(), "Them: Speakers; Me: Headset, chosen");
    }
}
