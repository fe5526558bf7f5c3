//! One side's requests: holds the sound until there is a text, repeats what failed, and tells what leaves the
//! computer and what went wrong.

use super::client::Client;
use super::error::{Trouble, words_lost};
use super::wave::wave;
use crate::speech::decoder::{Decoder, Pending, Request, Urgency};
use crate::speech::{FromEngine, Report, to_ms};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};

/// How long is waited before a request is repeated.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Before the first repetition, which nobody is told of.
    pub at_once: Duration,
    /// Longest wait that a server may ask for instead.
    pub asked_for: Duration,
    /// Before each further one. Sound waits meanwhile, at first here and then in its source.
    pub later: [Duration; 4],
}

impl Default for Patience {
    fn default() -> Self {
        let later = [2, 4, 8, 16].map(Duration::from_secs);
        Self { at_once: Duration::from_millis(250), asked_for: Duration::from_secs(5), later }
    }
}

/// How the server was doing when it was last heard of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Well,
    /// It failed, and the user knows.
    Failing,
    /// An utterance was lost: the next ones are not repeated for long, or they would pile up for ever.
    Losing,
}

/// One side's decoder.
pub struct Side {
    line: Arc<Line>,
}

struct Line {
    client: Arc<Client>,
    permits: Arc<Semaphore>,
    all_permits: usize,
    patience: Patience,
    speaker: Speaker,
    reports: mpsc::Sender<FromEngine>,
    health: AtomicU8,
    requests: AtomicU64,
    bytes: AtomicU64,
    samples: AtomicU64,
}

impl Side {
    pub fn new(
        client: Arc<Client>,
        permits: Arc<Semaphore>,
        patience: Patience,
        speaker: Speaker,
        reports: mpsc::Sender<FromEngine>,
    ) -> Self {
        let all_permits = super::MOST_REQUESTS;
        let health = AtomicU8::new(Health::Well as u8);
        let [requests, bytes, samples] = [0; 3].map(AtomicU64::new);
        let line = Line { client, permits, all_permits, patience, speaker, reports, health, requests, bytes, samples };
        Self { line: Arc::new(line) }
    }
}

impl Decoder for Side {
    fn request(&self, request: Request) -> Pending {
        let (pending, reply) = Pending::new();
        let line = Arc::clone(&self.line);
        tokio::spawn(async move {
            let give_up = reply.give_up().clone();
            let text = tokio::select! {
                biased;
                () = give_up.said() => None,
                text = line.text(&request) => text,
            };
            reply.send(Ok(text));
        });
        pending
    }

    fn is_idle(&self) -> bool {
        self.line.permits.available_permits() == self.line.all_permits
    }

    fn is_metered(&self) -> bool {
        !self.line.client.is_here()
    }
}

impl Line {
    /// The text; empty when it had to be given up, which is told.
    async fn text(&self, request: &Request) -> Option<String> {
        let sound = wave(&request.samples);
        let mut tries = 0;
        loop {
            let trouble = match self.send(&sound, request.samples.len()).await {
                Ok(text) => {
                    self.recovered().await;
                    return Some(text);
                }
                Err(trouble) => trouble,
            };
            if request.urgency == Urgency::Interim {
                return None;
            }
            match self.wait_before(&trouble, tries) {
                Some(wait) => {
                    if tries > 0 || !trouble.may_pass() {
                        self.failing(&trouble).await;
                    }
                    tokio::time::sleep(wait).await;
                    tries += 1;
                }
                None => {
                    self.lost(request.samples.len(), &trouble).await;
                    return Some(String::new());
                }
            }
        }
    }

    /// How long to wait before the next try; none when this was the last.
    fn wait_before(&self, trouble: &Trouble, tries: usize) -> Option<Duration> {
        if tries == 0 && trouble.may_pass() {
            return Some(match trouble {
                Trouble::RateLimited { retry_after: Some(wait) } => (*wait).min(self.patience.asked_for),
                _ => self.patience.at_once,
            });
        }
        let losing = self.health.load(Ordering::Relaxed) == Health::Losing as u8;
        let later = self.patience.later.get(tries.saturating_sub(1)).copied();
        later.filter(|_| !losing)
    }

    /// One try, when it is its turn.
    async fn send(&self, sound: &[u8], samples: usize) -> Result<String, Trouble> {
        // The semaphore is never closed.
        let _permit = self.permits.acquire().await.map_err(|_| Trouble::Unreachable)?;
        if self.client.is_here() {
            return self.client.transcribe(sound.to_vec()).await;
        }
        if self.requests.fetch_add(1, Ordering::Relaxed) == 0 {
            let recipient = self.client.host();
            self.tell(Report::Sent { recipient, requests: 0, bytes: 0, audio_ms: 0 }).await;
        }
        self.bytes.fetch_add(self.client.weight(sound.len()), Ordering::Relaxed);
        self.samples.fetch_add(samples as u64, Ordering::Relaxed);
        let text = self.client.transcribe(sound.to_vec()).await;
        self.tell(self.sent()).await;
        text
    }

    /// What was sent so far. The checks before the session, which carry the names too, are told with it.
    fn sent(&self) -> Report {
        let (requests, bytes) = self.client.checks();
        let [requests, bytes] = [(&self.requests, requests), (&self.bytes, bytes)]
            .map(|(count, more)| count.fetch_add(more, Ordering::Relaxed) + more);
        let audio_ms = to_ms(self.samples.load(Ordering::Relaxed));
        Report::Sent { recipient: self.client.host(), requests, bytes, audio_ms }
    }

    async fn recovered(&self) {
        if self.health.swap(Health::Well as u8, Ordering::Relaxed) != Health::Well as u8 {
            self.changed(None).await;
        }
    }

    async fn failing(&self, trouble: &Trouble) {
        let (well, failing) = (Health::Well as u8, Health::Failing as u8);
        if self.health.compare_exchange(well, failing, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            self.changed(Some(self.client.error(trouble.clone()).into())).await;
        }
    }

    async fn lost(&self, samples: usize, trouble: &Trouble) {
        self.health.store(Health::Losing as u8, Ordering::Relaxed);
        let because = self.client.error(trouble.clone()).into();
        self.changed(Some(words_lost(to_ms(samples as u64) / 1000, because))).await;
    }

    async fn changed(&self, fault: Option<Fault>) {
        self.tell(Report::Changed { engine: self.client.label(), fault }).await;
    }

    async fn tell(&self, report: Report) {
        // A closed channel means that the session is over and nobody wants to know.
        let _ = self.reports.send(FromEngine { speaker: self.speaker, report }).await;
    }
}
