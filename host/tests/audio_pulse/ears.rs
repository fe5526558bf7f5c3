//! Ears for what a source sends.

use convoally::audio::{FromSource, News, SAMPLE_RATE, Source};
use convoally_shared::utterance::Speaker;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Generous: a loaded computer must not fail a test.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// Sinks without hardware render ahead of time, most of all when they begin, in samples: 250 ms; 110 were seen.
const EARLY: u64 = SAMPLE_RATE as u64 / 4;

/// Hears everything that a source sends.
pub struct Ears {
    source: Option<Source>,
    speaker: Speaker,
    session_start: Instant,
    received: mpsc::Receiver<FromSource>,
    /// All news but sound, oldest first.
    pub news: Vec<News>,
    /// All sound: place of the first sample, samples.
    pub sound: Vec<(u64, Vec<f32>)>,
}

impl Ears {
    /// Ears for one source, opened at `session_start`.
    pub fn new(source: Source, speaker: Speaker, session_start: Instant, received: mpsc::Receiver<FromSource>) -> Self {
        Self { source: Some(source), speaker, session_start, received, news: Vec::new(), sound: Vec::new() }
    }

    /// Listens until `done`.
    pub fn until(&mut self, what: &str, mut done: impl FnMut(&Self) -> bool) {
        let since = Instant::now();
        loop {
            while let Ok(message) = self.received.try_recv() {
                self.hear(message);
            }
            if done(self) {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "waited in vain: {what}; the news: {:?}", self.news);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn hear(&mut self, message: FromSource) {
        assert_eq!(message.speaker, self.speaker);
        let News::Samples { start, samples } = message.news else { return self.news.push(message.news) };
        let end = start + samples.len() as u64;
        let next = self.sound.last().map_or(0, |(start, samples)| start + samples.len() as u64);
        let now = self.session_start.elapsed().as_millis() as u64 * u64::from(SAMPLE_RATE) / 1_000;
        assert!(start >= next, "the clock ran backwards: {start} after {next}");
        assert!(end <= now + EARLY, "sound from the future: {end} at {now}");
        self.sound.push((start, samples));
    }

    /// Listens until a tone is heard clearly.
    pub fn until_tone(&mut self, frequency: f32) {
        self.until(&format!("{frequency} Hz"), |ears| ears.level(frequency) > 0.3);
    }

    /// Listens until a fault with this code has come.
    pub fn until_lost(&mut self, code: &str) {
        self.until(code, |ears| ears.lost().any(|lost| lost == code));
    }

    /// The codes of the faults so far.
    pub fn lost(&self) -> impl Iterator<Item = &str> {
        self.news.iter().filter_map(|news| match news {
            News::Lost { fault } => Some(fault.code.as_str()),
            _ => None,
        })
    }

    /// The devices so far.
    pub fn opened(&self) -> Vec<&str> {
        self.news
            .iter()
            .filter_map(|news| match news {
                News::Opened { device } => Some(device.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The amplitude of a tone in the last 200 ms.
    pub fn level(&self, frequency: f32) -> f32 {
        let tail: Vec<f32> = self.sound.iter().rev().take(10).rev().flat_map(|(_, samples)| samples.clone()).collect();
        if tail.len() < 3_200 { 0.0 } else { amplitude(&tail, frequency) }
    }

    /// The loudest that a tone has been in any 100 ms since the beginning.
    pub fn loudest(&self, frequency: f32) -> f32 {
        let all: Vec<f32> = self.sound.iter().flat_map(|(_, samples)| samples.clone()).collect();
        all.chunks_exact(1_600).map(|piece| amplitude(piece, frequency)).fold(0.0, f32::max)
    }

    /// Drops the source.
    pub fn stop(&mut self) {
        self.source = None;
    }
}

/// One bin of a Fourier transform.
fn amplitude(samples: &[f32], frequency: f32) -> f32 {
    let (mut re, mut im) = (0.0f64, 0.0f64);
    for (n, sample) in samples.iter().enumerate() {
        let angle = std::f64::consts::TAU * f64::from(frequency) * n as f64 / f64::from(SAMPLE_RATE);
        re += f64::from(*sample) * angle.cos();
        im += f64::from(*sample) * angle.sin();
    }
    (2.0 * re.hypot(im) / samples.len() as f64) as f32
}
