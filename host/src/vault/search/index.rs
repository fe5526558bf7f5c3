//! Keeps the index up with events and amendments, in pieces so short that another host can write in between.

use super::super::amendments;
use super::super::error::VaultError;
use super::super::store::{Vault, integer, number};
use super::entries::{Edits, Entries, stored};
use super::place::{self, Kind, Place};
use super::words::spaced;
use convoally_shared::amendment::{Amendment, Change};
use convoally_shared::event::EventKind;
use convoally_shared::session::{Brief, SessionId};
use convoally_shared::utterance::UtteranceId;
use rusqlite::{Connection, OptionalExtension, params};

/// Events that one transaction takes in: about 5 ms.
const PIECE: u32 = 128;

impl Vault {
    /// Takes in all events that are not in the index yet: those of sessions that run, or that were cut off.
    pub(in super::super) fn index_the_rest(&mut self) -> Result<(), VaultError> {
        let next = "select id from session where indexed < last_seq order by started_unix_ms limit 1";
        while let Some(id) = self.connection.query_row(next, [], |row| row.get(0)).optional()? {
            self.index(&SessionId(id))?;
        }
        Ok(())
    }

    /// Takes in the events of a session that are not in the index yet.
    pub(in super::super) fn index(&mut self, session: &SessionId) -> Result<(), VaultError> {
        loop {
            let change = self.change()?;
            let more = index_a_piece(&change, session)?;
            change.commit()?;
            if !more {
                return Ok(());
            }
        }
    }
}

/// What the index knows of a session.
struct Row {
    number: Option<i64>,
    indexed: u64,
    last_seq: u64,
    started_unix_ms: i64,
    brief: Brief,
}

impl Row {
    /// None when the session is not there, any more perhaps.
    fn of(connection: &Connection, session: &SessionId) -> Result<Option<Self>, VaultError> {
        let query = "select number, indexed, last_seq, started_unix_ms, brief from session where id = ?";
        let row = connection.query_row(query, [&session.0], |row| {
            // A brief that cannot be read is what the list complains of.
            let brief = serde_json::from_str(row.get_ref(4)?.as_str()?).unwrap_or_default();
            let (indexed, last_seq, started_unix_ms) = (number(row, 1)?, number(row, 2)?, row.get(3)?);
            Ok(Self { number: row.get(0)?, indexed, last_seq, started_unix_ms, brief })
        });
        Ok(row.optional()?)
    }
}

/// Whether there is more.
fn index_a_piece(change: &Connection, session: &SessionId) -> Result<bool, VaultError> {
    let Some(row) = Row::of(change, session)?.filter(|row| row.indexed < row.last_seq) else { return Ok(false) };
    let edits = Edits::of(&amendments::of_session(change, session)?);
    // Events that hold no text count too, or a stretch of them would never be passed.
    let upto: Option<i64> = change.query_row(
        "select max(seq) from (select seq from event where session = ? and seq > ? order by seq limit ?)",
        params![session.0, integer(row.indexed)?, PIECE],
        |row| row.get(0),
    )?;
    let upto = upto.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(row.last_seq);
    let range = (&session.0, integer(row.indexed)?, integer(upto)?);
    let events = stored(change, "seq > ?2 and seq <= ?3 order by seq", range)?;
    let number = match row.number {
        Some(number) => number,
        None => {
            let number = free_number(change, row.started_unix_ms)?;
            write(change, number, &Entries::new(), &edits.of_the_session(&row.brief))?;
            number
        }
    };
    let revised = |event: &EventKind| match event {
        EventKind::QuestionRevised { question } => Some(question.id),
        _ => None,
    };
    let revised: Vec<_> = events.iter().filter_map(|event| revised(&event.kind)).collect();
    let mut before = Entries::new();
    if !revised.is_empty() {
        let condition = "seq <= ?2 and body ->> 'type' in ('question_found', 'question_revised') order by seq";
        let mut questions = stored(change, condition, (&session.0, integer(row.indexed)?))?;
        questions.retain(|event| match &event.kind {
            EventKind::QuestionFound { question } | EventKind::QuestionRevised { question } => {
                revised.contains(&question.id)
            }
            _ => false,
        });
        before = edits.of_events(&questions);
    }
    write(change, number, &before, &edits.of_events(&events))?;
    let update = "update session set number = ?, indexed = ? where id = ?";
    change.execute(update, params![number, integer(upto)?, session.0])?;
    Ok(upto < row.last_seq)
}

/// The first free number from the one that belongs to a moment.
fn free_number(connection: &Connection, started_unix_ms: i64) -> Result<i64, VaultError> {
    let query = "
        select coalesce(
            (select min(number) + 1 from session as taken
                where number >= ?1
                and not exists (select 1 from session as next where next.number = taken.number + 1)
                and exists (select 1 from session as wanted where wanted.number = ?1)),
            ?1)";
    Ok(connection.query_row(query, [place::number(started_unix_ms)], |row| row.get(0))?)
}

/// Makes of the entries before those after. What a contentless index is to forget must be said word for word.
fn write(change: &Connection, session: i64, before: &Entries, after: &Entries) -> Result<(), VaultError> {
    let rowid = |(seq, kind): &(u64, Kind)| Place { session, seq: *seq, kind: *kind }.rowid();
    let mut delete = change.prepare("insert into search (search, rowid, text) values ('delete', ?, ?)")?;
    for (at, text) in before.iter().filter(|(at, text)| after.get(at) != Some(text)) {
        delete.execute(params![rowid(at), spaced(text)])?;
    }
    let mut insert = change.prepare("insert into search (rowid, text) values (?, ?)")?;
    for (at, text) in after.iter().filter(|(at, text)| before.get(at) != Some(text)) {
        insert.execute(params![rowid(at), spaced(text)])?;
    }
    Ok(())
}

/// Brings the index from the amendments before to those after, within the transaction that added one.
pub(in super::super) fn amended(
    change: &Connection,
    session: &SessionId,
    before: &[Amendment],
    after: &[Amendment],
) -> Result<(), VaultError> {
    let Some(row) = Row::of(change, session)? else { return Ok(()) };
    // Before the first event is in the index, nothing is.
    let Some(number) = row.number else { return Ok(()) };
    let utterances: Vec<UtteranceId> = after
        .iter()
        .filter(|amendment| !before.contains(amendment))
        .filter_map(|amendment| match &amendment.change {
            Change::Corrected { utterance, .. } | Change::Attributed { utterance, .. } => Some(*utterance),
            _ => None,
        })
        .collect();
    let mut events = Vec::new();
    for utterance in utterances {
        let condition = "seq <= ?2 and body ->> 'type' = 'utterance_final' and body -> 'utterance' ->> 'id' = ?3";
        events.extend(stored(change, condition, (&session.0, integer(row.indexed)?, utterance.0))?);
    }
    let entries = |amendments: &[Amendment]| {
        let edits = Edits::of(amendments);
        let mut entries = edits.of_the_session(&row.brief);
        entries.extend(edits.of_events(&events));
        entries
    };
    write(change, number, &entries(before), &entries(after))
}

/// Takes a session's words out of the index for good, before its events or amendments go. What of it is still there
/// afterwards is taken in again by the next search.
pub(in super::super) fn forget(change: &Connection, session: &SessionId) -> Result<(), VaultError> {
    let Some(row) = Row::of(change, session)? else { return Ok(()) };
    let Some(number) = row.number else { return Ok(()) };
    let edits = Edits::of(&amendments::of_session(change, session)?);
    let mut entries = edits.of_the_session(&row.brief);
    let events = stored(change, "seq <= ?2 order by seq", (&session.0, integer(row.indexed)?))?;
    entries.extend(edits.of_events(&events));
    write(change, number, &entries, &Entries::new())?;
    change.execute("update session set number = null, indexed = 0 where id = ?", [&session.0])?;
    Ok(())
}
