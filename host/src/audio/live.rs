//! What every live source does, whatever captures for it: open, listen, notice trouble, open again.

use super::feed::Feed;
use super::nap::Naps;
use super::outlet::{Closed, Outlet};
use super::source::Ready;
use super::track::Fragment;
use super::{AudioError, News};
use std::convert::Infallible;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{timeout, timeout_at};

/// A device that sends nothing for this long is told of and opened again: longer than the two seconds that
/// PulseAudio may have rendered ahead when its monitor is opened, early enough to be told within three.
const STALL: Duration = Duration::from_millis(2_500);
/// A device that may pause and sends nothing for this long plays nothing.
const PAUSE: Duration = Duration::from_millis(100);
/// Waiting between attempts to open again doubles from the first to the second. Capture must go on within a second
/// of the device's return.
const BACKOFF: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(500)];
/// Of streams that lived shorter than this only the first is opened again without a pause: a user may change the
/// default twice, but a device that dies at once must not be opened a thousand times a second.
const SHORT_LIFE: Duration = Duration::from_millis(500);
/// How long sound that was in the air before the end may still arrive.
const LINGER: Duration = Duration::from_millis(250);

/// A way of capturing: the sound server's protocol, or the system's own interface.
pub(super) trait Backend: Send + 'static {
    /// Captures until it is dropped.
    type Stream;

    /// Opens the device that is meant at this moment and makes sure that it is that one.
    async fn open(&mut self) -> Result<Opened<Self::Stream>, AudioError>;

    /// Time from the air to the moment that fragments say. Asked once, when the first fragment is there.
    async fn latency(&self, stream: &Self::Stream) -> Duration;

    /// Returns when there is something to say of the stream.
    async fn watch(&self, stream: &Self::Stream) -> Sign;
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
    /// The sound system keeps it silent.
    pub(super) muted: bool,
    /// Time from the air to the moment that fragments say; none until the backend was asked.
    pub(super) latency: Option<Duration>,
    /// It sends nothing while nothing plays, so that silence is put in its place and no stall can be noticed.
    pub(super) pauses: bool,
}

/// What a backend notices of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// The sound system keeps it silent, or not any more.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "the other systems do not tell"))]
    Muted(bool),
    /// The default moved on, or the device or server went away. What was captured before is good.
    Left,
    /// The stream was attached to another device. What it captured may belong to the other side: discard it.
    Strayed,
}

/// Why a stream is over.
enum Over {
    Left,
    Strayed,
    Stalled,
    /// The computer slept: what the stream is worth now is not known.
    Slept(Duration),
}

/// Captures until the channel is closed, the future is dropped, or `finish` comes: then what was captured by that
/// moment is still handed over.
pub(super) async fn run<B: Backend>(
    mut backend: B,
    outlet: Outlet,
    session_start: Instant,
    ready: Ready<()>,
    finish: oneshot::Receiver<()>,
) {
    let mut stream = match backend.open().await {
        Ok(opened) => Some(opened),
        Err(error) => return ready.tell(Err(error)),
    };
    ready.tell(Ok(()));
    let mut feed = Feed::new(outlet, session_start);
    tokio::select! {
        _ = capture(&mut backend, &mut stream, &mut feed) => return,
        _ = finish => {}
    }
    if let Some(opened) = &mut stream {
        linger(opened, &mut feed).await;
    }
    feed.end();
    // A receiver that is gone wants nothing any more.
    let _ = feed.flush().await;
}

/// Listens and opens again. `stream` holds what is open at any moment.
async fn capture<B: Backend>(
    backend: &mut B,
    stream: &mut Option<Opened<B::Stream>>,
    feed: &mut Feed,
) -> Result<Infallible, Closed> {
    let mut naps = Naps::from_now();
    let mut died_young = false;
    loop {
        let since = Instant::now();
        if let Some(opened) = stream {
            let over = listen(backend, opened, feed, &mut naps).await?;
            settle(over, opened, feed);
        }
        *stream = None;
        let dies_young = since.elapsed() < SHORT_LIFE;
        if std::mem::replace(&mut died_young, dies_young) && dies_young {
            feed.wait(BACKOFF[0]).await?;
        }
        *stream = Some(reopen(backend, feed).await?);
    }
}

/// Passes on what a stream captures until it is over.
async fn listen<B: Backend>(
    backend: &B,
    opened: &mut Opened<B::Stream>,
    feed: &mut Feed,
    naps: &mut Naps,
) -> Result<Over, Closed> {
    let Opened { stream, device, fragments, rate, muted, latency, pauses } = opened;
    feed.begin(device, *rate);
    if *muted {
        feed.tell(News::Muted { muted: true });
    }
    let patience = if *pauses { PAUSE } else { STALL };
    let mut watch = pin!(backend.watch(stream));
    let mut nap = pin!(naps.next());
    loop {
        tokio::select! {
            closed = feed.drain() => return Err(closed),
            sign = &mut watch => match sign {
                Sign::Left => return Ok(Over::Left),
                Sign::Strayed => return Ok(Over::Strayed),
                Sign::Muted(muted) => {
                    feed.tell(News::Muted { muted });
                    watch.set(backend.watch(stream));
                }
            },
            slept = &mut nap => return Ok(Over::Slept(slept)),
            heard = timeout(patience, fragments.recv()) => match heard {
                Ok(None) => return Ok(Over::Left),
                Ok(Some(fragment)) => {
                    let latency = match *latency {
                        Some(known) => known,
                        None => *latency.insert(backend.latency(stream).await),
                    };
                    feed.hear(&fragment, latency);
                }
                Err(_) if *pauses => feed.fill(*rate),
                Err(_) => return Ok(Over::Stalled),
            },
        }
    }
}

/// Takes what is left of a stream that is over, and says why it is.
fn settle<S>(over: Over, opened: &mut Opened<S>, feed: &mut Feed) {
    while !matches!(over, Over::Strayed)
        && let Ok(fragment) = opened.fragments.try_recv()
    {
        feed.hear(&fragment, opened.latency.unwrap_or_default());
    }
    match over {
        Over::Left | Over::Strayed => feed.end(),
        Over::Stalled => feed.lose(AudioError::Stalled(opened.device.clone())),
        Over::Slept(nap) => {
            feed.end();
            feed.tell(News::Slept { ms: nap.as_millis() as u64 });
        }
    }
}

/// Takes what was in the air before this moment and is still on its way.
async fn linger<S>(opened: &mut Opened<S>, feed: &mut Feed) {
    let end = Instant::now();
    while feed.heard_until() < end
        && let Ok(Some(fragment)) = timeout_at((end + LINGER).into(), opened.fragments.recv()).await
    {
        feed.hear(&fragment, opened.latency.unwrap_or_default());
    }
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

#[cfg(test)]
#[path = "live_tests.rs"]
mod tests;
