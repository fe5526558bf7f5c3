//! Arithmetic that is optimised in every build: compiled for debugging, it takes twenty times as long, and tests with it.
//!
//! Only a crate has a level of optimisation of its own. Nothing here may be generic or inlined, or it would be compiled
//! where it is called.

use half::f16;
use half::slice::HalfFloatSliceExt;

/// Makes floats of half-precision numbers, by the processor's own instruction where it has one: ten million of them for
/// each text that a model of meaning reads.
///
/// # Panics
/// The slices have different lengths.
#[inline(never)]
pub fn floats_of(halves: &[f16], floats: &mut [f32]) {
    halves.convert_to_f32_slice(floats);
}

/// Adds floats to half-precision numbers, one to one.
pub fn add(halves: &mut [f16], floats: &[f32]) {
    for (half, float) in halves.iter_mut().zip(floats) {
        *half = f16::from_f32(half.to_f32() + float);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_is_the_float_that_it_says() {
        let halves: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).filter(|half| half.is_finite()).collect();
        let mut floats = vec![0.0; halves.len()];
        floats_of(&halves, &mut floats);
        for (half, float) in halves.iter().zip(floats) {
            assert_eq!(f16::from_f32(float).to_bits(), half.to_bits(), "{half}");
        }
    }
}
