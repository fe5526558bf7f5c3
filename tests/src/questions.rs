//! How well the host finds the questions of labelled dialogues.
//!
//! `fixtures/questions/README.md` says what the labels mean. The dialogues go through the detector as the conductor
//! sends them: finished utterances of both sides, in order, one detector for each dialogue.

use crate::error::{Error, Result};
use convoally::question::{Detector, Verdict};
use convoally::session::Reader;
use convoally_shared::question::QuestionKind;
use convoally_shared::utterance::Speaker;
use serde::Deserialize;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One labelled utterance.
#[derive(Clone, Debug, Deserialize)]
pub struct Utterance {
    /// The dialogue that it belongs to.
    pub dialogue: String,
    /// Its place there, from 1.
    pub at: u32,
    /// Who says it.
    pub speaker: Speaker,
    /// What is said.
    pub text: String,
    /// What it is.
    pub label: Label,
    /// Of a question, what sort of answer it wants.
    pub kind: Option<QuestionKind>,
    /// The first utterance of those that it completes.
    pub joins: Option<u32>,
}

/// What an utterance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// After it, a card is open for what it asks.
    Question,
    /// Half a sentence or a scene: no card from it alone.
    Continues,
    /// No card.
    None,
}

/// An utterance of which the detector thinks otherwise.
#[derive(Clone, Debug)]
pub struct Miss {
    /// What was said.
    pub utterance: Utterance,
    /// What the detector made of it.
    pub verdict: Verdict,
}

/// The score over a file of dialogues.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// Utterances that are questions and were found.
    pub found: usize,
    /// Utterances that are questions and were not.
    pub missed: usize,
    /// Utterances that are none and were taken for one.
    pub mistaken: usize,
    /// Of those found, the ones of the right kind.
    pub kinds: usize,
    /// Of those found, the ones that complete what was said before.
    pub completing: usize,
    /// Of those, the ones whose text holds it.
    pub joined: usize,
    /// How long each utterance took, shortest first.
    pub took: Vec<Duration>,
    /// Where the labels and the detector differ, kinds included.
    pub misses: Vec<Miss>,
}

impl Score {
    /// Of what was taken for a question, the share that is one.
    pub fn precision(&self) -> f64 {
        share(self.found, self.found + self.mistaken)
    }

    /// Of the questions, the share that was found.
    pub fn recall(&self) -> f64 {
        share(self.found, self.found + self.missed)
    }

    /// Of the questions found, the share of the right kind.
    pub fn kind_accuracy(&self) -> f64 {
        share(self.kinds, self.found)
    }

    /// Of the questions found that complete what was said before, the share that holds it.
    pub fn join_accuracy(&self) -> f64 {
        share(self.joined, self.completing)
    }

    /// Half of the utterances took no longer.
    pub fn median(&self) -> Duration {
        self.took.get(self.took.len() / 2).copied().unwrap_or_default()
    }

    /// None took longer.
    pub fn longest(&self) -> Duration {
        self.took.last().copied().unwrap_or_default()
    }

    fn count(&mut self, utterance: &Utterance, verdict: Verdict, first: Option<&str>) {
        let wrong = match (&verdict, utterance.label) {
            (Verdict::Question { text, kind, .. }, Label::Question) => {
                self.found += 1;
                self.kinds += usize::from(Some(*kind) == utterance.kind);
                if let Some(first) = first {
                    self.completing += 1;
                    self.joined += usize::from(holds(text, first));
                }
                Some(*kind) != utterance.kind
            }
            (Verdict::Question { .. }, Label::Continues | Label::None) => {
                self.mistaken += 1;
                true
            }
            (_, Label::Question) => {
                self.missed += 1;
                true
            }
            _ => false,
        };
        if wrong {
            self.misses.push(Miss { utterance: utterance.clone(), verdict });
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, recall) = (self.precision(), self.recall());
        write!(f, "precision {precision:.3}, recall {recall:.3}, kind {:.3}", self.kind_accuracy())?;
        write!(
            f,
            ", joined {:.3}; {:?} in the middle, {:?} at most",
            self.join_accuracy(),
            self.median(),
            self.longest()
        )
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Whether a question's text holds the last three words of the utterance that it completes.
fn holds(text: &str, first: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.to_lowercase();
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (text, first) = (words(text), words(first));
    let last = &first[first.len().saturating_sub(3)..];
    last.iter().filter(|word| text.contains(word)).count() * 2 > last.len()
}

/// Reads a file of labelled utterances, one JSON object a line.
pub fn read(path: &Path) -> std::io::Result<Vec<Utterance>> {
    std::fs::read_to_string(path)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The second reader that sessions have, with the default model, which is fetched unless it is here.
///
/// # Errors
/// [`Error::Unexpected`] when it cannot be had or used.
pub async fn reader() -> Result<Arc<Reader>> {
    let reader = Reader::default();
    let model = crate::recall::meaning().await?.model;
    reader.load(&model).map_err(|error| Error::Unexpected(error.to_string()))?;
    Ok(Arc::new(reader))
}

/// Sends the dialogues through the detector: by rules alone, or with a second reader.
pub fn score(utterances: &[Utterance], reader: Option<&Arc<Reader>>) -> Score {
    let mut score = Score::default();
    for dialogue in utterances.chunk_by(|one, next| one.dialogue == next.dialogue) {
        let mut detector = reader.map_or_else(Detector::default, |reader| Detector::with_reader(reader.clone()));
        for utterance in dialogue {
            let begin = Instant::now();
            let verdict = detector.heard(utterance.speaker, &utterance.text);
            score.took.push(begin.elapsed());
            let first = utterance.joins.and_then(|at| dialogue.iter().find(|one| one.at == at));
            score.count(utterance, verdict, first.map(|first| first.text.as_str()));
        }
    }
    score.took.sort_unstable();
    score
}
