//! What the hub does with a captured tab, and when it lets go of it.

use super::MOST_UNANSWERED;
use crate::hub::Hub;
use crate::hub::notebook::{Notebook, event, frame, let_in, page, started, welcome};
use crate::hub::outside::Opener;
use crate::link::{Ask, FromHub, ToHub};
use convoally_shared::event::EventKind;
use convoally_shared::request::{Request, StartSession, Started, StopSession, TabEnd, TabEnded, TabSound, TheirSound};
use convoally_shared::session::SessionId;
use convoally_shared::wire::Message;

/// The port of the offscreen document in these tests.
const EAR: u32 = 50;

fn ear(attempt: u32) -> Opener {
    Opener { name: format!("ear {attempt}"), tab: None, top_frame: true, own_page: true, site: String::new() }
}

/// Frame 1 of tab 7 asks for a session with its tab, and the host says whether it waits for the sound.
fn start(hub: &mut Hub<Notebook>, wants_tab: bool) {
    let them = TheirSound::Tab { title: "meet.google.com".into() };
    hub.heard_overlay(1, ToHub::Call { id: 3, ask: Ask::Start(StartSession { them, ..StartSession::default() }) });
    let id = hub.outside().last_call().id;
    let reply = Started { session: SessionId("s".into()), wants_tab };
    hub.host_says(Message::Reply { id, reply: serde_json::to_value(reply).unwrap() });
    hub.host_says(Message::Happened { event: event("s", 1, started()) });
}

/// A hub that hears tab 7 through port [`EAR`].
fn hearing() -> Hub<Notebook> {
    let mut hub = Hub::new(Notebook::default());
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    start(&mut hub, true);
    hub.opened(EAR, ear(1));
    hub
}

fn ended(hub: &mut Hub<Notebook>) -> Vec<TabEnd> {
    let calls = hub.outside().to_host.iter().filter(|call| call.request == TabEnded::NAME);
    calls.map(|call| serde_json::from_value::<TabEnded>(call.params.clone()).unwrap().reason).collect()
}

fn pieces(hub: &mut Hub<Notebook>) -> Vec<TabSound> {
    let calls = hub.outside().to_host.iter().filter(|call| call.request == TabSound::NAME);
    calls.map(|call| serde_json::from_value(call.params.clone()).unwrap()).collect()
}

#[test]
fn a_tab_is_captured_only_when_the_host_waits_for_its_sound() {
    for wants_tab in [false, true] {
        let mut hub = Hub::new(Notebook::default());
        let_in(&mut hub, 1, 7);
        welcome(&mut hub, None);
        start(&mut hub, wants_tab);
        assert_eq!(hub.outside().ears, if wants_tab { vec![(7, 1)] } else { vec![] });
        assert!(hub.outside().told(1).contains(&FromHub::Done { id: 3 }));
    }
}

#[test]
fn the_pieces_are_numbered_and_passed_on_as_they_are() {
    let mut hub = hearing();
    for text in [r#"{"sound":"AAA="}"#, "nonsense", r#"{"sound":"BBB="}"#] {
        hub.heard(EAR, text);
    }
    let expected = [(0, "AAA="), (1, "BBB=")].map(|(seq, pcm)| TabSound { seq, pcm: pcm.into() });
    assert_eq!(pieces(&mut hub), expected);
}

#[test]
fn a_host_that_answers_nothing_for_ten_seconds_is_sent_no_more() {
    let mut hub = hearing();
    hub.heard(EAR, r#"{"sound":"AAA="}"#);
    let id = hub.outside().last_call().id;
    hub.host_says(Message::Reply { id, reply: serde_json::json!({}) });
    for _ in 0..=MOST_UNANSWERED + 3 {
        hub.heard(EAR, r#"{"sound":"AAA="}"#);
    }
    assert_eq!(pieces(&mut hub).len() as u32, 1 + MOST_UNANSWERED, "an answer makes room for one more");
    assert_eq!(ended(&mut hub), [TabEnd::Behind]);
    assert_eq!(hub.outside().closed, [EAR]);
}

#[test]
fn stop_lets_go_of_the_tab_at_once_and_so_does_any_other_end_of_the_session() {
    type End = fn(&mut Hub<Notebook>);
    let ends: [End; 3] = [
        |hub| hub.heard_overlay(1, ToHub::Call { id: 4, ask: Ask::Stop(StopSession {}) }),
        |hub| hub.host_says(Message::Happened { event: event("s", 2, EventKind::SessionEnded) }),
        |hub| hub.host_lost("Native host has exited."),
    ];
    for end in ends {
        let mut hub = hearing();
        end(&mut hub);
        assert_eq!(hub.outside().closed, [EAR]);
        assert_eq!(ended(&mut hub), [], "nobody needs to be told");
        hub.heard(EAR, r#"{"sound":"AAA="}"#);
        assert_eq!(pieces(&mut hub), []);
    }
}

#[test]
fn a_capture_that_does_not_begin_or_breaks_off_is_told_with_its_reason() {
    type End = fn(&mut Hub<Notebook>);
    let ends: [(End, TabEnd); 5] = [
        (|hub| hub.ear_refused(1), TabEnd::Refused),
        (|hub| hub.heard(EAR, r#""refused""#), TabEnd::Refused),
        (|hub| hub.heard(EAR, r#""stopped""#), TabEnd::Stopped),
        (|hub| hub.closed(EAR), TabEnd::Stopped),
        (|hub| hub.closed(101), TabEnd::Left),
    ];
    for (end, reason) in ends {
        let mut hub = hearing();
        end(&mut hub);
        assert_eq!(ended(&mut hub), [reason]);
        end(&mut hub);
        assert_eq!(ended(&mut hub), [reason], "once");
    }
}

#[test]
fn another_tab_that_goes_does_not_end_the_capture() {
    let mut hub = hearing();
    let_in(&mut hub, 2, 8);
    hub.closed(102);
    hub.closed(2);
    assert_eq!(ended(&mut hub), []);
}

#[test]
fn a_document_that_comes_too_late_or_is_none_of_ours_is_sent_away() {
    let mut hub = hearing();
    hub.opened(51, ear(1));
    assert_eq!(hub.outside().closed, [51], "there is one already");
    hub.heard_overlay(1, ToHub::Call { id: 4, ask: Ask::Stop(StopSession {}) });
    start(&mut hub, true);
    hub.opened(52, ear(1));
    hub.opened(53, Opener { own_page: false, ..ear(2) });
    hub.opened(54, Opener { tab: Some(7), ..ear(2) });
    assert_eq!(hub.outside().closed, [51, EAR, 52, 53, 54]);
    hub.ear_refused(1);
    assert_eq!(ended(&mut hub), [], "the refusal of an earlier attempt says nothing of this one");
    hub.opened(55, ear(2));
    hub.heard(55, r#"{"sound":"AAA="}"#);
    assert_eq!(pieces(&mut hub), [TabSound { seq: 0, pcm: "AAA=".into() }]);
}

#[test]
fn a_frame_that_is_gone_when_its_session_starts_has_left_its_tab() {
    let mut hub = Hub::new(Notebook::default());
    let_in(&mut hub, 1, 7);
    hub.opened(102, page(8));
    hub.opened(2, frame(8));
    welcome(&mut hub, None);
    hub.heard_overlay(1, ToHub::Call { id: 3, ask: Ask::Start(StartSession::default()) });
    let id = hub.outside().last_call().id;
    let_in(&mut hub, 3, 9);
    hub.closed(1);
    let reply = Started { session: SessionId("s".into()), wants_tab: true };
    hub.host_says(Message::Reply { id, reply: serde_json::to_value(reply).unwrap() });
    assert_eq!((hub.outside().ears.len(), ended(&mut hub)), (0, vec![TabEnd::Left]));
}
