//! The device engine's stint, while the cloud engine's line is gone.

use super::relay::Relay;
use super::{CHANNEL, Left};
use crate::speech::backoff::Backoff;
use crate::speech::held::Held;
use crate::speech::remote::Remote;
use crate::speech::{FromEngine, Listening, SAMPLE_RATE, Sound, Transcriber, to_samples};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Pieces of 80 ms on their way to the device engine: it has caught up when none is.
const SOUND_CHANNEL: usize = 16;
/// Sound that is kept to begin with when handing back: at least what has been said since the last turn ended, of
/// which no more than a few seconds can be unknown to an engine that has caught up.
const RECENT: u64 = SAMPLE_RATE as u64 * 10;
/// The end of a turn's last word may ring on for so long; the cloud engine is not to hear it again.
const RING: u64 = SAMPLE_RATE as u64 * 150 / 1000;

/// The device engine's stint.
pub(super) struct StandIn {
    device: Arc<dyn Transcriber>,
    cloud: Arc<dyn Remote>,
    speaker: Speaker,
    /// Sound that the device engine has got and that the cloud engine may have to begin with.
    recent: Held,
}

/// How the stint ended. Every turn that was started has been ended.
pub(super) enum StoodIn {
    /// The sound is over and its text is told.
    SoundOver,
    /// The cloud engine can go on with what is left.
    LineIsBack(Left),
    /// The device engine cannot go on.
    Broken(Left, Fault),
}

/// The device engine at work.
struct Work {
    listening: Listening,
    told: mpsc::Receiver<FromEngine>,
}

impl StandIn {
    pub(super) fn new(device: Arc<dyn Transcriber>, cloud: Arc<dyn Remote>, speaker: Speaker) -> Self {
        Self { device, cloud, speaker, recent: Held::default() }
    }

    /// Listens until the cloud engine can go on, or the sound is over.
    pub(super) async fn run(mut self, left: Left, relay: &mut Relay) -> StoodIn {
        let Left { held: mut queue, mut sound } = left;
        queue.rewind();
        let (feed, fed) = mpsc::channel(SOUND_CHANNEL);
        let (reports, told) = mpsc::channel(CHANNEL);
        let mut work = Work { listening: self.device.listen(self.speaker, fed, reports), told };
        relay.begin_stint();
        let mut accepted = accepted(Arc::clone(&self.cloud));
        let (mut line_is_back, mut over) = (false, false);
        let ended = loop {
            if over && queue.is_empty() {
                break None;
            }
            let caught_up = !over && !queue.is_waiting() && feed.capacity() == SOUND_CHANNEL;
            if line_is_back && caught_up && relay.between_turns() {
                break None;
            }
            tokio::select! {
                ended = &mut work.listening => break Some(ended),
                Some(FromEngine { report, .. }) = work.told.recv() => relay.pass_on(report).await,
                () = &mut accepted, if !line_is_back => line_is_back = true,
                place = feed.reserve(), if queue.is_waiting() => {
                    if let (Ok(place), Some(piece)) = (place, queue.take()) {
                        self.keep(&piece);
                        place.send(piece);
                    }
                }
                piece = sound.recv(), if !over && !queue.is_full() => match piece {
                    Some(piece) => queue.push(&piece),
                    None => {
                        over = true;
                        queue.finish();
                    }
                },
            }
        };
        drop(feed);
        // An engine that ends before its sound does is broken, even when it does not say why.
        let ended = match ended {
            Some(ended) => ended.and(Err(stopped())),
            None => work.finish(relay).await,
        };
        work.pass_on_rest(relay).await;
        match ended {
            Ok(()) if over => StoodIn::SoundOver,
            Ok(()) => StoodIn::LineIsBack(Left { held: self.left(queue, relay), sound }),
            Err(fault) => StoodIn::Broken(Left { held: self.left(queue, relay), sound }, fault),
        }
    }

    fn keep(&mut self, piece: &Sound) {
        self.recent.push(piece);
        self.recent.keep_newest(RECENT);
    }

    /// What the cloud engine begins with: the sound after the last turn.
    fn left(mut self, mut queue: Held, relay: &Relay) -> Held {
        self.recent.finish();
        if let Some(end_ms) = relay.last_end_ms() {
            self.recent.settle(to_samples(end_ms) + RING);
        }
        queue.finish();
        while let Some(piece) = queue.take() {
            self.recent.push(&piece);
        }
        self.recent
    }
}

impl Work {
    /// Lets the device engine end its turns.
    async fn finish(&mut self, relay: &mut Relay) -> Result<(), Fault> {
        loop {
            tokio::select! {
                ended = &mut self.listening => return ended,
                Some(FromEngine { report, .. }) = self.told.recv() => relay.pass_on(report).await,
            }
        }
    }

    async fn pass_on_rest(&mut self, relay: &mut Relay) {
        while let Ok(FromEngine { report, .. }) = self.told.try_recv() {
            relay.pass_on(report).await;
        }
    }
}

/// Resolves when the provider accepts sessions again.
fn accepted(cloud: Arc<dyn Remote>) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        let mut backoff = Backoff::default();
        loop {
            tokio::time::sleep(backoff.wait()).await;
            if cloud.check().await.is_ok() {
                return;
            }
        }
    })
}

fn stopped() -> Fault {
    Fault::new("speech.stopped", "The speech engine on this computer stopped.", "Stop the session and start it again.")
}
