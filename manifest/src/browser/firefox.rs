//! What Firefox wants: an id, and a background page in place of a worker. It lets no extension hear a tab, so the sound of
//! the whole computer is heard there, and the permissions for the tab are not asked for.

use crate::manifest::{Background, Collected, Gecko, Manifest, Specific};
use convoally_shared::wire::FIREFOX_EXTENSION_ID;

/// What an extension sends to others can be declared from 140 on, and everywhere from 142; everything else works since 125.
const MINIMUM_VERSION: &str = "142.0";

/// The manifest for Firefox.
pub fn manifest(dev: bool) -> Manifest {
    let mut manifest = Manifest::common(Background::page(), dev);
    let data_collection_permissions = Collected { required: ["none"] };
    let gecko = Gecko { id: FIREFOX_EXTENSION_ID, strict_min_version: MINIMUM_VERSION, data_collection_permissions };
    manifest.browser_specific_settings = Some(Specific { gecko });
    manifest
}
