//! One source's way from fragments at the device's rate to 20 ms blocks on the session's audio clock.

use super::clock::{Clock, Placing};
use super::resample::Resampler;
use super::{AudioError, News, SAMPLE_RATE};
use std::time::{Duration, Instant};

/// Samples of a block: 20 ms. Short enough for live captions, long enough to cost nothing.
pub(super) const BLOCK: usize = SAMPLE_RATE as usize / 50;

/// A piece of captured sound as it came: mono at the device's rate.
#[derive(Debug)]
pub(super) struct Fragment {
    /// The samples, −1.0 to 1.0.
    pub(super) samples: Vec<f32>,
    /// Samples per second.
    pub(super) rate: u32,
    /// When the first of them was in the air, as well as the device can tell.
    pub(super) captured: Instant,
}

impl Fragment {
    /// Samples at `rate` Hz whose last one was captured just now.
    pub(super) fn until_now(samples: Vec<f32>, rate: u32) -> Self {
        let now = Instant::now();
        let fragment = Self { samples, rate, captured: now };
        Self { captured: now.checked_sub(fragment.length()).unwrap_or(now), ..fragment }
    }

    /// How long it sounds.
    pub(super) fn length(&self) -> Duration {
        Duration::from_micros(self.samples.len() as u64 * 1_000_000 / u64::from(self.rate.max(1)))
    }
}

/// Converts, cuts into blocks and places them. Lives as long as the source; each device opens a new stretch.
pub(super) struct Track {
    clock: Clock,
    stretch: Option<Stretch>,
}

/// Sound without a gap, from one device.
struct Stretch {
    rate: u32,
    resampler: Resampler,
    /// Samples taken in, at the device's rate.
    taken: u64,
    /// Samples given out, at 16 kHz.
    given: u64,
    /// Converted, not yet a whole block.
    ready: Vec<f32>,
}

impl Track {
    /// A track on the clock that shows 0 at `session_start`.
    pub(super) fn new(session_start: Instant) -> Self {
        Self { clock: Clock::new(session_start), stretch: None }
    }

    /// Begins a stretch from a device with `rate` Hz. The one before must have been ended.
    pub(super) fn begin(&mut self, rate: u32) -> Result<(), AudioError> {
        self.clock.restart();
        let resampler = Resampler::new(rate)?;
        self.stretch = Some(Stretch { rate, resampler, taken: 0, given: 0, ready: Vec::new() });
        Ok(())
    }

    /// Takes a fragment that was captured `latency` before it says so, and gives the blocks that it completes.
    pub(super) fn feed(&mut self, fragment: &Fragment, latency: Duration) -> Result<Vec<News>, AudioError> {
        let captured = fragment.captured.checked_sub(latency).unwrap_or(fragment.captured);
        let mut news = Vec::new();
        let Some(stretch) = &mut self.stretch else { return Ok(news) };
        if self.clock.place(captured, stretch.offset()) == Placing::Jumps {
            let rate = stretch.rate;
            news = self.end()?;
            self.begin(rate)?;
            news.extend(self.feed(fragment, latency)?);
            return Ok(news);
        }
        let early = self.clock.before_session(captured).as_micros() * u128::from(stretch.rate) / 1_000_000;
        let samples = fragment.samples.get(early as usize..).unwrap_or_default();
        stretch.taken += samples.len() as u64;
        stretch.resampler.push(samples, &mut stretch.ready)?;
        let whole = stretch.ready.len() / BLOCK * BLOCK;
        let blocks: Vec<f32> = stretch.ready.drain(..whole).collect();
        news.extend(blocks.chunks(BLOCK).map(|block| stretch.give(&mut self.clock, block)));
        Ok(news)
    }

    /// Ends the stretch and gives what was left of it; the last block is shorter.
    pub(super) fn end(&mut self) -> Result<Vec<News>, AudioError> {
        let Some(mut stretch) = self.stretch.take() else { return Ok(Vec::new()) };
        let mut tail = std::mem::take(&mut stretch.ready);
        stretch.resampler.finish(&mut tail)?;
        Ok(tail.chunks(BLOCK).map(|block| stretch.give(&mut self.clock, block)).collect())
    }
}

impl Stretch {
    /// Samples taken in, at 16 kHz.
    fn offset(&self) -> u64 {
        self.taken * u64::from(SAMPLE_RATE) / u64::from(self.rate)
    }

    fn give(&mut self, clock: &mut Clock, block: &[f32]) -> News {
        let start = clock.give(self.given, block.len() as u64);
        self.given += block.len() as u64;
        News::Samples { start, samples: block.to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty-millisecond fragments at 48 kHz, captured from `from_ms` to `to_ms`.
    fn feed(track: &mut Track, start: Instant, from_ms: u64, to_ms: u64) -> Vec<(u64, usize)> {
        let fragments = (from_ms..to_ms).step_by(20).map(|ms| Fragment {
            samples: vec![0.25; 960],
            rate: 48_000,
            captured: start + Duration::from_millis(ms),
        });
        let news = fragments.flat_map(|fragment| track.feed(&fragment, Duration::ZERO).unwrap()).collect();
        places(news)
    }

    fn places(news: Vec<News>) -> Vec<(u64, usize)> {
        let place = |news| match news {
            News::Samples { start, samples } => (start, samples.len()),
            other => panic!("{other:?}"),
        };
        news.into_iter().map(place).collect()
    }

    fn assert_without_gap(blocks: &[(u64, usize)]) {
        assert!(blocks.windows(2).all(|pair| pair[0].0 + pair[0].1 as u64 == pair[1].0), "{blocks:?}");
    }

    #[test]
    fn blocks_follow_each_other_without_a_gap_and_the_tail_is_not_lost() {
        let start = Instant::now();
        let mut track = Track::new(start);
        track.begin(48_000).unwrap();
        let mut blocks = feed(&mut track, start, 100, 500);
        blocks.extend(places(track.end().unwrap()));
        assert_eq!(blocks[0].0, 1_600, "the first sample was captured after 100 ms");
        assert_without_gap(&blocks);
        assert_eq!(blocks.iter().map(|block| block.1).sum::<usize>(), 6_400);
    }

    #[test]
    fn the_latency_of_the_device_is_taken_off() {
        let start = Instant::now();
        let mut track = Track::new(start);
        track.begin(16_000).unwrap();
        let fragment = Fragment { samples: vec![0.0; 320], rate: 16_000, captured: start + Duration::from_millis(100) };
        let news = track.feed(&fragment, Duration::from_millis(60)).unwrap();
        assert_eq!(places(news), [(640, 320)]);
    }

    #[test]
    fn what_was_said_before_the_session_is_not_heard() {
        let start = Instant::now() + Duration::from_secs(1);
        let mut track = Track::new(start);
        track.begin(16_000).unwrap();
        let fragment =
            Fragment { samples: vec![0.0; 1_600], rate: 16_000, captured: start - Duration::from_millis(60) };
        assert_eq!(places(track.feed(&fragment, Duration::ZERO).unwrap()), [(0, 320), (320, 320)]);
    }

    #[test]
    fn another_device_with_another_rate_goes_on_at_the_true_time() {
        let start = Instant::now();
        let mut track = Track::new(start);
        track.begin(48_000).unwrap();
        feed(&mut track, start, 0, 400);
        let tail = places(track.end().unwrap());
        assert_eq!(tail.last().map(|(at, length)| at + *length as u64), Some(6_400));
        track.begin(16_000).unwrap();
        let fragment = Fragment { samples: vec![0.0; 320], rate: 16_000, captured: start + Duration::from_secs(2) };
        assert_eq!(places(track.feed(&fragment, Duration::ZERO).unwrap()), [(32_000, 320)]);
    }

    #[test]
    fn after_lost_fragments_the_blocks_jump_to_the_true_time() {
        let start = Instant::now();
        let mut track = Track::new(start);
        track.begin(48_000).unwrap();
        feed(&mut track, start, 0, 1_000);
        let after = feed(&mut track, start, 5_000, 8_000);
        let jump = after.windows(2).position(|pair| pair[1].0 > pair[0].0 + pair[0].1 as u64).expect("a jump");
        assert_without_gap(&after[..=jump]);
        assert_without_gap(&after[jump + 1..]);
        assert!(after[jump + 1].0.abs_diff(6_000 * 16) <= 480, "{:?}", after[jump + 1]);
    }
}
