//! For how long things are kept: for ever, or so many days for each kind.

use super::erase::{Erased, Needed};
use super::error::VaultError;
use super::running;
use super::store::{Vault, integer};
use convoally_shared::document::Document;
pub use convoally_shared::kept::{Kept, Kind};
use convoally_shared::session::SessionId;
use rusqlite::{Connection, OptionalExtension};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// When retention was carried out last, among the properties.
const CARRIED_OUT: &str = "retention.carried_out";
/// A session with this tag is never erased by itself.
const SPARING_TAG: &str = "keep";

impl Vault {
    /// For how long each kind is kept.
    ///
    /// # Errors
    /// What the file says.
    pub fn retention(&self) -> Result<Vec<Kept>, VaultError> {
        Kind::ALL.into_iter().map(|kind| Ok(Kept { kind, days: self.days(kind)? })).collect()
    }

    /// Keeps a kind for so many days; none means for ever. Nothing is erased by this alone.
    ///
    /// # Errors
    /// What the file says.
    pub fn keep(&mut self, kept: Kept) -> Result<(), VaultError> {
        let change = self.change()?;
        match kept.days {
            Some(days) => {
                let put = "insert or replace into retention (kind, days) values (?, ?)";
                change.execute(put, (kept.kind.name(), days))?;
            }
            None => drop(change.execute("delete from retention where kind = ?", [kept.kind.name()])?),
        }
        change.commit()?;
        self.settle();
        Ok(())
    }

    /// Erases what was kept for as long as it should be.
    ///
    /// # Errors
    /// As for erasing by hand; what was erased before it failed stays erased.
    pub fn erase_expired(&mut self, now_unix_ms: u64, needed: Needed) -> Result<Erased, VaultError> {
        let mut erased = Erased::default();
        if let Some(before) = self.end_of(Kind::Sessions, now_unix_ms)? {
            for session in self.expired_sessions(before)? {
                self.erase_rows_of(&session)?;
                erased.sessions += 1;
            }
        }
        if let Some(before) = self.end_of(Kind::Documents, now_unix_ms)?
            && self.refuse_while_any_runs().is_ok()
        {
            let documents = self.documents_added_before(before)?;
            if !documents.is_empty() {
                let Erased { documents, quoted_in, .. } = self.erase_documents(&documents, None, needed)?;
                (erased.documents, erased.quoted_in) = (documents, quoted_in);
            }
        }
        erased.departures = self.remove_expired(Kind::Departures, "departure where at_unix_ms < ?", now_unix_ms)?;
        erased.spending = self.remove_expired(Kind::Spending, "spent where began_unix_ms < ?", now_unix_ms)?;
        if !erased.is_nothing() {
            self.scrub()?;
        }
        Ok(erased)
    }

    /// The same, where that was not done within the last day by any process. None when it was.
    ///
    /// # Errors
    /// As [`Self::erase_expired`].
    pub fn erase_expired_once_a_day(&mut self, now_unix_ms: u64, needed: Needed) -> Result<Option<Erased>, VaultError> {
        // Asked without a lock first: this is done whenever the vault is opened.
        if self.retention()?.iter().all(|kept| kept.days.is_none()) || carried_out(&self.connection, now_unix_ms)? {
            return Ok(None);
        }
        let change = self.change()?;
        if carried_out(&change, now_unix_ms)? {
            return Ok(None);
        }
        let put = "insert or replace into property (name, value) values (?, cast(? as text))";
        change.execute(put, (CARRIED_OUT, integer(now_unix_ms)?))?;
        change.commit()?;
        self.erase_expired(now_unix_ms, needed).map(Some)
    }

    fn days(&self, kind: Kind) -> Result<Option<u32>, VaultError> {
        let query = "select days from retention where kind = ?";
        Ok(self.connection.query_row(query, [kind.name()], |row| row.get(0)).optional()?)
    }

    /// What is older than this is not kept any more; none when all is.
    fn end_of(&self, kind: Kind, now_unix_ms: u64) -> Result<Option<i64>, VaultError> {
        let days = self.days(kind)?.map(u64::from);
        let before = days.map(|days| integer(now_unix_ms.saturating_sub(days * DAY_MS)));
        Ok(before.transpose()?)
    }

    fn expired_sessions(&self, before: i64) -> Result<Vec<SessionId>, VaultError> {
        let running = running::all(&self.folder());
        let query = "select id from session where started_unix_ms + duration_ms < ?1
             and not exists (select 1 from json_each(tags) where lower(value) = ?2)";
        let mut statement = self.connection.prepare(query)?;
        let rows = statement.query_map((before, SPARING_TAG), |row| Ok(SessionId(row.get(0)?)))?;
        let sessions = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(sessions.into_iter().filter(|session| !running.contains(session)).collect())
    }

    fn documents_added_before(&self, before: i64) -> Result<Vec<Document>, VaultError> {
        let mut statement = self.connection.prepare("select id from document where added < ?")?;
        let ids = statement.query_map([before], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        ids.iter().map(|id| self.document(id)).collect()
    }

    fn remove_expired(&mut self, kind: Kind, rows: &str, now_unix_ms: u64) -> Result<u64, VaultError> {
        let Some(before) = self.end_of(kind, now_unix_ms)? else { return Ok(0) };
        let change = self.change()?;
        let removed = change.execute(&format!("delete from {rows}"), [before])?;
        change.commit()?;
        Ok(removed as u64)
    }
}

/// Within the last day. A clock that was set back must not put it off for long.
fn carried_out(connection: &Connection, now_unix_ms: u64) -> Result<bool, VaultError> {
    let query = "select cast(value as integer) from property where name = ?";
    let last: Option<i64> = connection.query_row(query, [CARRIED_OUT], |row| row.get(0)).optional()?;
    let last = last.and_then(|at| u64::try_from(at).ok());
    Ok(last.is_some_and(|at| at <= now_unix_ms && now_unix_ms - at < DAY_MS))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, amendment, disclosed, event, said, started};
    use super::*;
    use convoally_shared::amendment::Change;
    use convoally_shared::event::EventKind;

    const NOW: u64 = 100 * DAY_MS;

    fn kept(vault: &Vault) -> Vec<String> {
        vault.sessions().unwrap().into_iter().map(|session| session.id.0).collect()
    }

    fn days(kind: Kind, days: u32) -> Kept {
        Kept { kind, days: Some(days) }
    }

    fn session(vault: &mut Vault, id: &str, began_days: u64) {
        vault.append(&started(id, began_days * DAY_MS)).unwrap();
        vault.append(&said(id, 2, "Why us?")).unwrap();
        vault.append(&event(id, 3, disclosed("resume"))).unwrap();
        vault.append(&event(id, 4, EventKind::SessionEnded)).unwrap();
    }

    #[test]
    fn everything_is_kept_for_ever_until_the_user_says_otherwise() {
        let home = Home::new();
        let mut vault = home.open();
        session(&mut vault, "old", 1);
        assert!(vault.retention().unwrap().iter().all(|kept| kept.days.is_none()));
        assert!(vault.erase_expired(NOW, |_| Vec::new()).unwrap().is_nothing());
        vault.keep(days(Kind::Sessions, 90)).unwrap();
        assert_eq!(vault.retention().unwrap()[0], days(Kind::Sessions, 90));
        vault.keep(Kept { kind: Kind::Sessions, days: None }).unwrap();
        assert!(vault.erase_expired(NOW, |_| Vec::new()).unwrap().is_nothing());
        assert_eq!(kept(&vault), ["old"]);
    }

    #[test]
    fn a_session_goes_after_its_days_unless_it_runs_or_is_tagged() {
        let home = Home::new();
        let mut vault = home.open();
        for (id, began) in [("old", 5), ("tagged", 5), ("young", 15)] {
            session(&mut vault, id, began);
        }
        vault.amend(&amendment("tagged", 1, Change::Tagged { tag: "Keep".into(), on: true })).unwrap();
        let mut running = home.open();
        running.append(&started("running", 4 * DAY_MS)).unwrap();
        vault.keep(days(Kind::Sessions, 90)).unwrap();
        let erased = vault.erase_expired(NOW, |_| Vec::new()).unwrap();
        assert_eq!(erased, Erased { sessions: 1, ..Erased::default() });
        assert_eq!(kept(&vault), ["young", "tagged", "running"]);
        drop(running);
        assert_eq!(vault.erase_expired(NOW, |_| Vec::new()).unwrap().sessions, 1, "it was cut off, and is old");
    }

    #[test]
    fn the_record_of_what_left_outlives_its_session_for_its_own_days() {
        let home = Home::new();
        let mut vault = home.open();
        session(&mut vault, "old", 5);
        vault.keep(days(Kind::Sessions, 90)).unwrap();
        vault.erase_expired(NOW, |_| Vec::new()).unwrap();
        let left = vault.departures().unwrap();
        assert_eq!(left.len(), 1);
        assert!(left[0].session.is_none() && left[0].departure.sources.is_empty());
        vault.keep(days(Kind::Departures, 96)).unwrap();
        assert_eq!(vault.erase_expired(NOW, |_| Vec::new()).unwrap(), Erased::default());
        vault.keep(days(Kind::Departures, 94)).unwrap();
        assert_eq!(vault.erase_expired(NOW, |_| Vec::new()).unwrap().departures, 1);
        assert_eq!(vault.departures().unwrap(), []);
    }

    #[test]
    fn it_is_carried_out_once_a_day_whoever_does_it() {
        let home = Home::new();
        let (mut one, mut other) = (home.open(), home.open());
        assert!(one.erase_expired_once_a_day(NOW, |_| Vec::new()).unwrap().is_none(), "there is nothing to do");
        one.keep(days(Kind::Departures, 9)).unwrap();
        assert!(one.erase_expired_once_a_day(NOW, |_| Vec::new()).unwrap().is_some());
        assert!(other.erase_expired_once_a_day(NOW + DAY_MS - 1, |_| Vec::new()).unwrap().is_none());
        assert!(other.erase_expired_once_a_day(NOW + DAY_MS, |_| Vec::new()).unwrap().is_some());
        assert!(one.erase_expired_once_a_day(NOW, |_| Vec::new()).unwrap().is_some(), "the clock was set back");
    }

    #[test]
    fn kinds_are_known_by_their_names() {
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        assert!("sound".parse::<Kind>().unwrap_err().contains("sessions, documents"));
    }
}
