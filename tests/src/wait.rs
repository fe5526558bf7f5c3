//! Waiting for a condition, never for a span of time.

use crate::error::{Error, Result};
use std::time::{Duration, Instant};

/// How often a condition is looked at.
const EVERY: Duration = Duration::from_millis(25);

/// Polls `condition` until it gives a value; the value is returned. `what` completes the sentence "waited for …".
///
/// # Errors
/// [`Error::Waited`] after `limit`.
pub async fn until<T>(what: &str, limit: Duration, mut condition: impl AsyncFnMut() -> Option<T>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(value) = condition().await {
            return Ok(value);
        }
        if begun.elapsed() > limit {
            return Err(Error::Waited { what: what.to_owned(), limit });
        }
        tokio::time::sleep(EVERY).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_condition_that_becomes_true_ends_the_wait_with_its_value() {
        let mut looks = 0;
        let value = until("three looks", Duration::from_secs(60), async || {
            looks += 1;
            (looks == 3).then_some(looks)
        });
        assert_eq!(value.await.unwrap(), 3);
    }

    #[tokio::test]
    async fn a_wait_without_end_names_what_it_waited_for() {
        let error = until::<()>("the tide", Duration::ZERO, async || None).await.unwrap_err();
        assert!(error.to_string().contains("the tide"));
    }
}
