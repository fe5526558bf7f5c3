//! What opens the vault, and when it is locked.

use super::{Desk, Secret};
use convoally_shared::fault::Fault;
use convoally_shared::request::{LockAfter, ProtectVault};
use convoally_shared::vault::{Passphrase, VaultState};

impl Desk {
    /// Also in the middle of a session: the history is not written anew for it.
    pub(super) async fn protect(&mut self, ProtectVault { now, with }: ProtectVault) -> Result<VaultState, Fault> {
        self.safe.protect(now.map(secret), with.map(secret)).await
    }

    pub(super) async fn lock_after(&mut self, LockAfter { minutes }: LockAfter) -> Result<VaultState, Fault> {
        self.safe.lock_after(minutes).await
    }
}

fn secret(typed: Passphrase) -> Secret {
    Secret::new(typed.take())
}

#[cfg(test)]
mod tests;
