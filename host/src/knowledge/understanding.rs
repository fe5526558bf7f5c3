//! How well passages answer a question, by meaning and by words together.
//!
//! A passage is like the question itself, or has a sentence like what people tell when they are asked such a question.
//! It counts more when it has the question's words, less when it is like any question, and must be a better fit where
//! documents hardly ever answer.

use super::meaning::{Asked, Interview, Meaning, MeaningError, Told, Vector};
use super::recall::{MeaningSource, passages};
use super::shelf::{TextDigest, digest, vectors};
use convoally_shared::document::{Document, Passage};

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

/// A model and what it made of the passages.
pub struct Understanding {
    model: Meaning,
    interview: Interview,
    passages: Vec<Understood>,
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
    /// Reads the model and makes vectors of what the shelf does not have: some milliseconds a sentence. None when
    /// `wanted` says that nobody waits for it any more.
    ///
    /// # Errors
    /// The model cannot be read.
    pub fn of(
        passages: &[Passage],
        source: &MeaningSource,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Option<Self>, MeaningError> {
        let model = Meaning::load(&source.model)?;
        let known = Interview::known(model.name());
        let views: Vec<Views> = passages.iter().map(Views::of).collect();
        let mut texts: Vec<&str> = Interview::texts().filter(|text| !known.contains_key(text)).collect();
        texts.extend(views.iter().flat_map(Views::texts));
        let Some(vectors) = vectors(texts, &model, &*source.shelf, wanted) else { return Ok(None) };
        let interview = Interview::of(|text| known.get(text).or(vectors.get(text)).cloned());
        let understood = |views: &Views| {
            let sentences: Vec<Vector> =
                views.sentences.iter().filter_map(|text| vectors.get(text.as_str()).cloned()).collect();
            let vector = vectors.get(views.whole.as_str()).cloned().unwrap_or_else(|| Vector::between(&sentences));
            let told = interview.told(&vector, &sentences);
            Understood { vector, told }
        };
        let passages = views.iter().map(understood).collect();
        Ok(Some(Self { model, interview, passages }))
    }

    /// Keeps a core busy for some milliseconds.
    pub fn question(&self, question: &str) -> Question {
        let vector = Vector::between(&self.model.of(&[question]));
        let asked = self.interview.asked(&vector);
        Question { vector, asked }
    }

    /// How well each passage answers it, given the BM25 of those that have its words.
    pub fn answers(&self, question: &Question, words: &[(usize, f32)]) -> Vec<f32> {
        let answers = |passage: &Understood| {
            question.vector.likeness(&passage.vector) - COMMONNESS * passage.told.commonness
                + TOLD * passage.told.answers(&question.asked)
                - SELDOM * question.asked.seldom
        };
        let mut fits: Vec<f32> = self.passages.iter().map(answers).collect();
        for (number, bm25) in words {
            fits[*number] += WORDS * bm25 / (bm25 + HALF_OF_WORDS);
        }
        fits
    }
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
