//! The forward pass of a small BERT: token numbers in, one vector a text out.
//!
//! Devlin et al., "BERT" (2018), section 3, with the mean over all tokens at the end, as all-MiniLM-L6-v2 was trained. The
//! tokens of several texts stand in one matrix, so that each weight is unpacked once for all of them; only attention
//! keeps to its own text, so nothing is padded.

use super::adapter::Adapter;
use super::error::MeaningError;
use super::weights::Weights;
use convoally_arithmetic::floats_of;
use half::f16;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, s};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

/// Numbers in a vector.
pub const WIDTH: usize = 384;
/// Width of the layer between.
const INNER: usize = 4 * WIDTH;
const LAYERS: usize = 6;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
/// Positions that the model has learned.
const POSITIONS: usize = 512;
/// Added to a variance before the root.
const EPSILON: f32 = 1e-12;
/// Rows of a weight that are made floats at a time: a block stays in the processor's second cache.
const BLOCK: usize = 96;

/// A text as numbers.
pub struct Tokens {
    /// Its pieces, with the marks around them.
    pub numbers: Vec<usize>,
    /// So many of them only lead to the text. What follows is of BERT's second kind then, and only that is summed up.
    pub lead: usize,
}

/// A model in memory.
pub struct Encoder {
    /// A row for each piece of the vocabulary.
    words: Array2<f16>,
    /// A row for each position, with that of the first kind of text added.
    positions: Array2<f32>,
    /// What the second kind of text adds instead.
    second: Array1<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    norm: Norm,
}

/// Multiplies by a matrix, a row for each number that comes out, and adds a constant.
struct Linear {
    weight: Array2<f16>,
    bias: Array1<f32>,
}

/// Brings each row to mean 0 and variance 1, then stretches and shifts it.
struct Norm {
    stretch: Array1<f32>,
    shift: Array1<f32>,
}

/// A model's file, and what is added to its weights.
struct Source {
    weights: Weights<BufReader<File>>,
    adapter: Option<Adapter>,
}

impl Encoder {
    /// Reads a model of `vocabulary` pieces, with an adapter that was made for it.
    pub fn load(path: &Path, vocabulary: usize, adapter: Option<Adapter>) -> Result<Self, MeaningError> {
        let mut source = Source { weights: Weights::open(path)?, adapter };
        let weights = &mut source.weights;
        let words = matrix(weights, "embeddings.word_embeddings.weight", vocabulary, WIDTH)?;
        let positions = matrix(weights, "embeddings.position_embeddings.weight", POSITIONS, WIDTH)?;
        let kinds = matrix(weights, "embeddings.token_type_embeddings.weight", 2, WIDTH)?.mapv(f16::to_f32);
        let positions = positions.mapv(f16::to_f32) + kinds.row(0);
        let second = &kinds.row(1) - &kinds.row(0);
        let norm = Norm::load(weights, "embeddings.LayerNorm")?;
        let layers = (0..LAYERS).map(|number| Layer::load(&mut source, number)).collect::<Result<_, _>>()?;
        Ok(Self { words, positions, second, norm, layers })
    }

    /// For each text the sum of what became of its tokens, whose direction is that of their mean. No text has more than
    /// [`POSITIONS`] tokens.
    pub fn encode(&self, texts: &[Tokens]) -> Vec<Vec<f32>> {
        let mut begin = 0;
        let spans = texts.iter().map(|text| {
            let span = begin..begin + text.numbers.len();
            begin = span.end;
            span
        });
        let spans: Vec<Range<usize>> = spans.collect();
        let mut state = Array2::zeros((begin, WIDTH));
        for (span, text) in spans.iter().zip(texts) {
            self.look_up(text, state.slice_mut(s![span.clone(), ..]));
        }
        self.norm.apply(&mut state);
        for layer in &self.layers {
            layer.apply(&mut state, &spans);
        }
        let own = spans.into_iter().zip(texts).map(|(span, text)| span.start + text.lead..span.end);
        own.map(|own| state.slice(s![own, ..]).sum_axis(Axis(0)).to_vec()).collect()
    }

    fn look_up(&self, text: &Tokens, mut rows: ArrayViewMut2<f32>) {
        let tokens = text.numbers.iter().zip(self.positions.rows()).enumerate();
        for (mut row, (place, (token, position))) in rows.rows_mut().into_iter().zip(tokens) {
            row.assign(&position);
            row.zip_mut_with(&self.words.row(*token), |value, word| *value += word.to_f32());
            if text.lead > 0 && place >= text.lead {
                row += &self.second;
            }
        }
    }
}

impl Layer {
    fn load(source: &mut Source, number: usize) -> Result<Self, MeaningError> {
        let mut linear =
            |name: &str, from, to| Linear::load(source, &format!("encoder.layer.{number}.{name}"), from, to);
        let [query, key, value] =
            ["query", "key", "value"].map(|name| linear(&format!("attention.self.{name}"), WIDTH, WIDTH));
        let attended = linear("attention.output.dense", WIDTH, WIDTH)?;
        let inner = linear("intermediate.dense", WIDTH, INNER)?;
        let outer = linear("output.dense", INNER, WIDTH)?;
        let mut norm =
            |name: &str| Norm::load(&mut source.weights, &format!("encoder.layer.{number}.{name}.LayerNorm"));
        let (attended_norm, norm) = (norm("attention.output")?, norm("output")?);
        Ok(Self { query: query?, key: key?, value: value?, attended, attended_norm, inner, outer, norm })
    }

    fn apply(&self, state: &mut Array2<f32>, spans: &[Range<usize>]) {
        let attended = self.attended.apply(self.attend(state, spans).view());
        *state += &attended;
        self.attended_norm.apply(state);
        let mut inner = self.inner.apply(state.view());
        inner.mapv_inplace(gelu);
        *state += &self.outer.apply(inner.view());
        self.norm.apply(state);
    }

    /// Each token takes from all of its text what it asks for.
    fn attend(&self, state: &Array2<f32>, spans: &[Range<usize>]) -> Array2<f32> {
        let [query, key, value] = [&self.query, &self.key, &self.value].map(|linear| linear.apply(state.view()));
        let mut taken = Array2::zeros(state.raw_dim());
        for (span, head) in spans.iter().flat_map(|span| (0..HEADS).map(move |head| (span.clone(), head))) {
            let part = s![span, head * HEAD..(head + 1) * HEAD];
            let mut shares = query.slice(part).dot(&key.slice(part).t());
            shares /= (HEAD as f32).sqrt();
            shares.rows_mut().into_iter().for_each(|mut row| {
                let most = row.fold(f32::NEG_INFINITY, |most, value| most.max(*value));
                row.mapv_inplace(|value| (value - most).exp());
                row /= row.sum();
            });
            taken.slice_mut(part).assign(&shares.dot(&value.slice(part)));
        }
        taken
    }
}

impl Linear {
    fn load(source: &mut Source, name: &str, from: usize, to: usize) -> Result<Self, MeaningError> {
        let mut weight = matrix(&mut source.weights, &format!("{name}.weight"), to, from)?;
        if let Some(adapter) = &mut source.adapter {
            adapter.add_to(name, &mut weight)?;
        }
        let bias = source.weights.vector(&format!("{name}.bias"), to)?.into();
        Ok(Self { weight, bias })
    }

    fn apply(&self, input: ArrayView2<f32>) -> Array2<f32> {
        let mut output = Array2::zeros((input.nrows(), self.bias.len()));
        output += &self.bias;
        let mut floats = Array2::zeros((BLOCK, input.ncols()));
        let blocks = self.weight.axis_chunks_iter(Axis(0), BLOCK);
        for (weight, output) in blocks.zip(output.axis_chunks_iter_mut(Axis(1), BLOCK)) {
            multiply(input, weight, output, &mut floats);
        }
        output
    }
}

fn multiply(input: ArrayView2<f32>, weight: ArrayView2<f16>, mut output: ArrayViewMut2<f32>, floats: &mut Array2<f32>) {
    let mut floats = floats.slice_mut(s![..weight.nrows(), ..]);
    // Both lie in one piece: rows of a whole matrix, and the first rows of the buffer.
    if let (Some(halves), Some(floats)) = (weight.as_slice(), floats.as_slice_mut()) {
        floats_of(halves, floats);
    }
    general_mat_mul(1.0, &input, &floats.t(), 1.0, &mut output);
}

impl Norm {
    fn load(weights: &mut Weights<BufReader<File>>, name: &str) -> Result<Self, MeaningError> {
        let stretch = weights.vector(&format!("{name}.weight"), WIDTH)?.into();
        let shift = weights.vector(&format!("{name}.bias"), WIDTH)?.into();
        Ok(Self { stretch, shift })
    }

    fn apply(&self, state: &mut Array2<f32>) {
        for mut row in state.rows_mut() {
            let mean = row.sum() / WIDTH as f32;
            row -= mean;
            let deviation = (row.dot(&row) / WIDTH as f32 + EPSILON).sqrt();
            row /= deviation;
            row *= &self.stretch;
            row += &self.shift;
        }
    }
}

pub(super) fn matrix<R: Read + Seek>(
    weights: &mut Weights<R>,
    name: &str,
    rows: usize,
    columns: usize,
) -> Result<Array2<f16>, MeaningError> {
    let values = weights.tensor(name, &[rows, columns])?;
    Array2::from_shape_vec((rows, columns), values).map_err(|_| MeaningError::Shape(name.to_owned()))
}

/// Steps of the table for each unit of x.
const STEPS: f32 = 256.0;
/// Outside −[`EDGE`] to [`EDGE`] the function is 0 or x, as far as an f32 tells.
const EDGE: f32 = 6.0;

/// x times the share of the normal distribution that lies below x, from a table: the error function costs more
/// than all the rest between two matrices.
fn gelu(x: f32) -> f32 {
    static SHARES: LazyLock<Vec<f32>> = LazyLock::new(shares_below);
    let place = (x.clamp(-EDGE, EDGE) + EDGE) * STEPS;
    let at = (place as usize).min(SHARES.len() - 2);
    let (below, above) = (SHARES[at], SHARES[at + 1]);
    x * (below + (above - below) * (place - at as f32))
}

/// The normal distribution summed up in steps of 1/[`STEPS`], each by Simpson's rule.
fn shares_below() -> Vec<f32> {
    let density = |x: f64| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let step = 1.0 / f64::from(STEPS);
    let mut sum = 0.0;
    let mut shares = vec![0.0];
    for number in 0..(2.0 * EDGE * STEPS) as u32 {
        let x = f64::from(number) * step - f64::from(EDGE);
        sum += step / 6.0 * (density(x) + 4.0 * density(x + step / 2.0) + density(x + step));
        shares.push(sum as f32);
    }
    shares
}
