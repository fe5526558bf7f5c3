//! Checks each link of the chain from the browser to the history.

use super::register::{self, Browser};
use crate::audio;
use crate::engines::{self, Choice};
use crate::meaning;
use convoally_shared::fault::Fault;
use serde_json::Value;

/// One link and how it is.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was looked at, in a word.
    pub link: &'static str,
    /// What is right about it, or what is wrong and how to repair it.
    pub result: Result<String, Fault>,
}

/// Looks at every link, among them the chosen transcriber. `open_vault` opens and closes the vault; it may ask the user's keychain.
pub async fn examine(choice: &Choice, open_vault: impl FnOnce() -> Result<(), Fault> + Send + 'static) -> Vec<Check> {
    let vault = tokio::task::spawn_blocking(open_vault)
        .await
        .unwrap_or_else(|_| Err(Fault::new("vault.interrupted", "Opening the history was interrupted.", "Try again.")));
    let sound = tokio::task::spawn_blocking(devices).await.unwrap_or_else(|_| {
        Err(Fault::new("audio.interrupted", "Looking for sound devices was interrupted.", "Try again."))
    });
    vec![
        Check { link: "browser", result: browser() },
        Check { link: "sound", result: sound },
        Check { link: "speech", result: engines::examine(choice).await },
        Check { link: "recall", result: meaning::examine() },
        Check { link: "history", result: vault.map(|()| "the vault opens with its key".to_owned()) },
        Check { link: "drafts", result: drafts().await },
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

fn devices() -> Result<String, Fault> {
    let devices = audio::devices()?;
    let default = |monitor: bool| {
        devices
            .iter()
            .find(|device| device.is_default && device.is_monitor == monitor)
            .map(|device| device.name.clone())
    };
    let microphone = default(false).ok_or_else(|| {
        Fault::new(
            "audio.no_microphone",
            "No microphone was found.",
            "Plug one in, or choose one in the sound settings.",
        )
    })?;
    let system = default(true).unwrap_or_else(|| "none".to_owned());
    Ok(format!("microphone: {microphone}; the call: {system}"))
}

async fn drafts() -> Result<String, Fault> {
    match engines::answerer().await {
        (Some(answerer), _) => Ok(answerer.label()),
        (None, Some(fault)) => Err(fault),
        (None, None) => Ok("none: passages only, nothing leaves this computer".to_owned()),
    }
}
