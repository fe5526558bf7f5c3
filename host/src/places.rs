//! Where the host keeps things on this computer, and how a file there takes the place of an older one.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Names the folder for the vault instead of the user's data folder. Tests and the demo use it.
pub const DATA_VARIABLE: &str = "CONVOALLY_DATA";
/// Names the folder for models instead of the user's cache folder.
pub const MODELS_VARIABLE: &str = "CONVOALLY_MODELS";
/// Names a file that holds the vault's passphrase, for computers without a keychain.
pub const PASSPHRASE_FILE_VARIABLE: &str = "CONVOALLY_PASSPHRASE_FILE";

fn user_folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("ai", "ConvoAlly", "convoally")
}

fn from_variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The folder of the vault. None when the user has no home folder and no variable names one.
pub fn data() -> Option<PathBuf> {
    from_variable(DATA_VARIABLE).or_else(|| user_folders().map(|folders| folders.data_local_dir().to_owned()))
}

/// The folder of the models, one for the user, shared by product, demo and tests.
pub fn models() -> Option<PathBuf> {
    from_variable(MODELS_VARIABLE).or_else(|| user_folders().map(|folders| folders.cache_dir().join("models")))
}

/// The file with the vault's passphrase, where the user named one.
pub fn passphrase_file() -> Option<PathBuf> {
    from_variable(PASSPHRASE_FILE_VARIABLE)
}

/// Writes a file beside the one that it then takes the place of.
pub fn replace(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let new = path.with_extension(format!("{}.new", std::process::id()));
    let written = std::fs::File::create(&new)
        .and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&new, path));
    if written.is_err() {
        // What is left of it is of no use; the error that matters is the one above.
        let _ = std::fs::remove_file(&new);
    }
    written
}
