//! The session follows the call of the tab that it was started in: what the user says while muted there is not heard, and
//! when the call is over the session is, after a moment in which the user can say otherwise.
//!
//! A page that says nothing of its call is not followed: nothing is muted then and nothing stops by itself.

use super::calls::Owner;
use super::outside::{Outside, PortId, TabId, Wake};
use super::{Guest, Hub, Line};
use crate::link::FromHub;
use crate::link::call::{CallEnd, CallSeen, FromCall, ToCall};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::request::{MuteSpeaker, StopSession};
use convoally_shared::session::SessionId;
use convoally_shared::utterance::Speaker;
use std::collections::BTreeMap;

/// From the end of the call to the end of the session, milliseconds: long enough to press a button, and for a page that
/// draws its controls anew.
const AFTER_THE_CALL_MS: u32 = 8_000;
/// The same where the page itself is gone: it may be loading again, and its user joining again.
const AFTER_THE_PAGE_MS: u32 = 30_000;

/// A call that a session follows, or is about to.
#[derive(Clone, Debug)]
struct Followed {
    tab: TabId,
    /// The user was seen in it.
    in_call: bool,
    muted: bool,
    /// It is over, and this is the number of the timer that stops the session.
    ending: Option<u32>,
}

/// What the pages say of their calls, and which of them counts.
#[derive(Debug, Default)]
pub(super) struct Follow {
    /// By the port of the script that watches; a later one of the same tab has the later number.
    seen: BTreeMap<PortId, (TabId, CallSeen)>,
    followed: Option<Followed>,
    /// The tab of a start that is on its way. The session may begin before its reply comes, or after.
    starting: Option<Followed>,
    /// What the host was told last.
    told_muted: bool,
    ends: u32,
    /// Sessions that ended with the worker before this one, by the tab whose call they followed.
    cut_off: BTreeMap<TabId, SessionId>,
}

impl Follow {
    fn in_tab(&self, tab: TabId) -> Option<&CallSeen> {
        self.seen.values().rev().find(|(of, _)| *of == tab).map(|(_, seen)| seen)
    }

    fn scripts_of(&self, tab: TabId) -> Vec<PortId> {
        self.seen.iter().filter(|(_, (of, _))| *of == tab).map(|(port, _)| *port).collect()
    }

    fn begin(&self, tab: TabId) -> Followed {
        let seen = self.in_tab(tab).cloned().unwrap_or_default();
        let in_call = seen.in_call == Some(true);
        Followed { tab, in_call, muted: seen.muted == Some(true), ending: None }
    }

    fn muted(&self) -> bool {
        self.followed.as_ref().or(self.starting.as_ref()).is_some_and(|followed| followed.muted)
    }

    fn follows(&self, tab: TabId) -> bool {
        self.followed.as_ref().is_some_and(|followed| followed.tab == tab)
    }
}

impl<O: Outside> Hub<O> {
    pub(super) fn call_says(&mut self, port: PortId, tab: TabId, message: FromCall) {
        match message {
            FromCall::Seen(seen) => self.call_seen(port, tab, seen),
            FromCall::Listened(session) if self.log.session() == Some(&session) => {}
            FromCall::Listened(session) => {
                self.follow.cut_off.insert(tab, session.clone());
                self.tell_frames_of(Some(tab), &FromHub::CutOff { session });
            }
        }
    }

    fn call_seen(&mut self, port: PortId, tab: TabId, seen: CallSeen) {
        self.follow.seen.insert(port, (tab, seen.clone()));
        if let Some(starting) = self.follow.starting.as_mut().filter(|starting| starting.tab == tab) {
            starting.muted = seen.muted.unwrap_or(starting.muted);
            starting.in_call |= seen.in_call == Some(true);
        }
        let mut over = false;
        let mut averted = false;
        if let Some(followed) = self.follow.followed.as_mut().filter(|followed| followed.tab == tab) {
            // A page that does not say it for a moment, or whose call is over, changes nothing: nobody unmuted it.
            followed.muted = seen.muted.unwrap_or(followed.muted);
            match seen.in_call {
                Some(true) => {
                    followed.in_call = true;
                    averted = followed.ending.take().is_some();
                }
                Some(false) => over = followed.in_call && followed.ending.is_none(),
                None => {}
            }
        }
        self.tell_of_call(tab);
        self.tell_mute();
        if averted {
            self.fan_out(&FromHub::CallOver(CallEnd::Averted));
        }
        if over {
            self.end_after(AFTER_THE_CALL_MS);
        }
    }

    /// A watching script's port was closed from its end: its page shows something else, or nothing any more.
    pub(super) fn call_closed(&mut self, port: PortId) {
        let Some((tab, _)) = self.follow.seen.remove(&port) else { return };
        let alone = self.follow.in_tab(tab).is_none();
        let followed = self.follow.followed.as_ref();
        if followed.is_some_and(|it| it.tab == tab && it.in_call && it.ending.is_none()) && alone {
            self.end_after(AFTER_THE_PAGE_MS);
        }
    }

    /// A session is about to be started: for a tab, or for none.
    pub(super) fn starts_in(&mut self, tab: Option<TabId>) {
        self.follow.starting = tab.map(|tab| self.follow.begin(tab));
        self.tell_mute();
    }

    /// The start that was on its way did not succeed.
    pub(super) fn starts_not(&mut self) {
        self.follow.starting = None;
        self.tell_mute();
    }

    /// Something happened in the session, which the log has taken in.
    pub(super) fn follow_event(&mut self, event: &Event) {
        match event.kind {
            EventKind::SessionStarted { .. } => {
                self.follow.followed = self.follow.starting.take();
                if let Some(tab) = self.follow.followed.as_ref().map(|followed| followed.tab) {
                    self.follow.cut_off.remove(&tab);
                    self.tell_scripts(tab, &ToCall::Follows(Some(event.session.clone())));
                    self.tell_of_call(tab);
                }
            }
            EventKind::SessionEnded => self.unfollow(),
            _ => {}
        }
    }

    /// No session follows a call any more.
    pub(super) fn unfollow(&mut self) {
        if let Some(Followed { tab, .. }) = self.follow.followed.take() {
            self.tell_scripts(tab, &ToCall::Follows(None));
            self.tell_of_call(tab);
        }
        self.tell_mute();
    }

    /// The host is gone, and what it was told with it.
    pub(super) fn follow_nothing(&mut self) {
        self.follow.starting = None;
        self.follow.told_muted = false;
        self.unfollow();
    }

    /// The user wants to go on without the call.
    pub(super) fn go_on(&mut self) {
        if let Some(followed) = &mut self.follow.followed {
            (followed.in_call, followed.muted, followed.ending) = (false, false, None);
            self.tell_mute();
            self.fan_out(&FromHub::CallOver(CallEnd::Averted));
        }
    }

    /// The moment after a call has passed.
    pub(super) fn call_is_over(&mut self, end: u32) {
        let followed = self.follow.followed.as_ref();
        if followed.is_some_and(|followed| followed.ending == Some(end)) && self.line == Line::Open {
            self.release_tab();
            let call = self.calls.open(Owner::Follow, &StopSession {});
            self.outside.send_host(&call);
            self.fan_out(&FromHub::CallOver(CallEnd::Stopped));
        }
    }

    /// What a frame that was just let in must know of the call in its tab.
    pub(super) fn tell_frame_of_call(&mut self, port: PortId, tab: TabId) {
        if let Some(session) = self.follow.cut_off.get(&tab).cloned() {
            self.outside.send_overlay(port, &FromHub::CutOff { session });
        }
        if let Some(seen) = self.follow.in_tab(tab).cloned() {
            self.outside.send_overlay(port, &FromHub::Call { seen, followed: self.follow.follows(tab) });
        }
        if self.follow.followed.as_ref().is_some_and(|followed| followed.ending.is_some()) {
            self.outside.send_overlay(port, &FromHub::CallOver(CallEnd::Near));
        }
    }

    /// The tab whose call a frame shows.
    pub(super) fn tab_of(&self, port: PortId) -> Option<TabId> {
        self.guests.get(&port).and_then(Guest::tab)
    }

    fn end_after(&mut self, ms: u32) {
        let Some(followed) = &mut self.follow.followed else { return };
        self.follow.ends += 1;
        followed.ending = Some(self.follow.ends);
        self.outside.wake_after(ms, Wake::CallOver { end: self.follow.ends });
        self.fan_out(&FromHub::CallOver(CallEnd::Near));
    }

    fn tell_mute(&mut self) {
        let muted = self.follow.muted();
        if muted != self.follow.told_muted && self.line == Line::Open {
            self.follow.told_muted = muted;
            let call = self.calls.open(Owner::Follow, &MuteSpeaker { speaker: Speaker::Me, muted });
            self.outside.send_host(&call);
        }
    }

    fn tell_of_call(&mut self, tab: TabId) {
        if let Some(seen) = self.follow.in_tab(tab).cloned() {
            let followed = self.follow.follows(tab);
            self.tell_frames_of(Some(tab), &FromHub::Call { seen, followed });
        }
    }

    fn tell_scripts(&mut self, tab: TabId, message: &ToCall) {
        for port in self.follow.scripts_of(tab) {
            self.outside.send_call(port, message);
        }
    }
}

#[cfg(test)]
#[path = "follow_tests.rs"]
mod tests;
