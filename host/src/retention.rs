//! Carries out what the user said about for how long things are kept.
//!
//! The vault and the documents' passages do not know each other; this file knows both.

use crate::knowledge;
use crate::session::unix_ms;
use crate::vault::{Erased, Kept, Vault};
use convoally_shared::fault::Fault;
use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;

/// So often a host that runs for days looks whether a day is over.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// Erases what was kept for as long as it should be, where no process did so within the last day.
///
/// # Errors
/// What the vault says. It is tried again a day later.
pub fn carry_out(vault: &mut Vault) -> Result<Option<Erased>, Fault> {
    Ok(vault.erase_expired_once_a_day(unix_ms(), knowledge::needed)?)
}

/// Keeps a kind for so many days, and erases at once what is older; none means for ever.
///
/// # Errors
/// `privacy.no_days` for none at all, or what the vault says. What was erased before it failed stays erased.
pub fn keep_for(vault: &mut Vault, kept: Kept) -> Result<Erased, Fault> {
    if kept.days == Some(0) {
        let sentence = "What is kept for 0 days is not kept; nothing was changed.";
        return Err(Fault::new("privacy.no_days", sentence, "Choose one day or more, or for ever."));
    }
    vault.keep(kept)?;
    erase_older(vault)
}

/// Erases now what was kept for as long as it should be.
///
/// # Errors
/// What the vault says.
pub fn erase_older(vault: &mut Vault) -> Result<Erased, Fault> {
    Ok(vault.erase_expired(unix_ms(), knowledge::needed)?)
}

/// Looks after a vault for as long as somebody has it open. Nobody is there to be told what fails.
pub async fn look_after(vault: Weak<Mutex<Vault>>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(vault) = vault.upgrade() else { return };
        let work = move || {
            let mut vault = vault.lock().unwrap_or_else(PoisonError::into_inner);
            // To write the file anew would keep a session's events waiting.
            if vault.is_in_session() { Ok(None) } else { carry_out(&mut vault) }
        };
        let _ = tokio::task::spawn_blocking(work).await;
    }
}
