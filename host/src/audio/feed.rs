//! Where a live source's fragments go: over the track to the outlet.

use super::outlet::{Closed, Outlet};
use super::track::{Fragment, Track};
use super::{AudioError, News};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// The way of one source's sound, whatever device it comes from.
pub(super) struct Feed {
    outlet: Outlet,
    track: Track,
}

impl Feed {
    /// A feed that has been told of no device yet.
    pub(super) fn new(outlet: Outlet, session_start: Instant) -> Self {
        Self { outlet, track: Track::new(session_start) }
    }

    /// A device begins to send.
    pub(super) fn begin(&mut self, device: &str, rate: u32) {
        self.outlet.push(News::Opened { device: device.to_owned() });
        if let Err(error) = self.track.begin(rate) {
            self.lose(error);
        }
    }

    /// A fragment came, `latency` after the moment that it says.
    pub(super) fn hear(&mut self, fragment: &Fragment, latency: Duration) {
        match self.track.feed(fragment, latency) {
            Ok(news) => news.into_iter().for_each(|news| self.outlet.push(news)),
            Err(error) => self.lose(error),
        }
    }

    /// The device sends no more.
    pub(super) fn end(&mut self) {
        match self.track.end() {
            Ok(news) => news.into_iter().for_each(|news| self.outlet.push(news)),
            Err(error) => self.outlet.push(News::Lost { fault: error.into() }),
        }
    }

    /// The sound so far; what follows belongs to another moment.
    pub(super) fn skip(&mut self, rate: u32) {
        self.end();
        if let Err(error) = self.track.begin(rate) {
            self.lose(error);
        }
    }

    /// The sound so far, then why there is none now.
    pub(super) fn lose(&mut self, error: AudioError) {
        self.end();
        self.outlet.push(News::Lost { fault: error.into() });
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
