//! Numbers that look random and are the same in every run, so that two runs measure the same thing.

/// Marsaglia's xorshift generator with 32 bits.
#[derive(Clone, Debug)]
pub struct Chance(u32);

impl Chance {
    /// A sequence of its own for each number.
    pub fn new(number: u32) -> Self {
        // The state must never be zero, and similar numbers should not begin alike.
        let mut chance = Self(number.wrapping_mul(0x9e37_79b9) | 1);
        (0..8).for_each(|_| _ = chance.draw());
        chance
    }

    /// At least 0, less than 1.
    pub fn draw(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        f64::from(self.0) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_spread_evenly_and_the_same_every_time() {
        let thousand = |mut chance: Chance| (0..1000).map(|_| chance.draw()).collect::<Vec<_>>();
        let (one, other) = (thousand(Chance::new(1)), thousand(Chance::new(2)));
        assert_eq!(one, thousand(Chance::new(1)));
        assert_ne!(one, other);
        let mean = one.iter().sum::<f64>() / 1000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        assert!(one.iter().all(|number| (0.0..1.0).contains(number)));
    }
}
