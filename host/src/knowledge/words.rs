//! Full-text search over passages, ranked by BM25: finds what is said in the words of the question.

use super::terms::terms;
use convoally_shared::document::Passage;
use rusqlite::{Connection, params};

/// The index, in memory.
pub struct Words(Connection);

impl Words {
    /// Indexes passages: about a millisecond for those of a resume.
    pub fn of(passages: &[Passage]) -> Result<Self, rusqlite::Error> {
        let mut index = Connection::open_in_memory()?;
        index.execute_batch(
            "PRAGMA temp_store = memory;
             CREATE VIRTUAL TABLE passage USING fts5(
                 text, place, tokenize = \"porter unicode61 remove_diacritics 2\");",
        )?;
        let writing = index.transaction()?;
        {
            let mut insert = writing.prepare("INSERT INTO passage (rowid, text, place) VALUES (?1, ?2, ?3)")?;
            for (passage, number) in passages.iter().zip(0_i64..) {
                insert.execute(params![number, passage.text, passage.place])?;
            }
        }
        writing.commit()?;
        Ok(Self(index))
    }

    /// The passages that have words of the question, by their numbers, best first, each with its BM25. A passage's own
    /// words count double against those of the headings above it.
    pub fn search(&self, question: &str) -> Result<Vec<(usize, f32)>, rusqlite::Error> {
        let terms = terms(question);
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        // Quoted, so that no word of the question can be read as an operator of the search.
        let query = terms.iter().map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(" OR ");
        let mut search = self.0.prepare(
            "SELECT rowid, -bm25(passage, 2.0, 1.0) AS score FROM passage
             WHERE passage MATCH ?1 ORDER BY score DESC, rowid",
        )?;
        let found =
            search.query_map([query], |row| Ok((row.get::<_, u32>(0)? as usize, row.get::<_, f64>(1)? as f32)))?;
        found.collect()
    }
}
