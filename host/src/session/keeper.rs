//! Carries a session's events from the log into the vault, on a thread of its own, so that a slow disk never
//! holds up the sound.

use super::log::Log;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::fault::Fault;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

/// So often a write is tried again after the session's end, when nobody looks at the screen any more: 5 s.
const TRIES_AFTER_THE_END: u32 = 10;
/// How long to wait before a refused write is tried again: a full disk may be cleared by the user.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Starts the thread. `append` stores one event durably, or says why not; it is called for every kept event in
/// order, and again for one that it refused. The thread ends after `SessionEnded`, or with the fault for which the
/// last events could not be stored.
///
/// # Errors
/// A fault when the computer refuses the thread.
pub fn keep(
    log: &Arc<Log>,
    append: impl FnMut(&Event) -> Result<(), Fault> + Send + 'static,
) -> Result<JoinHandle<Result<(), Fault>>, Fault> {
    let runtime = tokio::runtime::Handle::current();
    let log = Arc::clone(log);
    std::thread::Builder::new().name("keeper".into()).spawn(move || runtime.block_on(carry(&log, append))).map_err(
        |_| {
            Fault::new(
                "session.no_thread",
                "The computer refused another thread for the history.",
                "Close other programs and start again.",
            )
        },
    )
}

async fn carry(log: &Arc<Log>, mut append: impl FnMut(&Event) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut reader = log.reader(0);
    let mut told: Option<String> = None;
    let mut tries_left = TRIES_AFTER_THE_END;
    while let Some(event) = reader.next().await {
        if event.kind.is_passing() {
            continue;
        }
        while let Err(fault) = append(&event) {
            if log.has_ended() {
                tries_left = tries_left.checked_sub(1).ok_or_else(|| fault.clone())?;
            }
            // Said once for each cause; the events wait in the log meanwhile.
            if told.as_ref() != Some(&fault.code) {
                told = Some(fault.code.clone());
                log.emit(EventKind::Faulted { fault });
            }
            tokio::time::sleep(TRY_AGAIN_AFTER).await;
        }
        told = None;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use convoally_shared::session::SessionId;
    use convoally_shared::utterance::{Speaker, UtteranceId};
    use std::sync::Mutex;
    use std::time::Instant;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_refused_event_is_stored_later_and_in_order() {
        let log = Log::new(SessionId("s".into()), Instant::now());
        let stored: Arc<Mutex<Vec<u64>>> = Arc::default();
        let mut refusals = 1;
        // Both before the thread starts: what it tells is then the third.
        log.emit(EventKind::QuestionPassed { utterance: UtteranceId(1), reason: String::new() });
        log.emit(EventKind::Level { speaker: Speaker::Me, dbfs: 0.0 });
        let keeper = keep(&log, {
            let stored = Arc::clone(&stored);
            move |event| {
                if refusals > 0 {
                    refusals -= 1;
                    return Err(Fault::new("vault.disk_full", "Full.", "Clear it."));
                }
                stored.lock().unwrap().push(event.seq);
                Ok(())
            }
        })
        .unwrap();
        let mut reader = log.reader(2);
        let told = reader.next().await.unwrap();
        assert!(matches!(told.kind, EventKind::Faulted { fault } if fault.code == "vault.disk_full"));
        while stored.lock().unwrap().len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        log.emit(EventKind::SessionEnded);
        tokio::task::spawn_blocking(move || keeper.join().unwrap()).await.unwrap().unwrap();
        assert_eq!(*stored.lock().unwrap(), [1, 3, 4]);
    }
}
