//! Checks each link of the chain from the browser to the history, and names what repairs it. It changes nothing.
//!
//! `chain` follows every browser to the program (`registration` reads its file, `greeting` starts the program as the
//! browser would); this file looks at what a session needs then. Repairing belongs to whoever asked.

mod chain;
mod greeting;
mod registration;

use super::desk::Setup;
use crate::audio::{self, AudioError, Device, SourceSpec};
use crate::engines::{self, InVault};
use crate::meaning;
use convoally_shared::check::{Check, Link, Repair};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;

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
    let sound = sound.and_then(|devices| heard_by(&setup.sources, &devices)).map_err(Fault::from);
    let mut checks = chain::examine().await;
    checks.extend([
        needed(Link::Sound, sound, None),
        needed(Link::Speech, engines::examine(&setup.choice, keys).await, engines::speech_model(&setup.choice)),
        useful(Link::Recall, meaning::examine(), Some(meaning::model_name())),
        needed(Link::Keychain, vault.map(|()| "The history opens with its key.".to_owned()), None),
        useful(Link::Drafts, drafts(keys).await, None),
    ]);
    checks
}

/// A link without which no session works. A model that is only not here can be fetched.
fn needed(link: Link, result: Result<String, Fault>, model: Option<&str>) -> Check {
    match result {
        Ok(sentence) => Check::right(link, sentence),
        Err(fault) => {
            let repair = repair(&fault, model);
            Check::broken(link, fault, repair)
        }
    }
}

/// A link without which sessions work less well.
fn useful(link: Link, result: Result<String, Fault>, model: Option<&str>) -> Check {
    match result {
        Ok(sentence) => Check::right(link, sentence),
        Err(fault) => {
            let repair = repair(&fault, model);
            Check::limited(link, fault, repair)
        }
    }
}

fn repair(fault: &Fault, model: Option<&str>) -> Option<Repair> {
    let name = model.filter(|_| fault.code == "model.not_fetched")?.to_owned();
    Some(Repair::FetchModel { name })
}

/// What each side would be heard by.
fn heard_by(sources: &[(Speaker, SourceSpec)], devices: &[Device]) -> Result<String, AudioError> {
    let sides = sources.iter().map(|(speaker, spec)| Ok(format!("{speaker}: {}", name_of(spec, devices)?)));
    Ok(sides.collect::<Result<Vec<_>, AudioError>>()?.join("; ") + ".")
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
        (Some(answerer), _) => Ok(format!("{} writes them.", answerer.label())),
        (None, Some(fault)) => Err(fault),
        (None, None) => {
            Ok("Nothing writes them: cards show passages only, and nothing leaves this computer.".to_owned())
        }
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
        assert_eq!(heard_by(&sources(SourceSpec::Microphone), &devices).unwrap(), "Them: Speakers; Me: Built-in.");
        let missed = heard_by(&sources(chosen.clone()), &devices).unwrap_err();
        assert_eq!(missed, AudioError::ChosenMissing("Headset".into()));
        let there = [&devices[..], &[device("usb", "Headset", false, false)]].concat();
        assert_eq!(heard_by(&sources(chosen), &there).unwrap(), "Them: Speakers; Me: Headset, chosen.");
    }

    #[test]
    fn a_model_is_fetched_only_where_it_is_missing() {
        let fault = |code| Err(Fault::new(code, "", ""));
        let check = needed(Link::Speech, fault("model.not_fetched"), Some("base"));
        assert_eq!(check.repair, Some(Repair::FetchModel { name: "base".into() }));
        assert_eq!(needed(Link::Speech, fault("model.not_a_model"), Some("base")).repair, None);
        assert_eq!(useful(Link::Recall, fault("model.not_fetched"), None).repair, None);
    }
}
