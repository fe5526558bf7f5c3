//! A further training of a model that the product brings along: a few numbers beside the millions of the model.
//!
//! Hu et al., "LoRA" (2021), section 4.1: to each matrix of a layer the product of a tall and a flat matrix is added. It is
//! added once, when the model is read, so that nothing costs more afterwards. `tests/training/` made the files.

use super::encoder::matrix;
use super::error::MeaningError;
use super::weights::Weights;
use half::f16;
use ndarray::Array2;
use std::io::Cursor;

/// The matrices to add.
pub struct Adapter {
    weights: Weights<Cursor<&'static [u8]>>,
    rank: usize,
}

impl Adapter {
    /// Reads safetensors with two tensors for each matrix, named after it: `a` of shape rank × numbers that go in, `b` of
    /// shape numbers that come out × rank.
    ///
    /// # Errors
    /// These bytes are something else.
    pub fn read(bytes: &'static [u8], rank: usize) -> Result<Self, MeaningError> {
        Ok(Self { weights: Weights::read(Cursor::new(bytes), bytes.len() as u64)?, rank })
    }

    /// Adds what belongs to the matrix of that name.
    ///
    /// # Errors
    /// There is nothing for it, or of another shape.
    pub fn add_to(&mut self, name: &str, weight: &mut Array2<f16>) -> Result<(), MeaningError> {
        let (rows, columns) = weight.dim();
        let flat = self.floats(&format!("{name}.a"), self.rank, columns)?;
        let tall = self.floats(&format!("{name}.b"), rows, self.rank)?;
        let added = tall.dot(&flat);
        // Both lie in one piece: a whole matrix, and one that was just made.
        if let (Some(weight), Some(added)) = (weight.as_slice_mut(), added.as_slice()) {
            convoally_arithmetic::add(weight, added);
        }
        Ok(())
    }

    /// A matrix that stands beside those of the layers.
    ///
    /// # Errors
    /// It is not there, or has another shape.
    pub fn floats(&mut self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>, MeaningError> {
        Ok(matrix(&mut self.weights, name, rows, columns)?.mapv(f16::to_f32))
    }
}
