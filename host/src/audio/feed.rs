//! Where a live source's fragments go: over the track to the outlet.

use super::outlet::{Closed, Outlet};
use super::track::{Fragment, Track};
use super::{AudioError, News};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Sound younger than this may still come from a device that has been silent: more than a fragment of any driver.
const ON_ITS_WAY: Duration = Duration::from_millis(50);

/// The way of one source's sound, whatever device it comes from.
pub(super) struct Feed {
    outlet: Outlet,
    track: Track,
    /// When the last sample was in the air.
    heard_until: Instant,
    /// Silence stands in for a device that sends nothing.
    filling: bool,
}

impl Feed {
    /// A feed that has heard nothing yet.
    pub(super) fn new(outlet: Outlet, session_start: Instant) -> Self {
        Self { outlet, track: Track::new(session_start), heard_until: Instant::now(), filling: false }
    }

    /// A device begins to send.
    pub(super) fn begin(&mut self, device: &str, rate: u32) {
        self.tell(News::Opened { device: device.to_owned() });
        self.heard_until = Instant::now();
        self.filling = false;
        self.skip(rate);
    }

    /// The sound so far; what follows is placed by the clock and not behind it.
    pub(super) fn skip(&mut self, rate: u32) {
        self.end();
        if let Err(error) = self.track.begin(rate) {
            self.lose(error);
        }
    }

    /// A fragment came, `latency` after the moment that it says.
    pub(super) fn hear(&mut self, fragment: &Fragment, latency: Duration) {
        if std::mem::take(&mut self.filling) {
            self.skip(fragment.rate);
        }
        self.pass(fragment, latency);
    }

    /// Nothing came for a while from a device that sends nothing while nothing plays: silence, up to what may just be
    /// on its way.
    pub(super) fn fill(&mut self, rate: u32) {
        let captured = self.heard_until;
        if !std::mem::replace(&mut self.filling, true) {
            self.skip(rate);
        }
        let length = captured.elapsed().saturating_sub(ON_ITS_WAY).as_micros() * u128::from(rate) / 1_000_000;
        self.pass(&Fragment { samples: vec![0.0; length as usize], rate, captured }, Duration::ZERO);
    }

    fn pass(&mut self, fragment: &Fragment, latency: Duration) {
        let end = fragment.captured + fragment.length();
        self.heard_until = end.checked_sub(latency).unwrap_or(end);
        match self.track.feed(fragment, latency) {
            Ok(news) => news.into_iter().for_each(|news| self.tell(news)),
            Err(error) => self.lose(error),
        }
    }

    /// Passes on news of another kind.
    pub(super) fn tell(&mut self, news: News) {
        self.outlet.push(news);
    }

    /// When the last sample that was heard was in the air.
    pub(super) fn heard_until(&self) -> Instant {
        self.heard_until
    }

    /// The device sends no more.
    pub(super) fn end(&mut self) {
        match self.track.end() {
            Ok(news) => news.into_iter().for_each(|news| self.tell(news)),
            Err(error) => self.tell(News::Lost { fault: error.into() }),
        }
    }

    /// The sound so far, then why there is none now.
    pub(super) fn lose(&mut self, error: AudioError) {
        self.end();
        self.tell(News::Lost { fault: error.into() });
    }

    /// See [`Outlet::drain`].
    pub(super) async fn drain(&mut self) -> Closed {
        self.outlet.drain().await
    }

    /// See [`Outlet::flush`].
    pub(super) async fn flush(&mut self) -> Result<(), Closed> {
        self.outlet.flush().await
    }

    /// Lets time pass, and meanwhile hands over what a full channel held back.
    pub(super) async fn wait(&mut self, pause: Duration) -> Result<(), Closed> {
        tokio::select! {
            closed = self.outlet.drain() => Err(closed),
            () = sleep(pause) => Ok(()),
        }
    }
}
