//! Counts what leaves the computer: the sound, and the addresses of the connections, in which names and terms stand.

use crate::speech::{Report, to_ms};
use std::time::Duration;
use tokio::time::Instant;

/// It is told so often.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// One side's count. Sound that is sent twice counts twice.
#[derive(Debug)]
pub(super) struct Usage {
    recipient: String,
    connections: u64,
    bytes: u64,
    samples: u64,
    /// When it was last told, and how many bytes those were.
    told: Option<(Instant, u64)>,
}

impl Usage {
    pub(super) fn new(recipient: String) -> Self {
        Self { recipient, connections: 0, bytes: 0, samples: 0, told: None }
    }

    /// To be told before the first connection, and now and again after that.
    pub(super) fn due(&mut self, now: Instant) -> Option<Report> {
        let due = self.told.is_none_or(|(at, bytes)| bytes != self.bytes && now - at >= TOLD_EVERY);
        due.then(|| self.tell(now))
    }

    /// To be told at the end.
    pub(super) fn last(&mut self) -> Option<Report> {
        self.told.is_some_and(|(_, bytes)| bytes != self.bytes).then(|| self.tell(Instant::now()))
    }

    fn tell(&mut self, now: Instant) -> Report {
        self.told = Some((now, self.bytes));
        let (recipient, audio_ms) = (self.recipient.clone(), to_ms(self.samples));
        Report::Sent { recipient, requests: self.connections, bytes: self.bytes, audio_ms }
    }

    /// Connections were asked for under addresses of so many bytes altogether.
    pub(super) fn asked(&mut self, connections: u64, bytes: u64) {
        self.connections += connections;
        self.bytes += bytes;
    }

    /// Sound was sent, two bytes a sample.
    pub(super) fn sent(&mut self, samples: usize) {
        self.samples += samples as u64;
        self.bytes += samples as u64 * 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_first_then_the_count_every_ten_seconds_and_at_the_end() {
        let (mut usage, began) = (Usage::new("api.deepgram.com".into()), Instant::now());
        assert_eq!(usage.last(), None, "nothing was sent");
        let told = |requests, bytes, audio_ms| {
            Some(Report::Sent { recipient: "api.deepgram.com".into(), requests, bytes, audio_ms })
        };
        assert_eq!(usage.due(began), told(0, 0, 0));
        usage.asked(1, 100);
        usage.sent(16_000);
        assert_eq!(usage.due(began), None);
        assert_eq!(usage.due(began + TOLD_EVERY), told(1, 32_100, 1_000));
        assert_eq!(usage.last(), None);
        usage.sent(1_600);
        assert_eq!(usage.last(), told(1, 35_300, 1_100));
    }
}
