//! What a computer remembers of its backup, in its vault.

use super::error::BackupError;
use super::place::{Credentials, Place};
use super::seal::random_name;
use crate::secret::Secret;
use crate::vault::Vault;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::{Zeroize, Zeroizing};

/// How backups are set up. The vault keeps it as one secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Setup {
    /// Where.
    pub(super) place: Place,
    /// Which backup lies there.
    pub(super) backup: String,
    /// Its key, hexadecimal.
    pub(super) key: String,
    /// This computer, as its manifest names it.
    pub(super) computer: String,
    /// Who the user is to the store.
    pub(super) user: Option<String>,
    /// The user's password there.
    pub(super) password: Option<String>,
}

impl Setup {
    /// As the vault keeps it; none when there is none.
    pub(super) fn load(vault: &Vault) -> Result<Option<Self>, BackupError> {
        let damaged = |_| BackupError::System("what the vault remembers of the backup cannot be read".to_owned());
        let kept = vault.backup_setup()?;
        kept.map(|kept| serde_json::from_str(kept.reveal()).map_err(damaged)).transpose()
    }

    /// As a secret to keep.
    pub(super) fn secret(&self) -> Result<Secret, BackupError> {
        let mut text = Zeroizing::new(serde_json::to_string(self).map_err(|e| BackupError::System(e.to_string()))?);
        Ok(Secret::new(std::mem::take(&mut *text)))
    }

    /// Who the user is to the store.
    pub(super) fn credentials(&self) -> Option<Credentials> {
        let (user, password) = (self.user.clone()?, self.password.clone()?);
        Some(Credentials { user, password: Secret::new(password) })
    }
}

impl Drop for Setup {
    fn drop(&mut self) {
        self.key.zeroize();
        self.password.zeroize();
    }
}

/// How far backups came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// The highest generation of each computer's manifest that was seen: the store may not show a lower one again.
    pub(super) seen: BTreeMap<String, u64>,
    /// The generation of the manifest that this computer was last about to write. A higher one in the store was written
    /// by a copy of this vault.
    pub(super) writing: u64,
    /// Segments that were sent or to be deleted, and that may lie in the store without being listed.
    pub(super) loose: BTreeSet<String>,
    /// When a run was last completed, milliseconds since the Unix epoch.
    pub(super) last_run_unix_ms: Option<u64>,
}

impl State {
    pub(super) fn load(vault: &Vault) -> Result<Self, BackupError> {
        let damaged = |_| BackupError::System("what the vault remembers of the backup cannot be read".to_owned());
        vault.backup_state()?.map_or(Ok(Self::default()), |state| serde_json::from_str(&state).map_err(damaged))
    }

    pub(super) fn keep(&self, vault: &mut Vault) -> Result<(), BackupError> {
        let state = serde_json::to_string(self).map_err(|error| BackupError::System(error.to_string()))?;
        Ok(vault.keep_backup_state(&state)?)
    }
}

/// A name for this computer that no other has.
pub(super) fn new_computer() -> Result<String, BackupError> {
    random_name()
}
