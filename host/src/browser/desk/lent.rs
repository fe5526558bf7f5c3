//! The open vault, lent for one step at a time: what takes a while neither keeps a session's events waiting nor keeps the
//! vault open when it is to be locked.

use super::{Desk, in_vault};
use crate::vault::{Vault, VaultError};
use convoally_shared::fault::Fault;
use convoally_shared::vault::{Access, VaultState};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The way back to a vault that is open now.
#[derive(Clone)]
pub(super) struct Lent(Weak<Mutex<Vault>>);

impl Lent {
    /// To a vault that is open.
    pub(super) fn of(vault: &Arc<Mutex<Vault>>) -> Self {
        Self(Arc::downgrade(vault))
    }

    /// Does one step. Not longer than to read one session: others wait.
    ///
    /// # Errors
    /// `vault.locked` when it was closed meanwhile, or what the step says.
    pub(super) async fn lend<T: Send + 'static>(
        &self,
        step: impl FnOnce(&mut Vault) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        in_vault(&self.open()?, step).await
    }

    /// The same on a thread that may block.
    ///
    /// # Errors
    /// As [`Self::lend`].
    pub(super) fn lend_blocking<T, E: From<VaultError>>(
        &self,
        step: impl FnOnce(&mut Vault) -> Result<T, E>,
    ) -> Result<T, E> {
        step(&mut self.open()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The way itself, for work in pieces that looks whether the vault is still open before each.
    pub(super) fn way(&self) -> Weak<Mutex<Vault>> {
        Weak::clone(&self.0)
    }

    /// The vault itself, for a step that somebody else does.
    ///
    /// # Errors
    /// [`VaultError::Locked`] when it was closed meanwhile.
    pub(super) fn open(&self) -> Result<Arc<Mutex<Vault>>, VaultError> {
        self.0.upgrade().ok_or(VaultError::Locked)
    }
}

impl Desk {
    /// The vault, opened if it is not. None is made for somebody who only looks.
    ///
    /// # Errors
    /// `vault.none`, or what the door says.
    pub(super) async fn lent(&mut self) -> Result<Lent, Fault> {
        self.lent_if_there().await?.ok_or_else(|| VaultError::NoVault.into())
    }

    /// The same for what is to be kept: the vault is made for the first of it.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn lent_or_made(&mut self) -> Result<Lent, Fault> {
        Ok(Lent::of(&self.vault().await?))
    }

    /// The same; none before there is a vault.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn lent_if_there(&mut self) -> Result<Option<Lent>, Fault> {
        let VaultState { protection, access, .. } = self.safe.state().await?;
        if protection.is_none() && access != Access::Open {
            return Ok(None);
        }
        Ok(Some(Lent::of(&self.vault().await?)))
    }
}
