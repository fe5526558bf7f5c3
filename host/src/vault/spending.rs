//! What sessions took, summed from their kept events: the only account there is.

use super::error::VaultError;
use super::store::{Vault, integer};
use convoally_shared::session::SessionId;
pub use convoally_shared::spent::{Drafts, Sound, Used};
use rusqlite::{Connection, Params, Row};
use std::collections::HashMap;

/// The rows that say what was used. Sessions first (`cross join` fixes that), then the index on the type: what was said
/// is not read. A session counts for the month in which it began.
const QUERY: &str = "
    select event.session, body ->> 'type',
        body ->> 'question', body ->> 'draft', body ->> 'engine',
        body -> 'spent' ->> 'input_tokens', body -> 'spent' ->> 'cached_tokens', body -> 'spent' ->> 'output_tokens',
        coalesce(body -> 'spent' ->> 'micro_usd', body ->> 'micro_usd'),
        body ->> 'speaker', body ->> 'recipient', body ->> 'audio_ms'
    from session cross join event on event.session = session.id
    where body ->> 'type' in
            ('draft_started', 'draft_moved', 'draft_finished', 'draft_failed', 'draft_dropped', 'sound_sent')";
const SINCE: &str = "started_unix_ms >= ?";

impl Vault {
    /// What was used by the sessions that began since a moment, milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// What the file says.
    pub fn used_since(&self, unix_ms: u64) -> Result<Used, VaultError> {
        let mut used = used(&self.connection, SINCE, [integer(unix_ms)?])?;
        // What was spent stays spent when its session is erased.
        let mut statement = self.connection.prepare("select body from spent where began_unix_ms >= ?")?;
        for body in statement.query_map([integer(unix_ms)?], |row| row.get::<_, String>(0))? {
            let damaged = |_| VaultError::Damaged("what an erased session had spent cannot be read".to_owned());
            used.add(serde_json::from_str(&body?).map_err(damaged)?);
        }
        Ok(used)
    }
}

/// Keeps what a session had used, before its events go.
pub(super) fn keep_of(change: &Connection, session: &SessionId) -> Result<(), VaultError> {
    let used = used(change, "session.id = ?", [&session.0])?;
    if used != Used::default() {
        let body = serde_json::to_string(&used).map_err(|error| VaultError::System(error.to_string()))?;
        let put = "insert into spent (began_unix_ms, body) select started_unix_ms, ? from session where id = ?";
        change.execute(put, [&body, &session.0])?;
    }
    Ok(())
}

fn used(connection: &Connection, condition: &str, values: impl Params) -> Result<Used, VaultError> {
    let mut statement = connection.prepare(&query(condition))?;
    let mut rows = statement.query(values)?;
    let mut sums = Sums::default();
    while let Some(row) = rows.next()? {
        sums.read(row)?;
    }
    Ok(sums.done())
}

fn query(condition: &str) -> String {
    format!("{QUERY} and {condition} order by event.session, event.seq")
}

/// Reads the rows in the order in which things happened.
#[derive(Default)]
struct Sums {
    used: Used,
    /// Who writes a draft: by session, question and number.
    writers: HashMap<(String, u64, u64), String>,
    /// Sound is told from a session's beginning on: the last counts. By session, side and recipient.
    sound: HashMap<(String, String, String), Sound>,
}

impl Sums {
    fn read(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let session: String = row.get(0)?;
        let micro_usd = number(row, 8)?;
        let draft = (session.clone(), number(row, 2)?.unwrap_or_default(), number(row, 3)?.unwrap_or(1));
        match row.get::<_, String>(1)?.as_str() {
            "draft_started" | "draft_moved" => {
                self.writers.insert(draft, text(row, 4)?);
            }
            "sound_sent" => {
                let audio_ms = number(row, 11)?.unwrap_or_default();
                let unpriced = micro_usd.is_none() && audio_ms > 0;
                let sound = Sound { audio_ms, micro_usd: micro_usd.unwrap_or_default(), unpriced };
                self.sound.insert((session, text(row, 9)?, text(row, 10)?), sound);
            }
            _ => {
                let Some(input) = number(row, 5)? else { return Ok(()) };
                let writer = self.writers.get(&draft).cloned().unwrap_or_default();
                let drafts = self.used.drafts.entry(writer).or_default();
                drafts.count += 1;
                drafts.input_tokens += input;
                drafts.cached_tokens += number(row, 6)?.unwrap_or_default();
                drafts.output_tokens += number(row, 7)?.unwrap_or_default();
                drafts.micro_usd += micro_usd.unwrap_or_default();
                drafts.unpriced |= micro_usd.is_none();
            }
        }
        Ok(())
    }

    fn done(mut self) -> Used {
        for ((_, _, recipient), side) in self.sound {
            let sound = self.used.sound.entry(recipient).or_default();
            sound.audio_ms += side.audio_ms;
            sound.micro_usd += side.micro_usd;
            sound.unpriced |= side.unpriced;
        }
        self.used
    }
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
}

/// A number that may be missing. None of them is negative.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.and_then(|number| u64::try_from(number).ok()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, event, said, started};
    use super::*;
    use convoally_shared::card::Wish;
    use convoally_shared::event::EventKind;
    use convoally_shared::fault::Fault;
    use convoally_shared::money::Spent;
    use convoally_shared::question::QuestionId;
    use convoally_shared::utterance::Speaker;
    use std::collections::BTreeMap;

    const QUESTION: QuestionId = QuestionId(1);

    fn spent(input_tokens: u64, micro_usd: Option<u64>) -> Spent {
        Spent { input_tokens, cached_tokens: 10, output_tokens: 5, estimated: false, micro_usd }
    }

    fn begun(draft: u32, engine: &str) -> EventKind {
        let (question, wish, engine, disclosure) = (QUESTION, Wish::Spoken, engine.to_owned(), None);
        EventKind::DraftStarted { question, draft, wish, engine, disclosure }
    }

    fn finished(draft: u32, spent: Option<Spent>) -> EventKind {
        EventKind::DraftFinished { question: QUESTION, draft, text: "secret".into(), unsupported: Vec::new(), spent }
    }

    fn sound(speaker: Speaker, audio_ms: u64, micro_usd: Option<u64>) -> EventKind {
        let recipient = "ear.example".to_owned();
        EventKind::SoundSent { speaker, recipient, requests: 1, bytes: audio_ms, audio_ms, micro_usd }
    }

    fn kept(sessions: &[(&str, u64, Vec<EventKind>)]) -> (Home, Vault) {
        let home = Home::new();
        let mut vault = home.open();
        for (session, began, kinds) in sessions {
            vault.append(&started(session, *began)).unwrap();
            for (seq, kind) in (2..).zip(kinds) {
                vault.append(&event(session, seq, kind.clone())).unwrap();
            }
        }
        (home, vault)
    }

    #[test]
    fn drafts_are_counted_with_what_wrote_them_at_last() {
        let fault = || Fault::new("answer.cut_off", "Cut.", "Again.");
        let moved = EventKind::DraftMoved {
            question: QUESTION,
            draft: 2,
            engine: "b".into(),
            fault: fault(),
            disclosure: None,
        };
        let failed =
            EventKind::DraftFailed { question: QUESTION, draft: 3, fault: fault(), spent: Some(spent(7, Some(1))) };
        let dropped = EventKind::DraftDropped { question: QUESTION, draft: 4, spent: spent(9, None) };
        let events = vec![
            begun(1, "a"),
            finished(1, Some(spent(100, Some(40)))),
            begun(2, "a"),
            moved,
            finished(2, Some(spent(200, Some(2)))),
            begun(3, "a"),
            failed,
            begun(4, "a"),
            dropped,
            begun(5, "a"),
            finished(5, None),
        ];
        let (_home, vault) = kept(&[("s", 50, events)]);
        let used = vault.used_since(50).unwrap();
        let a =
            Drafts { count: 3, input_tokens: 116, cached_tokens: 30, output_tokens: 15, micro_usd: 41, unpriced: true };
        let b =
            Drafts { count: 1, input_tokens: 200, cached_tokens: 10, output_tokens: 5, micro_usd: 2, unpriced: false };
        assert_eq!(used.drafts, BTreeMap::from([("a".to_owned(), a), ("b".to_owned(), b)]));
        assert_eq!((used.micro_usd(), used.is_unpriced()), (43, true));
    }

    #[test]
    fn of_the_sound_of_a_side_the_last_count_is_taken() {
        let side =
            |speaker| vec![sound(speaker, 0, Some(0)), sound(speaker, 500, Some(5)), sound(speaker, 900, Some(9))];
        let both = [side(Speaker::Me), side(Speaker::Them)].concat();
        let (_home, vault) =
            kept(&[("s", 1, both.clone()), ("t", 2, both), ("u", 3, vec![sound(Speaker::Me, 0, None)])]);
        let sound = Sound { audio_ms: 3_600, micro_usd: 36, unpriced: false };
        assert_eq!(vault.used_since(0).unwrap().sound, BTreeMap::from([("ear.example".to_owned(), sound)]));
    }

    #[test]
    fn sessions_that_began_before_do_not_count() {
        let one = |engine: &str| vec![begun(1, engine), finished(1, Some(spent(1, Some(1))))];
        let (_home, vault) = kept(&[("s", 99, one("old")), ("t", 100, one("new"))]);
        assert_eq!(vault.used_since(100).unwrap().drafts.keys().collect::<Vec<_>>(), ["new"]);
        assert_eq!(vault.used_since(101).unwrap(), Used::default());
    }

    /// It runs before each session, over the history of a month.
    #[test]
    fn what_was_said_is_not_read_for_the_sum() {
        let (_home, vault) = kept(&[("s", 1, (2..200).map(|seq| said("s", seq, "words").kind).collect())]);
        let mut plan = vault.connection.prepare(&format!("explain query plan {}", query(SINCE))).unwrap();
        let steps = plan.query_map([0], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
        assert!(steps.iter().any(|step| step.contains("event_type")), "{steps:?}");
    }
}
