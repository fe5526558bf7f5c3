//! The files by which every user's browsers find the program where a package installs it. `convoally install` writes those
//! of one user.

use crate::error::PackError;
use crate::folder::Files;
use convoally_shared::wire::{FIREFOX_EXTENSION_ID, HOST_NAME, chromium_origins};
use native_messaging::{Scope, browser_supports_scope, manifest_path};
use serde::Serialize;
use std::path::Path;

/// The browsers that look in a place for everybody, as the installer of native messaging names them. Vivaldi and
/// LibreWolf look in a user's own place alone.
const BROWSERS: [(&str, Family); 5] = [
    ("chromium", Family::Chromium),
    ("chrome", Family::Chromium),
    ("edge", Family::Chromium),
    ("brave", Family::Chromium),
    ("firefox", Family::Firefox),
];

#[derive(Clone, Copy)]
enum Family {
    Chromium,
    Firefox,
}

/// A manifest of native messaging.
#[derive(Serialize)]
struct Registration<'a> {
    name: &'static str,
    description: &'static str,
    path: &'a Path,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_origins: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_extensions: Option<[&'static str; 1]>,
}

/// The files of this computer's kind of system, by their paths below its root, for a program at `program`.
///
/// # Errors
/// The system has no such places.
pub fn for_everybody(program: &Path) -> Result<Files, PackError> {
    let mut files = Files::new();
    // Brave has such a place on Linux and Windows alone.
    let known = |browser: &str| browser_supports_scope(browser, Scope::System).unwrap_or(false);
    for (browser, family) in BROWSERS.into_iter().filter(|(browser, _)| known(browser)) {
        let place = manifest_path(browser, Scope::System, HOST_NAME).map_err(PackError::file(browser))?;
        let below = place.to_string_lossy().trim_start_matches('/').to_owned();
        files.insert(below, serde_json::to_vec_pretty(&registration(family, program))?);
    }
    Ok(files)
}

fn registration(family: Family, program: &Path) -> Registration<'_> {
    let (allowed_origins, allowed_extensions) = match family {
        Family::Chromium => (Some(chromium_origins().collect()), None),
        Family::Firefox => (None, Some([FIREFOX_EXTENSION_ID])),
    };
    let description = "ConvoAlly: live conversation assistant";
    Registration { name: HOST_NAME, description, path: program, kind: "stdio", allowed_origins, allowed_extensions }
}
