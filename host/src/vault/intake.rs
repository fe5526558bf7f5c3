//! Sessions that come from outside, event by event: from an export, from a transcript of another program.
//!
//! What is there already and the same is passed over, so that two sets of events unite. It is written in small
//! pieces, because another process may want to write meanwhile. Whoever does not come to [`Intake::finish`]
//! leaves nothing behind; after a crash in between, taking the same session in again completes it.

use super::amendments::{json as change_json, of_session, sum_up};
use super::error::VaultError;
use super::search;
use super::store::{Vault, integer, json, number, refused};
use convoally_shared::amendment::Amendment;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::SessionId;
use rusqlite::{OptionalExtension, Statement, Transaction, params};
use std::ops::RangeInclusive;

/// Events of one piece: another process that wants to write waits for one of them, not for the whole.
const PIECE: usize = 500;

const INSERT: &str =
    "insert into event (session, seq, at_ms, body) values (?, ?, ?, ?) on conflict (session, seq) do nothing";

/// What was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The session was not there before.
    pub new: bool,
    /// So many events were not.
    pub events: u64,
    /// So many amendments were not.
    pub amendments: u64,
}

/// One session on its way in.
pub struct Intake<'v> {
    vault: &'v mut Vault,
    session: SessionId,
    even_if_erased: bool,
    waiting: Vec<Event>,
    /// The numbers of the events that were not there before.
    added: Vec<RangeInclusive<u64>>,
    added_amendments: Vec<String>,
    /// When the user had erased it.
    erased_unix_ms: Option<i64>,
    taken: Taken,
    finished: bool,
}

impl Vault {
    /// Begins to take a session in. One that the user erased is refused unless `even_if_erased`.
    pub fn take_in(&mut self, session: SessionId, even_if_erased: bool) -> Intake<'_> {
        Intake {
            vault: self,
            session,
            even_if_erased,
            waiting: Vec::with_capacity(PIECE),
            added: Vec::new(),
            added_amendments: Vec::new(),
            erased_unix_ms: None,
            taken: Taken::default(),
            finished: false,
        }
    }
}

impl Intake<'_> {
    /// Takes the next event; the first one is [`EventKind::SessionStarted`]. Passing ones are passed over.
    ///
    /// # Errors
    /// [`VaultError::OutOfOrder`] for one of another session or without a beginning, [`VaultError::Erased`],
    /// [`VaultError::Differs`], or what the file says.
    pub fn event(&mut self, event: Event) -> Result<(), VaultError> {
        if event.session != self.session {
            return Err(VaultError::OutOfOrder { session: event.session.0, seq: event.seq });
        }
        if !event.kind.is_passing() {
            self.waiting.push(event);
        }
        if self.waiting.len() >= PIECE { self.write() } else { Ok(()) }
    }

    /// Takes the amendments and what is still waiting.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`] for an amendment of another session; otherwise those of [`Self::event`].
    pub fn finish(mut self, amendments: &[Amendment]) -> Result<Taken, VaultError> {
        self.write()?;
        let change = self.vault.change()?;
        let before = of_session(&change, &self.session)?;
        for amendment in amendments {
            if amendment.session != self.session {
                return Err(VaultError::UnknownSession(amendment.session.0.clone()));
            }
            let row = params![
                amendment.id.0,
                amendment.session.0,
                integer(amendment.at_unix_ms)?,
                change_json(&amendment.change)?
            ];
            let insert = "insert into amendment (id, session, at_unix_ms, body) values (?, ?, ?, ?)
                 on conflict (id) do nothing";
            if change.execute(insert, row)? > 0 {
                self.added_amendments.push(amendment.id.0.clone());
            }
        }
        sum_up(&change, &self.session)?;
        search::amended(&change, &self.session, &before, &of_session(&change, &self.session)?)?;
        change.commit()?;
        self.taken.amendments = self.added_amendments.len() as u64;
        self.finished = true;
        self.vault.settle();
        Ok(self.taken)
    }

    /// Writes what waits, as one piece.
    fn write(&mut self) -> Result<(), VaultError> {
        let waiting = std::mem::take(&mut self.waiting);
        let change = self.vault.change()?;
        if self.even_if_erased && self.erased_unix_ms.is_none() {
            self.erased_unix_ms = forgive(&change, &self.session)?;
        }
        let mut new = self.taken.new;
        let mut added = Vec::new();
        {
            let mut insert = change.prepare(INSERT)?;
            for event in &waiting {
                new |= begin(&change, event).map_err(|error| refused(event, error))?;
                if put(&change, &mut insert, event)? {
                    added.push(event.seq);
                }
            }
        }
        change.commit()?;
        self.taken.new = new;
        self.taken.events += added.len() as u64;
        for seq in added {
            match self.added.last_mut() {
                Some(last) if *last.end() + 1 == seq => *last = *last.start()..=seq,
                _ => self.added.push(seq..=seq),
            }
        }
        Ok(())
    }

    /// Takes out again what was written, in pieces as it came in.
    fn undo(&mut self) -> Result<(), VaultError> {
        let change = self.vault.change()?;
        // Another process may have indexed what was written so far.
        search::forget(&change, &self.session)?;
        change.commit()?;
        for range in std::mem::take(&mut self.added) {
            let mut from = *range.start();
            while from <= *range.end() {
                let to = (*range.end()).min(from + PIECE as u64 - 1);
                let change = self.vault.change()?;
                let piece = params![self.session.0, integer(from)?, integer(to)?];
                change.execute("delete from event where session = ? and seq between ? and ?", piece)?;
                change.commit()?;
                from = to + 1;
            }
        }
        let change = self.vault.change()?;
        for id in &self.added_amendments {
            change.execute("delete from amendment where id = ?", [id])?;
        }
        if self.taken.new {
            change.execute("delete from session where id = ?", [&self.session.0])?;
        } else {
            count_again(&change, &self.session)?;
        }
        if let Some(at) = self.erased_unix_ms {
            let row = params![format!("session:{}", self.session.0), at];
            change.execute("insert into erased (what, at_unix_ms) values (?, ?) on conflict do nothing", row)?;
        }
        Ok(change.commit()?)
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        if !self.finished {
            // Where even this fails the disk is gone, and the session is marked as not ended.
            let _ = self.undo();
        }
    }
}

/// Forgets that a session was erased; gives when it was.
fn forgive(change: &Transaction<'_>, session: &SessionId) -> Result<Option<i64>, VaultError> {
    let what = format!("session:{}", session.0);
    let forget = "delete from erased where what = ? returning at_unix_ms";
    Ok(change.query_row(forget, [what], |row| row.get(0)).optional()?)
}

/// Makes the session of a first event. Gives whether it was not there.
fn begin(change: &Transaction<'_>, event: &Event) -> rusqlite::Result<bool> {
    let EventKind::SessionStarted { started_unix_ms, brief, .. } = &event.kind else { return Ok(false) };
    let there = change.query_row("select 1 from session where id = ?", [&event.session.0], |_| Ok(())).optional()?;
    if there.is_some() {
        return Ok(false);
    }
    let brief = serde_json::to_string(brief).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let row = params![event.session.0, integer(*started_unix_ms)?, brief];
    change.execute("insert into session (id, started_unix_ms, brief) values (?, ?, ?)", row)?;
    Ok(true)
}

/// Writes an event. Gives whether it was not there.
fn put(change: &Transaction<'_>, insert: &mut Statement<'_>, event: &Event) -> Result<bool, VaultError> {
    let row = params![event.session.0, integer(event.seq)?, integer(event.at_ms)?, json(&event.kind)?];
    if insert.execute(row).map_err(|error| refused(event, error))? > 0 {
        return Ok(true);
    }
    let there = change.query_row(
        "select at_ms, body from event where session = ? and seq = ?",
        params![event.session.0, integer(event.seq)?],
        |row| Ok((number(row, 0)?, row.get::<_, String>(1)?)),
    )?;
    // Compared as values: an earlier release wrote the same event with fewer words.
    let same = |body: &str| serde_json::from_str::<EventKind>(body).is_ok_and(|kind| kind == event.kind);
    match there.0 == event.at_ms && same(&there.1) {
        true => Ok(false),
        false => Err(VaultError::Differs { session: event.session.0.clone(), seq: event.seq }),
    }
}

/// Brings the columns that the trigger only ever adds to back to what is there.
fn count_again(change: &Transaction<'_>, session: &SessionId) -> Result<(), VaultError> {
    change.execute(
        "update session set
             duration_ms = coalesce((select max(at_ms) from event where session = id), 0),
             last_seq = coalesce((select max(seq) from event where session = id), 0),
             ended = exists (select 1 from event where session = id and body ->> 'type' = 'session_ended'),
             utterances = (select count(*) from event where session = id and body ->> 'type' = 'utterance_final'),
             questions = (select count(*) from event where session = id and body ->> 'type' = 'question_found')
         where id = ?",
        [&session.0],
    )?;
    sum_up(change, session)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, amendment, event, said, started};
    use super::*;
    use crate::export::{Kept, generated};
    use convoally_shared::amendment::Change;
    use convoally_shared::session::SessionSummary;
    use proptest::test_runner::{Config, TestRunner};

    fn session() -> SessionId {
        SessionId("a".into())
    }

    fn take(vault: &mut Vault, events: &[Event], amendments: &[Amendment]) -> Result<Taken, VaultError> {
        let mut intake = vault.take_in(session(), false);
        events.iter().try_for_each(|event| intake.event(event.clone()))?;
        intake.finish(amendments)
    }

    fn state(vault: &Vault) -> (Vec<SessionSummary>, Vec<Event>) {
        (vault.sessions().unwrap(), vault.events(&session()).unwrap_or_default())
    }

    fn noted() -> Amendment {
        amendment("a", 1, Change::Noted { notes: "Call back.".into() })
    }

    #[test]
    fn whatever_a_session_holds_comes_in_as_it_was() {
        let home = Home::new();
        let vault = std::cell::RefCell::new(home.open());
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(64) });
        let told = runner.run(&generated::kept(), |kept: Kept| {
            let mut vault = vault.borrow_mut();
            let id = kept.events[0].session.clone();
            let mut intake = vault.take_in(id.clone(), false);
            kept.events.iter().for_each(|event| intake.event(event.clone()).unwrap());
            intake.finish(&kept.amendments).unwrap();
            assert_eq!(vault.events(&id).unwrap(), kept.events);
            assert_eq!(vault.amendments(&id).unwrap(), kept.amendments);
            Ok(())
        });
        told.unwrap();
    }

    #[test]
    fn two_halves_unite_and_nothing_is_doubled() {
        let home = Home::new();
        let mut vault = home.open();
        let whole =
            [started("a", 5), said("a", 2, "One."), said("a", 3, "Two."), event("a", 9, EventKind::SessionEnded)];
        let first = take(&mut vault, &whole[..2], &[noted()]).unwrap();
        assert_eq!(first, Taken { new: true, events: 2, amendments: 1 });
        let second = take(&mut vault, &whole, &[noted()]).unwrap();
        assert_eq!(second, Taken { new: false, events: 2, amendments: 0 });
        assert_eq!(take(&mut vault, &whole, &[noted()]).unwrap(), Taken::default());
        let (sessions, events) = state(&vault);
        assert_eq!((sessions[0].utterances, sessions[0].ended, events.as_slice()), (2, true, &whole[..]));
    }

    #[test]
    fn another_session_under_the_same_id_is_refused_and_nothing_is_changed() {
        let home = Home::new();
        let mut vault = home.open();
        take(&mut vault, &[started("a", 5), said("a", 2, "One.")], &[]).unwrap();
        let before = state(&vault);
        let mut other: Vec<Event> = (3..2_000).map(|seq| said("a", seq, "More.")).collect();
        other.insert(0, started("a", 5));
        other.push(said("a", 2, "Another."));
        assert!(matches!(take(&mut vault, &other, &[]), Err(VaultError::Differs { seq: 2, .. })));
        assert_eq!(state(&vault), before);
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let home = Home::new();
        let mut vault = home.open();
        let mut intake = vault.take_in(session(), false);
        intake.event(started("a", 5)).unwrap();
        (2..3 * PIECE as u64).for_each(|seq| intake.event(said("a", seq, "One.")).unwrap());
        drop(intake);
        assert_eq!(state(&vault), (vec![], vec![]));
        assert!(matches!(take(&mut vault, &[said("a", 2, "Lost.")], &[]), Err(VaultError::OutOfOrder { .. })));
        let foreign = amendment("b", 1, Change::Noted { notes: String::new() });
        assert!(matches!(take(&mut vault, &[started("a", 5)], &[foreign]), Err(VaultError::UnknownSession(_))));
        assert_eq!(state(&vault), (vec![], vec![]));
    }

    #[test]
    fn a_disk_that_fills_up_in_the_middle_leaves_nothing() {
        let home = Home::new();
        let mut vault = home.open();
        let pages: i64 = vault.connection.query_row("pragma page_count", [], |row| row.get(0)).unwrap();
        vault.connection.pragma_update(None, "max_page_count", pages + 80).unwrap();
        let mut events: Vec<Event> = (2..4_000).map(|seq| said("a", seq, &"word ".repeat(40))).collect();
        events.insert(0, started("a", 5));
        assert!(matches!(take(&mut vault, &events, &[]), Err(VaultError::DiskFull)));
        assert_eq!(state(&vault), (vec![], vec![]));
    }

    #[test]
    fn an_erased_session_comes_back_only_when_the_user_says_so_and_only_as_a_whole() {
        let home = Home::new();
        let mut vault = home.open();
        vault.connection.execute("insert into erased values ('session:a', 7)", []).unwrap();
        let tombstones = |vault: &Vault| -> i64 {
            vault.connection.query_row("select count(*) from erased", [], |row| row.get(0)).unwrap()
        };
        assert!(matches!(take(&mut vault, &[started("a", 5)], &[]), Err(VaultError::Erased(_))));
        let mut intake = vault.take_in(session(), true);
        (1..=PIECE as u64).for_each(|seq| {
            let event = if seq == 1 { started("a", 5) } else { said("a", seq, "One.") };
            intake.event(event).unwrap();
        });
        drop(intake);
        assert_eq!((tombstones(&vault), vault.sessions().unwrap().len()), (1, 0));
        let mut intake = vault.take_in(session(), true);
        intake.event(started("a", 5)).unwrap();
        intake.finish(&[]).unwrap();
        assert_eq!((tombstones(&vault), vault.sessions().unwrap().len()), (0, 1));
    }
}
