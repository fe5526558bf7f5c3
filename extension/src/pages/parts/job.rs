//! One thing that a page does with the host: whether it is under way, and what went wrong with it last.

use convoally_shared::fault::Fault;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use std::pin::Pin;

/// A piece of work that can be begun again. It ends when the page does, and the call that it waits for is given up.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    owner: StoredValue<Option<Owner>>,
    /// Counts the beginnings: only the last one may tell how it ended.
    turn: StoredValue<u32>,
    busy: RwSignal<bool>,
    fault: RwSignal<Option<Fault>>,
}

impl Job {
    /// For the component that makes it.
    pub fn new() -> Self {
        Self {
            owner: StoredValue::new(Owner::current()),
            turn: StoredValue::new(0),
            busy: RwSignal::new(false),
            fault: RwSignal::new(None),
        }
    }

    /// Begins. What was begun before goes on, but does not tell any more how it ended.
    pub fn begin(self, work: impl Future<Output = Result<(), Fault>> + 'static) {
        self.begin_boxed(Box::pin(work));
    }

    /// One for all kinds of work: the module holds what spawns it once.
    fn begin_boxed(self, work: Pin<Box<dyn Future<Output = Result<(), Fault>>>>) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.busy.set(true);
        self.fault.set(None);
        let work = async move {
            let outcome = work.await;
            if self.turn.try_get_value() == Some(turn) {
                self.busy.set(false);
                self.fault.set(outcome.err());
            }
        };
        let owner = self.owner.get_value().unwrap_or_default();
        owner.with(|| spawn_local_scoped_with_cancellation(work));
    }

    /// Whether it is under way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What went wrong the last time; none while it is under way.
    pub fn fault(self) -> Signal<Option<Fault>> {
        self.fault.into()
    }

    /// Tells of a fault that the page itself found.
    pub fn fail(self, fault: Fault) {
        self.fault.set(Some(fault));
    }

    /// Takes the fault away.
    pub fn forgive(self) {
        self.fault.set(None);
    }
}

impl Default for Job {
    fn default() -> Self {
        Self::new()
    }
}
