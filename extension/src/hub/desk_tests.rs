//! What the hub promises to the extension's own pages.

use super::*;
use crate::hub::notebook::{Notebook, desk, event, let_in, started, welcome};
use crate::link::HostStatus;
use crate::link::event::Packed;
use convoally_shared::wire::Message;
use serde_json::json;

const DESK: PortId = 5;

/// A hub with a page let in, and the host there.
fn hub() -> Hub<Notebook> {
    let mut hub = Hub::new(Notebook::default());
    hub.opened(DESK, desk());
    welcome(&mut hub, None);
    hub.outside().to_desk.clear();
    hub
}

fn ask(hub: &mut Hub<Notebook>, id: u64, request: &str) -> u64 {
    hub.heard(DESK, &json!({"call": {"id": id, "request": request, "params": {}}}).to_string());
    hub.outside().last_call().id
}

fn told(hub: &mut Hub<Notebook>) -> Vec<ToDesk> {
    std::mem::take(&mut hub.outside().to_desk).into_iter().map(|(_, message)| message).collect()
}

#[test]
fn a_page_starts_the_host_hears_how_it_is_and_sees_the_session() {
    let mut hub = Hub::new(Notebook::default());
    hub.opened(DESK, desk());
    assert_eq!(hub.outside().connects, 1);
    welcome(&mut hub, None);
    let ready = ToDesk::Status(HostStatus::Ready { version: "0.1.0".into() });
    assert_eq!(told(&mut hub), [ToDesk::Status(HostStatus::Connecting), ready]);
    let begun = event("s", 1, started());
    hub.host_says(Message::Happened { event: begun.clone() });
    assert_eq!(told(&mut hub), [ToDesk::Happened { event: begun.clone() }]);
    hub.opened(6, desk());
    assert!(told(&mut hub).contains(&ToDesk::Replay { events: vec![Packed(begun)] }));
}

#[test]
fn a_page_within_another_page_is_not_let_in() {
    let mut hub = Hub::new(Notebook::default());
    hub.opened(1, super::super::outside::Opener { top_frame: false, ..desk() });
    hub.opened(2, super::super::outside::Opener { own_page: false, ..desk() });
    assert_eq!((hub.outside().closed.clone(), hub.outside().connects), (vec![1, 2], 0));
}

#[test]
fn what_comes_before_a_reply_and_the_reply_reach_the_page_under_its_own_number() {
    let mut hub = hub();
    let call = ask(&mut hub, 9, "models.pull");
    hub.host_says(Message::Progress { id: call, progress: json!("unpacking") });
    hub.host_says(Message::Reply { id: call, reply: json!({}) });
    let progress = ToDesk::Progress { id: 9, progress: json!("unpacking") };
    assert_eq!(told(&mut hub), [progress, ToDesk::Replied { id: 9, reply: json!({}) }]);
}

#[test]
fn a_call_is_cancelled_by_the_page_and_when_the_page_is_gone() {
    let mut hub = hub();
    let (first, second) = (ask(&mut hub, 1, "devices.hear"), ask(&mut hub, 2, "models.pull"));
    hub.heard(DESK, &json!({"cancel": {"id": 1}}).to_string());
    assert_eq!(hub.outside().last_call().params, json!({"call": first}));
    hub.host_says(Message::Failed { id: Some(first), fault: Fault::new("call.cancelled", "S.", "A.") });
    hub.closed(DESK);
    let cancelled: Vec<_> = hub.outside().to_host.iter().filter(|call| call.request == "call.cancel").collect();
    assert_eq!(
        cancelled.iter().map(|call| &call.params).collect::<Vec<_>>(),
        [&json!({"call": first}), &json!({"call": second})]
    );
}

#[test]
fn what_is_the_hub_s_own_business_is_refused_and_so_is_everything_without_a_host() {
    let mut hub = hub();
    let before = hub.outside().to_host.len();
    ask(&mut hub, 1, "session.watch");
    assert_eq!(hub.outside().to_host.len(), before);
    hub.host_lost("Native host has exited.");
    told(&mut hub);
    ask(&mut hub, 2, "models.list");
    let refused = told(&mut hub);
    assert!(
        matches!(&refused[..], [ToDesk::Failed { id: Some(2), fault }] if fault.code == "host.not_ready"),
        "{refused:?}"
    );
}

#[test]
fn the_popup_s_session_hears_the_tab_that_it_named() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    hub.heard(DESK, &json!({"look": {"tab": 7}}).to_string());
    assert_eq!(told(&mut hub), [ToDesk::Tab { tab: 7, site: Some("meet.google.com".into()) }]);
    let start = serde_json::to_value(StartSession::default()).unwrap();
    hub.heard(DESK, &json!({"listen": {"id": 3, "tab": 7, "start": start}}).to_string());
    let call = hub.outside().last_call().id;
    hub.host_says(Message::Reply { id: call, reply: json!({"session": "s", "wants_tab": true}) });
    assert_eq!(hub.outside().ears, [(7, 1)]);
}
