//! What the pages ask of the host, and what they hear of it and of the running session, by way of the hub.
//!
//! [`call`] asks, [`follow`] asks what takes a while, [`listen`] starts a session; what they return is dropped to give
//! the call up. [`status`], [`session`] and [`meeting`] are signals. [`book`] has the open calls, [`line`] the port. Never
//! here: what a page makes of it. One desk a document, so these are functions and no type.

mod book;
mod line;

use crate::link::HostStatus;
use crate::link::desk::{FromDesk, ToDesk};
use crate::link::event::Packed;
use crate::locale::say;
use crate::pages::around::TabId;
use crate::pages::json;
use book::{Book, Follower};
use convoally_shared::fault::Fault;
use convoally_shared::request::{Request, StartSession, Started};
use convoally_shared::session::SessionId;
use convoally_shared::view::{Phase, SessionView};
use convoally_shared::wire::Call;
use leptos::prelude::{ArcRwSignal, Get, GetUntracked, Memo, ReadSignal, Set, Update};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

thread_local! {
    static BOOK: RefCell<Book> = RefCell::default();
    static STATUS: ArcRwSignal<HostStatus> = ArcRwSignal::default();
    static SESSION: ArcRwSignal<SessionView> = ArcRwSignal::default();
    static MEETING: ArcRwSignal<Option<(TabId, Option<String>)>> = ArcRwSignal::default();
}

/// Opens the port to the hub, and again whenever the browser restarts the hub.
pub fn open() {
    line::connect(heard, lost);
}

/// Asks the host. Dropping the call before its outcome gives it up.
pub fn call<R: Request>(request: R) -> Outcome<R::Reply> {
    ask_host(&request, None)
}

/// As [`call`], for whoever reads the reply.
pub fn call_for_value(request: &impl Request) -> Outcome<Value> {
    ask_host(request, None)
}

/// Asks the host for what takes a while; `on_progress` gets each piece that comes before the outcome.
pub fn follow<R: Request>(request: R, on_progress: impl Fn(R::Progress) + 'static) -> Outcome<R::Reply> {
    let follower = move |piece: Value| {
        // A piece that this release cannot read is passed over: the outcome counts.
        if let Some(piece) = json::read(&piece) {
            on_progress(piece);
        }
    };
    ask_host(&request, Some(Rc::new(follower)))
}

/// Starts a session. With a tab that carries the overlay, the others are heard in that tab alone.
pub fn listen(tab: Option<TabId>, start: StartSession) -> Outcome<Started> {
    let Some(tab) = tab else { return call(start) };
    let id = BOOK.with_borrow_mut(|book| book.open(None));
    send(id, &FromDesk::Listen { id, tab, start });
    Outcome::new(id)
}

/// Asks which meeting a tab shows; [`meeting`] has the answer.
pub fn look_at(tab: TabId) {
    line::send(&FromDesk::Look { tab });
}

/// How the host is doing.
pub fn status() -> ReadSignal<HostStatus> {
    STATUS.with(|signal| signal.read_only().into())
}

/// Whether calls can be made now. Changes only when that does.
pub fn ready() -> Memo<bool> {
    let status = status();
    Memo::new(move |_| matches!(status.get(), HostStatus::Ready { .. }))
}

/// The session that runs, or ran last.
pub fn session() -> ReadSignal<SessionView> {
    SESSION.with(|signal| signal.read_only().into())
}

/// The last tab that [`look_at`] asked of: its meeting's host name; none for a tab that carries no overlay.
pub fn meeting() -> ReadSignal<Option<(TabId, Option<String>)>> {
    MEETING.with(|signal| signal.read_only().into())
}

/// A call's way to its outcome.
#[derive(Debug)]
#[must_use = "a call that is dropped is given up"]
pub struct Outcome<T> {
    id: u64,
    reply: PhantomData<fn() -> T>,
}

impl<T> Outcome<T> {
    fn new(id: u64) -> Self {
        Self { id, reply: PhantomData }
    }
}

impl<T: DeserializeOwned> Future for Outcome<T> {
    type Output = Result<T, Fault>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = BOOK.with_borrow_mut(|book| book.poll(self.id, context.waker()));
        outcome.map(|outcome| json::read(&outcome?).ok_or_else(unreadable))
    }
}

impl<T> Drop for Outcome<T> {
    fn drop(&mut self) {
        if BOOK.with_borrow_mut(|book| book.give_up(self.id)) {
            line::send(&FromDesk::Cancel { id: self.id });
        }
    }
}

fn ask_host<R: Request, T>(request: &R, follower: Option<Follower>) -> Outcome<T> {
    let id = BOOK.with_borrow_mut(|book| book.open(follower));
    let params = serde_json::to_value(request).unwrap_or_default();
    send(id, &FromDesk::Call(Call { id, request: R::NAME.to_owned(), params }));
    Outcome::new(id)
}

/// Sends a call, or fails it where there is no hub to send it to.
fn send(id: u64, message: &FromDesk) {
    if !line::send(message) {
        settle(id, Err(restarted()));
    }
}

fn settle(id: u64, outcome: Result<Value, Fault>) {
    BOOK.with_borrow_mut(|book| book.settle(id, outcome));
}

fn heard(message: ToDesk) {
    match message {
        ToDesk::Status(status) => STATUS.with(|signal| signal.set(status)),
        ToDesk::Replied { id, reply } => settle(id, Ok(reply)),
        ToDesk::Progress { id, progress } => {
            if let Some(follower) = BOOK.with_borrow(|book| book.follower(id)) {
                follower(progress);
            }
        }
        ToDesk::Failed { id: Some(id), fault } => settle(id, Err(fault)),
        // What belongs to no call of a page is the overlay's to tell.
        ToDesk::Failed { id: None, .. } => {}
        ToDesk::Replay { events } => happened(&events),
        ToDesk::Happened { event } => happened(&[Packed(event)]),
        ToDesk::CutOff { session } => cut_off(&session),
        ToDesk::Tab { tab, site } => MEETING.with(|signal| signal.set(Some((tab, site)))),
    }
}

fn happened(events: &[Packed]) {
    SESSION.with(|signal| signal.update(|view| events.iter().for_each(|Packed(event)| view.apply(event))));
}

fn cut_off(session: &SessionId) {
    SESSION.with(|signal| {
        if signal.get_untracked().session.as_ref() == Some(session) {
            signal.update(|view| view.phase = Phase::Ended);
        }
    });
}

/// The hub is gone and comes again: what it was asked, nobody answers.
fn lost() {
    BOOK.with_borrow_mut(|book| book.fail_all(&restarted()));
    STATUS.with(|signal| signal.set(HostStatus::Connecting));
}

fn restarted() -> Fault {
    Fault::new("desk.restarted", say("desk_restarted"), say("desk_restarted_action"))
}

/// What came as a reply is none.
pub fn unreadable() -> Fault {
    Fault::new("desk.unreadable", say("desk_unreadable"), say("desk_unreadable_action"))
}
