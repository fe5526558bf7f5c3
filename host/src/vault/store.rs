//! What the vault keeps of sessions: their events, in order.

use super::error::VaultError;
use super::running::Running;
use super::{database, schema};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::SessionId;
use convoally_shared::view::SessionView;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, ffi, params};
use std::path::{Path, PathBuf};

/// About what an event has around its text when it is written: names of fields and numbers.
const ENVELOPE: usize = 60;

/// The open vault. One thread at a time; every method blocks on the disk.
pub struct Vault {
    pub(super) connection: Connection,
    /// The session that this process keeps here now.
    running: Option<Running>,
}

impl Vault {
    pub(super) fn new(connection: Connection) -> Self {
        let mut vault = Self { connection, running: None };
        // What it cannot do now it does at the next start: nothing in use depends on it.
        let _ = vault.finish_erasing();
        vault
    }

    /// A session is being kept here now.
    pub fn is_in_session(&self) -> bool {
        self.running.is_some()
    }

    /// The folder of the vault.
    pub(super) fn folder(&self) -> PathBuf {
        let database = self.connection.path().map(Path::new);
        database.and_then(Path::parent).map(Path::to_owned).unwrap_or_default()
    }

    /// A vault over a connection that the caller has opened, encrypted or not: for the benchmark, which puts plain
    /// SQLite beside it. Nothing in the product calls it.
    ///
    /// # Errors
    /// What the file says.
    #[doc(hidden)]
    pub fn over(mut connection: Connection) -> Result<Self, VaultError> {
        database::tune(&connection)?;
        schema::bring_up_to_date(&mut connection)?;
        Ok(Self::new(connection))
    }

    /// Keeps an event. When this returns, the event outlives `kill -9` of the process. Passing events are not
    /// kept. The first event of a session is [`EventKind::SessionStarted`].
    ///
    /// # Errors
    /// [`VaultError::OutOfOrder`] for an event of a session that was not started here or with a number that is
    /// taken, [`VaultError::Erased`] for the first one of a session that was erased; otherwise what the file says. What
    /// was stored before is untouched.
    pub fn append(&mut self, event: &Event) -> Result<(), VaultError> {
        if event.kind.is_passing() {
            return Ok(());
        }
        let body = json(&event.kind)?;
        if matches!(event.kind, EventKind::SessionStarted { .. }) {
            self.running = Running::begin(&self.folder(), &event.session);
        }
        let change = self.change()?;
        let kept = insert(&change, event, &body).and_then(|()| change.commit());
        kept.map_err(|error| refused(event, error))?;
        match event.kind {
            EventKind::SessionEnded => {
                self.running = None;
                self.settle();
                // What it cannot do now, the next search does.
                let _ = self.index(&event.session);
            }
            // About once a question.
            EventKind::CardOpened { .. } => self.let_go(),
            _ => {}
        }
        Ok(())
    }

    /// The kept events of a session, in order. The beginning of an id is enough when no other id begins like it.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], [`VaultError::AmbiguousSession`], or what the file says.
    pub fn events(&self, id: &SessionId) -> Result<Vec<Event>, VaultError> {
        self.events_part(&SessionId(self.whole_id(&id.0)?), 0, usize::MAX)
    }

    /// The kept events of a session after a number, in order, until they are about so many bytes long: the last
    /// one may go beyond. None when there are no more, or when there is no session with this id.
    ///
    /// # Errors
    /// [`VaultError::UnknownEvent`], or what the file says.
    pub fn events_part(&self, session: &SessionId, after_seq: u64, bytes: usize) -> Result<Vec<Event>, VaultError> {
        let query = "select seq, at_ms, body from event where session = ? and seq > ? order by seq";
        let mut statement = self.connection.prepare(query)?;
        let mut rows = statement.query(params![session.0, integer(after_seq)?])?;
        let (mut events, mut length) = (Vec::new(), 0);
        while length < bytes
            && let Some(row) = rows.next()?
        {
            let (seq, at_ms) = (number(row, 0)?, number(row, 1)?);
            let body = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            let unknown = |_| VaultError::UnknownEvent { session: session.0.clone(), seq };
            let kind = serde_json::from_str(body).map_err(unknown)?;
            length += body.len() + session.0.len() + ENVELOPE;
            events.push(Event { session: session.clone(), seq, at_ms, kind });
        }
        Ok(events)
    }

    /// A session as it is now: its events and what the user changed since.
    ///
    /// # Errors
    /// Those of [`Self::events`] and [`Self::amendments`].
    pub fn view(&self, id: &SessionId) -> Result<SessionView, VaultError> {
        Ok(SessionView::of_amended(&self.events(id)?, &self.amendments(id)?))
    }

    /// The one session that begins like this.
    pub(super) fn whole_id(&self, beginning: &str) -> Result<String, VaultError> {
        let unknown = || VaultError::UnknownSession(beginning.to_owned());
        if beginning.is_empty() {
            return Err(unknown());
        }
        // An id that is given in full sorts before the longer ones that begin with it.
        let mut statement = self
            .connection
            .prepare("select id from session where substr(id, 1, length(?1)) = ?1 order by length(id), id limit 2")?;
        let found = statement.query_map([beginning], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        match found.as_slice() {
            [] => Err(unknown()),
            [id, _] if id != beginning => Err(VaultError::AmbiguousSession(beginning.to_owned())),
            [id, ..] => Ok(id.clone()),
        }
    }

    /// A change that waits for its turn before it reads, so that it cannot fail half-way for another writer.
    pub(super) fn change(&mut self) -> Result<Transaction<'_>, VaultError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    /// Forces what was written onto the disk, so that it outlives a power failure too: at the end of a session
    /// and after what the user did by hand. Only a better chance: a failure here loses nothing.
    pub(super) fn settle(&self) {
        let _ = self.connection.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(())).optional();
    }

    /// Lets go of the pages in memory. They are kept for searches; a session that runs looks at nothing that it wrote
    /// before, and an hour of questions would hold 6 MB of it. Only a better chance: a failure here costs memory.
    fn let_go(&self) {
        let _ = self.connection.execute_batch("pragma shrink_memory");
    }
}

fn insert(change: &Transaction<'_>, event: &Event, body: &str) -> rusqlite::Result<()> {
    if let EventKind::SessionStarted { started_unix_ms, brief, .. } = &event.kind {
        let brief =
            serde_json::to_string(brief).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let row = params![event.session.0, integer(*started_unix_ms)?, brief];
        change.execute("insert into session (id, started_unix_ms, brief) values (?, ?, ?)", row)?;
    }
    let row = params![event.session.0, integer(event.seq)?, integer(event.at_ms)?, body];
    change.execute("insert into event (session, seq, at_ms, body) values (?, ?, ?, ?)", row)?;
    Ok(())
}

/// Why an event was not taken.
pub(super) fn refused(event: &Event, error: rusqlite::Error) -> VaultError {
    match error.sqlite_error() {
        // Of all that has triggers, `session_erased` alone refuses.
        Some(ffi::Error { extended_code: ffi::SQLITE_CONSTRAINT_TRIGGER, .. }) => {
            VaultError::Erased(event.session.0.clone())
        }
        Some(ffi::Error { code: ffi::ErrorCode::ConstraintViolation, .. }) => {
            VaultError::OutOfOrder { session: event.session.0.clone(), seq: event.seq }
        }
        _ => error.into(),
    }
}

pub(super) fn json(kind: &EventKind) -> Result<String, VaultError> {
    serde_json::to_string(kind).map_err(|error| VaultError::System(error.to_string()))
}

/// SQLite's integers are signed. Every number here counts events or milliseconds and fits.
pub(super) fn integer(number: u64) -> rusqlite::Result<i64> {
    i64::try_from(number).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A stored number that counts events or milliseconds.
pub(super) fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let stored: i64 = row.get(column)?;
    u64::try_from(stored).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, stored))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, event, said, started, utterance};
    use super::*;
    use convoally_shared::utterance::UtteranceId;

    #[test]
    fn a_session_comes_back_event_by_event_and_makes_the_same_view() {
        let home = Home::new();
        let events = [
            started("a", 5),
            said("a", 2, "Why us?"),
            said("a", 4, "Why now?"),
            event("a", 5, EventKind::SessionEnded),
        ];
        let mut vault = home.open();
        for event in &events {
            vault.append(event).unwrap();
        }
        drop(vault);
        let kept = home.open().events(&SessionId("a".into())).unwrap();
        assert_eq!(kept, events);
        assert_eq!(SessionView::of(&kept), SessionView::of(&events));
    }

    #[test]
    fn the_parts_of_a_session_come_to_the_whole_of_it() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("a", 5)).unwrap();
        for seq in 2..40 {
            vault.append(&said("a", seq, "Why us?")).unwrap();
        }
        let session = SessionId("a".into());
        let (mut parts, mut after) = (Vec::new(), 0);
        loop {
            let part = vault.events_part(&session, after, 2_000).unwrap();
            let Some(last) = part.last() else { break };
            assert!(serde_json::to_string(&part).unwrap().len() < 2_500);
            after = last.seq;
            parts.push(part);
        }
        assert!(parts.len() > 3, "{}", parts.len());
        assert_eq!(parts.concat(), vault.events(&session).unwrap());
        assert_eq!(vault.events_part(&session, 1, 1).unwrap().len(), 1, "one always has room");
    }

    #[test]
    fn passing_events_are_not_kept() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("a", 5)).unwrap();
        let speaker = convoally_shared::utterance::Speaker::Me;
        for (seq, kind) in (2..).zip([
            EventKind::Level { speaker, dbfs: -3.0 },
            EventKind::UtteranceUpdated { utterance: utterance(2, "Wh") },
            EventKind::UtteranceDropped { utterance: UtteranceId(2) },
            EventKind::DraftDelta { question: convoally_shared::question::QuestionId(1), draft: 1, text: "Be".into() },
        ]) {
            vault.append(&event("a", seq, kind)).unwrap();
        }
        assert_eq!(vault.events(&SessionId("a".into())).unwrap().len(), 1);
    }

    #[test]
    fn the_beginning_of_an_id_is_enough_when_it_fits_one_session() {
        let home = Home::new();
        let mut vault = home.open();
        for id in ["20261123-1", "20261123-12", "20270101-1"] {
            vault.append(&started(id, 1)).unwrap();
        }
        let find = |id: &str| vault.events(&SessionId(id.into())).map(|events| events[0].session.0.clone());
        assert_eq!(find("2027").unwrap(), "20270101-1");
        assert_eq!(find("20261123-1").unwrap(), "20261123-1", "an id in full wins over a longer one");
        assert!(matches!(find("2026"), Err(VaultError::AmbiguousSession(_))));
        for unknown in ["", "%", "2028", "20261123-123"] {
            assert!(matches!(find(unknown), Err(VaultError::UnknownSession(_))), "{unknown}");
        }
    }

    #[test]
    fn an_event_without_its_session_or_with_a_taken_number_is_refused() {
        let home = Home::new();
        let mut vault = home.open();
        assert!(matches!(vault.append(&said("a", 2, "Lost.")), Err(VaultError::OutOfOrder { .. })));
        vault.append(&started("a", 1)).unwrap();
        vault.append(&said("a", 2, "First.")).unwrap();
        assert!(matches!(vault.append(&said("a", 2, "Second.")), Err(VaultError::OutOfOrder { seq: 2, .. })));
        assert_eq!(vault.events(&SessionId("a".into())).unwrap()[1], said("a", 2, "First."));
    }

    #[test]
    fn a_session_that_was_erased_does_not_begin_again() {
        let home = Home::new();
        let mut vault = home.open();
        vault.connection.execute("insert into erased values ('session:a', 1)", []).unwrap();
        assert!(matches!(vault.append(&started("a", 1)), Err(VaultError::Erased(id)) if id == "a"));
        vault.append(&started("b", 1)).unwrap();
        assert_eq!(vault.sessions().unwrap().len(), 1);
    }

    #[test]
    fn a_full_disk_loses_nothing_that_was_stored() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("a", 1)).unwrap();
        let pages: i64 = vault.connection.query_row("pragma page_count", [], |row| row.get(0)).unwrap();
        vault.connection.pragma_update(None, "max_page_count", pages).unwrap();
        let long = said("a", 2, &"word ".repeat(20_000));
        assert!(matches!(vault.append(&long), Err(VaultError::DiskFull)));
        assert_eq!(vault.events(&SessionId("a".into())).unwrap(), [started("a", 1)]);
        vault.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
        vault.append(&long).unwrap();
        drop(vault);
        assert_eq!(home.open().events(&SessionId("a".into())).unwrap(), [started("a", 1), long]);
    }

    #[test]
    fn an_event_of_a_later_release_is_reported_not_skipped() {
        let home = Home::new();
        let mut vault = home.open();
        vault.append(&started("a", 1)).unwrap();
        vault.connection.execute("insert into event values ('a', 2, 0, '{\"type\":\"dreamt\"}')", []).unwrap();
        assert!(matches!(vault.events(&SessionId("a".into())), Err(VaultError::UnknownEvent { seq: 2, .. })));
        assert_eq!(vault.sessions().unwrap().len(), 1);
    }
}
