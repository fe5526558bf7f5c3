//! Registers this program with the browsers of this user, so that the extension can start it.

use super::confined::{self, Confined};
use super::places;
use convoally_shared::fault::Fault;
use convoally_shared::wire::{FIREFOX_EXTENSION_ID, HOST_NAME, chromium_origins};
use directories::BaseDirs;
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
    ("firefox", "Firefox"),
    ("librewolf", "LibreWolf"),
];

/// One browser of this user, and where it looks for the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    key: &'static str,
    /// For people.
    pub name: &'static str,
    /// The manifest's place.
    pub manifest: PathBuf,
    /// It is packed in a sandbox, and what works for it.
    pub confined: Option<&'static str>,
}

impl Browser {
    /// Where it looks for the host: the user's own place, and the one for everybody that a package fills.
    pub fn manifests(&self) -> Vec<PathBuf> {
        places::manifests(self.key)
    }
}

/// The browsers that this user has started at least once: their folder is there. Those in a sandbox that a service on
/// this computer helps out of are among them.
pub fn browsers() -> Vec<Browser> {
    let unpacked = BROWSERS.iter().filter_map(|&(key, name)| {
        let manifest = place_of(key)?;
        places::was_started(key, &manifest).then_some(Browser { key, name, manifest, confined: None })
    });
    let confined = confined().into_iter().filter_map(|Confined { name, registered_as, way, .. }| {
        let key = registered_as?;
        Some(Browser { key, name, manifest: place_of(key)?, confined: Some(way) })
    });
    unpacked.chain(confined).collect()
}

/// The browsers of this user in a sandbox that nothing helps out of.
pub fn out_of_reach() -> Vec<Confined> {
    confined().into_iter().filter(|browser| browser.registered_as.is_none()).collect()
}

fn confined() -> Vec<Confined> {
    BaseDirs::new().map(|folders| confined::found(folders.home_dir())).unwrap_or_default()
}

fn place_of(key: &str) -> Option<PathBuf> {
    let known = browser_supports_scope(key, Scope::User).unwrap_or(false);
    known.then(|| manifest_path(key, Scope::User, HOST_NAME).ok()).flatten()
}

/// Registers the running program. Returns the browsers.
///
/// # Errors
/// No browser is there, or a manifest cannot be written.
pub fn install() -> Result<Vec<Browser>, Fault> {
    let program = std::env::current_exe().map_err(|error| unwritable("this program", &error))?;
    let found = browsers();
    if found.is_empty() {
        return Err(no_browser());
    }
    for browser in &found {
        register(browser, &program)?;
    }
    Ok(found)
}

fn register(browser: &Browser, program: &Path) -> Result<(), Fault> {
    let origins: Vec<String> = chromium_origins().collect();
    let ids = [FIREFOX_EXTENSION_ID.to_owned()];
    write(HOST_NAME, DESCRIPTION, program, &origins, &ids, &places::keys(browser.key), Scope::User)
        .map_err(|error| unwritable(browser.name, &error))
}

/// Takes the registration out. Returns the names of the browsers that had it.
///
/// # Errors
/// A manifest cannot be removed.
pub fn uninstall() -> Result<Vec<&'static str>, Fault> {
    let had: Vec<Browser> = browsers().into_iter().filter(|browser| browser.manifest.exists()).collect();
    for browser in &had {
        remove(HOST_NAME, &places::keys(browser.key), Scope::User).map_err(|error| unwritable(browser.name, &error))?;
    }
    Ok(had.into_iter().map(|browser| browser.name).collect())
}

/// No browser of this user takes the extension.
pub fn no_browser() -> Fault {
    Fault::new(
        "install.no_browser",
        "No browser was found that ConvoAlly can register with.",
        "Start Chromium, Chrome, Edge, Brave, Vivaldi or Firefox once, then run `convoally install` again.",
    )
}

fn unwritable(name: &str, error: &std::io::Error) -> Fault {
    Fault::new(
        "install.unwritable",
        format!("The registration for {name} could not be changed: {}.", error.kind()),
        "Check that your browser's folder belongs to you, then run `convoally install` again.",
    )
}
