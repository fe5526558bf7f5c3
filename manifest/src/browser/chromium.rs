//! What Chromium wants: a key that fixes the id, a service worker, and permissions for what only Chromium can: to hear a
//! tab, and to show the panel beside the page; and one for what only Chromium does not do by itself, to come back after a
//! reload.

use crate::manifest::{Background, Command, Manifest, SidePanel, SuggestedKey};
use crate::sites;

/// The extension's public key, DER in base64. Its private half is not needed to load or to build it.
pub const KEY: &str = include_str!("../../keys/chromium.txt").trim_ascii();

/// `light-dark()` in the style sheet came with 123; the popover over fullscreen pages with 114.
const MINIMUM_VERSION: &str = "123";

/// The manifest for Chromium.
pub fn manifest(dev: bool) -> Manifest {
    let mut manifest = Manifest::common(Background::worker(), dev);
    manifest.key = Some(KEY.to_owned());
    manifest.minimum_chrome_version = Some(MINIMUM_VERSION.to_owned());
    // Neither lets a tab be heard before the user clicks the button, or presses its keys, in that tab.
    manifest.permissions.extend(["tabCapture", "offscreen"]);
    // A reload of the extension takes the panel out of open tabs; only this puts it back.
    manifest.permissions.extend(["scripting", "sidePanel"]);
    manifest.host_permissions = sites::patterns();
    manifest.side_panel = Some(SidePanel { default_path: "overlay.html#panel" });
    let suggested_key = Some(SuggestedKey { default: "Alt+Shift+L" });
    manifest.commands.insert("listen-to-tab", Command { suggested_key, description: "__MSG_manifest_listen_to_tab__" });
    manifest
}
