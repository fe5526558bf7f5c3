//! Finds the parts under test: the host binary and the unpacked extension. The Makefile names both; without it
//! they are built here, so that a single test can be run by hand.

use crate::browser::Family;
use crate::child;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the host binary.
pub const HOST_VARIABLE: &str = "CONVOALLY_BIN";
/// Names the folder of the unpacked extension.
pub const EXTENSION_VARIABLE: &str = "CONVOALLY_EXTENSION";

/// The two parts that a browser puts together.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The host binary.
    pub host: PathBuf,
    /// The folder for `--load-extension`.
    pub extension: PathBuf,
}

impl Parts {
    /// Takes what the environment names and builds the rest. Cargo's own lock keeps two tests from building at once.
    ///
    /// # Errors
    /// [`Error::Failed`] when the build fails, [`Error::File`] when a named part is not there.
    pub fn find() -> Result<Self> {
        let host = match std::env::var_os(HOST_VARIABLE) {
            Some(path) => PathBuf::from(path),
            None => built("convoally", "convoally")?,
        };
        let extension = match std::env::var_os(EXTENSION_VARIABLE) {
            Some(path) => PathBuf::from(path),
            None => packed(Family::Chromium)?,
        };
        Ok(Self { host: existing(&host)?, extension: existing(&extension)? })
    }

    /// The same with the extension for another browser. The Makefile has it beside the one that it names.
    ///
    /// # Errors
    /// As [`Parts::find`].
    pub fn for_browser(family: Family) -> Result<Self> {
        let Self { host, .. } = Self::find()?;
        let extension = match std::env::var_os(EXTENSION_VARIABLE) {
            Some(path) => PathBuf::from(path).with_file_name(family.name()),
            None => packed(family)?,
        };
        Ok(Self { host, extension: existing(&extension)? })
    }
}

/// The folder of the workspace.
pub fn workspace() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from)
}

fn existing(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(Error::file(path))
}

fn built(package: &str, binary: &str) -> Result<PathBuf> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace()).args(["build", "--quiet", "--package", package, "--bin", binary]);
    child::output(&mut cargo)?;
    Ok(target().join("debug").join(binary))
}

fn packed(family: Family) -> Result<PathBuf> {
    let folder = target().join("extension").join(family.name());
    let mut packer = Command::new(built("convoally-manifest", "convoally-pack")?);
    packer.current_dir(workspace()).args(["build", "--browser", family.name(), "--out"]).arg(&folder);
    child::output(&mut packer)?;
    Ok(folder)
}
