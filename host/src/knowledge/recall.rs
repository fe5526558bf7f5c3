//! Finds the passages for a question: by words at once, and by meaning too as soon as there is a model, each passage from
//! the moment in which the model has read it.

use super::meaning::MeaningError;
use super::passages::cut;
use super::read::KnowledgeError;
use super::shelf::Shelf;
use super::understanding::Understanding;
use super::words::Words;
use crate::runtime::in_place;
use convoally_shared::document::{Document, Passage};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A card shows at most this many passages: more cannot be read while listening.
pub const MOST_PASSAGES: usize = 3;
/// Passages that fit less than this share of the best one are left out.
const BY_WORDS: f32 = 0.4;
/// The same for meaning, and how well the best one must fit, so that nothing is shown where nothing fits. Chosen with
/// the questions of `tests/fixtures/recall/dev`.
const BY_MEANING: f32 = 0.6;
const FITS_AT_LEAST: f32 = 0.325;

/// What it takes to recall by meaning.
#[derive(Clone)]
pub struct MeaningSource {
    /// The model's file.
    pub model: PathBuf,
    /// Where vectors are kept.
    pub shelf: Arc<dyn Shelf>,
}

/// A passage that fits a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Which passage.
    number: u32,
    /// A share of the best one's, which has 1.
    score: f32,
}

/// The passages of the documents of one session, in memory. Clones are the same.
#[derive(Clone)]
pub struct Knowledge(Arc<Known>);

struct Known {
    /// With no score yet.
    passages: Vec<Passage>,
    words: Mutex<Words>,
    understanding: OnceLock<Understanding>,
}

impl Knowledge {
    /// Cuts and indexes the documents: about a millisecond for a resume.
    ///
    /// # Errors
    /// Only when SQLite fails inside.
    pub fn of(documents: &[Document]) -> Result<Self, KnowledgeError> {
        let passages = passages(documents);
        let words = Mutex::new(Words::of(&passages)?);
        Ok(Self(Arc::new(Known { passages, words, understanding: OnceLock::new() })))
    }

    /// Reads the model and makes vectors of all passages that the shelf has none of; those that were read are recalled by
    /// meaning too. Keeps a core busy for a second with a resume, for a minute with 2,000 passages, so it belongs on a
    /// thread of its own, with a clone of its own; it gives up when that is the last one.
    ///
    /// # Errors
    /// The model cannot be read. Recall goes by words then.
    pub fn understand(self, source: &MeaningSource) -> Result<(), MeaningError> {
        let known = self.0;
        let wanted = || Arc::strong_count(&known) > 1;
        if let Some(understanding) = Understanding::of(known.passages.len(), source, &wanted)? {
            // Somebody else may have been faster.
            let understanding = known.understanding.get_or_init(|| understanding);
            understanding.read(&known.passages, &*source.shelf, &wanted);
        }
        Ok(())
    }

    /// At most [`MOST_PASSAGES`] passages, best first; none when nothing fits. Scores are shares of the best one's,
    /// which has 1. Takes some milliseconds, for which the event loop goes on without the calling task.
    ///
    /// # Errors
    /// Only when SQLite fails inside.
    pub fn recall(&self, question: &str) -> Result<Vec<Passage>, KnowledgeError> {
        Ok(self.quote(&self.find(question)?))
    }

    /// The same as numbers, for those who remember many.
    ///
    /// # Errors
    /// As [`Knowledge::recall`].
    pub fn find(&self, question: &str) -> Result<Vec<Fit>, KnowledgeError> {
        in_place(|| self.search(question))
    }

    /// What was found, word for word.
    pub fn quote(&self, found: &[Fit]) -> Vec<Passage> {
        let quoted = found.iter().filter_map(|Fit { number, score }| {
            Some(Passage { score: *score, ..self.0.passages.get(*number as usize)?.clone() })
        });
        quoted.collect()
    }

    fn search(&self, question: &str) -> Result<Vec<Fit>, KnowledgeError> {
        let words = self.0.words.lock().unwrap_or_else(PoisonError::into_inner).search(question)?;
        let Some(understanding) = self.0.understanding.get() else { return Ok(best(&words, BY_WORDS)) };
        let fits = understanding.answers(&understanding.question(question), &words);
        let read = fits.iter().enumerate().filter_map(|(number, fit)| Some((number, (*fit)?)));
        let mut ranked: Vec<(usize, f32)> = read.filter(|(_, fit)| *fit >= FITS_AT_LEAST).collect();
        ranked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let mut found = best(&ranked, BY_MEANING);
        // Behind them, what was not read yet: what words say of it.
        let least = found.last().map_or(1.0, |last| last.score);
        let by_words = words.first().map_or(0.0, |(_, best)| best * BY_WORDS);
        let unread = words.into_iter().filter(|(number, bm25)| fits[*number].is_none() && *bm25 >= by_words);
        let unread = best(&unread.collect::<Vec<_>>(), BY_WORDS);
        found.extend(unread.into_iter().map(|fit| Fit { score: fit.score * least, ..fit }));
        found.truncate(MOST_PASSAGES);
        Ok(found)
    }
}

/// The best of a ranking. A score has no scale of its own: only the ratio to the best one says anything.
fn best(ranked: &[(usize, f32)], at_least: f32) -> Vec<Fit> {
    let best = ranked.first().map_or(1.0, |(_, fit)| *fit);
    let shares = ranked.iter().map(|(number, fit)| Fit { number: *number as u32, score: fit / best });
    shares.filter(|fit| fit.score >= at_least).take(MOST_PASSAGES).collect()
}

/// The passages of documents, with no score yet.
pub fn passages(documents: &[Document]) -> Vec<Passage> {
    let of_one = |document: &Document| {
        let title = document.title.clone();
        cut(document).into_iter().map(move |piece| Passage {
            document: title.clone(),
            place: piece.place,
            text: piece.text,
            score: 0.0,
            line: piece.line,
            page: piece.page,
        })
    };
    documents.iter().flat_map(of_one).collect()
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

    #[test]
    fn a_model_that_is_none_is_said_and_words_go_on() {
        let knowledge = knowledge();
        let source = MeaningSource { model: "/nowhere/x.safetensors".into(), shelf: Arc::new(()) };
        let error = knowledge.clone().understand(&source).unwrap_err();
        assert!(matches!(error, MeaningError::Read(_)));
        assert_eq!(knowledge.recall("Kubernetes?").unwrap().len(), 1);
    }
}
