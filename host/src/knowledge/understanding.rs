//! How well passages answer a question, by meaning and by words together.
//!
//! A passage is like the question itself, or has a sentence like what people tell when they are asked such a question.
//! It counts more when it has the question's words, less when it is like any question, and must be a better fit where
//! documents hardly ever answer.

use super::meaning::{Asked, Interview, Meaning, MeaningError, Told, Vector};
use super::recall::{MeaningSource, passages};
use super::shelf::{Shelf, TextDigest, Vectors, digest};
use convoally_shared::document::{Document, Passage};
use std::sync::OnceLock;

/// What each of these counts beside the likeness to the question itself. Chosen with the questions of
/// `tests/fixtures/recall/dev`.
const COMMONNESS: f32 = 0.5;
const TOLD: f32 = 0.7;
const SELDOM: f32 = 0.4;
const WORDS: f32 = 0.15;
/// The BM25 that counts half of the most that words may count.
const HALF_OF_WORDS: f32 = 10.0;
/// A shorter sentence tells nothing; bytes.
const SHORTEST_SENTENCE: usize = 16;
/// Passages that are read at once: about as many texts as are made vectors of at once.
const FEW: usize = 2;

/// A model and what it made of the passages.
pub struct Understanding {
    model: Meaning,
    interview: Interview,
    /// In the order of the passages; empty while one was not read.
    passages: Vec<OnceLock<Understood>>,
}

/// One passage.
struct Understood {
    vector: Vector,
    told: Told,
}

/// A question as a model understands it.
pub struct Question {
    vector: Vector,
    asked: Asked,
}

impl Understanding {
    /// Reads the model, for so many passages. None when `wanted` says that nobody waits for it any more.
    ///
    /// # Errors
    /// The model cannot be read.
    pub fn of(
        passages: usize,
        source: &MeaningSource,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Option<Self>, MeaningError> {
        let model = Meaning::load(&source.model)?;
        let known = Interview::known(model.name());
        let unknown = || Interview::texts().filter(|text| !known.contains_key(text));
        let mut vectors = Vectors::kept(unknown(), &model, &*source.shelf);
        if !vectors.make(unknown(), wanted) {
            return Ok(None);
        }
        let interview = Interview::of(|text| known.get(text).or(vectors.of(text)).cloned());
        let passages = (0..passages).map(|_| OnceLock::new()).collect();
        Ok(Some(Self { model, interview, passages }))
    }

    /// Reads the passages: those whose vectors are on the shelf at once, and then, in their order, the others, for which
    /// they are made: some milliseconds a sentence. Each counts from the moment in which it was read. Stops when
    /// `wanted` says that nobody waits for it any more.
    pub fn read(&self, passages: &[Passage], shelf: &dyn Shelf, wanted: &dyn Fn() -> bool) {
        let views: Vec<Views> = passages.iter().map(Views::of).collect();
        let mut vectors = Vectors::kept(views.iter().flat_map(Views::texts), &self.model, shelf);
        let all = views.iter().zip(&self.passages);
        let (there, missing): (Vec<_>, Vec<_>) = all.partition(|(views, _)| views.are_in(&vectors));
        let understand = |(views, place): (&Views, &OnceLock<Understood>), vectors: &Vectors| {
            // Somebody else may have been faster, with the same result.
            let _ = place.set(self.understood(views, vectors));
        };
        there.into_iter().for_each(|passage| understand(passage, &vectors));
        for few in missing.chunks(FEW) {
            if !vectors.make(few.iter().flat_map(|(views, _)| views.texts()), wanted) {
                return;
            }
            few.iter().for_each(|passage| understand(*passage, &vectors));
        }
    }

    fn understood(&self, views: &Views, vectors: &Vectors) -> Understood {
        let sentences: Vec<Vector> = views.sentences.iter().filter_map(|text| vectors.of(text).cloned()).collect();
        let vector = vectors.of(&views.whole).cloned().unwrap_or_else(|| Vector::between(&sentences));
        let told = self.interview.told(&vector, &sentences);
        Understood { vector, told }
    }

    /// Keeps a core busy for some milliseconds.
    pub fn question(&self, question: &str) -> Question {
        let vector = Vector::between(&self.model.of(&[question]));
        let asked = self.interview.asked(&vector);
        Question { vector, asked }
    }

    /// How well each passage answers it, given the BM25 of those that have its words; none for one that was not read
    /// yet.
    pub fn answers(&self, question: &Question, words: &[(usize, f32)]) -> Vec<Option<f32>> {
        let answers = |passage: &Understood| {
            question.vector.likeness(&passage.vector) - COMMONNESS * passage.told.commonness
                + TOLD * passage.told.answers(&question.asked)
                - SELDOM * question.asked.seldom
        };
        let mut fits: Vec<Option<f32>> = self.passages.iter().map(|passage| passage.get().map(answers)).collect();
        for (number, bm25) in words {
            if let Some(fit) = &mut fits[*number] {
                *fit += WORDS * bm25 / (bm25 + HALF_OF_WORDS);
            }
        }
        fits
    }
}

/// Makes vectors of all passages of documents that the shelf has none of, so that no session waits for them. `tell` hears
/// how many of how many passages were read, and says whether to go on. Keeps a core busy for a second with a resume; whoever stops it loses nothing.
///
/// # Errors
/// The model cannot be read.
pub fn read_ahead(
    documents: &[Document],
    source: &MeaningSource,
    tell: &dyn Fn(usize, usize) -> bool,
) -> Result<(), MeaningError> {
    let model = Meaning::load(&source.model)?;
    let views: Vec<Views> = passages(documents).iter().map(Views::of).collect();
    let mut vectors = Vectors::kept(views.iter().flat_map(Views::texts), &model, &*source.shelf);
    let missing: Vec<&Views> = views.iter().filter(|views| !views.are_in(&vectors)).collect();
    for (number, few) in missing.chunks(FEW).enumerate() {
        vectors.make(few.iter().flat_map(|views| views.texts()), &|| true);
        if !tell(number * FEW + few.len(), missing.len()) {
            break;
        }
    }
    Ok(())
}

/// The names of all texts whose vectors recall from these documents needs: what else is on a shelf may go.
pub fn needed(documents: &[Document]) -> Vec<TextDigest> {
    let views: Vec<Views> = passages(documents).iter().map(Views::of).collect();
    Interview::texts().map(digest).chain(views.iter().flat_map(Views::texts).map(digest)).collect()
}

/// What is looked at of a passage.
struct Views {
    /// All of it under the nearest heading, which often names what the passage only tells: the model was trained so.
    whole: String,
    /// Its sentences under the heading: a story answers with one of them.
    sentences: Vec<String>,
}

impl Views {
    fn of(passage: &Passage) -> Self {
        let heading = passage.place.rsplit(" › ").next().filter(|heading| !heading.is_empty());
        let under = |text: &str| heading.map_or_else(|| text.to_owned(), |heading| format!("{heading}: {text}"));
        Self { whole: under(&passage.text), sentences: sentences(&passage.text).map(under).collect() }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.whole.as_str()).chain(self.sentences.iter().map(String::as_str))
    }

    fn are_in(&self, vectors: &Vectors) -> bool {
        self.texts().all(|text| vectors.of(text).is_some())
    }
}

/// The sentences of a text, and all of it when it has only short ones. An abbreviation costs a cut and no more.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(". ").chain(text.match_indices("! ")).chain(text.match_indices("? "));
    let mut ends: Vec<usize> = ends.chain(text.match_indices("; ")).map(|(at, _)| at + 1).collect();
    ends.sort_unstable();
    ends.push(text.len());
    let starts = std::iter::once(0).chain(ends.clone());
    let cuts: Vec<&str> = starts.zip(ends).map(|(start, end)| text[start..end].trim()).collect();
    let tells = |cut: &&str| cut.len() >= SHORTEST_SENTENCE;
    let whole = if cuts.iter().any(&tells) { None } else { Some(text) };
    cuts.into_iter().filter(tells).chain(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(place: &str, text: &str) -> Views {
        let (document, place, text) = (String::new(), place.to_owned(), text.to_owned());
        Views::of(&Passage { document, place, text, score: 0.0, line: 0, page: None })
    }

    #[test]
    fn a_passage_is_looked_at_with_its_heading_and_sentence_by_sentence() {
        let views = views("Ada › The fire", "It burned. We put it out with sand; nobody was hurt!");
        assert_eq!(views.whole, "The fire: It burned. We put it out with sand; nobody was hurt!");
        assert_eq!(views.sentences, ["The fire: We put it out with sand;", "The fire: nobody was hurt!"]);
    }

    #[test]
    fn a_short_passage_without_a_heading_is_looked_at_as_it_is() {
        let views = views("", "Go, Rust.");
        assert_eq!((views.whole, views.sentences), ("Go, Rust.".to_owned(), vec!["Go, Rust.".to_owned()]));
    }
}
