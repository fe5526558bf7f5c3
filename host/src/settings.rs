//! What the user set once for this computer and that must be known before the vault is open.

use crate::answer::Wanted;
use crate::engines::Choice;
use crate::places;
pub use convoally_shared::device::{Chosen, Devices};
use convoally_shared::fault::Fault;
use convoally_shared::session::Mode;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file in the data folder. It holds no secret.
const FILE: &str = "settings.json";

/// The settings. A field that is not there has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The file with the vault's passphrase, on a computer without a keychain.
    pub passphrase_file: Option<PathBuf>,
    /// The devices that sessions listen to.
    pub devices: Devices,
    /// What turns speech into text.
    pub transcription: Choice,
    /// When cards open.
    pub mode: Mode,
    /// What writes drafts, and for how much.
    pub drafts: Drafts,
    /// When the vault is locked.
    pub vault: VaultSettings,
}

/// What the user set about the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VaultSettings {
    /// Under a passphrase, a running host locks the vault after so many minutes without a session; 0 means never.
    pub lock_after_min: u32,
}

impl Default for VaultSettings {
    fn default() -> Self {
        Self { lock_after_min: 15 }
    }
}

impl VaultSettings {
    /// After how long without a session the vault is locked; none means never.
    pub fn locks_after(self) -> Option<Duration> {
        Some(Duration::from_secs(60 * u64::from(self.lock_after_min))).filter(|after| !after.is_zero())
    }
}

/// What the user set about drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Drafts {
    /// The engines in the order in which they are asked; empty means those that there is a key or a server for.
    pub order: Vec<Wanted>,
    /// The budget of a month, millionths of a dollar.
    pub monthly_micro_usd: Option<u64>,
}

impl Settings {
    /// The file in a data folder.
    pub fn path(data: &Path) -> PathBuf {
        data.join(FILE)
    }

    /// Reads the settings of a data folder. No file means defaults.
    ///
    /// # Errors
    /// The file is there but cannot be read or understood; it is left as it is.
    pub fn load(data: &Path) -> Result<Self, Fault> {
        let path = Self::path(data);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| damaged(&path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(_) => Err(damaged(&path)),
        }
    }

    /// Writes the settings. Whoever reads them meanwhile, or after the power failed, sees the old ones or the new.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn save(&self, data: &Path) -> Result<(), Fault> {
        let path = Self::path(data);
        let written = std::fs::create_dir_all(data)
            .and_then(|()| serde_json::to_vec_pretty(self).map_err(std::io::Error::other))
            .and_then(|settings| places::replace(&path, &settings));
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
    use convoally_shared::utterance::Speaker;

    #[test]
    fn settings_are_kept_and_a_damaged_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::load(folder.path()).unwrap(), Settings::default());
        let headset = Chosen { id: "alsa_input.usb-1".into(), name: "Headset".into() };
        let mut settings = Settings { passphrase_file: Some("/run/secret".into()), ..Settings::default() };
        settings.devices.choose(Speaker::Me, Some(headset.clone()));
        settings.save(folder.path()).unwrap();
        let loaded = Settings::load(folder.path()).unwrap();
        assert_eq!(loaded, settings);
        assert_eq!((loaded.devices.of(Speaker::Me), loaded.devices.of(Speaker::Them)), (Some(&headset), None));
        std::fs::write(folder.path().join(FILE), "{").unwrap();
        assert_eq!(Settings::load(folder.path()).unwrap_err().code, "settings.damaged");
        assert_eq!(std::fs::read(folder.path().join(FILE)).unwrap(), b"{");
    }

    #[test]
    fn settings_that_cannot_be_written_leave_the_old_ones_and_nothing_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        // A folder in the file's place: the new file is written, but cannot take the place.
        std::fs::create_dir_all(folder.path().join(FILE).join("in the way")).unwrap();
        assert_eq!(Settings::default().save(folder.path()).unwrap_err().code, "settings.unwritable");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn settings_of_an_older_version_have_no_devices() {
        let settings: Settings = serde_json::from_str(r#"{"passphrase_file":null}"#).unwrap();
        assert_eq!(settings, Settings::default());
    }
}
