//! Erases everything: what is in the vault, its files and keys, settings, providers' keys.
//!
//! The order: a mark that says what is wanted, so that the next start goes on where this one was cut off; the vault's
//! content, in place, because another host may have the file open; its files, when nobody has; its key, when nothing needs
//! it any more; the rest; the mark last.
//!
//! What a person gave to somebody else is not here to be erased: backups in other places (where a backup is set up, the
//! user says first whether it is to stay there; the setup itself goes with the vault), exports, what providers keep.

use super::{files, report};
use crate::browser::register;
use crate::keys;
use crate::money::Prices;
use crate::places;
use crate::settings::Settings;
use crate::vault::{self, Vault, VaultError, keychain};
use convoally_shared::fault::Fault;
pub use convoally_shared::privacy::Gone;
use convoally_shared::vault::Protection;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The mark of an erasing that is under way.
const MARK: &str = "erasing.json";

/// What else is to go. The models hold nothing of the user's; `convoally models remove` takes them away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Besides {
    /// The registrations with browsers.
    pub registrations: bool,
    /// What went into a backup may stay there.
    pub leave_backups: bool,
}

/// What the mark says.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Wanted {
    #[serde(flatten)]
    besides: Besides,
    /// The keychain held the key of this vault. Beside one under a passphrase it may hold another vault's, which stays.
    #[serde(default)]
    in_keychain: bool,
}

/// Erases everything. Whoever asks has confirmed it. Blocks, also on the keychain.
///
/// # Errors
/// `erase.session_running` and `erase.backup_is_left`: nothing was erased. Anything else: the next start, or this command again, goes on.
pub fn erase(data: &Path, besides: Besides, open: impl FnOnce() -> Result<Vault, Fault>) -> Result<Gone, Fault> {
    let in_keychain = vault::standing(data)?.protection == Some(Protection::Keychain)
        || marked(data).is_some_and(|wanted| wanted.in_keychain);
    carry_out(data, Wanted { besides, in_keychain }, open)
}

fn carry_out(data: &Path, wanted: Wanted, open: impl FnOnce() -> Result<Vault, Fault>) -> Result<Gone, Fault> {
    let Wanted { besides, in_keychain } = wanted;
    Vault::refuse_while_sessions_run(data)?;
    let vault = if data.join("vault.db").exists() { Some(open()) } else { None };
    if let Some(Ok(vault)) = &vault
        && !besides.leave_backups
        && report::has_backup(&vault.inventory()?)
    {
        return Err(backup_is_left());
    }
    mark(data, wanted)?;
    let mut gone = Gone::default();
    let settings = Settings::load(data).unwrap_or_default();
    let vault_gone = empty(data, vault, &mut gone)?;
    forget_keys(&settings, vault_gone && in_keychain, &mut gone);
    the_rest(data, &settings, vault_gone, &mut gone)?;
    if besides.registrations {
        gone.browsers = register::uninstall()?.into_iter().map(str::to_owned).collect();
    }
    remove(&data.join(MARK))?;
    // Only when nothing of somebody else's is in it.
    let _ = fs::remove_dir(data);
    Ok(gone)
}

/// Goes on with an erasing that was cut off, if there is one. Cheap when there is none.
///
/// # Errors
/// As [`erase`].
pub fn finish(data: &Path, open: impl FnOnce() -> Result<Vault, Fault>) -> Result<Option<Gone>, Fault> {
    let Some(wanted) = marked(data) else { return Ok(None) };
    // It was asked for once.
    let besides = Besides { leave_backups: true, ..wanted.besides };
    carry_out(data, Wanted { besides, ..wanted }, open).map(Some)
}

/// Half a mark says nothing of what else was to go.
fn marked(data: &Path) -> Option<Wanted> {
    let mark = fs::read(data.join(MARK)).ok()?;
    Some(serde_json::from_slice(&mark).unwrap_or_default())
}

fn mark(data: &Path, wanted: Wanted) -> Result<(), Fault> {
    if !data.exists() {
        fs::create_dir_all(data).map_err(|error| unerasable(data, &error))?;
    }
    let text = serde_json::to_vec(&wanted).unwrap_or_default();
    places::replace(&data.join(MARK), &text).map_err(|error| unerasable(data, &error))
}

/// Whether nothing of the vault is left.
fn empty(data: &Path, vault: Option<Result<Vault, Fault>>, gone: &mut Gone) -> Result<bool, Fault> {
    match vault {
        None => {}
        Some(Ok(mut vault)) => {
            gone.keys = vault.inventory()?.secrets;
            gone.vault = Some(vault.erase_all()?);
            if !vault.close_for_good()? {
                let sentence = "An empty vault is still there, because another ConvoAlly, in a browser perhaps, has it \
                                open: close it and erase everything once more to be rid of the file.";
                gone.left.push(sentence.to_owned());
                return Ok(false);
            }
        }
        Some(Err(fault)) => {
            let sentence = format!("The vault was removed without being opened: {}", fault.sentence);
            gone.left.push(sentence);
        }
    }
    gone.files.extend(Vault::remove_files(data)?);
    Ok(true)
}

/// What the keychain does not give up is said.
fn forget_keys(settings: &Settings, vault_key_too: bool, gone: &mut Gone) {
    for name in keys::names(&settings.drafts.order) {
        match keychain::get(&name) {
            Ok(None) => continue,
            Ok(Some(_)) => {}
            Err(VaultError::NoKeychain(_)) => return,
            Err(error) => {
                let Fault { sentence, .. } = error.into();
                gone.left.push(format!("Keys may still be in the keychain. {sentence}"));
                return;
            }
        }
        match keychain::delete(&name) {
            Ok(()) if gone.keys.contains(&name) => {}
            Ok(()) => gone.keys.push(name),
            Err(error) => gone.left.push(format!("The key for {name} is still in the keychain: {error}.")),
        }
    }
    if vault_key_too && let Err(error) = keychain::remove_vault_key() {
        gone.left.push(format!("The vault's key, which opens nothing any more, is still in the keychain: {error}."));
    }
}

fn the_rest(data: &Path, settings: &Settings, vault_gone: bool, gone: &mut Gone) -> Result<(), Fault> {
    // The passphrase before the settings that say where it is. The empty vault that is left needs both.
    let passphrase = settings.passphrase_file.clone().filter(|_| vault_gone);
    for path in passphrase.into_iter().chain([Settings::path(data), Prices::path(data)]) {
        if remove(&path)? {
            gone.files.push(path);
        }
    }
    if !vault_gone && settings.passphrase_file.is_some() {
        Settings { passphrase_file: settings.passphrase_file.clone(), ..Settings::default() }.save(data)?;
    }
    let of_backups = files::OF_BACKUPS.map(|name| data.join(name));
    for path in files::editors_folders().into_iter().chain(of_backups.into_iter().filter(|path| path.exists())) {
        match if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) } {
            Ok(()) => gone.files.push(path),
            Err(error) => gone.left.push(format!("{} could not be removed: {}.", path.display(), error.kind())),
        }
    }
    Ok(())
}

/// Whether it was there.
fn remove(path: &Path) -> Result<bool, Fault> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(unerasable(path, &error)),
    }
}

fn backup_is_left() -> Fault {
    Fault::new(
        "erase.backup_is_left",
        "A backup of the vault lies in another place, and nobody could erase it there once the vault is gone; nothing was \
         erased.",
        "Run `convoally backup forget --erase` first, which deletes it there for all your computers, or leave it there with \
         --leave-backups.",
    )
}

fn unerasable(path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(
        "erase.unerasable",
        format!("{} could not be erased: {}.", path.display(), error.kind()),
        "See that the folder is yours, then run the command again: it goes on where it stopped.",
    )
}
