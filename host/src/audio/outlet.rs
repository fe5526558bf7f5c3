//! The way out of a source: a waiting room in front of the bounded channel.
//!
//! When the channel is full, nothing is dropped and nobody who captures waits: news waits here. The room holds
//! ten minutes of sound; when even that is full the source says so with a fault, once, and goes on when half of
//! the room is free again.

use super::{AudioError, FromSource, News, SAMPLE_RATE};
use convoally_shared::utterance::Speaker;
use std::collections::VecDeque;
use tokio::sync::mpsc;

/// Samples that may wait: ten minutes, 38 MB.
const ROOM: usize = SAMPLE_RATE as usize * 600;

/// The receiver is gone: there is nobody left to capture for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closed;

/// One source's end of the channel.
pub(super) struct Outlet {
    speaker: Speaker,
    out: mpsc::Sender<FromSource>,
    waiting: VecDeque<News>,
    /// Samples in `waiting`.
    samples: usize,
    room: usize,
    /// The device's name while sound is turned away.
    full: bool,
    device: String,
}

impl Outlet {
    /// An empty waiting room in front of `out`.
    pub(super) fn new(speaker: Speaker, out: mpsc::Sender<FromSource>) -> Self {
        Self { speaker, out, waiting: VecDeque::new(), samples: 0, room: ROOM, full: false, device: String::new() }
    }

    /// Takes news without waiting.
    pub(super) fn push(&mut self, news: News) {
        match &news {
            News::Opened { device } => self.device.clone_from(device),
            News::Samples { samples, .. } => {
                if self.turned_away(samples.len()) {
                    return;
                }
                self.samples += samples.len();
            }
            News::Muted { .. } | News::Slept { .. } | News::Lost { .. } | News::Ended => {}
        }
        self.waiting.push_back(news);
    }

    /// Whether there is no room; says so when that changes.
    fn turned_away(&mut self, length: usize) -> bool {
        if self.full && self.samples <= self.room / 2 {
            self.full = false;
            self.waiting.push_back(News::Opened { device: self.device.clone() });
        } else if !self.full && self.samples + length > self.room {
            self.full = true;
            self.waiting.push_back(News::Lost { fault: AudioError::FellBehind.into() });
        }
        self.full
    }

    /// Hands over what waits, in order, until nothing waits. May be dropped at any moment without losing news.
    pub(super) async fn flush(&mut self) -> Result<(), Closed> {
        while !self.waiting.is_empty() {
            let place = self.out.reserve().await.map_err(|_| Closed)?;
            if let Some(news) = self.waiting.pop_front() {
                if let News::Samples { samples, .. } = &news {
                    self.samples -= samples.len();
                }
                place.send(FromSource { speaker: self.speaker, news });
            }
        }
        Ok(())
    }

    /// Like [`Outlet::flush`], but never done: for a `select!` in which something else decides when to go on.
    pub(super) async fn drain(&mut self) -> Closed {
        if self.flush().await.is_ok() {
            self.out.closed().await;
        }
        Closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(start: u64) -> News {
        News::Samples { start, samples: vec![0.0; 320] }
    }

    fn starts(received: &mut mpsc::Receiver<FromSource>) -> Vec<News> {
        std::iter::from_fn(|| received.try_recv().ok()).map(|message| message.news).collect()
    }

    #[tokio::test]
    async fn what_the_channel_cannot_take_waits_and_keeps_its_order() {
        let (out, mut received) = mpsc::channel(2);
        let mut outlet = Outlet::new(Speaker::Me, out);
        (0..5).for_each(|n| outlet.push(block(n)));
        let mut got = Vec::new();
        while got.len() < 5 {
            let waited = tokio::time::timeout(std::time::Duration::from_millis(1), outlet.flush()).await;
            assert!(waited.is_err() || got.len() + 2 >= 4, "a full channel holds the rest back");
            got.extend(starts(&mut received));
        }
        assert_eq!(got, (0..5).map(block).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_full_waiting_room_is_told_once_and_goes_on_when_half_of_it_is_free() {
        let (out, mut received) = mpsc::channel(100);
        let mut outlet = Outlet::new(Speaker::Them, out);
        outlet.room = 4 * 320;
        outlet.push(News::Opened { device: "spk".into() });
        (0..6).for_each(|n| outlet.push(block(n)));
        outlet.flush().await.unwrap();
        outlet.push(block(6));
        outlet.flush().await.unwrap();
        let got = starts(&mut received);
        let opened = News::Opened { device: "spk".into() };
        let lost = News::Lost { fault: AudioError::FellBehind.into() };
        assert_eq!(got, [opened.clone(), block(0), block(1), block(2), block(3), lost, opened, block(6)]);
    }

    #[tokio::test]
    async fn a_gone_receiver_is_noticed() {
        let (out, received) = mpsc::channel(1);
        let mut outlet = Outlet::new(Speaker::Me, out);
        drop(received);
        assert_eq!(outlet.drain().await, Closed);
        outlet.push(block(0));
        assert_eq!(outlet.flush().await, Err(Closed));
    }
}
