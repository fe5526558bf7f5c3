//! The measurements, all in milliseconds.

use crate::Failure;
use crate::calls::{Chance, id, said, session, word};
use crate::subject::Subject;
use convoally::session::keeper;
use convoally::session::log::Log;
use convoally::vault::Vault;
use convoally::vault::search::{Only, Search};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::session::SessionId;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Words of one kind that are looked for.
const WORDS: u64 = 60;
/// Sessions that are opened, lists that are read, starts.
const OPENED: u64 = 200;
const LISTED: usize = 30;
const STARTED: usize = 12;
/// Utterances of the session that is kept while the event loop is watched.
const KEPT: u32 = 3_000;
/// Between two of them: far shorter than anybody speaks.
const PAUSE: Duration = Duration::from_millis(2);
/// How often the event loop is asked whether it still turns.
const TICK: Duration = Duration::from_millis(5);

/// Keeps so many sessions the way that a host does, event by event.
pub fn fill(vault: &mut Vault, sessions: u64, utterances: u32) -> Result<(), Failure> {
    for number in 0..sessions {
        for event in session(number, utterances) {
            vault.append(&event)?;
        }
    }
    Ok(())
}

/// What is looked for: words that nearly nobody says, words of nearly every utterance, and two at once.
pub fn searches() -> Vec<(&'static str, String)> {
    let mut chance = Chance::new(7);
    let mut searches = Vec::new();
    for number in 0..WORDS {
        searches.push(("rare", word(8_000 + chance.below(20_000) as usize)));
        searches.push(("common", word(number as usize)));
        let two = [chance.below(60), 10 + chance.below(2_000)].map(|place| word(place as usize));
        searches.push(("two words", two.join(" ")));
    }
    searches
}

/// Each of the searches once: how long it took by its kind.
pub fn search(vault: &mut Vault) -> Result<Vec<(&'static str, f64)>, Failure> {
    let mut times = Vec::new();
    for (kind, words) in searches() {
        let search = Search { words, only: Only::default(), said: None, most: 10 };
        let began = Instant::now();
        vault.search(&search)?;
        times.push((kind, ms(began)));
    }
    Ok(times)
}

/// Any sessions, with all that overlay and exporters show of them.
pub fn open(vault: &Vault, sessions: u64) -> Result<Vec<f64>, Failure> {
    let mut chance = Chance::new(11);
    let mut times = Vec::new();
    for _ in 0..OPENED {
        let id = id(chance.below(sessions));
        let began = Instant::now();
        vault.view(&id)?;
        times.push(ms(began));
    }
    Ok(times)
}

pub fn list(vault: &Vault) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::new();
    for _ in 0..LISTED {
        let began = Instant::now();
        vault.sessions()?;
        times.push(ms(began));
    }
    Ok(times)
}

/// Unlocked, opened, and the first session of the list read.
pub fn start(subject: &Subject) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::new();
    for _ in 0..STARTED {
        let began = Instant::now();
        drop(subject.open()?);
        times.push(ms(began));
    }
    Ok(times)
}

/// A session on the keeper's path: how long each utterance took to be durable, and how late the event loop was meanwhile.
pub fn keep(vault: Vault, name: &str) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    // One thread for everything, as when the other cores belong to the meeting.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let log = Log::new(SessionId(name.to_owned()), Instant::now());
    let appended: Arc<Mutex<Vec<f64>>> = Arc::default();
    runtime.block_on(async {
        let keeper = keeper::keep(&log, {
            let (appended, mut vault) = (Arc::clone(&appended), vault);
            move |event| {
                let began = Instant::now();
                vault.append(event)?;
                if matches!(event.kind, EventKind::UtteranceFinal { .. }) {
                    appended.lock().unwrap_or_else(PoisonError::into_inner).push(ms(began));
                }
                Ok::<(), Fault>(())
            }
        })?;
        let late = tokio::spawn(lateness());
        let mut chance = Chance::new(13);
        let first = session(u64::from(u32::MAX), 0).swap_remove(0);
        log.emit(first.kind);
        for utterance in 1..=KEPT {
            log.emit(said(log.session(), 0, utterance, &mut chance).kind);
            tokio::time::sleep(PAUSE).await;
        }
        late.abort();
        log.emit(EventKind::SessionEnded);
        tokio::task::spawn_blocking(move || keeper.join())
            .await
            .map_err(|_| "the keeper was lost")?
            .map_err(|_| "it panicked")??;
        Ok::<(), Failure>(())
    })?;
    let late = LATE.lock().unwrap_or_else(PoisonError::into_inner).split_off(0);
    let appended = appended.lock().unwrap_or_else(PoisonError::into_inner).split_off(0);
    Ok((appended, late))
}

static LATE: Mutex<Vec<f64>> = Mutex::new(Vec::new());

/// How much later than asked for a timer of the event loop comes.
async fn lateness() {
    loop {
        let began = Instant::now();
        tokio::time::sleep(TICK).await;
        let late = (began.elapsed().saturating_sub(TICK)).as_secs_f64() * 1000.0;
        LATE.lock().unwrap_or_else(PoisonError::into_inner).push(late);
    }
}

fn ms(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1000.0
}
