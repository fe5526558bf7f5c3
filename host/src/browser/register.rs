//! Registers this program with the browsers of this user, so that the extension can start it.

use convoally_shared::fault::Fault;
use convoally_shared::wire::{CHROMIUM_EXTENSION_ID, HOST_NAME};
use native_messaging::{Scope, browser_supports_scope, install as write, manifest_path, remove};
use std::path::{Path, PathBuf};

const DESCRIPTION: &str = "ConvoAlly: live conversation assistant";

/// The browsers that take our extension, by their keys in the installer, with their names for people.
const BROWSERS: &[(&str, &str)] = &[
    ("chromium", "Chromium"),
    ("chrome", "Google Chrome"),
    ("edge", "Microsoft Edge"),
    ("brave", "Brave"),
    ("vivaldi", "Vivaldi"),
];

/// One browser of this user, and where it looks for the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    key: &'static str,
    /// For people.
    pub name: &'static str,
    /// The manifest's place.
    pub manifest: PathBuf,
}

/// The browsers that this user has started at least once: their folder is there.
pub fn browsers() -> Vec<Browser> {
    let known = BROWSERS.iter().filter(|(key, _)| browser_supports_scope(key, Scope::User).unwrap_or(false));
    known
        .filter_map(|&(key, name)| {
            let manifest = manifest_path(key, Scope::User, HOST_NAME).ok()?;
            // …/PROFILES/NativeMessagingHosts/NAME.json
            let profiles = manifest.parent()?.parent()?;
            profiles.is_dir().then_some(Browser { key, name, manifest })
        })
        .collect()
}

/// Registers the running program. Returns the names of the browsers.
///
/// # Errors
/// No browser is there, or a manifest cannot be written.
pub fn install() -> Result<Vec<&'static str>, Fault> {
    let program = std::env::current_exe().map_err(|error| unwritable("this program", &error))?;
    let found = browsers();
    if found.is_empty() {
        return Err(no_browser());
    }
    for browser in &found {
        register(browser, &program)?;
    }
    Ok(found.into_iter().map(|browser| browser.name).collect())
}

fn register(browser: &Browser, program: &Path) -> Result<(), Fault> {
    let origins = [format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/")];
    write(HOST_NAME, DESCRIPTION, program, &origins, &[], &[browser.key], Scope::User)
        .map_err(|error| unwritable(browser.name, &error))
}

/// Takes the registration out. Returns the names of the browsers that had it.
///
/// # Errors
/// A manifest cannot be removed.
pub fn uninstall() -> Result<Vec<&'static str>, Fault> {
    let had: Vec<Browser> = browsers().into_iter().filter(|browser| browser.manifest.exists()).collect();
    for browser in &had {
        remove(HOST_NAME, &[browser.key], Scope::User).map_err(|error| unwritable(browser.name, &error))?;
    }
    Ok(had.into_iter().map(|browser| browser.name).collect())
}

/// No browser of this user takes the extension.
pub fn no_browser() -> Fault {
    Fault::new(
        "install.no_browser",
        "No browser was found that ConvoAlly can register with.",
        "Start Chromium, Chrome, Edge, Brave or Vivaldi once, then run `convoally install` again.",
    )
}

fn unwritable(name: &str, error: &std::io::Error) -> Fault {
    Fault::new(
        "install.unwritable",
        format!("The registration for {name} could not be changed: {}.", error.kind()),
        "Check that your browser's folder belongs to you, then run `convoally install` again.",
    )
}
