//! A meeting tab's own sound, which the browser extension brings piece by piece, and what is heard instead when the
//! tab is gone.
//!
//! The room that talks to the browser holds the [`TabInlet`], the session's source reads the other end. Pieces are
//! placed on the audio clock by their arrival, as a live device's fragments are.

use super::feed::Feed;
use super::outlet::{Closed, Outlet};
use super::source::Ready;
use super::track::Fragment;
use super::{AudioError, FromSource, Pace, SAMPLE_RATE, Source, SourceSpec, check_side, open as open_any};
use convoally_shared::request::{TAB_SOUND, TabEnd};
use convoally_shared::utterance::Speaker;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

/// A tab that sends nothing for this long is told of. A silent tab sends zeros.
const STALL: Duration = Duration::from_secs(3);
/// From a sample's being due at the speakers to its arrival here, beyond the length of its piece: the browser's own
/// capture, the worklet's thread and two ports. 76 ms were measured, voice activity's 16 ms among them. What is heard
/// aloud must not come before it here, or its echo in the microphone could not be told.
const LATENCY: Duration = Duration::from_millis(60);
/// Between the tab's last sample and the device that is heard instead: longer than a device's latency, so that what
/// it had captured before it was opened is not placed where the tab's sound already is.
const HAND_OVER: Duration = Duration::from_millis(200);
/// How often the device that is to be heard instead is looked for.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Where the pieces come in. Dropping it ends the tab's sound like [`TabEnd::Stopped`].
#[derive(Debug)]
pub struct TabInlet {
    /// Unbounded because nobody who reads a port may wait; the source always takes everything at once, and its
    /// outlet is bounded.
    pieces: mpsc::UnboundedSender<FromTab>,
}

/// The source's end, part of [`SourceSpec::Tab`]. It can be opened once.
#[derive(Clone, Debug)]
pub struct TabSource {
    title: String,
    pieces: Arc<Mutex<Option<mpsc::UnboundedReceiver<FromTab>>>>,
    instead: Box<SourceSpec>,
}

#[derive(Debug)]
enum FromTab {
    Piece { seq: u64, sound: Fragment },
    Ended(TabEnd),
}

impl PartialEq for TabSource {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.pieces, &other.pieces)
    }
}

impl Eq for TabSource {}

/// The two ends of a tab's sound. `title` names the tab for people; `instead` is heard once the tab has ended.
pub fn tab(title: &str, instead: SourceSpec) -> (TabInlet, SourceSpec) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let pieces = Arc::new(Mutex::new(Some(receiver)));
    let source = TabSource { title: format!("{TAB_SOUND}, {title}"), pieces, instead: Box::new(instead) };
    (TabInlet { pieces: sender }, SourceSpec::Tab(source))
}

impl TabInlet {
    /// Takes in a piece whose last sample was heard just now: mono at [`SAMPLE_RATE`], numbered from 0. A source that
    /// is gone needs none.
    pub fn hear(&self, seq: u64, samples: Vec<f32>) {
        let sound = Fragment::until_now(samples, SAMPLE_RATE);
        let _ = self.pieces.send(FromTab::Piece { seq, sound });
    }

    /// No more will come.
    pub fn end(self, reason: TabEnd) {
        let _ = self.pieces.send(FromTab::Ended(reason));
    }
}

/// Opens the tab's end of a source. See [`super::open`].
pub(super) fn open(
    spec: &TabSource,
    speaker: Speaker,
    session_start: Instant,
    out: mpsc::Sender<FromSource>,
) -> Result<Source, AudioError> {
    check_side(&SourceSpec::Tab(spec.clone()), speaker)?;
    let pieces = spec.pieces.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(pieces) = pieces else { return Err(AudioError::Busy(spec.title.clone())) };
    let TabSource { title, instead, .. } = spec.clone();
    Source::spawn(move |ready: Ready<()>| async move {
        ready.tell(Ok(()));
        let mut feed = Feed::new(Outlet::new(speaker, out.clone()), session_start);
        // A closed channel means that nobody is left to listen for.
        let Ok(reason) = hear(&mut feed, &title, pieces).await else { return };
        feed.lose(AudioError::TabEnded(reason));
        if feed.wait(HAND_OVER).await.is_err() {
            return;
        }
        let Ok(_source) = look_for(&mut feed, &instead, speaker, session_start, &out).await else { return };
        out.closed().await;
    })
}

/// Passes on what the tab sends, until its end.
async fn hear(feed: &mut Feed, title: &str, mut pieces: mpsc::UnboundedReceiver<FromTab>) -> Result<TabEnd, Closed> {
    feed.begin(title, SAMPLE_RATE);
    let (mut next, mut stalled) = (0, false);
    loop {
        let told = tokio::select! {
            closed = feed.drain() => return Err(closed),
            told = timeout(STALL, pieces.recv()) => told,
        };
        match told {
            Ok(Some(FromTab::Piece { seq, sound })) if seq >= next => {
                if std::mem::take(&mut stalled) {
                    feed.begin(title, SAMPLE_RATE);
                } else if seq > next {
                    feed.skip(SAMPLE_RATE);
                }
                next = seq + 1;
                feed.hear(&sound, LATENCY);
            }
            Ok(Some(FromTab::Ended(reason))) => return Ok(reason),
            Ok(None) => return Ok(TabEnd::Stopped),
            Ok(Some(FromTab::Piece { .. })) => {}
            Err(_) if stalled => {}
            Err(_) => {
                stalled = true;
                feed.lose(AudioError::TabStalled);
            }
        }
    }
}

/// Opens what is heard instead, as soon as it is there. Says why it is not, once for each reason.
async fn look_for(
    feed: &mut Feed,
    instead: &SourceSpec,
    speaker: Speaker,
    session_start: Instant,
    out: &mpsc::Sender<FromSource>,
) -> Result<Source, Closed> {
    let mut told = None;
    loop {
        // What the tab had sent comes first.
        feed.flush().await?;
        match open_any(instead, speaker, Pace::Real, session_start, out.clone()) {
            Ok(source) => return Ok(source),
            Err(error) if told.as_ref() == Some(&error) => {}
            Err(error) => {
                feed.lose(error.clone());
                told = Some(error);
            }
        }
        sleep(LOOK_AGAIN_AFTER).await;
    }
}

#[cfg(test)]
#[path = "tab_tests.rs"]
mod tests;
