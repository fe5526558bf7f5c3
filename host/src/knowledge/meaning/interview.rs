//! What questions in interviews are after, and how people tell it: a question and the story that answers it hardly
//! ever share words, but the story is like other people's stories.
//!
//! `interview.txt` has the kinds of questions. Each begins with `#` and its name; lines with `?` are how it is asked,
//! lines with `=` what people of many trades tell then. `#!` begins a kind that documents hardly ever answer: salary,
//! notice, opinions.

use super::Vector;
use super::encoder::WIDTH;
use std::collections::HashMap;

const TEXT: &str = include_str!("interview.txt");
/// The vectors of its lines, in their order, each as signed bytes of which only the ratios count: what the model of
/// [`VECTORS_OF`] makes of them. `tests/tests/recall.rs` writes it when the text has changed.
const VECTORS: &[u8] = include_bytes!("interview.vectors");
const VECTORS_OF: &str = "all-minilm-l6-v2+interviews";

/// How the lines of each kind begin.
const ASKED: &str = "? ";
const TOLD: &str = "= ";
const SELDOM: &str = "!";

/// How like a way of asking a question must be at least to be of its kind.
const LEAST_LIKENESS: f32 = 0.35;
/// Kinds that a question may be of at the same time.
const MOST_KINDS: usize = 2;

/// The kinds, as vectors.
pub struct Interview(Vec<Kind>);

struct Kind {
    /// Documents hardly ever answer it.
    seldom: bool,
    asked: Vec<Vector>,
    told: Vec<Vector>,
}

/// What a passage tells, seen from the kinds of questions.
pub struct Told {
    /// How like what is told for each kind a sentence of the passage is.
    kinds: Vec<f32>,
    /// How like a question it is on average: passages of a few general words are like everything.
    pub commonness: f32,
}

/// What a question is after.
pub struct Asked {
    /// The kinds that it is of, the surest first, each with its weight up to 1.
    kinds: Vec<(usize, f32)>,
    /// How surely it is of a kind that documents hardly ever answer, up to 1.
    pub seldom: f32,
}

impl Interview {
    /// All texts whose vectors [`Interview::of`] needs.
    pub fn texts() -> impl Iterator<Item = &'static str> {
        TEXT.lines().filter_map(|line| line.strip_prefix(ASKED).or_else(|| line.strip_prefix(TOLD)))
    }

    /// The vectors that are known of a model's own accord, so that nobody waits for them: all of the default model's.
    pub fn known(model: &str) -> HashMap<&'static str, Vector> {
        let vector = |bytes: &[u8]| Vector::towards(bytes.iter().map(|byte| f32::from(byte.cast_signed())).collect());
        let is_whole = VECTORS.len() == Self::texts().count() * WIDTH;
        let known = Self::texts().zip(VECTORS.chunks_exact(WIDTH));
        if is_whole && model == VECTORS_OF {
            known.map(|(text, bytes)| (text, vector(bytes))).collect()
        } else {
            HashMap::new()
        }
    }

    /// The kinds, with the vector of every text.
    pub fn of(vector: impl Fn(&str) -> Option<Vector>) -> Self {
        let of_kind =
            |kind: &str, begin: &str| kind.lines().filter_map(|line| vector(line.strip_prefix(begin)?)).collect();
        let kind = |kind: &str| Kind {
            seldom: kind.starts_with(SELDOM),
            asked: of_kind(kind, ASKED),
            told: of_kind(kind, TOLD),
        };
        Self(TEXT.split('#').skip(1).map(kind).collect())
    }

    /// What a passage tells with its sentences.
    pub fn told(&self, passage: &Vector, sentences: &[Vector]) -> Told {
        let of_kind = |kind: &Kind| sentences.iter().map(|sentence| most(&kind.told, sentence)).fold(0.0, f32::max);
        let kinds = self.0.iter().map(of_kind).collect();
        let questions = self.0.iter().flat_map(|kind| &kind.asked);
        let (sum, count) =
            questions.fold((0.0, 0.0), |(sum, count), asked| (sum + asked.likeness(passage), count + 1.0));
        Told { kinds, commonness: sum / f32::max(count, 1.0) }
    }

    /// What kinds a question is of.
    pub fn asked(&self, question: &Vector) -> Asked {
        // The root, because people ask in many ways: what is half as like as can be is most likely of the kind.
        let weight =
            |kind: &Kind| ((most(&kind.asked, question) - LEAST_LIKENESS) / (1.0 - LEAST_LIKENESS)).max(0.0).sqrt();
        let mut kinds: Vec<(usize, f32)> = self.0.iter().map(weight).enumerate().collect();
        kinds.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        kinds.truncate(MOST_KINDS);
        let seldom = kinds.first().map_or(0.0, |(kind, weight)| if self.0[*kind].seldom { *weight } else { 0.0 });
        Asked { kinds, seldom }
    }
}

impl Told {
    /// How well it answers such a question.
    pub fn answers(&self, question: &Asked) -> f32 {
        question.kinds.iter().map(|(kind, weight)| weight * self.kinds[*kind]).fold(0.0, f32::max)
    }
}

fn most(vectors: &[Vector], other: &Vector) -> f32 {
    vectors.iter().map(|vector| vector.likeness(other)).fold(0.0, f32::max)
}
