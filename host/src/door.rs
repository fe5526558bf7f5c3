//! The way to the vault of this user: which folder, what opens it, who is asked for a passphrase, and what is done
//! whenever it is opened: retention.

use crate::browser::safe::{Door, Look};
use crate::keys::InVault;
use crate::places;
use crate::retention;
use crate::secret::Secret;
use crate::settings::{Settings, data_folder};
use crate::vault::{self, KeySource, Vault, VaultError};
use convoally_shared::fault::Fault;
use convoally_shared::vault::Protection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

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
}

/// A vault that holds nothing any more that was to go by now.
fn looked_after(mut vault: Vault) -> Vault {
    // What fails is tried again: no reason to keep anybody from the history.
    let _ = retention::carry_out(&mut vault);
    vault
}
