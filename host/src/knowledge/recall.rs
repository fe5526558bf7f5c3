//! Finds the passages for a question by full-text search, ranked by BM25.

use super::passages::cut;
use super::read::KnowledgeError;
use super::terms::terms;
use convoally_shared::document::{Document, Passage};
use rusqlite::{Connection, params};

/// A card shows at most this many passages: more cannot be read while listening.
pub const MOST_PASSAGES: u32 = 3;
/// Passages that fit less than this share of the best one are left out.
const FITS_AT_LEAST: f32 = 0.4;

/// The passages of the documents of one session, in memory.
pub struct Knowledge {
    index: Connection,
}

impl Knowledge {
    /// Cuts and indexes the documents: about a millisecond for a resume.
    ///
    /// # Errors
    /// Only when SQLite fails inside.
    pub fn of(documents: &[Document]) -> Result<Self, KnowledgeError> {
        let mut index = Connection::open_in_memory()?;
        index.execute_batch(
            "PRAGMA temp_store = memory;
             CREATE VIRTUAL TABLE passage USING fts5(
                 text, place, document UNINDEXED, line UNINDEXED, page UNINDEXED, tokenize = \"porter unicode61 remove_diacritics 2\");",
        )?;
        let writing = index.transaction()?;
        {
            let mut insert = writing
                .prepare("INSERT INTO passage (text, place, document, line, page) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for document in documents {
                for piece in cut(document) {
                    insert.execute(params![piece.text, piece.place, document.title, piece.line, piece.page])?;
                }
            }
        }
        writing.commit()?;
        Ok(Self { index })
    }

    /// At most [`MOST_PASSAGES`] passages, best first; none when nothing fits. Scores are shares of the best one's,
    /// which has 1. A passage's own words count double against those of the headings above it.
    ///
    /// # Errors
    /// Only when SQLite fails inside.
    pub fn recall(&self, question: &str) -> Result<Vec<Passage>, KnowledgeError> {
        let terms = terms(question);
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        // Quoted, so that no word of the question can be read as an operator of the search.
        let query = terms.iter().map(|term| format!("\"{term}\"")).collect::<Vec<_>>().join(" OR ");
        let mut search = self.index.prepare(
            "SELECT document, place, text, -bm25(passage, 2.0, 1.0) AS score, line, page FROM passage
             WHERE passage MATCH ?1 ORDER BY score DESC, rowid LIMIT ?2",
        )?;
        let found = search.query_map(params![query, MOST_PASSAGES], |row| {
            let score: f64 = row.get(3)?;
            Ok(Passage {
                document: row.get(0)?,
                place: row.get(1)?,
                text: row.get(2)?,
                score: score as f32,
                line: row.get(4)?,
                page: row.get(5)?,
            })
        })?;
        let mut passages = found.collect::<Result<Vec<_>, _>>()?;
        // BM25 has no scale of its own: only the ratio to the best passage says anything.
        let best = passages.first().map_or(1.0, |passage| passage.score);
        for passage in &mut passages {
            passage.score /= best;
        }
        passages.retain(|passage| passage.score >= FITS_AT_LEAST);
        Ok(passages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::document_of;
    use convoally_shared::document::DocumentFormat;

    fn knowledge() -> Knowledge {
        let resume = "# Ada\n## Acme\n- Moved forty services to Kubernetes with rolling deployments.\n\
                      - Cut a slow PostgreSQL query from 40 s to 300 ms.\n- Won a sceptical stakeholder over.\n\
                      ## Weakness\nI say yes too often, so I keep a weekly plan.";
        Knowledge::of(&[document_of("resume".into(), DocumentFormat::Markdown, resume.into())]).unwrap()
    }

    fn best(question: &str) -> Option<String> {
        knowledge().recall(question).unwrap().first().map(|passage| passage.text.clone())
    }

    #[test]
    fn the_right_passage_comes_first_word_for_word() {
        assert_eq!(
            best("Describe a situation where you improved the performance of a slow PostgreSQL query.").as_deref(),
            Some("Cut a slow PostgreSQL query from 40 s to 300 ms.")
        );
        assert_eq!(
            best("How did you handle deployment on kubernetes").as_deref(),
            Some("Moved forty services to Kubernetes with rolling deployments.")
        );
    }

    #[test]
    fn the_heading_above_a_passage_counts() {
        let passages = knowledge().recall("What is your greatest weakness?").unwrap();
        assert_eq!(passages[0].source(), "resume › Ada › Weakness");
    }

    #[test]
    fn nothing_is_shown_when_nothing_fits() {
        assert_eq!(best("Do you speak Portuguese?"), None);
        assert_eq!(best("What did you do?"), None);
    }

    #[test]
    fn words_of_the_question_are_never_operators() {
        for hostile in ["\" OR *", "NEAR(a b", "text:foo AND (", "a* ^b", "kubernetes\" NOT \"x"] {
            knowledge().recall(hostile).unwrap();
        }
    }
}
