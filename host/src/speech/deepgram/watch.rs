//! Notices that a line is dead although nobody closed it.

use std::time::Duration;
use tokio::time::Instant;

/// A ping goes out so often. Pings also keep a Flux stream open.
const PING_EVERY: Duration = Duration::from_millis(500);
/// Without any sign of life for so long after a ping, the line is gone: two seconds after the last one at the latest.
/// Holds where pings were answered before.
const DEAF_AFTER: Duration = Duration::from_millis(1_500);
/// Sound that is not answered for so long is not listened to. Results come once a second, silence included, so that
/// three are missing; what was too hasty costs no word, because the sound is held and sent again.
const STALLED_AFTER: Duration = Duration::from_secs(3);
/// Sound must have been sent for so long before an answer to it is due.
const ANSWER_DUE: Duration = Duration::from_secs(2);
/// Nova closes a stream that gets nothing for 10 s and advises a message every 3 to 5 s.
const KEEP_ALIVE_AFTER: Duration = Duration::from_secs(4);

/// What a connection is owed.
#[derive(Debug)]
pub(super) struct Watch {
    /// The last sign of life.
    heard: Instant,
    /// The first ping since.
    asked: Option<Instant>,
    last_ping: Instant,
    answers_pings: bool,
    /// The first sound that no answer has followed, and the length of all of it.
    unanswered: Option<(Instant, Duration)>,
    /// The end was asked for, and this was the last answer since.
    closing: Option<Instant>,
    last_sent: Instant,
}

impl Watch {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            heard: now,
            asked: None,
            last_ping: now,
            answers_pings: false,
            unanswered: None,
            closing: None,
            last_sent: now,
        }
    }

    /// A message or any other sign of life has come.
    pub(super) fn alive(&mut self, now: Instant) {
        self.heard = now;
        self.asked = None;
    }

    /// A ping was answered.
    pub(super) fn pong(&mut self, now: Instant) {
        self.answers_pings = true;
        self.alive(now);
    }

    /// Sound was answered.
    pub(super) fn answered(&mut self, now: Instant) {
        self.unanswered = None;
        self.closing = self.closing.map(|_| now);
    }

    /// Sound was sent.
    pub(super) fn sent(&mut self, length: Duration, now: Instant) {
        self.last_sent = now;
        let (since, before) = self.unanswered.unwrap_or((now, Duration::ZERO));
        self.unanswered = Some((since, before + length));
    }

    /// The end of the stream was asked for, which deserves an answer even without sound.
    pub(super) fn closing(&mut self, now: Instant) {
        self.closing = Some(now);
    }

    /// Whether to send a ping now; it is taken for sent then.
    pub(super) fn wants_ping(&mut self, now: Instant) -> bool {
        let due = now - self.last_ping >= PING_EVERY;
        if due {
            self.last_ping = now;
            self.asked.get_or_insert(now);
        }
        due
    }

    /// Whether to send a message so that the stream stays open; it is taken for sent then.
    pub(super) fn wants_keep_alive(&mut self, now: Instant) -> bool {
        let due = now - self.last_sent >= KEEP_ALIVE_AFTER;
        if due {
            self.last_sent = now;
        }
        due
    }

    /// Since when the line is dead, if it is.
    pub(super) fn dead_since(&self, now: Instant) -> Option<Instant> {
        let deaf = self.asked.filter(|asked| self.answers_pings && now - *asked >= DEAF_AFTER);
        let sound = self.unanswered.filter(|(_, length)| *length >= ANSWER_DUE).map(|(since, _)| since);
        let stalled = sound.into_iter().chain(self.closing).find(|since| now - *since >= STALLED_AFTER);
        deaf.map(|_| self.heard).into_iter().chain(stalled).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn sound_without_an_answer_is_a_dead_line_and_silence_without_sound_is_not() {
        let mut now = Instant::now();
        let mut watch = Watch::new(now);
        now += 60 * SECOND;
        assert_eq!(watch.dead_since(now), None);
        let began = now;
        for _ in 0..3 {
            assert_eq!(watch.dead_since(now), None);
            watch.sent(SECOND, now);
            now += SECOND;
        }
        assert_eq!(watch.dead_since(now), Some(began));
        watch.answered(now);
        assert_eq!(watch.dead_since(now), None);
    }

    #[test]
    fn an_unanswered_ping_counts_only_where_pings_are_answered() {
        let mut now = Instant::now();
        let mut watch = Watch::new(now);
        for _ in 0..10 {
            now += SECOND;
            assert!(watch.wants_ping(now));
        }
        assert_eq!(watch.dead_since(now), None);
        watch.pong(now);
        let last_life = now;
        while now - last_life < 2 * SECOND {
            assert_eq!(watch.dead_since(now), None);
            now += PING_EVERY;
            watch.wants_ping(now);
        }
        assert_eq!(watch.dead_since(now), Some(last_life));
    }

    #[test]
    fn the_end_of_a_stream_is_not_waited_for_without_end() {
        let now = Instant::now();
        let mut watch = Watch::new(now);
        watch.closing(now);
        assert!(watch.dead_since(now + STALLED_AFTER).is_some());
    }

    #[test]
    fn a_stream_without_sound_is_kept_open() {
        let now = Instant::now();
        let mut watch = Watch::new(now);
        assert!(!watch.wants_keep_alive(now + SECOND));
        assert!(watch.wants_keep_alive(now + KEEP_ALIVE_AFTER));
        assert!(!watch.wants_keep_alive(now + KEEP_ALIVE_AFTER + SECOND));
    }
}
