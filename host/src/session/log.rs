//! The log of one session: one writer side, many readers, every event numbered.

use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::SessionId;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::watch;

/// So many passing events are held for readers that are a little behind. A reader further behind misses
/// interim text and levels, which newer ones have replaced anyway, and pieces of drafts, which come again whole
/// when the draft is finished.
const PASSING_HELD: usize = 512;

#[derive(Default)]
struct Held {
    last_seq: u64,
    kept: Vec<Arc<Event>>,
    passing: VecDeque<Arc<Event>>,
    ended: bool,
}

/// The log. Shared by everybody who writes to it or reads it.
pub struct Log {
    session: SessionId,
    began: Instant,
    held: Mutex<Held>,
    newest: watch::Sender<u64>,
}

impl Log {
    /// An empty log of a session that began at `began`.
    pub fn new(session: SessionId, began: Instant) -> Arc<Self> {
        Arc::new(Self { session, began, held: Mutex::default(), newest: watch::Sender::new(0) })
    }

    /// The session that this log tells of.
    pub fn session(&self) -> &SessionId {
        &self.session
    }

    /// When the session began: zero of its audio clock.
    pub fn began(&self) -> Instant {
        self.began
    }

    /// Whether `SessionEnded` has been written.
    pub fn has_ended(&self) -> bool {
        self.lock().ended
    }

    /// Writes what happened now. After `SessionEnded` nothing is written any more.
    pub fn emit(&self, kind: EventKind) {
        let mut held = self.lock();
        if held.ended {
            return;
        }
        held.ended = matches!(kind, EventKind::SessionEnded);
        held.last_seq += 1;
        let at_ms = self.began.elapsed().as_millis() as u64;
        // Not in one piece with all others: the list of a long session would be moved, and twice as long, ever again.
        let event = Arc::new(Event { session: self.session.clone(), seq: held.last_seq, at_ms, kind });
        if event.kind.is_passing() {
            if held.passing.len() == PASSING_HELD {
                held.passing.pop_front();
            }
            held.passing.push_back(event);
        } else {
            held.kept.push(event);
        }
        let newest = held.last_seq;
        drop(held);
        self.newest.send_replace(newest);
    }

    /// A reader of what comes after the event numbered `after_seq`.
    pub fn reader(self: &Arc<Self>, after_seq: u64) -> Reader {
        Reader { log: Arc::clone(self), last_seq: after_seq, newest: self.newest.subscribe() }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        // Every change is complete before the lock is let go: a panic elsewhere leaves nothing half done.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first event after a number, or whether there will be none.
    fn after(&self, seq: u64) -> Next {
        let held = self.lock();
        let kept = held.kept.get(held.kept.partition_point(|event| event.seq <= seq));
        let passing = held.passing.get(held.passing.partition_point(|event| event.seq <= seq));
        let first = match (kept, passing) {
            (Some(kept), Some(passing)) => Some(if kept.seq < passing.seq { kept } else { passing }),
            (kept, passing) => kept.or(passing),
        };
        match first {
            Some(event) => Next::Event(Arc::clone(event)),
            None if held.ended => Next::Over,
            None => Next::NotYet,
        }
    }
}

enum Next {
    Event(Arc<Event>),
    NotYet,
    Over,
}

/// Reads a log in order, from any place, at its own speed.
pub struct Reader {
    log: Arc<Log>,
    last_seq: u64,
    newest: watch::Receiver<u64>,
}

impl Reader {
    /// The next event, when it happens. None after the session's last.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            self.newest.mark_unchanged();
            match self.log.after(self.last_seq) {
                Next::Event(event) => {
                    self.last_seq = event.seq;
                    return Some(Arc::unwrap_or_clone(event));
                }
                Next::Over => return None,
                Next::NotYet => self.newest.changed().await.ok()?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::utterance::Speaker;

    fn log() -> Arc<Log> {
        Log::new(SessionId("s".into()), Instant::now())
    }

    fn kept(log: &Log) {
        log.emit(EventKind::QuestionPassed {
            utterance: convoally_shared::utterance::UtteranceId(1),
            reason: "because".into(),
        });
    }

    async fn seqs(mut reader: Reader) -> Vec<u64> {
        let mut found = Vec::new();
        while let Some(event) = reader.next().await {
            found.push(event.seq);
        }
        found
    }

    #[tokio::test]
    async fn a_reader_that_comes_back_gets_the_rest() {
        let log = log();
        kept(&log);
        kept(&log);
        log.emit(EventKind::Level { speaker: Speaker::Me, dbfs: -3.0 });
        kept(&log);
        log.emit(EventKind::SessionEnded);
        assert_eq!(seqs(log.reader(0)).await, [1, 2, 3, 4, 5]);
        assert_eq!(seqs(log.reader(2)).await, [3, 4, 5]);
        assert_eq!(seqs(log.reader(5)).await, [0; 0]);
    }

    #[tokio::test]
    async fn a_slow_reader_misses_passing_events_only() {
        let log = log();
        kept(&log);
        for _ in 0..PASSING_HELD + 10 {
            log.emit(EventKind::Level { speaker: Speaker::Me, dbfs: -3.0 });
        }
        kept(&log);
        log.emit(EventKind::SessionEnded);
        let found = seqs(log.reader(0)).await;
        assert_eq!(found.len(), PASSING_HELD + 3);
        assert_eq!((found[0], found[1]), (1, 12));
    }

    #[tokio::test]
    async fn a_waiting_reader_is_woken() {
        let log = log();
        let mut reader = log.reader(0);
        let waiting = tokio::spawn(async move { reader.next().await });
        tokio::task::yield_now().await;
        kept(&log);
        assert_eq!(waiting.await.unwrap().unwrap().seq, 1);
    }

    #[test]
    fn nothing_follows_the_end() {
        let log = log();
        log.emit(EventKind::SessionEnded);
        kept(&log);
        assert_eq!(log.lock().last_seq, 1);
    }
}
