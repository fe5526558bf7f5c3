//! What opens the vault, and when it is locked.

use super::{Desk, Secret};
use convoally_shared::fault::Fault;
use convoally_shared::request::{LockAfter, ProtectVault};
use convoally_shared::vault::VaultState;

impl Desk {
    /// Also in the middle of a session: the history is not written anew for it.
    pub(super) async fn protect(&mut self, ProtectVault { now, with }: ProtectVault) -> Result<VaultState, Fault> {
        self.safe.protect(now.map(Secret::from), with.map(Secret::from)).await
    }

    pub(super) async fn lock_after(&mut self, LockAfter { minutes }: LockAfter) -> Result<VaultState, Fault> {
        self.safe.lock_after(minutes).await
    }
}

#[cfg(test)]
mod tests;
