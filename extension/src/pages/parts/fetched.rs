//! What a page shows of the host: asked for when the page opens, and again when the host is there again.

use super::job::Job;
use super::whenever::whenever;
use crate::pages::desk;
use convoally_shared::request::Request;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

/// The reply to a request. It stays on the screen while it is asked for anew.
#[derive(Debug)]
pub struct Fetched<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    job: Job,
    again: Trigger,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Send + Sync + Clone + 'static> Fetched<T> {
    /// Asks `request()` each time when a signal that it reads changes, while the host is there.
    pub fn new<R: Request<Reply = T> + 'static>(request: impl Fn() -> R + 'static) -> Self {
        let fetched = Self { value: RwSignal::new(None), job: Job::new(), again: Trigger::new() };
        let ready = desk::ready();
        whenever(move || {
            fetched.again.track();
            let request = request();
            if ready.get() {
                fetched.job.begin(async move {
                    let value = desk::call(request).await?;
                    fetched.value.set(Some(value));
                    Ok(())
                });
            }
        });
        fetched
    }

    /// Asks once more: something was changed.
    pub fn again(self) {
        self.again.notify();
    }

    /// The last reply, without following it.
    pub fn get_untracked(self) -> Option<T> {
        self.value.get_untracked()
    }

    /// The last reply; none before the first.
    pub fn get(self) -> Option<T> {
        self.value.get()
    }

    /// Changes what is shown, where the page knows already what the host will say.
    pub fn set(self, value: T) {
        self.value.set(Some(value));
    }

    /// The asking: under way, or failed.
    pub fn job(self) -> Job {
        self.job
    }
}
