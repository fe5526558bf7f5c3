//! One session on its way to the screen, and changes on their way to the host.

use super::model::{Opened, Parts};
use super::wire::{Amend, Amended, Read};
use crate::pages::desk;
use crate::pages::parts::{Job, whenever};
use convoally_shared::amendment::Change;
use convoally_shared::request::{ChangeSession, ReadSession};
use convoally_shared::session::SessionId;
use convoally_shared::utterance::UtteranceId;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// What the page shows. Copied into each part of it.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    id: StoredValue<SessionId>,
    /// The session; none before it was read.
    pub opened: RwSignal<Option<Opened>>,
    /// The reading.
    pub job: Job,
    /// The line that is to be scrolled to, from 0.
    pub wanted: RwSignal<Option<usize>>,
}

impl Reading {
    /// Reads it now, and again when the host is there again.
    pub fn new(id: SessionId) -> Self {
        let reading = Self {
            id: StoredValue::new(id),
            opened: RwSignal::new(None),
            job: Job::new(),
            wanted: RwSignal::new(None),
        };
        let ready = desk::ready();
        whenever(move || {
            if ready.get() {
                reading.read();
            }
        });
        reading
    }

    /// Which session.
    pub fn id(self) -> SessionId {
        self.id.get_value()
    }

    fn read(self) {
        let session = self.id();
        let parts = Rc::new(RefCell::new(Parts::default()));
        let taken = parts.clone();
        self.job.begin(async move {
            desk::follow(Read(ReadSession { session }), move |part| taken.borrow_mut().take(part)).await?;
            let whole = parts.take().whole();
            self.opened.set(Some(whole.ok_or_else(desk::unreadable)?));
            Ok(())
        });
    }

    /// Changes something, on the screen when the host has it. `then` is called then.
    pub fn change(self, job: Job, change: Change, then: impl FnOnce() + 'static) {
        self.change_all(job, vec![change], then);
    }

    /// Changes several things, one after the other.
    pub fn change_all(self, job: Job, changes: Vec<Change>, then: impl FnOnce() + 'static) {
        let session = self.id();
        job.begin(async move {
            for change in changes {
                let request = ChangeSession { session: session.clone(), change };
                let Amended(amendment) = desk::call(Amend(request)).await?;
                self.opened.update(|opened| opened.iter_mut().for_each(|opened| opened.amend(&amendment.change)));
            }
            then();
            Ok(())
        });
    }

    /// Something about the session, made anew only when it is different.
    pub fn part<T: PartialEq + Send + Sync + Default + 'static>(
        self,
        of: impl Fn(&Opened) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.opened.with(|opened| opened.as_ref().map(&of).unwrap_or_default()))
    }

    /// Goes to an utterance in the transcript.
    pub fn go_to(self, utterance: UtteranceId) {
        let line = self.opened.with_untracked(|opened| opened.as_ref().and_then(|opened| opened.line_of(utterance)));
        self.wanted.set(None);
        self.wanted.set(line);
    }
}
