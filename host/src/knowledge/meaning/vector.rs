//! A direction in the space of meanings.

use super::encoder::WIDTH;

/// Length 1, so that the product of two is the cosine of their angle.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector(Box<[f32]>);

impl Vector {
    /// The direction between several.
    pub fn between(vectors: &[Self]) -> Self {
        let mut sum = vec![0.0; WIDTH];
        for vector in vectors {
            sum.iter_mut().zip(&vector.0).for_each(|(sum, number)| *sum += number);
        }
        Self::towards(sum)
    }

    /// The direction in which these numbers point. All zeros point nowhere, which is like nothing.
    pub(super) fn towards(mut numbers: Vec<f32>) -> Self {
        let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
        if length > 0.0 {
            numbers.iter_mut().for_each(|number| *number /= length);
        }
        Self(numbers.into())
    }

    /// How near the meanings are: 1 for the same, about 0 for texts that have nothing to do with each other.
    pub fn likeness(&self, other: &Self) -> f32 {
        // Eight sums side by side, which the compiler makes one instruction of.
        let (left, right) = (self.0.as_chunks::<8>().0, other.0.as_chunks::<8>().0);
        let mut sums = [0.0; 8];
        for (left, right) in left.iter().zip(right) {
            for at in 0..8 {
                sums[at] += left[at] * right[at];
            }
        }
        sums.iter().sum()
    }

    /// Its numbers.
    pub fn numbers(&self) -> &[f32] {
        &self.0
    }

    /// As it is kept.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// Out of what was kept; none for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks();
        (numbers.len() == WIDTH && rest.is_empty())
            .then(|| Self(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_comes_back_as_it_was_kept_and_nothing_else_does() {
        let mut numbers = vec![0.0; WIDTH];
        (numbers[0], numbers[WIDTH - 1]) = (0.6, -0.8);
        let vector = Vector::towards(numbers);
        assert!((vector.likeness(&vector) - 1.0).abs() < 1e-6);
        let bytes = vector.bytes();
        assert_eq!(Vector::from_bytes(&bytes), Some(vector));
        assert_eq!((Vector::from_bytes(&bytes[4..]), Vector::from_bytes(&[])), (None, None));
    }
}
