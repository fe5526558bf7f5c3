//! The labelled questions to documents, and how well recall does on them.

use crate::error::{Error, Result};
use crate::fixtures;
use crate::latency::{self, Spread};
use convoally::knowledge::{self, Knowledge, MOST_PASSAGES, MeaningSource, Shelf, TextDigest};
use convoally::model;
use convoally_shared::document::Document;
use convoally_shared::fault::Fault;
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The parts of the set: its README says which was looked at for what.
pub const PARTS: [&str; 4] = ["dev", "held_out", "fresh", "blind"];

/// One invented person.
#[derive(Clone, Debug)]
pub struct Person {
    /// The files of the documents.
    pub files: Vec<PathBuf>,
    /// What an interviewer asks.
    pub questions: Vec<Labelled>,
}

/// A question with its label.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    /// As it is asked.
    pub question: String,
    /// Pieces of the passages that answer it; none when the documents do not.
    pub passages: Vec<String>,
}

/// How recall did.
#[derive(Debug, Default)]
pub struct Score {
    /// Questions that the documents answer.
    pub answerable: usize,
    /// Of these, a right passage came first.
    pub first: usize,
    /// Of these, a right passage was shown.
    pub shown: usize,
    /// Questions that they do not answer.
    pub unanswerable: usize,
    /// Of these, nothing was shown.
    pub quiet: usize,
    /// How long each took, milliseconds.
    pub took_ms: Vec<f64>,
    /// What went wrong, for people.
    pub misses: Vec<String>,
}

impl Score {
    /// Share of the answerable questions to which a right passage came first.
    pub fn first(&self) -> f64 {
        self.first as f64 / self.answerable as f64
    }

    /// Share of the answerable questions to which a right passage was shown.
    pub fn shown(&self) -> f64 {
        self.shown as f64 / self.answerable as f64
    }

    /// Share of the other questions to which nothing was shown.
    pub fn quiet(&self) -> f64 {
        self.quiet as f64 / self.unanswerable as f64
    }

    /// Times of all questions.
    pub fn took(&self) -> Option<Spread> {
        latency::spread(self.took_ms.iter().copied())
    }

    fn count(&mut self, labelled: &Labelled, right: &[String], found: &[String]) {
        let is_right = |text: &String| right.iter().any(|right| right.contains(text.as_str()));
        let (first, shown) = (found.first().is_some_and(is_right), found.iter().any(is_right));
        if labelled.passages.is_empty() {
            self.unanswerable += 1;
            self.quiet += usize::from(found.is_empty());
        } else {
            self.answerable += 1;
            self.first += usize::from(first);
            self.shown += usize::from(shown);
        }
        if first == labelled.passages.is_empty() || labelled.passages.is_empty() != found.is_empty() {
            self.misses.push(format!("{} → {:?}", labelled.question, found.first()));
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, shown, quiet] = [self.first(), self.shown(), self.quiet()].map(|share| share * 100.0);
        write!(f, "right first {first:.1} %, shown {shown:.1} %, quiet {quiet:.1} %")?;
        self.took().map_or(Ok(()), |took| write!(f, "; {:.1} ms in the middle, {:.1} at p95", took.p50, took.p95))
    }
}

/// The people of one of the [`PARTS`].
///
/// # Errors
/// [`Error::File`] when it is not there, [`Error::Unexpected`] when it is not as its README says.
pub fn people(part: &str) -> Result<Vec<Person>> {
    folder(&fixtures::path("recall").join(part))?.iter().map(|person| read(person)).collect()
}

fn folder(path: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(path).map_err(Error::file(path))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    Ok(paths)
}

fn read(person: &Path) -> Result<Person> {
    let (questions, files): (Vec<PathBuf>, Vec<PathBuf>) =
        folder(person)?.into_iter().partition(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    let mut read = Vec::new();
    for path in &questions {
        for line in std::fs::read_to_string(path).map_err(Error::file(path))?.lines() {
            let labelled = serde_json::from_str(line);
            read.push(labelled.map_err(|error| Error::Unexpected(format!("{}: {error}", path.display())))?);
        }
    }
    Ok(Person { files, questions: read })
}

/// Asks every question of the people's own documents.
///
/// # Errors
/// [`Error::Unexpected`] when a file or the model cannot be used, or when a label fits no passage.
pub fn score(people: &[Person], meaning: Option<&MeaningSource>) -> Result<Score> {
    let mut score = Score::default();
    for person in people {
        let documents = knowledge::read_all(&person.files).map_err(unexpected)?;
        let knowledge = Knowledge::of(&documents).map_err(unexpected)?;
        if let Some(meaning) = meaning {
            knowledge.clone().understand(meaning).map_err(unexpected)?;
        }
        for labelled in &person.questions {
            let right =
                labelled.passages.iter().map(|piece| paragraph(&documents, piece)).collect::<Result<Vec<_>>>()?;
            let begin = Instant::now();
            let found = knowledge.recall(&labelled.question).map_err(unexpected)?;
            score.took_ms.push(begin.elapsed().as_secs_f64() * 1000.0);
            let found: Vec<String> = found.into_iter().map(|passage| passage.text).take(MOST_PASSAGES).collect();
            score.count(labelled, &right, &found);
        }
    }
    Ok(score)
}

fn unexpected(error: impl Into<Fault>) -> Error {
    Error::Unexpected(error.into().sentence)
}

/// The paragraph or bullet that the piece stands in, however recall cuts it.
fn paragraph(documents: &[Document], piece: &str) -> Result<String> {
    let paragraphs = documents.iter().flat_map(|document| document.text.split("\n\n"));
    let bullets = paragraphs.flat_map(|paragraph| paragraph.split("\n- "));
    let collapsed = bullets.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let found: Vec<String> = collapsed.filter(|text| text.contains(piece)).collect();
    match &found[..] {
        [one] => Ok(one.clone()),
        _ => Err(Error::Unexpected(format!("{} passages hold “{piece}”", found.len()))),
    }
}

/// The default model, fetched unless it is here, with a shelf in memory.
///
/// # Errors
/// [`Error::Unexpected`] when it cannot be had.
pub async fn meaning() -> Result<MeaningSource> {
    let name = model::default_for(model::Purpose::Meaning);
    let model = model::pull(name, &mut |_| {}).await.map_err(unexpected)?;
    Ok(MeaningSource { model, shelf: Arc::new(InMemory::default()) })
}

/// A shelf as long as the process.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<HashMap<TextDigest, Vec<u8>>>);

impl InMemory {
    /// How many vectors lie there.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Replaces every vector by something that is none.
    pub fn spoil(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values_mut().for_each(Vec::clear);
    }
}

impl Shelf for InMemory {
    fn take(&self, _: &str, texts: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().filter_map(|text| Some((*text, kept.get(text)?.clone()))).collect()
    }

    fn put(&self, _: &str, vectors: &[(TextDigest, Vec<u8>)]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(vectors.iter().cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_is_as_large_as_its_readme_says_and_every_label_fits_one_passage() {
        let people: Vec<Person> = PARTS.iter().flat_map(|part| people(part).unwrap()).collect();
        let score = score(&people, None).unwrap();
        assert_eq!((people.len(), score.answerable, score.unanswerable), (15, 316, 146));
    }
}
