//! What the user set once for this computer and that must be known before the vault is open.

use crate::places;
use convoally_shared::fault::Fault;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The file in the data folder. It holds no secret.
const FILE: &str = "settings.json";

/// The settings. A field that is not there has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The file with the vault's passphrase, on a computer without a keychain.
    pub passphrase_file: Option<PathBuf>,
}

impl Settings {
    /// Reads the settings of a data folder. No file means defaults.
    ///
    /// # Errors
    /// The file is there but cannot be read or understood; it is left as it is.
    pub fn load(data: &Path) -> Result<Self, Fault> {
        let path = data.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| damaged(&path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(_) => Err(damaged(&path)),
        }
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn save(&self, data: &Path) -> Result<(), Fault> {
        let path = data.join(FILE);
        let written = std::fs::create_dir_all(data)
            .and_then(|()| serde_json::to_vec_pretty(self).map_err(std::io::Error::other))
            .and_then(|settings| std::fs::write(&path, settings));
        written.map_err(|error| {
            Fault::new(
                "settings.unwritable",
                format!("{} could not be written: {}.", path.display(), error.kind()),
                "Check that the disk is not full and that the folder is yours.",
            )
        })
    }
}

/// The data folder of this user.
///
/// # Errors
/// The user has no home folder and no variable names one.
pub fn data_folder() -> Result<PathBuf, Fault> {
    places::data().ok_or_else(|| {
        Fault::new(
            "settings.no_home",
            "There is no home folder to keep the history in.",
            format!("Set HOME, or name a folder in {}.", places::DATA_VARIABLE),
        )
    })
}

fn damaged(path: &Path) -> Fault {
    Fault::new(
        "settings.damaged",
        format!("{} could not be read.", path.display()),
        "Correct the file, or delete it to start with defaults; the history is not in it.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_and_a_damaged_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(folder.path()).unwrap(), Settings::default());
        let settings = Settings { passphrase_file: Some("/run/secret".into()) };
        settings.save(folder.path()).unwrap();
        assert_eq!(Settings::load(folder.path()).unwrap(), settings);
        std::fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(Settings::load(folder.path()).unwrap_err().code, "settings.damaged");
        assert_eq!(std::fs::read(folder.path().join(FILE)).unwrap(), b"{");
    }
}
