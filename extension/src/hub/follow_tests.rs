//! What the hub does when the page says something of its call.

use super::super::notebook::{Notebook, event, let_in, started, watching, welcome};
use super::*;
use crate::link::desk::FromDesk;
use crate::link::{Ask, ToHub};
use convoally_shared::fault::Fault;
use convoally_shared::request::{Request, StartSession, Started};
use convoally_shared::wire::{Call, Message};
use serde_json::json;

const FRAME: PortId = 1;
const SCRIPT: PortId = 50;
const TAB: TabId = 7;

/// A frame and a watching script in one tab, with the host there.
fn hub() -> Hub<Notebook> {
    let mut hub = Hub::new(Notebook::default());
    let_in(&mut hub, FRAME, TAB);
    welcome(&mut hub, None);
    hub.opened(SCRIPT, watching(TAB));
    hub.outside().to_overlay.clear();
    hub
}

fn seen(in_call: Option<bool>, muted: Option<bool>) -> CallSeen {
    CallSeen { in_call, muted, ..CallSeen::default() }
}

fn says(hub: &mut Hub<Notebook>, script: PortId, in_call: Option<bool>, muted: Option<bool>) {
    hub.heard(script, &serde_json::to_string(&FromCall::Seen(seen(in_call, muted))).unwrap());
}

fn start(hub: &mut Hub<Notebook>, frame: PortId) {
    hub.heard_overlay(frame, ToHub::Call { id: 1, ask: Ask::Start(StartSession::default()) });
    let id = hub.outside().last_call().id;
    let reply = json!(Started { session: SessionId("s".into()), wants_tab: false });
    hub.host_says(Message::Reply { id, reply });
    hub.host_says(Message::Happened { event: event("s", 1, started()) });
}

/// A session that follows the call in [`TAB`].
fn following() -> Hub<Notebook> {
    let mut hub = hub();
    says(&mut hub, SCRIPT, Some(true), Some(false));
    start(&mut hub, FRAME);
    hub.outside().to_overlay.clear();
    hub
}

/// What the host was asked, by name.
fn asked(hub: &mut Hub<Notebook>, name: &str) -> Vec<Call> {
    hub.outside().to_host.iter().filter(|call| call.request == name).cloned().collect()
}

fn mutes(hub: &mut Hub<Notebook>) -> Vec<bool> {
    let said = |call: Call| serde_json::from_value::<MuteSpeaker>(call.params).unwrap();
    asked(hub, MuteSpeaker::NAME).into_iter().map(|call| said(call).muted).collect()
}

fn stops(hub: &mut Hub<Notebook>) -> usize {
    asked(hub, StopSession::NAME).len()
}

/// The timer for the end of the call that was set last.
fn last_end(hub: &mut Hub<Notebook>) -> (u32, Wake) {
    *hub.outside().wakes.iter().rfind(|(_, wake)| matches!(wake, Wake::CallOver { .. })).unwrap()
}

#[test]
fn frames_of_the_tab_are_told_what_its_page_says_and_others_are_not() {
    let mut hub = hub();
    let_in(&mut hub, 2, 8);
    hub.outside().to_overlay.clear();
    says(&mut hub, SCRIPT, Some(true), Some(true));
    let call = FromHub::Call { seen: seen(Some(true), Some(true)), followed: false };
    assert_eq!(hub.outside().told(FRAME), std::slice::from_ref(&call));
    assert!(hub.outside().told(2).is_empty());
    let_in(&mut hub, 3, TAB);
    assert!(hub.outside().told(3).contains(&call), "a frame that opens later knows it, too");
}

#[test]
fn a_muted_microphone_is_told_before_the_session_begins_and_each_change_once() {
    let mut hub = hub();
    says(&mut hub, SCRIPT, Some(true), Some(true));
    assert!(mutes(&mut hub).is_empty(), "nobody listens");
    start(&mut hub, FRAME);
    let names: Vec<String> = hub.outside().to_host.iter().map(|call| call.request.clone()).collect();
    let place = |name| names.iter().position(|other| *other == name).unwrap();
    assert!(place(MuteSpeaker::NAME) < place(StartSession::NAME), "{names:?}");
    for muted in [Some(true), None, Some(false), Some(false), Some(true)] {
        says(&mut hub, SCRIPT, Some(true), muted);
    }
    assert_eq!(mutes(&mut hub), [true, false, true], "what the page does not say for a moment changes nothing");
}

#[test]
fn only_the_tab_that_the_session_was_started_in_counts() {
    let mut hub = following();
    hub.opened(60, watching(8));
    says(&mut hub, 60, Some(true), Some(true));
    says(&mut hub, 60, Some(false), None);
    hub.closed(60);
    assert!(mutes(&mut hub).is_empty());
    assert!(hub.outside().wakes.iter().all(|(_, wake)| !matches!(wake, Wake::CallOver { .. })));
}

#[test]
fn the_session_stops_a_moment_after_its_call_and_says_why() {
    let mut hub = following();
    says(&mut hub, SCRIPT, Some(false), None);
    assert!(hub.outside().told(FRAME).contains(&FromHub::CallOver(CallEnd::Near)));
    let (ms, end) = last_end(&mut hub);
    assert_eq!((ms, stops(&mut hub)), (AFTER_THE_CALL_MS, 0));
    hub.woken(end);
    assert_eq!(stops(&mut hub), 1);
    assert_eq!(hub.outside().told(FRAME), [FromHub::CallOver(CallEnd::Stopped)]);
}

#[test]
fn a_call_that_comes_back_and_a_user_who_wants_to_go_on_keep_the_session() {
    let mut hub = following();
    says(&mut hub, SCRIPT, Some(false), None);
    says(&mut hub, SCRIPT, Some(true), Some(true));
    let (_, first) = last_end(&mut hub);
    hub.woken(first);
    says(&mut hub, SCRIPT, Some(false), None);
    let (_, second) = last_end(&mut hub);
    hub.heard_overlay(FRAME, ToHub::GoOn);
    hub.woken(second);
    assert_eq!(stops(&mut hub), 0);
    assert_eq!(mutes(&mut hub), [true, false], "who goes on alone is heard");
    says(&mut hub, SCRIPT, Some(false), None);
    assert_eq!(last_end(&mut hub).1, second, "and is not asked again about the same call");
}

#[test]
fn a_page_that_goes_takes_longer_to_be_missed_than_a_call_and_may_come_back() {
    let mut hub = following();
    hub.closed(SCRIPT);
    let (ms, end) = last_end(&mut hub);
    assert_eq!(ms, AFTER_THE_PAGE_MS);
    hub.opened(51, watching(TAB));
    says(&mut hub, 51, Some(false), None);
    assert_eq!(last_end(&mut hub).1, end, "the room before the call does not shorten it");
    says(&mut hub, 51, Some(true), Some(false));
    hub.woken(end);
    assert_eq!(stops(&mut hub), 0);
}

#[test]
fn a_page_that_never_said_that_there_is_a_call_stops_nothing() {
    let mut hub = hub();
    says(&mut hub, SCRIPT, None, None);
    start(&mut hub, FRAME);
    says(&mut hub, SCRIPT, Some(false), None);
    hub.closed(SCRIPT);
    assert!(hub.outside().wakes.iter().all(|(_, wake)| !matches!(wake, Wake::CallOver { .. })));
}

#[test]
fn a_start_that_fails_or_is_for_no_tab_leaves_nobody_muted() {
    let mut hub = hub();
    says(&mut hub, SCRIPT, Some(true), Some(true));
    hub.heard_overlay(FRAME, ToHub::Call { id: 1, ask: Ask::Start(StartSession::default()) });
    let id = Some(hub.outside().last_call().id);
    hub.host_says(Message::Failed { id, fault: Fault::new("session.consent_required", "S.", "A.") });
    assert_eq!(mutes(&mut hub), [true, false]);

    hub.opened(70, super::super::notebook::desk());
    let begin = Call { id: 1, request: StartSession::NAME.into(), params: json!(StartSession::default()) };
    hub.heard(70, &serde_json::to_string(&FromDesk::Call(begin)).unwrap());
    hub.host_says(Message::Happened { event: event("s", 1, started()) });
    says(&mut hub, SCRIPT, Some(true), Some(false));
    says(&mut hub, SCRIPT, Some(true), Some(true));
    assert_eq!(mutes(&mut hub), [true, false], "it follows no call");
}

#[test]
fn the_script_remembers_the_session_and_the_next_worker_tells_that_it_was_cut_off() {
    let mut hub = following();
    let follows = |session| (SCRIPT, ToCall::Follows(session));
    assert_eq!(hub.outside().to_call, [follows(Some(SessionId("s".into())))]);
    hub.host_says(Message::Happened { event: event("s", 2, EventKind::SessionEnded) });
    assert_eq!(hub.outside().to_call.last(), Some(&follows(None)));

    let mut next = Hub::new(Notebook::default());
    next.opened(SCRIPT, watching(TAB));
    next.heard(SCRIPT, r#"{"listened":"s"}"#);
    let_in(&mut next, FRAME, TAB);
    let cut_off = FromHub::CutOff { session: SessionId("s".into()) };
    assert!(next.outside().told(FRAME).contains(&cut_off));
    welcome(&mut next, None);
    start(&mut next, FRAME);
    let_in(&mut next, 2, TAB);
    assert!(!next.outside().told(2).contains(&cut_off), "a new session is not told of the old one");
}

#[test]
fn a_page_that_was_only_out_of_sight_reports_a_session_that_still_runs_and_nothing_is_cut_off() {
    let mut hub = following();
    hub.heard(SCRIPT, r#"{"listened":"s"}"#);
    assert!(hub.outside().told(FRAME).is_empty());
}

#[test]
fn a_host_that_was_lost_is_told_anew_who_is_muted() {
    let mut hub = hub();
    says(&mut hub, SCRIPT, Some(true), Some(true));
    start(&mut hub, FRAME);
    hub.host_lost("Native host has exited.");
    let (_, again) = hub.outside().wakes.pop().unwrap();
    hub.woken(again);
    welcome(&mut hub, None);
    hub.host_says(Message::Happened { event: event("s", 2, EventKind::SessionEnded) });
    start(&mut hub, FRAME);
    assert_eq!(mutes(&mut hub), [true, true]);
}
