//! Which rows may be worth showing. The newest are looked at first, and never so many that it takes long.

use super::super::error::VaultError;
use super::super::store::Vault;
use super::place::{self, Kind, Place};
use super::{Said, Search};
use convoally_shared::utterance::Speaker;
use rusqlite::{Connection, Statement, params};
use std::collections::{BTreeSet, HashMap};

/// Rows that are looked at one after the other: 3 ms.
const ROWS: usize = 20_000;
/// Sessions that are ranked, and texts of each of them: their texts are read.
const SESSIONS: usize = 50;
const TEXTS: usize = 10;
/// Of words that are in different texts of a session: sessions that are looked at, and texts for each word.
const SESSIONS_TRIED: usize = 100;
const TEXTS_A_WORD: i64 = 3;

/// Rows by session, the newest first.
pub(super) struct Gathered {
    pub sessions: Vec<(i64, Vec<i64>)>,
    /// Not all were looked at.
    pub more: bool,
}

/// Which rows are looked for at all.
pub(super) struct Reach {
    first: i64,
    last: i64,
    /// Sessions by their numbers; none means all.
    sessions: Option<BTreeSet<i64>>,
    said: Option<Kinds>,
}

#[derive(Clone, Copy)]
enum Kinds {
    By(Speaker),
    Anybody,
}

impl Reach {
    pub fn of(vault: &Vault, search: &Search) -> Result<Self, VaultError> {
        let only = &search.only;
        let number = |unix_ms: u64| place::number(i64::try_from(unix_ms).unwrap_or(i64::MAX));
        let (first, last) = (only.from_unix_ms.map_or(0, number), only.before_unix_ms.map_or(i64::MAX, number));
        // A session may be numbered a little later than it began: `only` decides.
        let bounded = only.from_unix_ms.is_some() || only.before_unix_ms.is_some();
        let (first, last) = if bounded { place::rows(first, last.min(place::number(i64::MAX))) } else { (0, i64::MAX) };
        let mut sessions = None;
        if only.looks_inside() {
            let mut numbers = numbers(&vault.connection, "")?;
            let mut fitting = BTreeSet::new();
            for session in vault.sessions()?.into_iter().filter(|session| only.fits(session)) {
                fitting.extend(numbers.remove(&session.id.0));
            }
            sessions = Some(fitting);
        }
        if let Some(Said::ByName(_)) = &search.said {
            let named: BTreeSet<i64> = numbers(&vault.connection, WITH_NAMES)?.into_values().collect();
            sessions = Some(sessions.map_or(named.clone(), |fitting| &fitting & &named));
        }
        let said = search.said.as_ref().map(|said| match said {
            Said::By(speaker) => Kinds::By(*speaker),
            Said::ByName(_) => Kinds::Anybody,
        });
        Ok(Self { first, last, sessions, said })
    }

    fn has(&self, place: Place) -> bool {
        let kind = match (self.said, place.kind) {
            (None, _) => true,
            (Some(Kinds::By(wanted)), Kind::Said(speaker)) => speaker == wanted,
            (Some(Kinds::Anybody), Kind::Said(_)) => true,
            _ => false,
        };
        kind && self.sessions.as_ref().is_none_or(|sessions| sessions.contains(&place.session))
    }
}

/// Sessions in which somebody was given a name. Which name it was is asked of those that are found.
const WITH_NAMES: &str =
    "and id in (select session from amendment where body ->> 'type' in ('named', 'voiced', 'merged'))";

/// The numbers of sessions by their ids.
fn numbers(connection: &Connection, condition: &str) -> Result<HashMap<String, i64>, VaultError> {
    let query = format!("select id, number from session where number is not null {condition}");
    let mut statement = connection.prepare(&query)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Rows that have all words, and where they are fewer than wanted, those of sessions that have them in several texts.
pub(super) fn gather(
    connection: &Connection,
    terms: &[String],
    reach: &Reach,
    wanted: usize,
) -> Result<Gathered, VaultError> {
    let mut rows = Rows(connection.prepare(
        "select rowid from search where search match ?1 and rowid between ?2 and ?3 order by rowid desc limit ?4",
    )?);
    let mut gathered = newest(&mut rows, &terms.join(" "), reach)?;
    if gathered.sessions.len() < wanted && terms.len() > 1 {
        let spread = spread(connection, &mut rows, terms, reach, wanted)?;
        for (session, more) in spread {
            match gathered.sessions.iter_mut().find(|(other, _)| *other == session) {
                Some((_, there)) => {
                    there.extend(more);
                    there.sort_unstable();
                    there.dedup();
                }
                None => gathered.sessions.push((session, more)),
            }
        }
    }
    Ok(gathered)
}

struct Rows<'a>(Statement<'a>);

impl Rows<'_> {
    /// Goes through the rows that match, newest first, until `each` has enough. Whether there may be more.
    fn each(
        &mut self,
        matching: &str,
        (first, last): (i64, i64),
        most: i64,
        mut each: impl FnMut(Place, i64) -> bool,
    ) -> Result<bool, VaultError> {
        let mut rows = self.0.query(params![matching, first, last, most])?;
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            let rowid = row.get(0)?;
            seen += 1;
            if !each(Place::of(rowid), rowid) {
                return Ok(true);
            }
        }
        Ok(seen == most)
    }
}

fn newest(rows: &mut Rows<'_>, matching: &str, reach: &Reach) -> Result<Gathered, VaultError> {
    let mut sessions: Vec<(i64, Vec<i64>)> = Vec::new();
    let mut reached = i64::MAX;
    let more = rows.each(matching, (reach.first, reach.last), ROWS as i64, |place, rowid| {
        reached = place.session;
        if !reach.has(place) {
            return true;
        }
        let count = sessions.len();
        match sessions.last_mut().filter(|(session, _)| *session == place.session) {
            Some((_, texts)) if texts.len() < TEXTS => texts.push(rowid),
            Some(_) => {}
            None if count < SESSIONS => sessions.push((place.session, vec![rowid])),
            None => return false,
        }
        true
    })?;
    let Some(left) = reach.sessions.as_ref().filter(|_| more) else { return Ok(Gathered { sessions, more }) };
    // The words are common and the sessions are few: these one by one.
    for session in left.range(..reached).rev() {
        if sessions.len() == SESSIONS {
            break;
        }
        let mut texts = Vec::new();
        let range = within(reach, *session);
        rows.each(matching, range, ROWS as i64, |place, rowid| {
            texts.extend(reach.has(place).then_some(rowid));
            texts.len() < TEXTS
        })?;
        if !texts.is_empty() {
            sessions.push((*session, texts));
        }
    }
    Ok(Gathered { more: sessions.len() == SESSIONS, sessions })
}

/// Sessions that have each of the words, whatever text it is in.
fn spread(
    connection: &Connection,
    rows: &mut Rows<'_>,
    terms: &[String],
    reach: &Reach,
    wanted: usize,
) -> Result<Vec<(i64, Vec<i64>)>, VaultError> {
    let count = "select count(*) from (select 1 from search where search match ?1 limit ?2)";
    let mut counted = Vec::new();
    for term in terms {
        let count: i64 = connection.query_row(count, params![term, ROWS as i64], |row| row.get(0))?;
        counted.push((count, term));
    }
    counted.sort();
    let Some(((_, rarest), others)) = counted.split_first() else { return Ok(Vec::new()) };
    let mut tried: Vec<i64> = Vec::new();
    rows.each(rarest, (reach.first, reach.last), ROWS as i64, |place, _| {
        if reach.has(place) && tried.last() != Some(&place.session) {
            tried.push(place.session);
        }
        tried.len() < SESSIONS_TRIED
    })?;
    let mut found = Vec::new();
    for session in tried {
        let mut texts = Vec::new();
        let mut all = true;
        for term in others.iter().map(|(_, term)| term).chain([rarest]) {
            let before = texts.len();
            rows.each(term, within(reach, session), TEXTS_A_WORD, |place, rowid| {
                texts.extend(reach.has(place).then_some(rowid));
                true
            })?;
            all &= texts.len() > before;
            if !all {
                break;
            }
        }
        if all {
            texts.sort_unstable();
            texts.dedup();
            found.push((session, texts));
        }
        if found.len() > wanted {
            break;
        }
    }
    Ok(found)
}

fn within(reach: &Reach, session: i64) -> (i64, i64) {
    let (first, last) = place::rows(session, session);
    (first.max(reach.first), last.min(reach.last))
}
