//! Sees the HTTP status that async-openai 0.43 keeps to itself, and bounds its retries.
//!
//! The crate answers 429 and 5xx by waiting as long as `retry-after` says and asking again, up to three times,
//! unseen; and a refusal whose body is not the JSON that it expects loses its status on the way. Both matter: a
//! draft that comes after the next question is worthless, and a wrong key must be called one. reqwest lets a
//! client's retry policy look at each response, in the task that asked; the policy here never retries and only
//! notes the status for that task.

use reqwest::ClientBuilder;
use std::future::{Future, pending};
use std::time::Duration;
use tokio::sync::watch;

tokio::task_local! {
    /// The status of the last response to the request of this task.
    static LAST: watch::Sender<Option<u16>>;
}

/// What became of a request.
pub(super) enum Opening<T> {
    /// The crate is done with it; beside it the last status that was seen.
    Done(T, Option<u16>),
    /// The crate still asks again, and the time for that is over.
    TurnedAway(u16),
}

/// Makes a client note each status for [`open`].
pub(super) fn noting_status(builder: ClientBuilder) -> ClientBuilder {
    builder.retry(reqwest::retry::never().classify_fn(|reply| {
        if let Some(status) = reply.status() {
            let _ = LAST.try_with(|last| last.send_replace(Some(status.as_u16())));
        }
        reply.success()
    }))
}

/// Runs a request of such a client, and gives it up when `grace` has passed since it was first turned away.
pub(super) async fn open<F: Future>(request: F, grace: Duration) -> Opening<F::Output> {
    let last = watch::Sender::new(None);
    let mut seen = last.subscribe();
    let mut seen_by_clock = last.subscribe();
    let out_of_grace = async move {
        let turned_away = |status: &Option<u16>| matches!(status, Some(429 | 500..=599));
        let Some(status) = seen_by_clock.wait_for(turned_away).await.ok().and_then(|status| *status) else {
            return pending().await;
        };
        tokio::time::sleep(grace).await;
        status
    };
    tokio::select! {
        biased;
        output = LAST.scope(last, request) => Opening::Done(output, *seen.borrow_and_update()),
        status = out_of_grace => Opening::TurnedAway(status),
    }
}
