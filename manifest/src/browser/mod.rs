//! What differs between browsers: one file each, and a folder of that name in `extension/`; everything else is shared.

pub mod chromium;
pub mod firefox;

use crate::manifest::Manifest;
use clap::ValueEnum;

/// A browser that the extension is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Browser {
    /// Chromium and its relatives: Chrome, Edge, Brave, Vivaldi.
    Chromium,
    /// Firefox and its relatives: LibreWolf.
    Firefox,
}

impl Browser {
    /// Its name, as in `--browser`.
    pub fn name(self) -> &'static str {
        match self {
            Browser::Chromium => "chromium",
            Browser::Firefox => "firefox",
        }
    }

    /// Its manifest. `dev` marks the build in the browser's list of extensions.
    pub fn manifest(self, dev: bool) -> Manifest {
        match self {
            Browser::Chromium => chromium::manifest(dev),
            Browser::Firefox => firefox::manifest(dev),
        }
    }
}
