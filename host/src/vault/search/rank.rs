//! Ranks texts that were found, and marks the words in them, with the tokenizer of the index: in a table in memory,
//! because the index itself holds no text, and because there BM25 would count every row of a common word.

use super::super::error::VaultError;
use super::Marked;
use super::found::Text;
use super::words::{CLOSE, OPEN, PART, spaced};
use convoally_shared::card::Span;
use rusqlite::{Connection, OptionalExtension, params};

/// Words of a text that are shown around what was found.
const WORDS_SHOWN: u32 = 28;

/// Texts in memory, until it is closed or another one is opened.
pub(super) struct Ranking<'a> {
    connection: &'a Connection,
}

impl<'a> Ranking<'a> {
    pub fn of(connection: &'a Connection, texts: &[Text]) -> Result<Self, VaultError> {
        connection.execute_batch(
            "drop table if exists temp.found;
             create virtual table temp.found using fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');",
        )?;
        let mut insert = connection.prepare("insert into temp.found (rowid, text) values (?, ?)")?;
        for (number, text) in (0_i64..).zip(texts) {
            insert.execute(params![number, spaced(&text.text)])?;
        }
        Ok(Self { connection })
    }

    /// The numbers of the texts that match, best first, each with its BM25: more is better.
    pub fn matches(&self, matching: &str) -> Result<Vec<(usize, f64)>, VaultError> {
        let mut statement = self
            .connection
            .prepare("select rowid, -bm25(found) as score from temp.found where found match ? order by score desc")?;
        let rows = statement.query_map([matching], |row| Ok((row.get::<_, u32>(0)? as usize, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A text, or the part of it with the most that matches.
    pub fn marked(&self, matching: &str, text: usize) -> Result<Marked, VaultError> {
        let query = "select snippet(found, 0, ?3, ?4, '…', ?5) from temp.found where found match ?1 and rowid = ?2";
        let values = params![matching, text as i64, OPEN.to_string(), CLOSE.to_string(), WORDS_SHOWN];
        let snippet = self.connection.query_row(query, values, |row| Ok(unmark(row.get_ref(0)?.as_str()?)));
        Ok(snippet.optional()?.unwrap_or_default())
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
