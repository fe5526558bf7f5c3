//! Ranks texts that were found, and marks the words in them, with the tokenizer of the index: in a table in memory,
//! because the index itself holds no text, and because there BM25 would count every row of a common word.

use super::super::error::VaultError;
use super::found::{Marked, Text};
use super::words::{CLOSE, OPEN, PART, spaced};
use convoally_shared::card::Span;
use rusqlite::{Connection, params};

/// Words of a text that are shown around what was found.
const WORDS_SHOWN: u32 = 28;

/// Texts in memory, until it is closed or another one is opened.
pub(super) struct Ranking<'a> {
    connection: &'a Connection,
    count: usize,
}

impl<'a> Ranking<'a> {
    pub fn of<'b>(connection: &'a Connection, texts: impl IntoIterator<Item = &'b Text>) -> Result<Self, VaultError> {
        connection.execute_batch(
            "drop table if exists temp.found;
             create virtual table temp.found using fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');",
        )?;
        let ranking = Self { connection, count: 0 };
        let mut insert = connection.prepare("insert into temp.found (rowid, text) values (?, ?)")?;
        let mut count = 0;
        for text in texts {
            insert.execute(params![count as i64, spaced(&text.text)])?;
            count += 1;
        }
        Ok(Self { count, ..ranking })
    }

    /// The numbers of the texts that match, best first, each with its BM25: more is better.
    pub fn matches(&self, matching: &str) -> Result<Vec<(usize, f64)>, VaultError> {
        let mut statement = self
            .connection
            .prepare("select rowid, -bm25(found) as score from temp.found where found match ? order by score desc")?;
        let rows = statement.query_map([matching], |row| Ok((row.get::<_, u32>(0)? as usize, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Each text, or the part of it with the most that matches.
    pub fn marked(&self, matching: &str) -> Result<Vec<Marked>, VaultError> {
        let mut marked = vec![Marked::default(); self.count];
        let mut statement = self
            .connection
            .prepare("select rowid, snippet(found, 0, ?2, ?3, '…', ?4) from temp.found where found match ?1")?;
        let mut rows = statement.query(params![matching, OPEN.to_string(), CLOSE.to_string(), WORDS_SHOWN])?;
        while let Some(row) = rows.next()? {
            let at = row.get::<_, u32>(0)? as usize;
            if let Some(place) = marked.get_mut(at) {
                *place = unmark(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
            }
        }
        Ok(marked)
    }

    /// Forgets the texts.
    pub fn close(self) -> Result<(), VaultError> {
        Ok(self.connection.execute_batch("drop table temp.found")?)
    }
}

/// Turns marks within a text into spans beside it.
fn unmark(text: &str) -> Marked {
    let mut marked = Marked::default();
    let mut begun = 0;
    for letter in text.chars() {
        let here = marked.text.len() as u32;
        match letter {
            OPEN => begun = here,
            CLOSE => match marked.marks.last_mut().filter(|before| before.end == begun) {
                // Letters that are words by themselves are one word for the eye.
                Some(before) => before.end = here,
                None => marked.marks.push(Span { start: begun, end: here }),
            },
            PART => {}
            letter => marked.text.push(letter),
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans_on_character_borders() {
        let marked = unmark("…the \u{2}bïlling\u{3} team, \u{1f}\u{2}日\u{3}\u{1f}\u{1f}\u{2}本\u{3}\u{1f}.");
        assert_eq!(marked.text, "…the bïlling team, 日本.");
        let words: Vec<_> =
            marked.marks.iter().map(|span| &marked.text[span.start as usize..span.end as usize]).collect();
        assert_eq!(words, ["bïlling", "日本"]);
    }
}
