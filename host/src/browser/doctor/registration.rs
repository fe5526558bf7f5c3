//! The file by which a browser finds this program: that it is there, what it names, and whom it lets in.

use crate::browser::register::Browser;
use convoally_shared::check::Link;
use convoally_shared::fault::Fault;
use convoally_shared::wire::{FIREFOX_EXTENSION_ID, chromium_origins};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const REPAIR: &str = "Run `convoally install`.";

/// What a browser would start, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The program.
    pub program: PathBuf,
    /// What it is given: the caller, as the browser's family says it.
    pub arguments: Vec<String>,
}

/// The part of a manifest of native messaging that matters here. Chromium's family names origins, Firefox's extensions.
#[derive(Deserialize)]
struct Manifest {
    path: PathBuf,
    allowed_origins: Option<Vec<String>>,
    allowed_extensions: Option<Vec<String>>,
}

/// Reads a browser's registration, the user's own before the system's.
///
/// # Errors
/// The first link that does not hold, and why.
pub fn read(browser: &Browser) -> Result<Registration, (Link, Fault)> {
    let found = browser.manifests().into_iter().find_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes)));
    let Some((place, bytes)) = found else {
        let sentence = format!("{} does not know this program.", browser.name);
        return Err((Link::Manifest, Fault::new("install.not_registered", sentence, REPAIR)));
    };
    understand(browser.name, &place, &bytes)
}

fn understand(browser: &str, place: &Path, bytes: &[u8]) -> Result<Registration, (Link, Fault)> {
    let Ok(manifest) = serde_json::from_slice::<Manifest>(bytes) else {
        let sentence = format!("The registration for {browser} is damaged.");
        return Err((Link::Manifest, Fault::new("install.damaged", sentence, REPAIR)));
    };
    if !manifest.path.is_file() {
        let sentence = format!("{browser} would start {}, which is not there.", manifest.path.display());
        return Err((Link::Path, Fault::new("install.program_gone", sentence, REPAIR)));
    }
    let arguments = caller(&manifest, place).ok_or_else(|| {
        let sentence = format!("{browser} would not let the ConvoAlly extension start this program.");
        (Link::Origin, Fault::new("install.other_extension", sentence, REPAIR))
    })?;
    Ok(Registration { program: manifest.path, arguments })
}

/// How a browser that lets our extension in would name it to the program.
fn caller(manifest: &Manifest, place: &Path) -> Option<Vec<String>> {
    let lets_in = |list: &Option<Vec<String>>, ours: &str| list.iter().flatten().any(|allowed| allowed == ours);
    if chromium_origins().all(|ours| lets_in(&manifest.allowed_origins, &ours)) {
        return chromium_origins().next().map(|ours| vec![ours]);
    }
    let by_firefox = || vec![place.to_string_lossy().into_owned(), FIREFOX_EXTENSION_ID.to_owned()];
    lets_in(&manifest.allowed_extensions, FIREFOX_EXTENSION_ID).then(by_firefox)
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::wire::HOST_NAME;
    use serde_json::json;

    fn read_of(manifest: serde_json::Value) -> Result<Registration, (Link, Fault)> {
        understand("Firefox", Path::new("/m/ai.convoally.host.json"), manifest.to_string().as_bytes())
    }

    #[test]
    fn each_family_lets_our_extension_in_by_its_own_name_for_it() {
        let program = std::env::current_exe().unwrap();
        let origins: Vec<String> = chromium_origins().collect();
        let chromium = read_of(json!({"path": program, "allowed_origins": origins})).unwrap();
        assert_eq!(chromium, Registration { program: program.clone(), arguments: vec![origins[0].clone()] });
        let firefox = read_of(json!({"path": program, "allowed_extensions": [FIREFOX_EXTENSION_ID]})).unwrap();
        let arguments = vec![format!("/m/{HOST_NAME}.json"), FIREFOX_EXTENSION_ID.to_owned()];
        assert_eq!(firefox, Registration { program, arguments });
    }

    #[test]
    fn the_first_link_that_does_not_hold_is_named() {
        let program = std::env::current_exe().unwrap();
        let cases = [
            (json!({"allowed_origins": []}), Link::Manifest, "install.damaged"),
            (json!({"path": "/nowhere/convoally", "allowed_origins": []}), Link::Path, "install.program_gone"),
            (json!({"path": program, "allowed_origins": []}), Link::Origin, "install.other_extension"),
            (
                json!({"path": program, "allowed_origins": ["chrome-extension://abcdefghijklmnopabcdefghijklmnop/"]}),
                Link::Origin,
                "install.other_extension",
            ),
        ];
        for (manifest, link, code) in cases {
            let (broken, fault) = read_of(manifest).unwrap_err();
            assert_eq!((broken, fault.code.as_str()), (link, code));
        }
    }
}
