//! Where a browser looks for this program, and whether this user has started it, by the browser's key in the installer.
//!
//! On Linux and macOS a browser's manifest lies among its profiles. On Windows the manifests of all lie in one folder, and a
//! key of the registry leads each browser there.

use convoally_shared::wire::HOST_NAME;
use directories::BaseDirs;
use native_messaging::Scope;
use std::path::{Path, PathBuf};

/// The browsers in whose places one looks, itself first. Brave and Vivaldi for Windows look where Chrome does.
pub fn keys(key: &'static str) -> Vec<&'static str> {
    match key {
        "brave" | "vivaldi" if cfg!(windows) => vec![key, "chrome"],
        _ => vec![key],
    }
}

/// The manifests that a browser would read: this user's own, then the one for everybody.
#[cfg(not(windows))]
pub fn manifests(key: &'static str) -> Vec<PathBuf> {
    let place = |scope| native_messaging::manifest_path(key, scope, HOST_NAME).ok();
    [Scope::User, Scope::System].into_iter().filter_map(place).collect()
}

/// The same, as the registry has them.
#[cfg(windows)]
pub fn manifests(key: &'static str) -> Vec<PathBuf> {
    use native_messaging::install::winreg::read_manifest_path_from_reg;
    use native_messaging::paths::winreg_key_path;
    let place = |scope, key| read_manifest_path_from_reg(scope, &winreg_key_path(key, scope, HOST_NAME).ok()?).ok()?;
    let places = |scope| keys(key).into_iter().filter_map(move |key| place(scope, key));
    [Scope::User, Scope::System].into_iter().flat_map(places).collect()
}

/// Whether this user has started a browser at least once: the folder of its profiles is there.
pub fn was_started(key: &str, manifest: &Path) -> bool {
    let profiles = profiles(key, manifest);
    let elsewhere = (key == "firefox").then(firefox_elsewhere).flatten();
    profiles.into_iter().chain(elsewhere).any(|folder| folder.is_dir())
}

/// `PROFILES/NativeMessagingHosts/NAME.json`
#[cfg(not(windows))]
fn profiles(_: &str, manifest: &Path) -> Option<PathBuf> {
    Some(manifest.parent()?.parent()?.to_owned())
}

#[cfg(windows)]
fn profiles(key: &str, _: &Path) -> Option<PathBuf> {
    let below = match key {
        "chromium" => r"Chromium\User Data",
        "chrome" => r"Google\Chrome\User Data",
        "edge" => r"Microsoft\Edge\User Data",
        "brave" => r"BraveSoftware\Brave-Browser\User Data",
        "vivaldi" => r"Vivaldi\User Data",
        "librewolf" => "librewolf",
        _ => return None,
    };
    Some(BaseDirs::new()?.data_local_dir().join(below))
}

/// Firefox keeps its profiles apart from its manifests: on macOS and Windows, and on Linux from 147 on.
fn firefox_elsewhere() -> Option<PathBuf> {
    let below = if cfg!(target_os = "macos") { "Firefox" } else { "mozilla/firefox" };
    Some(BaseDirs::new()?.config_dir().join(below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_was_started_when_the_folder_above_its_manifests_is_there() {
        let home = tempfile::tempdir().unwrap();
        let manifest = home.path().join("chromium/NativeMessagingHosts/ai.convoally.host.json");
        assert!(!was_started("chromium", &manifest));
        std::fs::create_dir(home.path().join("chromium")).unwrap();
        assert_eq!(was_started("chromium", &manifest), cfg!(not(windows)));
    }

    #[test]
    fn a_browser_looks_first_where_it_was_registered_by_itself() {
        for key in ["chromium", "chrome", "edge", "brave", "vivaldi", "firefox", "librewolf"] {
            assert_eq!(keys(key)[0], key);
        }
    }
}
