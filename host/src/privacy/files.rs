//! The files of ConvoAlly on this computer, found by what they are called.

use convoally_shared::privacy::Stored;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What the name of a file in the data folder says about it: what is in it, and whether it is encrypted.
fn known(name: &str) -> Option<(&'static str, Encrypted)> {
    Some(match name {
        "vault.db" => ("your history, documents and interviews", Encrypted::Database),
        "vault.db-wal" => ("the latest changes to them, until they are brought into vault.db", Encrypted::Database),
        "vault.db-shm" => ("where in them each page is; no content", Encrypted::Nothing),
        "vault.key.json" => ("the vault's key", Encrypted::Passphrase),
        "settings.json" => ("your settings: devices, engines, mode, budget; no secret", Encrypted::Nothing),
        "prices.json" => ("your price table", Encrypted::Nothing),
        "vault.lock" => ("nothing: it keeps two first starts apart", Encrypted::Nothing),
        "vault.locked" => ("nothing: it says that the vault is locked", Encrypted::Nothing),
        "backup.lock" => ("nothing: it keeps two runs of a backup apart", Encrypted::Nothing),
        "backup.incoming" => ("what a backup fetched and did not take in yet", Encrypted::Backup),
        name if name.starts_with("running.") => ("nothing: it says that a session is running", Encrypted::Nothing),
        name if name.starts_with("vault.recovery") => ("the vault's key", Encrypted::RecoveryCode),
        name if name.starts_with("vault.") => ("part of the vault", Encrypted::Database),
        _ => return None,
    })
}

#[derive(Clone, Copy)]
enum Encrypted {
    Database,
    Passphrase,
    RecoveryCode,
    Backup,
    Nothing,
}

/// The files in the data folder that are ours.
pub(super) fn of_data(data: &Path) -> Vec<Stored> {
    let key_file = data.join("vault.key.json").exists();
    let mut names: Vec<_> = fs::read_dir(data).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    let known = names.into_iter().filter_map(|name| Some((data.join(&name), known(name.to_str()?)?)));
    known.map(|(path, (what, encrypted))| stored(path, what, protection(encrypted, key_file), EVERYTHING)).collect()
}

pub(super) const EVERYTHING: &str = "`convoally erase everything`";

fn protection(encrypted: Encrypted, key_file: bool) -> &'static str {
    match encrypted {
        Encrypted::Database if key_file => {
            "encrypted with AES-256 under a random key, which your passphrase protects in vault.key.json"
        }
        Encrypted::Database => "encrypted with AES-256 under a random key, which lies in your keychain",
        Encrypted::Passphrase => "encrypted with AES-256 under a key that argon2id makes of your passphrase",
        Encrypted::RecoveryCode => "encrypted with AES-256 under a key that argon2id makes of your recovery code",
        Encrypted::Backup => "encrypted under the backup's own key",
        Encrypted::Nothing => "not encrypted",
    }
}

/// What backups keep beside the vault while they run.
pub(super) const OF_BACKUPS: [&str; 2] = ["backup.lock", "backup.incoming"];

/// The folder of the models, when there is one.
pub(super) fn of_models(models: &Path) -> Option<Stored> {
    let what = "models of speech and of meaning; nothing of yours";
    models.exists().then(|| stored(models.to_owned(), what, "not encrypted", "`convoally models remove NAME`"))
}

/// A file that holds the passphrase.
pub(super) fn of_passphrase(path: &Path, erase: &str) -> Stored {
    stored(path.to_owned(), "your passphrase", "not encrypted: its rights say who may read it", erase)
}

/// What an editor of documents left that was killed: folders in memory or among the system's temporary files.
pub(super) fn left_by_editors() -> Vec<Stored> {
    let what = "the text of a document that is being corrected, or was when the program was killed";
    editors_folders()
        .into_iter()
        .map(|path| stored(path, what, "not encrypted: only you may read it", EVERYTHING))
        .collect()
}

/// Named as `documents edit` names them.
pub(super) fn editors_folders() -> Vec<PathBuf> {
    let places = [std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from), Some(std::env::temp_dir())];
    let entries = places.into_iter().flatten().flat_map(|place| fs::read_dir(place).into_iter().flatten().flatten());
    let ours = |name: &str| {
        let random = name.strip_prefix("convoally-");
        random.is_some_and(|random| random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let folders = entries.filter(|entry| entry.file_name().to_str().is_some_and(ours));
    folders
        .map(|entry| entry.path())
        .filter(|path| path.join("document.md").exists() || path.join("document.txt").exists())
        .collect()
}

fn stored(path: PathBuf, what: &str, protection: &str, erase: &str) -> Stored {
    let metadata = fs::symlink_metadata(&path).ok();
    let time = metadata.as_ref().and_then(|metadata| metadata.created().or_else(|_| metadata.modified()).ok());
    let since = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let since_unix_ms = since.and_then(|since| u64::try_from(since.as_millis()).ok());
    let [what, protection, erase] = [what, protection, erase].map(str::to_owned);
    Stored { bytes: size(&path), path, what, since_unix_ms, protection, erase }
}

/// Links are not followed.
fn size(path: &Path) -> u64 {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            fs::read_dir(path).into_iter().flatten().flatten().map(|entry| size(&entry.path())).sum()
        }
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_data_folder_are_told_and_those_of_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("vault.db", 4_096), ("settings.json", 2), ("holiday.jpg", 9), ("running.s", 0)] {
            fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
        }
        let found = of_data(folder.path());
        let told: Vec<_> =
            found.iter().map(|one| (one.path.file_name().unwrap().to_str().unwrap(), one.bytes)).collect();
        assert_eq!(told, [("running.s", 0), ("settings.json", 2), ("vault.db", 4_096)]);
        assert!(found[2].protection.contains("keychain") && found[2].since_unix_ms.is_some());
        fs::write(folder.path().join("vault.key.json"), "{}").unwrap();
        assert!(of_data(folder.path()).iter().all(|one| !one.protection.contains("keychain")));
        assert_eq!(size(folder.path()), 4_096 + 2 + 9 + 2);
    }
}
