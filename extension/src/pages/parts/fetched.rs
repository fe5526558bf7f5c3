//! What a page shows of the host: asked for when the page opens, and again when the host is there again.

use super::job::Job;
use super::whenever::whenever;
use crate::pages::{desk, json};
use convoally_shared::request::Request;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

/// A reply whose type is known to who reads it: signals and calls of all replies are one piece of code.
type Reply = Arc<dyn Any + Send + Sync>;

/// The reply to a request. It stays on the screen while it is asked for anew.
#[derive(Debug)]
pub struct Fetched<T> {
    store: Store,
    reply: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy, Debug)]
struct Store {
    value: RwSignal<Option<Reply>>,
    job: Job,
    again: Trigger,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Send + Sync + Clone + 'static> Fetched<T> {
    /// Asks `request()` each time when a signal that it reads changes, while the host is there.
    pub fn new<R: Request<Reply = T> + 'static>(request: impl Fn() -> R + 'static) -> Self {
        let store = Store { value: RwSignal::new(None), job: Job::new(), again: Trigger::new() };
        let ready = desk::ready();
        whenever(move || {
            store.again.track();
            let request = request();
            if ready.get() {
                store.fetch(desk::call_for_value(&request), |value| Some(Arc::new(json::read::<T>(value)?)));
            }
        });
        Self { store, reply: PhantomData }
    }

    /// Asks once more: something was changed.
    pub fn again(self) {
        self.store.again.notify();
    }

    /// The last reply, without following it.
    pub fn get_untracked(self) -> Option<T> {
        typed(&self.store.value.get_untracked()?)
    }

    /// The last reply; none before the first.
    pub fn get(self) -> Option<T> {
        typed(&self.store.value.get()?)
    }

    /// Changes what is shown, where the page knows already what the host will say.
    pub fn set(self, value: T) {
        self.store.value.set(Some(Arc::new(value)));
    }

    /// The asking: under way, or failed.
    pub fn job(self) -> Job {
        self.store.job
    }
}

impl Store {
    fn fetch(self, asked: desk::Outcome<Value>, read: fn(&Value) -> Option<Reply>) {
        self.job.begin(async move {
            let reply = read(&asked.await?).ok_or_else(desk::unreadable)?;
            self.value.set(Some(reply));
            Ok(())
        });
    }
}

fn typed<T: Clone + 'static>(reply: &Reply) -> Option<T> {
    reply.downcast_ref::<T>().cloned()
}
