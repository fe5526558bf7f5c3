//! What is stored, what left, for how long things are kept, and erasing everything.

use super::lent::Lent;
use super::parts::{parts, tell};
use super::{Desk, LAST_WORDS};
use crate::browser::safe::interrupted;
use crate::retention;
use crate::vault::VaultError;
use convoally_shared::fault::Fault;
use convoally_shared::kept::{Erased, Kept, Kind};
use convoally_shared::privacy::{Gone, Report};
use convoally_shared::request::{CONFIRMATION, Done, EraseEverything, LeftPart, ListLeft, Retention};

impl Desk {
    /// The keychain may take seconds to say which keys it has.
    pub(super) async fn report(&mut self) -> Result<impl Future<Output = Result<Report, Fault>> + Send + use<>, Fault> {
        // One that does not open is no reason to be silent about the rest.
        let vault = self.lent_if_there().await;
        let door = self.safe.door();
        let work = move || {
            let vault = vault.and_then(|vault| Ok(vault.as_ref().map(Lent::open).ok_or(VaultError::NoVault)??));
            door.report(vault)
        };
        Ok(async move { tokio::task::spawn_blocking(work).await.map_err(|_| interrupted())? })
    }

    pub(super) async fn left(
        &mut self,
        call: u64,
        ListLeft { session }: ListLeft,
    ) -> Result<impl Future<Output = Result<Done, Fault>> + Send + use<>, Fault> {
        let (vault, teller) = (self.lent_if_there().await?, self.errands.teller::<ListLeft>(call));
        Ok(async move {
            let Some(vault) = vault else { return Ok(Done {}) };
            let left = vault.lend(move |vault| match session {
                Some(session) => Ok(vault.departures_of(&session)?),
                None => Ok(vault.departures()?),
            });
            for left in parts(left.await?) {
                tell(&teller, &LeftPart { left }).await?;
            }
            Ok(Done {})
        })
    }

    pub(super) async fn retention(&mut self) -> Result<Retention, Fault> {
        let kept = match self.lent_if_there().await? {
            Some(vault) => vault.lend(|vault| Ok(vault.retention()?)).await?,
            None => Kind::ALL.map(|kind| Kept { kind, days: None }).to_vec(),
        };
        Ok(Retention { kept })
    }

    /// What the user says before the first session counts for it, too: the vault is made for that.
    pub(super) async fn keep_for(&mut self, kept: Kept) -> Result<Erased, Fault> {
        let vault = self.lent_or_made().await?;
        vault.lend(move |vault| retention::keep_for(vault, kept)).await
    }

    pub(super) async fn erase_everything(&mut self, wanted: EraseEverything) -> Result<Gone, Fault> {
        if !wanted.confirmed.trim().eq_ignore_ascii_case(CONFIRMATION) {
            return Err(Fault::new(
                "erase.not_confirmed",
                "Nothing was erased: it was not confirmed.",
                format!("Type “{CONFIRMATION}” if you mean it."),
            ));
        }
        if let Some(running) = self.running() {
            return Err(VaultError::SessionRunning(running.id().0.clone()).into());
        }
        // What was said last is in its memory still.
        self.end_session(LAST_WORDS).await;
        self.kept().await;
        self.safe.erase_everything(wanted).await
    }
}

#[cfg(test)]
mod tests;
