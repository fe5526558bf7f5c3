//! Requests about what opens the vault.

use crate::vault::Passphrase;
use serde::{Deserialize, Serialize};

/// Asks how the vault stands. Opens nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultStatus {}

/// Locks the vault for every program until it is unlocked. Fails with `vault.in_session` while a session is running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockVault {}

/// Unlocks the vault. Fails with `vault.passphrase_needed` when it takes one and none is given, and with
/// `vault.wrong_key` when it is the wrong one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnlockVault {
    /// What the user typed; none where the key opens without.
    pub passphrase: Option<Passphrase>,
}

/// Puts the vault under a passphrase, or under another one. Fails with `vault.short_passphrase` for one that is too short, and as
/// [`UnlockVault`] where the vault has to be opened first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectVault {
    /// The passphrase that it has now; none where the key opens without.
    pub now: Option<Passphrase>,
    /// What is to open it from now on; none means the system's keychain.
    pub with: Option<Passphrase>,
}

/// Says after how long without a session a vault under a passphrase is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockAfter {
    /// Minutes; none means never.
    pub minutes: Option<u32>,
}
