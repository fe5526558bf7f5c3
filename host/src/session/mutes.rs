//! Which side is muted in the call, and since when on the session's audio clock: sound waits on its way here, and what
//! was said before the mute is wanted while what is said after it is not.

use super::log::Log;
use crate::audio::SAMPLE_RATE;
use convoally_shared::event::EventKind;
use convoally_shared::utterance::Speaker;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// From a sample to the one behind the last; no end while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: u64,
    to: Option<u64>,
}

/// The muted stretches of each side, shared by who says so and by who passes the sound on.
pub struct Mutes {
    log: Arc<Log>,
    sides: Mutex<HashMap<Speaker, Vec<Stretch>>>,
}

impl Mutes {
    /// No side is muted.
    pub fn new(log: Arc<Log>) -> Self {
        Self { log, sides: Mutex::default() }
    }

    /// A side is muted from now on, or heard again. What is so already is not told again.
    pub fn set(&self, speaker: Speaker, muted: bool) {
        self.set_at(speaker, muted, self.log.began().elapsed().as_millis() as u64 * u64::from(SAMPLE_RATE) / 1000);
    }

    /// A side is muted from the session's first sample on.
    pub fn mute_all_along(&self, speaker: Speaker) {
        self.set_at(speaker, true, 0);
    }

    /// Whether any of these samples was said while the side was muted.
    pub fn cover(&self, speaker: Speaker, start: u64, samples: usize) -> bool {
        let end = start + samples as u64;
        let meets = |stretch: &Stretch| stretch.from < end && stretch.to.is_none_or(|to| start < to);
        // Nothing is forgotten: a few hundred stretches in a long call, and the newest is the one that is asked for.
        self.lock().get(&speaker).is_some_and(|stretches| stretches.iter().rev().any(meets))
    }

    fn set_at(&self, speaker: Speaker, muted: bool, place: u64) {
        let mut sides = self.lock();
        let stretches = sides.entry(speaker).or_default();
        let open = stretches.last_mut().filter(|stretch| stretch.to.is_none());
        match (muted, open) {
            (true, None) => stretches.push(Stretch { from: place, to: None }),
            (false, Some(stretch)) => stretch.to = Some(place),
            (true, Some(_)) | (false, None) => return,
        }
        // Under the lock: two callers' events stand in the order of what they did.
        self.log.emit(EventKind::MuteChanged { speaker, muted });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Speaker, Vec<Stretch>>> {
        // Every change is complete before the lock is let go.
        self.sides.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::SessionId;
    use std::time::Instant;

    fn mutes() -> Mutes {
        Mutes::new(Log::new(SessionId("s".into()), Instant::now()))
    }

    #[test]
    fn what_was_said_before_the_mute_and_after_it_is_wanted_however_late_it_comes() {
        let mutes = mutes();
        mutes.set_at(Speaker::Me, true, 1_000);
        mutes.set_at(Speaker::Me, false, 2_000);
        let covered = [0, 900, 1_500, 1_990, 2_000].map(|start| mutes.cover(Speaker::Me, start, 100));
        assert_eq!(covered, [false, false, true, true, false]);
        assert!(!mutes.cover(Speaker::Them, 1_500, 100), "the others are not muted");
    }

    #[test]
    fn a_piece_that_a_mute_begins_in_is_not_wanted_as_a_whole() {
        let mutes = mutes();
        mutes.set_at(Speaker::Me, true, 1_050);
        assert!(mutes.cover(Speaker::Me, 1_000, 100));
    }

    #[tokio::test]
    async fn only_a_change_is_told() {
        let mutes = mutes();
        mutes.set(Speaker::Me, false);
        mutes.mute_all_along(Speaker::Me);
        mutes.set(Speaker::Me, true);
        mutes.set(Speaker::Me, false);
        mutes.log.emit(EventKind::SessionEnded);
        let mut reader = mutes.log.reader(0);
        let mut told = Vec::new();
        while let Some(event) = reader.next().await {
            told.push(event.kind);
        }
        let change = |muted| EventKind::MuteChanged { speaker: Speaker::Me, muted };
        assert_eq!(told, [change(true), change(false), EventKind::SessionEnded]);
    }
}
