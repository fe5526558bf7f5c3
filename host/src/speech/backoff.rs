//! When to try again.

use std::time::Duration;

/// The wait after the first failure.
const FIRST: Duration = Duration::from_millis(250);
/// The wait after many.
const LONGEST: Duration = Duration::from_secs(8);

/// Waits that double up to [`LONGEST`], each shortened by chance to between half and all of itself, so that many
/// who lost the same server do not come back together.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// How long to wait after one more failure.
    pub fn wait(&mut self) -> Duration {
        let whole = FIRST.saturating_mul(1 << self.failures.min(16)).min(LONGEST);
        self.failures += 1;
        let chance = f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX);
        whole.mul_f64(0.5 + chance / 2.0)
    }

    /// It worked: the next failure is the first again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_begin_anew_after_success() {
        let mut backoff = Backoff::default();
        let waits: Vec<Duration> = (0..50).map(|_| backoff.wait()).collect();
        assert!((FIRST / 2..=FIRST).contains(&waits[0]));
        assert!(waits[3] > waits[0]);
        assert!(waits[20..].iter().all(|wait| (LONGEST / 2..=LONGEST).contains(wait)));
        backoff.reset();
        assert!(backoff.wait() <= FIRST);
    }
}
