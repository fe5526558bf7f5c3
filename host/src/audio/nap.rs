//! Notices that the computer slept.
//!
//! The audio clock counts the time that the computer is awake, as [`Instant`] does on Linux and macOS. The
//! difference to a clock that also runs during sleep is how long it slept; the clock on the wall, which people and
//! servers set, is not asked. On Windows `Instant` runs on, so that the sleep is a hole on the audio clock itself.

use std::time::{Duration, Instant};
use tokio::time::sleep;

/// How often to look. Capture must go on within a second of waking.
const LOOK: Duration = Duration::from_millis(500);
/// Less is the jitter of reading two clocks one after the other.
const SHORTEST: Duration = Duration::from_millis(100);

/// Compares the two clocks.
pub(super) struct Naps {
    began: Instant,
    /// What the clock that never stops said at that moment.
    ran: Duration,
    /// How long the computer had slept at the last look.
    slept: Duration,
}

impl Naps {
    /// Notices what comes from now on.
    pub(super) fn from_now() -> Self {
        Self { began: Instant::now(), ran: running(), slept: Duration::ZERO }
    }

    /// Returns after the computer has slept, and says for how long.
    pub(super) async fn next(&mut self) -> Duration {
        loop {
            sleep(LOOK).await;
            let awake = self.began.elapsed();
            if let Some(nap) = self.look(awake, running().saturating_sub(self.ran)) {
                return nap;
            }
        }
    }

    /// What the clocks say since the beginning: one without, one with sleep.
    fn look(&mut self, awake: Duration, all: Duration) -> Option<Duration> {
        let slept = all.saturating_sub(awake);
        let nap = slept.saturating_sub(self.slept);
        (nap >= SHORTEST).then(|| {
            self.slept = slept;
            nap
        })
    }
}

/// A clock that runs while the computer sleeps and that nobody sets.
#[cfg(unix)]
fn running() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    // Apple's monotonic clock runs on, Linux's has a brother that does.
    #[cfg(target_os = "linux")]
    let now = clock_gettime(ClockId::Boottime);
    #[cfg(not(target_os = "linux"))]
    let now = clock_gettime(ClockId::Monotonic);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}

/// As far as `Instant` knows; see the top of this file.
#[cfg(not(unix))]
fn running() -> Duration {
    static FIRST: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn each_nap_is_told_once_with_its_own_length() {
        let mut naps = Naps::from_now();
        assert_eq!(naps.look(ms(500), ms(500)), None);
        assert_eq!(naps.look(ms(1_000), ms(61_000)), Some(ms(60_000)));
        assert_eq!(naps.look(ms(1_500), ms(61_500)), None);
        assert_eq!(naps.look(ms(2_000), ms(63_000)), Some(ms(1_000)));
    }

    #[test]
    fn two_clocks_that_are_not_read_in_the_same_instant_are_no_nap() {
        let mut naps = Naps::from_now();
        assert_eq!(naps.look(ms(1_000), ms(1_020)), None);
        assert_eq!(naps.look(ms(1_520), ms(1_500)), None);
    }

    #[test]
    fn a_computer_that_is_awake_has_not_slept() {
        let mut naps = Naps::from_now();
        std::thread::sleep(ms(20));
        let awake = naps.began.elapsed();
        assert_eq!(naps.look(awake, running().saturating_sub(naps.ran)), None);
    }
}
