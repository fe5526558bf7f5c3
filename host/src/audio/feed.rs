//! Where a live source's fragments go: over the track to the outlet.

use super::outlet::{Closed, Outlet};
use super::track::{Fragment, Track};
use super::{AudioError, News};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// The way of one source's sound, whatever device it comes from.
pub(super) struct Feed {
    /// The way out.
    pub(super) outlet: Outlet,
    track: Track,
    /// Time from the air to the moment that fragments say; none until it is known for this device.
    pub(super) latency: Option<Duration>,
    /// When the last sample was in the air.
    heard_until: Instant,
    /// Silence stands in for a device that sends nothing.
    filling: bool,
}

impl Feed {
    /// A feed that has heard nothing yet.
    pub(super) fn new(outlet: Outlet, track: Track) -> Self {
        Self { outlet, track, latency: None, heard_until: Instant::now(), filling: false }
    }

    /// A device begins to send.
    pub(super) fn begin(&mut self, device: &str, rate: u32, muted: bool) {
        self.outlet.push(News::Opened { device: device.to_owned() });
        if muted {
            self.outlet.push(News::Muted { muted });
        }
        self.latency = None;
        self.heard_until = Instant::now();
        self.filling = false;
        self.stretch(rate);
    }

    /// Sound that need not follow what came before without a gap.
    fn stretch(&mut self, rate: u32) {
        if let Err(error) = self.track.begin(rate) {
            self.lose(error);
        }
    }

    /// A fragment came.
    pub(super) fn hear(&mut self, fragment: &Fragment) {
        if std::mem::take(&mut self.filling) {
            // It belongs where the clock says, not behind the last silence.
            self.end();
            self.stretch(fragment.rate);
        }
        self.pass(fragment);
    }

    /// Nothing came for a while from a device that sends nothing while nothing plays: silence up to now.
    pub(super) fn fill(&mut self, rate: u32) {
        let captured = self.heard_until;
        if !std::mem::replace(&mut self.filling, true) {
            self.end();
            self.stretch(rate);
        }
        let length = captured.elapsed().as_micros() * u128::from(rate) / 1_000_000;
        self.pass(&Fragment { samples: vec![0.0; length as usize], rate, captured: captured + self.delay() });
    }

    fn pass(&mut self, fragment: &Fragment) {
        let delay = self.delay();
        let end = fragment.captured + fragment.length();
        self.heard_until = end.checked_sub(delay).unwrap_or(end);
        match self.track.feed(fragment, delay) {
            Ok(news) => news.into_iter().for_each(|news| self.outlet.push(news)),
            Err(error) => self.lose(error),
        }
    }

    fn delay(&self) -> Duration {
        self.latency.unwrap_or_default()
    }

    /// When the last sample that was heard was in the air.
    pub(super) fn heard_until(&self) -> Instant {
        self.heard_until
    }

    /// The device sends no more.
    pub(super) fn end(&mut self) {
        match self.track.end() {
            Ok(news) => news.into_iter().for_each(|news| self.outlet.push(news)),
            Err(error) => self.outlet.push(News::Lost { fault: error.into() }),
        }
    }

    /// The sound so far, then why there is none now.
    pub(super) fn lose(&mut self, error: AudioError) {
        self.end();
        self.outlet.push(News::Lost { fault: error.into() });
    }

    /// Lets time pass, and meanwhile hands over what a full channel held back.
    pub(super) async fn wait(&mut self, pause: Duration) -> Result<(), Closed> {
        tokio::select! {
            closed = self.outlet.drain() => Err(closed),
            () = sleep(pause) => Ok(()),
        }
    }
}
