//! Past sessions: the list, the search, one of them, what is changed about it, and erasing it.

use super::lent::Lent;
use super::parts::{PART_BYTES, parts, tell};
use super::{Desk, LAST_WORDS};
use crate::browser::errand::Teller;
use crate::session::unix_ms;
use convoally_shared::amendment::Amendment;
use convoally_shared::fault::Fault;
use convoally_shared::kept::Erased;
use convoally_shared::request::{ChangeSession, Done, EraseSession, ListSessions, ReadSession, SessionPart, Sessions};
use convoally_shared::search::{Found, Search};
use convoally_shared::session::SessionId;

/// Sessions of a page of the list: with the longest briefs that people write, a message has room for three times as many.
const MOST_LISTED: usize = 500;
/// Sessions that a search tells, with up to three places of each.
const MOST_FOUND: usize = 100;

impl Desk {
    pub(super) async fn sessions(
        &mut self,
        ListSessions { only, after, most }: ListSessions,
    ) -> Result<Sessions, Fault> {
        let Some(vault) = self.lent_if_there().await? else { return Ok(Sessions::default()) };
        let most = if most == 0 { MOST_LISTED } else { most.min(MOST_LISTED) };
        let page = vault.lend(move |vault| Ok(vault.sessions_page(&only, after.as_ref(), most)?)).await?;
        Ok(Sessions { sessions: page.sessions, more: page.more })
    }

    pub(super) async fn search(&mut self, mut search: Search) -> Result<Found, Fault> {
        let nothing = Found { sessions: Vec::new(), more: false };
        let Some(vault) = self.lent_if_there().await? else { return Ok(nothing) };
        search.most = if search.most == 0 { MOST_FOUND } else { search.most.min(MOST_FOUND) };
        vault.lend(move |vault| Ok(vault.search(&search)?)).await
    }

    /// Looks the session up; its parts come with the errand.
    pub(super) async fn session(
        &mut self,
        call: u64,
        ReadSession { session }: ReadSession,
    ) -> Result<impl Future<Output = Result<Done, Fault>> + Send + use<>, Fault> {
        let (vault, teller) = (self.lent().await?, self.errands.teller::<ReadSession>(call));
        let summary = vault.lend(move |vault| Ok(vault.session(&session)?)).await?;
        Ok(async move {
            let session = summary.id.clone();
            tell(&teller, &SessionPart::Summary(summary)).await?;
            tell_events(&vault, &teller, &session).await?;
            let amendments = vault.lend(move |vault| Ok(vault.amendments(&session)?)).await?;
            for part in parts(amendments) {
                tell(&teller, &SessionPart::Amendments(part)).await?;
            }
            Ok(Done {})
        })
    }

    /// The reply is what was kept of the change, for the page to fold into what it shows.
    pub(super) async fn change_session(
        &mut self,
        ChangeSession { session, change }: ChangeSession,
    ) -> Result<Amendment, Fault> {
        if self.has_last(&session) {
            // What the change is about is in the vault before it.
            self.kept_if_over().await;
        }
        let vault = self.lent().await?;
        vault.lend(move |vault| Ok(vault.change_session(&session, change, unix_ms())?)).await
    }

    pub(super) async fn erase_session(&mut self, EraseSession { session }: EraseSession) -> Result<Erased, Fault> {
        if self.has_last(&session) && self.running().is_none() {
            self.end_session(LAST_WORDS).await;
            self.kept().await;
        }
        let vault = self.lent().await?;
        vault.lend(move |vault| Ok(vault.erase_session(&session)?)).await
    }

    /// It is the one that runs, or was the last to run here.
    fn has_last(&self, session: &SessionId) -> bool {
        self.session.as_ref().is_some_and(|last| last.id() == session)
    }

    async fn kept_if_over(&mut self) {
        if self.session.as_ref().is_some_and(|last| last.log().has_ended()) {
            self.kept().await;
        }
    }
}

async fn tell_events(vault: &Lent, teller: &Teller<ReadSession>, session: &SessionId) -> Result<(), Fault> {
    let mut after = 0;
    loop {
        let id = session.clone();
        let events = vault.lend(move |vault| Ok(vault.events_part(&id, after, PART_BYTES)?)).await?;
        let Some(last) = events.last() else { return Ok(()) };
        after = last.seq;
        tell(teller, &SessionPart::Events(events)).await?;
    }
}

#[cfg(test)]
mod tests;
