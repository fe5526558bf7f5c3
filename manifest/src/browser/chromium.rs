//! What Chromium wants: a key that fixes the id, and a service worker.

use crate::manifest::{Background, Manifest};

/// The extension's public key, DER in base64. Its private half is not needed to load or to build it.
pub const KEY: &str = include_str!("../../keys/chromium.txt").trim_ascii();

/// `light-dark()` in the style sheet came with 123; the popover over fullscreen pages with 114.
const MINIMUM_VERSION: &str = "123";

/// The manifest for Chromium.
pub fn manifest(dev: bool) -> Manifest {
    Manifest {
        key: Some(KEY.to_owned()),
        minimum_chrome_version: Some(MINIMUM_VERSION.to_owned()),
        ..Manifest::common(Background { service_worker: "background.js", kind: "module" }, dev)
    }
}
