//! The record of what left this computer: of each session in its events, of everything else in a table of its own.

use super::error::VaultError;
use super::store::{Vault, integer, number};
use convoally_shared::departure::{self, Departure};
use convoally_shared::event::Event;
pub use convoally_shared::kept::Left;
use convoally_shared::session::SessionId;
use rusqlite::{Connection, Params, params};

/// The events that tell of it. Sessions first, then the index on the type, as in `spending`: what was said is not read.
const OF_SESSIONS: &str = "
    select session.id, started_unix_ms, seq, at_ms, body
    from session cross join event indexed by event_type on event.session = session.id
    where body ->> 'type' in ('draft_started', 'draft_moved', 'sound_sent')";

impl Vault {
    /// Everything that left, oldest first.
    ///
    /// # Errors
    /// What the file says.
    pub fn departures(&self) -> Result<Vec<Left>, VaultError> {
        let mut all = of_sessions(&self.connection, "true", [])?;
        let mut statement = self.connection.prepare("select body from departure")?;
        for body in statement.query_map([], |row| row.get::<_, String>(0))? {
            // One of a later release is passed over: the list is for people.
            all.extend(serde_json::from_str(&body?).ok().map(|departure| Left { session: None, departure }));
        }
        all.sort_by_key(|left| left.departure.at_unix_ms);
        Ok(all)
    }

    /// What left for one session, in order. The beginning of an id is enough when no other id begins like it.
    ///
    /// # Errors
    /// [`VaultError::UnknownSession`], [`VaultError::AmbiguousSession`], or what the file says.
    pub fn departures_of(&self, session: &SessionId) -> Result<Vec<Left>, VaultError> {
        of_sessions(&self.connection, "session.id = ?", [self.whole_id(&session.0)?])
    }

    /// Keeps what left outside a kept session. The same id again replaces it: sound goes on leaving.
    ///
    /// # Errors
    /// What the file says.
    pub fn keep_departure(&mut self, id: &str, departure: &Departure) -> Result<(), VaultError> {
        let change = self.change()?;
        put(&change, Some(id), departure)?;
        Ok(change.commit()?)
    }
}

/// With no id, under a random one.
pub(super) fn put(change: &Connection, id: Option<&str>, departure: &Departure) -> Result<(), VaultError> {
    let body = serde_json::to_string(departure).map_err(|error| VaultError::System(error.to_string()))?;
    change.execute(
        "insert or replace into departure (id, at_unix_ms, body) values (coalesce(?, hex(randomblob(16))), ?, ?)",
        params![id, integer(departure.at_unix_ms)?, body],
    )?;
    Ok(())
}

/// What left for the sessions that fulfil a condition.
pub(super) fn of_sessions(
    connection: &Connection,
    condition: &str,
    values: impl Params,
) -> Result<Vec<Left>, VaultError> {
    let query = format!("{OF_SESSIONS} and {condition} order by session.started_unix_ms, session.id, seq");
    let mut statement = connection.prepare(&query)?;
    let mut rows = statement.query(values)?;
    let mut all: Vec<Left> = Vec::new();
    let mut of_one: (Option<SessionId>, Vec<Departure>) = (None, Vec::new());
    while let Some(row) = rows.next()? {
        let session = SessionId(row.get(0)?);
        let body = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
        let Ok(kind) = serde_json::from_str(body) else { continue };
        let (began, seq, at_ms) = (number(row, 1)?, number(row, 2)?, number(row, 3)?);
        if of_one.0.as_ref() != Some(&session) {
            all.extend(told(std::mem::replace(&mut of_one, (Some(session.clone()), Vec::new()))));
        }
        departure::note(&mut of_one.1, began, &Event { session, seq, at_ms, kind });
    }
    all.extend(told(of_one));
    Ok(all)
}

fn told((session, departures): (Option<SessionId>, Vec<Departure>)) -> impl Iterator<Item = Left> {
    departures.into_iter().map(move |departure| Left { session: session.clone(), departure })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, disclosed, event, said, sound, started};
    use super::*;
    use convoally_shared::departure::Purpose;
    use convoally_shared::view::SessionView;

    fn check(at_unix_ms: u64, bytes: u64) -> Departure {
        let (recipient, content) = ("api.example.com".to_owned(), "the word ping".to_owned());
        let purpose = Purpose::Check;
        Departure { at_unix_ms, recipient, purpose, content, requests: 1, bytes, sources: Vec::new() }
    }

    #[test]
    fn what_left_for_sessions_and_outside_them_is_one_list_in_order() {
        let home = Home::new();
        let mut vault = home.open();
        for (session, began) in [("a", 1_000), ("b", 90_000)] {
            vault.append(&started(session, began)).unwrap();
            vault.append(&said(session, 2, "Why us?")).unwrap();
            vault.append(&event(session, 3, sound(640))).unwrap();
            vault.append(&event(session, 4, disclosed("resume › Northwind"))).unwrap();
            vault.append(&event(session, 5, sound(1_280))).unwrap();
        }
        vault.keep_departure("x", &check(60_000, 1)).unwrap();
        vault.keep_departure("x", &check(60_000, 2)).unwrap();
        let all = vault.departures().unwrap();
        let told: Vec<_> =
            all.iter().map(|left| (left.session.as_ref().map(|id| id.0.as_str()), left.departure.bytes)).collect();
        assert_eq!(told, [(Some("a"), 1_280), (Some("a"), 70), (None, 2), (Some("b"), 1_280), (Some("b"), 70)]);
        let view = SessionView::of(&vault.events(&SessionId("a".into())).unwrap());
        let of_a: Vec<_> = all.into_iter().take(2).map(|left| left.departure).collect();
        assert_eq!(view.departures, of_a, "one truth");
        let alone = vault.departures_of(&SessionId("a".into())).unwrap();
        assert_eq!(alone.into_iter().map(|left| left.departure).collect::<Vec<_>>(), of_a);
        assert!(matches!(vault.departures_of(&SessionId("x".into())), Err(VaultError::UnknownSession(_))));
    }

    /// It is asked for all sessions that there ever were.
    #[test]
    fn what_was_said_is_not_read_for_the_record() {
        let home = Home::new();
        let vault = home.open();
        let mut plan = vault.connection.prepare(&format!("explain query plan {OF_SESSIONS}")).unwrap();
        let steps = plan.query_map([], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
        assert!(steps.iter().any(|step| step.contains("event_type")), "{steps:?}");
    }
}
