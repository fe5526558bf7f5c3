//! Which side is muted in the call, whether the user has the session pause, and since when on its audio clock: sound
//! waits on its way here, and what was said before is wanted while what is said after it is not.

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

/// The stretches that are not wanted, oldest first. Nothing is forgotten: a few hundred in a long call.
#[derive(Default)]
struct Stretches(Vec<Stretch>);

impl Stretches {
    /// One begins at `place`, or the open one ends there. Returns whether that changes anything.
    fn set(&mut self, begins: bool, place: u64) -> bool {
        match (begins, self.0.last_mut().filter(|stretch| stretch.to.is_none())) {
            (true, None) => self.0.push(Stretch { from: place, to: None }),
            (false, Some(stretch)) => stretch.to = Some(place),
            (true, Some(_)) | (false, None) => return false,
        }
        true
    }

    /// Whether one of them meets these samples. The newest is the one that is asked for.
    fn meet(&self, start: u64, end: u64) -> bool {
        self.0.iter().rev().any(|stretch| stretch.from < end && stretch.to.is_none_or(|to| start < to))
    }
}

#[derive(Default)]
struct Unwanted {
    sides: HashMap<Speaker, Stretches>,
    pauses: Stretches,
}

/// What is not wanted, shared by who says so and by who passes the sound on.
pub struct Mutes {
    log: Arc<Log>,
    unwanted: Mutex<Unwanted>,
}

impl Mutes {
    /// No side is muted.
    pub fn new(log: Arc<Log>) -> Self {
        Self { log, unwanted: Mutex::default() }
    }

    /// A side is muted from now on, or heard again. What is so already is not told again.
    pub fn set(&self, speaker: Speaker, muted: bool) {
        self.set_at(speaker, muted, self.now());
    }

    /// A side is muted from the session's first sample on.
    pub fn mute_all_along(&self, speaker: Speaker) {
        self.set_at(speaker, true, 0);
    }

    /// Neither side is heard from now on, or both are again, but for one that is muted.
    pub fn pause(&self, paused: bool) {
        let mut unwanted = self.lock();
        // Under the lock: two callers' events stand in the order of what they did.
        if unwanted.pauses.set(paused, self.now()) {
            self.log.emit(EventKind::PauseChanged { paused });
        }
    }

    /// Whether any of these samples was said while the side was muted or the session paused.
    pub fn cover(&self, speaker: Speaker, start: u64, samples: usize) -> bool {
        let (unwanted, end) = (self.lock(), start + samples as u64);
        let muted = unwanted.sides.get(&speaker).is_some_and(|stretches| stretches.meet(start, end));
        muted || unwanted.pauses.meet(start, end)
    }

    fn set_at(&self, speaker: Speaker, muted: bool, place: u64) {
        let mut unwanted = self.lock();
        if unwanted.sides.entry(speaker).or_default().set(muted, place) {
            self.log.emit(EventKind::MuteChanged { speaker, muted });
        }
    }

    /// The place on the audio clock, in samples.
    fn now(&self) -> u64 {
        self.log.began().elapsed().as_millis() as u64 * u64::from(SAMPLE_RATE) / 1000
    }

    fn lock(&self) -> MutexGuard<'_, Unwanted> {
        // Every change is complete before the lock is let go.
        self.unwanted.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[test]
    fn a_pause_is_of_both_sides_and_a_side_that_is_muted_stays_so_after_it() {
        let mutes = mutes();
        mutes.pause(true);
        mutes.set(Speaker::Me, true);
        let far = u64::from(SAMPLE_RATE) * 3600;
        assert_eq!(Speaker::BOTH.map(|side| mutes.cover(side, far, 320)), [true, true]);
        mutes.pause(false);
        assert_eq!(Speaker::BOTH.map(|side| mutes.cover(side, far, 320)), [true, false]);
    }
}
