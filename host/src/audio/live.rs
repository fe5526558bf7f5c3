//! What every live source does, whatever captures for it: open, listen, notice trouble, open again.

use super::AudioError;
use super::feed::Feed;
use super::outlet::{Closed, Outlet};
use super::source::Ready;
use super::track::Fragment;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// A device that sends nothing for this long is told of; it is kept open, because it may only be suspended.
const STALL: Duration = Duration::from_secs(3);
/// Waiting between attempts to open again doubles from the first to the second.
const BACKOFF: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];
/// A stream that lived shorter than this is opened again only after a pause, so that a device that dies at
/// once is not opened a thousand times a second.
const SHORT_LIFE: Duration = Duration::from_millis(500);

/// A way of capturing: the sound server's protocol, or the system's own interface.
pub(super) trait Backend: Send + 'static {
    /// Captures until it is dropped.
    type Stream;

    /// Opens the device that is meant at this moment and makes sure that it is that one.
    async fn open(&mut self) -> Result<Opened<Self::Stream>, AudioError>;

    /// Returns when the stream has to be opened again.
    async fn watch(&self, stream: &Self::Stream) -> Trouble;
}

/// A stream that captures.
pub(super) struct Opened<S> {
    /// Keeps it open.
    pub(super) stream: S,
    /// The device, for people.
    pub(super) device: String,
    /// What it sends. Unbounded because a callback may not wait; [`run`] always takes everything at once.
    pub(super) fragments: mpsc::UnboundedReceiver<Fragment>,
    /// Samples per second of the fragments.
    pub(super) rate: u32,
    /// Time from the air to the moment that fragments say.
    pub(super) latency: Duration,
}

/// Why a stream has to be opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The default moved on, or the device or server went away. What was captured before is good.
    Left,
    /// The stream was attached to another device. What it captured may belong to the other side: discard it.
    Strayed,
}

/// Captures until the channel is closed or the future is dropped.
pub(super) async fn run<B: Backend>(mut backend: B, outlet: Outlet, session_start: Instant, ready: Ready<()>) {
    let mut opened = match backend.open().await {
        Ok(opened) => opened,
        Err(error) => return ready.tell(Err(error)),
    };
    ready.tell(Ok(()));
    let mut feed = Feed::new(outlet, session_start);
    loop {
        let since = Instant::now();
        let Ok(()) = listen(&backend, opened, &mut feed).await else { return };
        if since.elapsed() < SHORT_LIFE && feed.wait(BACKOFF[0]).await.is_err() {
            return;
        }
        let Ok(again) = reopen(&mut backend, &mut feed).await else { return };
        opened = again;
    }
}

/// Passes on what a stream captures until there is trouble.
async fn listen<B: Backend>(backend: &B, mut opened: Opened<B::Stream>, feed: &mut Feed) -> Result<(), Closed> {
    feed.begin(&opened.device, opened.rate);
    let mut stalled = false;
    let trouble = {
        let mut watch = pin!(backend.watch(&opened.stream));
        loop {
            tokio::select! {
                closed = feed.drain() => return Err(closed),
                trouble = &mut watch => break trouble,
                heard = timeout(STALL, opened.fragments.recv()) => match heard {
                    Ok(None) => break Trouble::Left,
                    Ok(Some(fragment)) => {
                        if std::mem::take(&mut stalled) {
                            feed.begin(&opened.device, opened.rate);
                        }
                        feed.hear(&fragment, opened.latency);
                    }
                    Err(_) if stalled => {}
                    Err(_) => {
                        stalled = true;
                        feed.lose(AudioError::Stalled(opened.device.clone()));
                    }
                },
            }
        }
    };
    while trouble == Trouble::Left
        && let Ok(fragment) = opened.fragments.try_recv()
    {
        feed.hear(&fragment, opened.latency);
    }
    feed.end();
    Ok(())
}

/// Tries until a device is open again. Says why it is not, once for each reason.
async fn reopen<B: Backend>(backend: &mut B, feed: &mut Feed) -> Result<Opened<B::Stream>, Closed> {
    let mut told = None;
    let mut pause = BACKOFF[0];
    loop {
        let attempt = tokio::select! {
            closed = feed.drain() => return Err(closed),
            attempt = backend.open() => attempt,
        };
        match attempt {
            Ok(opened) => return Ok(opened),
            Err(error) if told.as_ref() == Some(&error) => {}
            Err(error) => {
                feed.lose(error.clone());
                told = Some(error);
            }
        }
        feed.wait(pause).await?;
        pause = (pause * 2).min(BACKOFF[1]);
    }
}
