//! A document where sessions quote it: the one place in which a stored event is changed.

use super::super::error::VaultError;
use super::super::store::{integer, number};
use convoally_shared::card::Disclosure;
use convoally_shared::document::{Document, Passage};
use convoally_shared::event::EventKind;
use rusqlite::{Connection, params};
use std::collections::HashSet;

/// The events that quote or name passages. Sessions first, then the index on the type: what was said is not read.
const QUERY: &str = "
    select session.id, seq, body from session cross join event indexed by event_type on event.session = session.id
    where body ->> 'type' in ('card_opened', 'draft_started', 'draft_moved')";

/// Takes the words of a document's passages, and the headings above them, out of all sessions. How many quoted it.
pub(in super::super) fn unquote(change: &Connection, document: &Document) -> Result<u64, VaultError> {
    let mut sessions = HashSet::new();
    for (session, seq, body) in without(change, document)? {
        change.execute(
            "update event set body = ? where session = ? and seq = ?",
            params![body, session, integer(seq)?],
        )?;
        sessions.insert(session);
    }
    Ok(sessions.len() as u64)
}

/// The events that are different without the document: session, number, new body.
fn without(connection: &Connection, document: &Document) -> Result<Vec<(String, u64, String)>, VaultError> {
    let mut statement = connection.prepare(QUERY)?;
    let mut rows = statement.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        // What a later release wrote cannot be read here, and is not lost for it.
        let Ok(mut kind) = serde_json::from_str::<EventKind>(body) else { continue };
        if take_out(&mut kind, document) {
            let body = serde_json::to_string(&kind).map_err(|error| VaultError::System(error.to_string()))?;
            changed.push((row.get(0)?, number(row, 1)?, body));
        }
    }
    Ok(changed)
}

/// Whether there was something to take out.
fn take_out(kind: &mut EventKind, document: &Document) -> bool {
    match kind {
        EventKind::CardOpened { card } => {
            let mut quoted = card.passages.iter_mut().filter(|passage| is_of(passage, document)).peekable();
            let any = quoted.peek().is_some();
            quoted.for_each(|passage| {
                passage.text.clear();
                passage.place.clear();
            });
            any
        }
        EventKind::DraftStarted { disclosure: Some(Disclosure { sources, .. }), .. }
        | EventKind::DraftMoved { disclosure: Some(Disclosure { sources, .. }), .. } => {
            let under = format!("{} › ", document.title);
            let mut named = sources.iter_mut().filter(|source| source.starts_with(&under)).peekable();
            let any = named.peek().is_some();
            named.for_each(|source| source.clone_from(&document.title));
            any
        }
        _ => false,
    }
}

/// Titles change, and so may the text since: either one will do.
fn is_of(passage: &Passage, document: &Document) -> bool {
    let has_words = !passage.text.is_empty() || !passage.place.is_empty();
    has_words && (passage.document == document.title || document.text.contains(&passage.text))
}
