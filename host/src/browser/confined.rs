//! Browsers that are packed in a sandbox, Snap or Flatpak: they may start no program outside of it by themselves, and each
//! has its own way around, or none.

use std::path::Path;

/// A kind of sandboxed browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confined {
    /// For people.
    pub name: &'static str,
    /// Its folder below the home folder, which is there once it was started.
    folder: &'static str,
    /// The unpacked browser in whose place a service on this computer looks for the manifest, as the installer names it;
    /// none where no service does.
    pub registered_as: Option<&'static str>,
    /// The way that works for it, for people.
    pub way: &'static str,
}

/// Ubuntu's portal starts the program when the user allows it.
const PORTAL: &str = "It asks the desktop’s portal, as Ubuntu has it: allow it when you are asked. Where nothing asks, use the \
                      browser’s own package in place of the Snap.";
/// See bugzilla.mozilla.org 1955255 and flatpak/xdg-desktop-portal issue 655.
const PROXY: &str = "It works from Firefox 157 on, with the service xdg-native-messaging-proxy: install it, then run `systemctl \
                     --user enable --now xdg-native-messaging-proxy`. With an older Firefox use the browser’s own package.";
const NO_WAY: &str = "Its sandbox lets it start no program of yours: use the browser’s own package in its place.";

/// All that are known.
const KNOWN: [Confined; 11] = [
    snap("Firefox (Snap)", "snap/firefox", "firefox"),
    snap("Chromium (Snap)", "snap/chromium", "chromium"),
    // Its makers did not build the portal in.
    no_way("Brave (Snap)", "snap/brave"),
    Confined {
        name: "Firefox (Flatpak)",
        folder: ".var/app/org.mozilla.firefox",
        registered_as: Some("firefox"),
        way: PROXY,
    },
    Confined {
        name: "LibreWolf (Flatpak)",
        folder: ".var/app/io.gitlab.librewolf-community",
        registered_as: Some("librewolf"),
        way: PROXY,
    },
    no_way("Chromium (Flatpak)", ".var/app/org.chromium.Chromium"),
    no_way("Google Chrome (Flatpak)", ".var/app/com.google.Chrome"),
    no_way("Microsoft Edge (Flatpak)", ".var/app/com.microsoft.Edge"),
    no_way("Brave (Flatpak)", ".var/app/com.brave.Browser"),
    no_way("Vivaldi (Flatpak)", ".var/app/com.vivaldi.Vivaldi"),
    no_way("Ungoogled Chromium (Flatpak)", ".var/app/io.github.ungoogled_software.ungoogled_chromium"),
];

const fn snap(name: &'static str, folder: &'static str, registered_as: &'static str) -> Confined {
    Confined { name, folder, registered_as: Some(registered_as), way: PORTAL }
}

const fn no_way(name: &'static str, folder: &'static str) -> Confined {
    Confined { name, folder, registered_as: None, way: NO_WAY }
}

/// Those that this user has started at least once.
pub fn found(home: &Path) -> Vec<Confined> {
    KNOWN.into_iter().filter(|browser| home.join(browser.folder).is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandboxed_browser_is_known_by_its_folder_and_told_its_way() {
        let home = tempfile::tempdir().unwrap();
        assert!(found(home.path()).is_empty());
        for folder in ["snap/firefox", ".var/app/com.google.Chrome"] {
            std::fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        let [firefox, chrome] = found(home.path())[..] else { panic!("{:?}", found(home.path())) };
        assert_eq!((firefox.name, firefox.registered_as), ("Firefox (Snap)", Some("firefox")));
        assert!(chrome.registered_as.is_none() && chrome.way.contains("own package"), "{chrome:?}");
    }
}
