//! An hour of twenty questions a minute, twenty times as fast: no growth, and no answer on another question's card.

use convoally_shared::event::{Event, EventKind};
use convoally_shared::question::QuestionId;
use convoally_shared::request::{AskQuestion, StartSession};
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::native_port::NativePort;
use convoally_tests::process::resident_memory;
use convoally_tests::provider::Provider;
use convoally_tests::report::Figure;
use convoally_tests::sound::SoundServer;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Questions of the hour.
const QUESTIONS: usize = 1_200;
/// Twenty a minute, twenty times as fast.
const EVERY: Duration = Duration::from_millis(150);
/// Until then what a session needs is loaded and used.
const SETTLED: usize = QUESTIONS / 6;
/// The last drafts may take so long to be complete.
const LAST_DRAFTS: Duration = Duration::from_secs(10);
const PIECES: usize = 30;
const PACE: Duration = Duration::from_millis(5);

/// What was seen of the questions and their drafts.
#[derive(Default)]
struct Seen {
    /// The text of each question, and when it was found, milliseconds since the session began.
    asked: HashMap<QuestionId, (String, u64)>,
    /// From a question to its card, milliseconds.
    card_ms: Vec<f64>,
    /// Pieces of drafts so far.
    so_far: HashMap<QuestionId, String>,
    finished: usize,
    failed: usize,
    mixed_up: usize,
}

/// The figures and what they are of.
pub async fn measured(host: &Path) -> Result<(Vec<Figure>, String)> {
    println!("An hour of typed questions, twenty times as fast …");
    let provider = Provider::start(echo, PACE).await?;
    let sound = SoundServer::start().await?;
    let host = Host::new(host, false)?.drafting_with(provider.base());
    host.pull_model("base-q8_0")?;
    fixtures::documents().iter().try_for_each(|document| host.add_document(document))?;
    let mut port = NativePort::open(&host, sound.envs()).await?;
    port.ask(&StartSession { consent: true, ..StartSession::default() }).await?;
    let process = port.process().ok_or_else(|| Error::Unexpected("the host has ended".to_owned()))?;
    let (mut seen, mut settled, mut later) = (Seen::default(), 0, 0);
    let began = Instant::now();
    for number in 0..QUESTIONS {
        port.ask(&AskQuestion { text: format!("What did you learn from case {number} about deployments?") }).await?;
        let next = began + EVERY * (number as u32 + 1);
        while let Ok(event) = timeout(next.saturating_duration_since(Instant::now()), port.event()).await {
            seen.take(&event?);
        }
        let memory = resident_memory(process)?;
        if number > SETTLED {
            later = later.max(memory);
        } else if number > SETTLED / 2 {
            settled = settled.max(memory);
        }
    }
    while let Ok(event) = timeout(LAST_DRAFTS, port.event()).await {
        seen.take(&event?);
        if seen.finished + seen.failed >= QUESTIONS {
            break;
        }
    }
    let single = |name, unit, value: f64| Figure::single(name, unit, QUESTIONS, value);
    let figures = vec![
        single("cards mixed up", "cards", seen.mixed_up as f64).at_most(0.0),
        single("drafts that did not come", "drafts", (QUESTIONS - seen.finished.min(QUESTIONS)) as f64).at_most(0.0),
        single("memory grown since the tenth minute", "MB", later.saturating_sub(settled) as f64 / 1e6).at_most(5.0),
        Figure::of("question → recall card, events", "ms", seen.card_ms)?.p95_at_most(50.0),
    ];
    let note = format!("{QUESTIONS} typed questions, one every {} ms, each with a draft", EVERY.as_millis());
    Ok((figures, note))
}

/// Names the case of the question in every piece.
fn echo(request: &str) -> Vec<String> {
    let question = request.rsplit("<question").next().unwrap_or_default();
    vec![format!("case-{} ", case(question)); PIECES]
}

/// The number behind the word `case`; a word that no question holds where there is none.
fn case(question: &str) -> String {
    let mut words = question.split_whitespace().skip_while(|word| *word != "case");
    words.nth(1).unwrap_or("none").to_owned()
}

impl Seen {
    fn take(&mut self, event: &Event) {
        match &event.kind {
            EventKind::QuestionFound { question } => {
                self.asked.insert(question.id, (question.text.clone(), event.at_ms));
            }
            EventKind::CardOpened { card } => {
                let asked = self.asked.get(&card.question).map(|(_, at)| *at);
                self.card_ms.extend(asked.map(|asked| (event.at_ms - asked) as f64));
            }
            EventKind::DraftDelta { question, text, .. } => self.so_far.entry(*question).or_default().push_str(text),
            EventKind::DraftFinished { question, text, .. } => {
                self.finished += 1;
                let own = self.asked.get(question).map(|(text, _)| format!("case-{}", case(text)));
                let is_own =
                    |text: &str| own.as_ref().is_some_and(|own| text.split_whitespace().all(|word| word == own));
                let told = self.so_far.remove(question).unwrap_or_default();
                self.mixed_up += usize::from(!is_own(text) || !is_own(&told));
            }
            EventKind::DraftFailed { .. } => self.failed += 1,
            _ => {}
        }
    }
}
