//! The way to the vault of this user: which folder, what opens it, who is asked for a passphrase, and what is done
//! whenever it is opened: retention.

use crate::browser::safe::{Door, Look};
use crate::keys::InVault;
use crate::places;
use crate::privacy;
use crate::privacy::everything::{self, Besides};
use crate::retention;
use crate::secret::Secret;
use crate::session::unix_ms;
use crate::settings::{Settings, data_folder};
use crate::vault::{self, KeySource, Vault, VaultError, Way};
use convoally_shared::fault::Fault;
use convoally_shared::privacy::{Gone, Report};
use convoally_shared::request::EraseEverything;
use convoally_shared::vault::Protection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A shorter one is found by trying, whatever each try costs.
const SHORTEST_PASSPHRASE: usize = 10;

/// Asks a person for the passphrase. None where nobody can answer.
pub type Ask = fn() -> Result<Option<Secret>, Fault>;

/// The way to the vault.
#[derive(Clone, Debug)]
pub struct VaultDoor {
    /// Named on the command line.
    passphrase_file: Option<PathBuf>,
    ask: Ask,
    /// What was answered: nobody is asked twice.
    answer: Arc<OnceLock<Option<Secret>>>,
}

impl VaultDoor {
    /// For a host that nobody can answer: a browser started it.
    pub fn unattended() -> Self {
        Self::at_terminal(None, || Ok(None))
    }

    /// For the command line, with the passphrase file that it names.
    pub fn at_terminal(passphrase_file: Option<PathBuf>, ask: Ask) -> Self {
        Self { passphrase_file, ask, answer: Arc::default() }
    }

    /// Opens the vault with the passphrase file that was named on the command line, in the environment or at
    /// installation, or else with the keychain or a passphrase that somebody types. Blocks.
    ///
    /// # Errors
    /// The vault's own faults.
    pub fn open(&self) -> Result<Vault, Fault> {
        let data = data_folder()?;
        // Nobody is asked for a passphrase that then opens nothing.
        if vault::standing(&data)?.locked {
            return Err(VaultError::Locked.into());
        }
        Ok(looked_after(Vault::open(&data, &self.key(&data)?)?))
    }

    /// What opens the vault in a folder now. May ask.
    ///
    /// # Errors
    /// The settings or the folder cannot be read, or the question failed.
    pub fn key(&self, data: &Path) -> Result<KeySource, Fault> {
        if let Some(file) = self.passphrase_file(data)? {
            return Ok(KeySource::PassphraseFile(file));
        }
        if vault::standing(data)?.protection != Some(Protection::Passphrase) {
            return Ok(KeySource::Keychain);
        }
        if self.answer.get().is_none() {
            // Of two that ask at once the first answer counts.
            let _ = self.answer.set((self.ask)()?);
        }
        // Without an answer the vault says that it wants a passphrase.
        let typed = self.answer.get().cloned().flatten();
        Ok(typed.map_or(KeySource::Keychain, KeySource::Passphrase))
    }

    /// The vault as a place of providers' keys, opened when one is wanted. None is made for that.
    pub fn keys(&self) -> InVault {
        let door = self.clone();
        InVault::behind(move || door.open_existing())
    }

    /// Asks now for what somebody has to type to open the vault later.
    ///
    /// # Errors
    /// As [`VaultDoor::key`].
    pub fn ask_ahead(&self) -> Result<(), Fault> {
        let data = data_folder()?;
        if !vault::standing(&data)?.locked {
            self.key(&data)?;
        }
        Ok(())
    }

    /// The same way, on which nobody is asked: for a thread beside one that reads what is typed. An answer that was
    /// given already counts.
    pub fn without_asking(&self) -> Self {
        Self { ask: || Ok(None), answer: Arc::new(OnceLock::clone(&self.answer)), ..self.clone() }
    }

    /// Opens the vault if there is one.
    ///
    /// # Errors
    /// As [`VaultDoor::open`].
    pub fn open_existing(&self) -> Result<Option<Vault>, Fault> {
        let is_there = vault::standing(&data_folder()?)?.protection.is_some();
        if is_there { self.open().map(Some) } else { Ok(None) }
    }

    /// The passphrase file that was named anywhere.
    ///
    /// # Errors
    /// The settings cannot be read.
    pub fn passphrase_file(&self, data: &Path) -> Result<Option<PathBuf>, Fault> {
        let named = self.passphrase_file.clone().or_else(places::passphrase_file);
        Ok(named.or(Settings::load(data)?.passphrase_file))
    }
}

impl Door for VaultDoor {
    fn open(&self) -> Result<Vault, Fault> {
        self.open()
    }

    fn unlock(&self, typed: Option<Secret>) -> Result<Vault, Fault> {
        let data = data_folder()?;
        let key = typed.map_or_else(|| self.key(&data), |words| Ok(KeySource::Passphrase(words)))?;
        Ok(looked_after(vault::unlock(&data, &key)?))
    }

    fn lock(&self) -> Result<(), Fault> {
        Ok(vault::lock(&data_folder()?)?)
    }

    fn data(&self) -> Result<PathBuf, Fault> {
        data_folder()
    }

    fn look(&self) -> Result<Look, Fault> {
        let data = data_folder()?;
        let standing = vault::standing(&data)?;
        let has_passphrase = standing.protection == Some(Protection::Passphrase);
        let asks_passphrase = has_passphrase && self.passphrase_file(&data)?.is_none();
        Ok(Look { standing, asks_passphrase, locks_after: Settings::load(&data)?.vault.locks_after() })
    }

    fn protect(&self, now: Option<Secret>, with: Option<Secret>) -> Result<(), Fault> {
        let data = data_folder()?;
        let now = now.map_or_else(|| self.key(&data), |words| Ok(KeySource::Passphrase(words)))?;
        protect(&data, &now, with)
    }

    fn lock_after(&self, minutes: Option<u32>) -> Result<(), Fault> {
        lock_after(&data_folder()?, minutes)
    }

    fn report(&self, vault: Result<Arc<Mutex<Vault>>, Fault>) -> Result<Report, Fault> {
        let contents = || privacy::contents(&vault?.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(privacy::report(&data_folder()?, unix_ms(), contents))
    }

    fn erase_everything(&self, wanted: &EraseEverything, vault: Option<Vault>) -> Result<Gone, Fault> {
        let besides = Besides { registrations: wanted.registrations, leave_backups: wanted.leave_backups };
        everything::erase(&data_folder()?, besides, || vault.map_or_else(|| self.open(), Ok))
    }
}

/// Lets a passphrase, or with none the keychain, open the vault in a folder from now on. Makes the vault where there is
/// none yet. A passphrase file that was named at installation holds an old one then, and is not used any more.
///
/// # Errors
/// `vault.short_passphrase`, or the vault's own faults; what opened it before then still does.
pub fn protect(data: &Path, now: &KeySource, with: Option<Secret>) -> Result<(), Fault> {
    let with = with.map(strong_enough).transpose()?;
    let changed = match (vault::standing(data)?.protection, with) {
        (None, Some(words)) => Vault::open(data, &KeySource::Passphrase(words)).map(drop),
        (None, None) => Vault::open(data, &KeySource::Keychain).map(drop),
        (Some(_), with) => vault::protect(data, now, &with.map_or(Way::Keychain, Way::Passphrase)),
    };
    if matches!(changed, Ok(()) | Err(VaultError::LeftInKeychain(_))) {
        replace_passphrase_file(data, None)?;
    }
    Ok(changed?)
}

/// A passphrase file that was remembered for the sessions of browsers holds the old passphrase: a new file takes its
/// place, or nothing does. Gives the file that is not used any more.
///
/// # Errors
/// The settings cannot be read or written.
pub fn replace_passphrase_file(data: &Path, new: Option<&Path>) -> Result<Option<PathBuf>, Fault> {
    let mut settings = Settings::load(data)?;
    let Some(old) = settings.passphrase_file.take() else { return Ok(None) };
    settings.passphrase_file = new.map(|file| std::path::absolute(file).unwrap_or_else(|_| file.to_owned()));
    settings.save(data)?;
    Ok(Some(old).filter(|old| settings.passphrase_file.as_ref() != Some(old)))
}

/// Keeps after how many minutes without a session a vault under a passphrase is locked; none means never.
///
/// # Errors
/// `vault.no_minutes` for none at all, or the settings cannot be read or written.
pub fn lock_after(data: &Path, minutes: Option<u32>) -> Result<(), Fault> {
    if minutes == Some(0) {
        let sentence = "A vault that locks after 0 minutes never opens; nothing was changed.";
        return Err(Fault::new("vault.no_minutes", sentence, "Choose one minute or more, or never."));
    }
    let mut settings = Settings::load(data)?;
    settings.vault.lock_after_min = minutes.unwrap_or(0);
    settings.save(data)
}

/// Refuses a passphrase that is too short to keep anybody out.
///
/// # Errors
/// `vault.short_passphrase`.
pub fn strong_enough(passphrase: Secret) -> Result<Secret, Fault> {
    if passphrase.reveal().chars().count() >= SHORTEST_PASSPHRASE {
        return Ok(passphrase);
    }
    Err(Fault::new(
        "vault.short_passphrase",
        format!("A passphrase of less than {SHORTEST_PASSPHRASE} letters is found by trying; nothing was changed."),
        "Take four or more words that do not belong together.",
    ))
}

/// A vault that holds nothing any more that was to go by now.
fn looked_after(mut vault: Vault) -> Vault {
    // What fails is tried again: no reason to keep anybody from the history.
    let _ = retention::carry_out(&mut vault);
    vault
}
