//! The model as a reader of dialogues: does an utterance ask the other side something, and what?
//!
//! Trained further on written dialogues (`tests/training/`). The utterance stands after the end of those before it, as BERT
//! reads two texts; what became of its tokens goes through two layers of weights, one for each answer.

use super::adapter::Adapter;
use super::encoder::{Encoder, Tokens, WIDTH};
use super::error::MeaningError;
use super::wordpiece::{self, BEGIN, END};
use super::{NAME, RANK};
use ndarray::{Array1, Array2, ArrayView1};
use std::path::Path;

/// What was trained, for the model of [`NAME`] alone.
const ADAPTER: &[u8] = include_bytes!("asking.adapter");

/// Tokens of the utterance just before that are read, from its end, and of the one before that.
const BEFORE: [usize; 2] = [14, 28];
/// Tokens of the utterance that are read: the first ones of a longer one, and the last.
const OWN: usize = 56;
const OWN_FIRST: usize = 16;

/// What an utterance may be, in the order of the weights.
const LABELS: usize = 3;
/// How many kinds of questions there are.
pub const KINDS: usize = 12;

/// The reader.
pub struct Asking {
    encoder: Encoder,
    label: Head,
    kind: Head,
}

/// What it makes of an utterance, as shares that sum up to 1.
#[derive(Clone, Debug)]
pub struct Read {
    /// It asks nothing, it asks, it goes on.
    pub labels: [f32; LABELS],
    /// Of what kind the question is.
    pub kinds: [f32; KINDS],
}

impl Asking {
    /// Reads the model; none if it is another one than was trained.
    ///
    /// # Errors
    /// The file cannot be read or is something else.
    pub fn load(path: &Path) -> Result<Option<Self>, MeaningError> {
        if path.file_stem().is_none_or(|name| name != NAME) {
            return Ok(None);
        }
        let mut adapter = Adapter::read(ADAPTER, RANK)?;
        let (label, kind) = (Head::load(&mut adapter, "label", LABELS)?, Head::load(&mut adapter, "kind", KINDS)?);
        let encoder = Encoder::load(path, wordpiece::vocabulary_size(), Some(adapter))?;
        Ok(Some(Self { encoder, label, kind }))
    }

    /// Reads an utterance after the last ones before it, oldest first, each with whether the user said it. Keeps a core busy
    /// for 10 to 30 ms.
    pub fn read(&self, before: &[(bool, &str)], text: &str) -> Read {
        let mut state = self.encoder.encode(&[tokens(before, text)]).pop().unwrap_or_default();
        let count = own(text).len() + 1;
        state.iter_mut().for_each(|number| *number /= count as f32);
        let state = ArrayView1::from(&state);
        Read { labels: shares(self.label.apply(state)), kinds: shares(self.kind.apply(state)) }
    }
}

/// One layer of weights.
struct Head {
    weight: Array2<f32>,
    bias: Array1<f32>,
}

impl Head {
    fn load(adapter: &mut Adapter, name: &str, answers: usize) -> Result<Self, MeaningError> {
        let weight = adapter.floats(&format!("{name}.weight"), answers, WIDTH)?;
        let bias = adapter.floats(&format!("{name}.bias"), 1, answers)?.row(0).to_owned();
        Ok(Self { weight, bias })
    }

    fn apply(&self, state: ArrayView1<f32>) -> Array1<f32> {
        self.weight.dot(&state) + &self.bias
    }
}

fn tokens(before: &[(bool, &str)], text: &str) -> Tokens {
    let mut numbers = vec![BEGIN];
    let newest = &before[before.len().saturating_sub(BEFORE.len())..];
    for ((by_user, said), most) in newest.iter().zip(&BEFORE[BEFORE.len() - newest.len()..]) {
        numbers.extend(wordpiece::bare(if *by_user { "me:" } else { "they:" }));
        let said = wordpiece::bare(said);
        numbers.extend(&said[said.len().saturating_sub(*most)..]);
    }
    numbers.push(END);
    let lead = numbers.len();
    numbers.extend(own(text));
    numbers.push(END);
    Tokens { numbers, lead }
}

fn own(text: &str) -> Vec<usize> {
    let mut own = wordpiece::bare(text);
    if own.len() > OWN {
        own.drain(OWN_FIRST..own.len() - (OWN - OWN_FIRST));
    }
    own
}

/// The soft maximum.
fn shares<const COUNT: usize>(values: Array1<f32>) -> [f32; COUNT] {
    let most = values.fold(f32::NEG_INFINITY, |most, value| most.max(*value));
    let parts = values.mapv(|value| (value - most).exp());
    let sum = parts.sum();
    std::array::from_fn(|at| parts[at] / sum)
}
