//! What differs between browsers: one file each, everything else is shared.

pub mod chromium;

use crate::manifest::Manifest;
use clap::ValueEnum;

/// A browser that the extension is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Browser {
    /// Chromium and its relatives: Chrome, Edge, Brave.
    Chromium,
}

impl Browser {
    /// Its name, as in `--browser`.
    pub fn name(self) -> &'static str {
        match self {
            Browser::Chromium => "chromium",
        }
    }

    /// Its manifest. `dev` marks the build in the browser's list of extensions.
    pub fn manifest(self, dev: bool) -> Manifest {
        match self {
            Browser::Chromium => chromium::manifest(dev),
        }
    }
}
