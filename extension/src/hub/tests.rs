//! What the hub promises to frames, to the host and to the user.

use super::Hub;
use super::notebook::{Notebook, event, frame, let_in, page, started, welcome, welcome_as};
use super::outside::{Opener, Sign, Wake};
use crate::link::event::Packed;
use crate::link::pack::pack;
use crate::link::{Ask, FromHub, HostStatus, ToHub};
use convoally_shared::card::{Mark, Wish};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::interview::{InterviewId, InterviewSummary};
use convoally_shared::question::QuestionId;
use convoally_shared::request::{
    AnswerNow, AskQuestion, DraftAgain, Hello, ListInterviews, ListRecipients, MarkCard, Recipients, Request, SetMode,
    SoundRecipient, StopSession, Watch,
};
use convoally_shared::session::{Mode, SessionId};
use convoally_shared::utterance::Speaker;
use convoally_shared::wire::{Message, PROTOCOL_VERSION};
use serde_json::json;

const GONE: &str = "Native host has exited.";

fn hub() -> Hub<Notebook> {
    Hub::new(Notebook::default())
}

fn answer_now(id: u64) -> ToHub {
    ToHub::Call { id, ask: Ask::AnswerNow(AnswerNow {}) }
}

fn happened(event: &convoally_shared::event::Event) -> Message {
    Message::Happened { event: event.clone() }
}

#[test]
fn a_frame_whose_token_nobody_announced_is_refused_and_sees_nothing() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.opened(2, frame(7));
    hub.heard_overlay(2, ToHub::Claim { token: "guess".into() });
    hub.host_says(happened(&event("s", 1, started())));
    hub.heard_overlay(2, answer_now(1));
    assert!(hub.outside().told(2).is_empty());
    hub.woken(Wake::GiveUp { port: 2 });
    assert_eq!(hub.outside().told(2), [FromHub::Refused]);
    assert_eq!(hub.outside().closed, [2]);
    assert!(hub.outside().to_host.iter().all(|call| call.request != AnswerNow::NAME));
}

#[test]
fn ports_of_subframes_and_of_strangers_are_closed() {
    let mut hub = hub();
    hub.opened(1, Opener { top_frame: false, ..page(7) });
    hub.opened(2, Opener { own_page: false, ..frame(7) });
    hub.opened(3, Opener { name: "other".into(), ..frame(7) });
    hub.opened(4, Opener { tab: None, ..frame(7) });
    assert_eq!(hub.outside().closed, [1, 2, 3, 4]);
}

#[test]
fn the_host_is_greeted_first_and_watched_only_after_the_versions_agree() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    assert_eq!(hub.outside().to_host.len(), 1);
    assert_eq!(hub.outside().last_call().request, Hello::NAME);
    welcome(&mut hub, None);
    assert_eq!(hub.outside().last_call().request, Watch::NAME);
    let told = hub.outside().told(1);
    assert_eq!(told.last(), Some(&FromHub::Status(HostStatus::Ready { version: "0.1.0".into() })));
}

#[test]
fn a_host_of_another_version_is_left_alone_and_looked_at_again_later() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome_as(&mut hub, PROTOCOL_VERSION + 1, None);
    assert!(matches!(hub.outside().told(1).last(), Some(FromHub::Status(HostStatus::OtherVersion { .. }))));
    assert_eq!((hub.outside().disconnects, hub.outside().to_host.len()), (1, 1));
    let (_, wake) = *hub.outside().wakes.last().unwrap();
    hub.woken(wake);
    welcome(&mut hub, None);
    assert!(matches!(hub.outside().told(1).last(), Some(FromHub::Status(HostStatus::Ready { .. }))));
}

#[test]
fn two_frames_that_number_their_calls_alike_each_get_their_own_answer() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    welcome(&mut hub, None);
    hub.heard_overlay(1, ToHub::Call { id: 5, ask: Ask::Stop(StopSession {}) });
    let first = hub.outside().last_call().id;
    hub.heard_overlay(2, answer_now(5));
    let second = hub.outside().last_call().id;
    hub.outside().to_overlay.clear();
    let fault = Fault::new("session.not_running", "S.", "A.");
    hub.host_says(Message::Failed { id: Some(second), fault: fault.clone() });
    hub.host_says(Message::Reply { id: first, reply: json!({}) });
    assert_eq!(hub.outside().told(1), [FromHub::Done { id: 5 }]);
    assert_eq!(hub.outside().told(2), [FromHub::Failed { id: Some(5), fault }]);
}

#[test]
fn what_is_asked_of_a_card_reaches_the_host_under_its_own_name() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    let (question, wish, mark, mode) = (QuestionId(3), Wish::Shorter, Mark::Pinned, Mode::OnCommand);
    let asks = [
        (Ask::Question(AskQuestion { text: "Why?".into() }), AskQuestion::NAME, json!({"text": "Why?"})),
        (Ask::Draft(DraftAgain { question, wish }), DraftAgain::NAME, json!({"question": 3, "wish": "shorter"})),
        (
            Ask::Mark(MarkCard { question, mark, on: false }),
            MarkCard::NAME,
            json!({"question": 3, "mark": "pinned", "on": false}),
        ),
        (Ask::Mode(SetMode { mode }), SetMode::NAME, json!({"mode": "on_command"})),
        (Ask::Interviews(ListInterviews {}), ListInterviews::NAME, json!({})),
        (Ask::Recipients(ListRecipients {}), ListRecipients::NAME, json!({})),
    ];
    for (id, (ask, request, params)) in (1..).zip(asks) {
        hub.heard_overlay(1, ToHub::Call { id, ask });
        let call = hub.outside().last_call();
        assert_eq!((call.request.as_str(), &call.params), (request, &params));
    }
}

#[test]
fn who_would_get_what_comes_to_the_frame_that_asks_or_a_fault_does() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.outside().to_overlay.clear();
    for reply in [json!({"sound": {"deepgram": {"model": "flux"}}, "drafts": []}), json!({"sound": "nobody"})] {
        hub.heard_overlay(1, ToHub::Call { id: 5, ask: Ask::Recipients(ListRecipients {}) });
        let id = hub.outside().last_call().id;
        hub.host_says(Message::Reply { id, reply });
    }
    let sound = SoundRecipient::Deepgram { model: "flux".into() };
    let told = hub.outside().told(1);
    assert_eq!(told[0], FromHub::Recipients { id: 5, recipients: Recipients { sound, drafts: vec![] } });
    assert!(matches!(told[1], FromHub::Failed { id: Some(5), .. }), "{told:?}");
}

#[test]
fn the_interviews_come_to_the_frame_that_wants_to_know_them() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    welcome(&mut hub, None);
    hub.outside().to_overlay.clear();
    hub.heard_overlay(2, ToHub::Call { id: 5, ask: Ask::Interviews(ListInterviews {}) });
    let id = hub.outside().last_call().id;
    let summary = json!({"id": "northwind", "company": "Northwind", "role": "", "documents": 2, "colour": "red"});
    hub.host_says(Message::Reply { id, reply: json!({"interviews": [summary]}) });
    let (company, role) = ("Northwind".to_owned(), String::new());
    let summary = InterviewSummary { id: InterviewId("northwind".into()), company, role, documents: 2 };
    assert_eq!(hub.outside().told(2), [FromHub::Interviews { id: 5, interviews: vec![summary] }]);
    assert_eq!(hub.outside().told(1), []);
}

#[test]
fn what_a_frame_says_in_another_form_than_ours_reaches_nobody() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    let before = hub.outside().to_host.len();
    for text in ["", r#"{"call":{"id":1,"request":"session.watch"}}"#, "\u{1}\u{5}\u{63}", "\u{100}"] {
        hub.heard(1, text);
    }
    assert_eq!(hub.outside().to_host.len(), before);
    hub.heard(1, &pack(&answer_now(1)).unwrap());
    assert_eq!(hub.outside().last_call().request, AnswerNow::NAME);
}

#[test]
fn a_frame_that_opens_late_gets_the_lasting_events_first_and_in_order() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    let begin = event("s", 1, started());
    let level = event("s", 2, EventKind::Level { speaker: Speaker::Me, dbfs: -20.0 });
    hub.host_says(happened(&begin));
    hub.host_says(happened(&level));
    let_in(&mut hub, 2, 8);
    let end = event("s", 3, EventKind::SessionEnded);
    hub.host_says(happened(&end));
    let told = hub.outside().told(2);
    assert_eq!(told[4..], [FromHub::Replay { events: vec![Packed(begin)] }, FromHub::Happened { event: end }]);
}

#[test]
fn an_event_that_the_host_repeats_is_passed_on_once() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.outside().to_overlay.clear();
    hub.host_says(happened(&event("s", 1, started())));
    hub.host_says(happened(&event("s", 1, started())));
    assert_eq!(hub.outside().told(1).len(), 1);
}

#[test]
fn a_lost_host_fails_the_open_calls_and_is_asked_for_the_rest_when_it_is_back() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.host_says(happened(&event("s", 1, started())));
    hub.host_says(happened(&event("s", 2, EventKind::Level { speaker: Speaker::Me, dbfs: -20.0 })));
    hub.heard_overlay(1, answer_now(9));
    hub.outside().to_overlay.clear();
    hub.host_lost(GONE);
    let told = hub.outside().told(1);
    assert!(matches!(&told[0], FromHub::Failed { id: Some(9), fault } if fault.code == "host.stopped"));
    assert!(matches!(told[1], FromHub::Status(HostStatus::Unreachable { .. })));
    assert_eq!(hub.outside().sign, Sign::Off);
    let (ms, wake) = *hub.outside().wakes.last().unwrap();
    assert_eq!(ms, 250);
    hub.woken(wake);
    welcome(&mut hub, Some("s"));
    let watch: Watch = serde_json::from_value(hub.outside().last_call().params.clone()).unwrap();
    assert_eq!(watch, Watch { session: Some(SessionId("s".into())), after_seq: 2 });
    assert_eq!(hub.outside().sign, Sign::Listening);
}

#[test]
fn a_session_that_its_host_does_not_know_any_more_is_called_cut_off() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.host_says(happened(&event("s", 1, started())));
    hub.host_lost(GONE);
    let (_, wake) = *hub.outside().wakes.last().unwrap();
    hub.woken(wake);
    hub.outside().to_overlay.clear();
    welcome(&mut hub, None);
    assert_eq!(hub.outside().told(1).last(), Some(&FromHub::CutOff { session: SessionId("s".into()) }));
    let_in(&mut hub, 2, 8);
    assert!(!hub.outside().told(2).iter().any(|message| matches!(message, FromHub::Replay { .. })));
}

#[test]
fn an_old_timer_does_not_open_a_second_port() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    hub.host_lost(GONE);
    let (_, wake) = *hub.outside().wakes.last().unwrap();
    hub.woken(wake);
    hub.woken(wake);
    assert_eq!(hub.outside().connects, 2);
}

#[test]
fn a_new_frame_does_not_wait_for_the_timer() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    hub.host_lost("Specified native messaging host not found.");
    let_in(&mut hub, 2, 8);
    assert_eq!(hub.outside().connects, 2);
}

#[test]
fn the_host_is_let_go_with_the_last_frame_but_never_while_it_listens() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.host_says(happened(&event("s", 1, started())));
    hub.closed(1);
    assert_eq!(hub.outside().disconnects, 0);
    assert_eq!(hub.outside().sign, Sign::Listening, "the toolbar shows it when no frame does");
    hub.host_says(happened(&event("s", 2, EventKind::SessionEnded)));
    assert_eq!(hub.outside().disconnects, 1);
    assert_eq!(hub.outside().sign, Sign::Off);
    hub.host_lost(GONE);
    assert!(hub.outside().wakes.is_empty());
}

#[test]
fn a_page_that_drives_the_panel_out_is_shown_on_the_toolbar_until_it_has_one_again() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    hub.heard(101, r#""driven_out""#);
    assert_eq!(hub.outside().without_panel, [7]);
    let_in(&mut hub, 2, 7);
    assert!(hub.outside().without_panel.is_empty());
}
