//! What the keyboard commands do, and which keys answer now.

use super::ANSWER_NOW;
use crate::hub::Hub;
use crate::hub::notebook::{Notebook, event, let_in, welcome};
use crate::link::deed::Deed;
use crate::link::{FromHub, ToPage};
use convoally_shared::event::EventKind;
use convoally_shared::fault::Fault;
use convoally_shared::request::{AnswerNow, PauseSession, Request};
use convoally_shared::wire::Message;
use serde_json::json;

fn hub() -> Hub<Notebook> {
    Hub::new(Notebook::default())
}

#[test]
fn a_keyboard_command_reaches_the_host_and_its_failure_every_frame() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    hub.command("answer-now", Some(7));
    assert!(matches!(hub.outside().told(1).last(), Some(FromHub::Failed { id: None, .. })));
    welcome(&mut hub, None);
    hub.command("answer-now", Some(7));
    let sent = hub.outside().last_call().clone();
    assert_eq!(sent.request, AnswerNow::NAME);
    let fault = Fault::new("session.not_running", "S.", "A.");
    hub.host_says(Message::Failed { id: Some(sent.id), fault: fault.clone() });
    let told = hub.outside().told(1);
    assert_eq!(told.last(), Some(&FromHub::Failed { id: None, fault }));
}

#[test]
fn the_keys_pressed_in_the_page_do_what_the_command_does() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.heard(101, r#""answer_now""#);
    assert_eq!(hub.outside().last_call().request, AnswerNow::NAME);
    let before = hub.outside().to_host.len();
    hub.heard(1, r#""answer_now""#);
    assert_eq!(hub.outside().to_host.len(), before, "a frame has another way to ask");
}

#[test]
fn a_click_on_the_toolbar_and_the_shortcut_reach_the_frame_of_that_tab_alone() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    for (name, message) in [("toggle-overlay", FromHub::Toggle), ("listen-to-tab", FromHub::Clicked)] {
        hub.command(name, Some(8));
        assert!(!hub.outside().told(1).contains(&message));
        assert!(hub.outside().told(2).contains(&message));
    }
}

#[test]
fn the_command_to_pause_asks_for_the_other_of_what_is_and_for_nothing_without_a_session() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    let before = hub.outside().to_host.len();
    hub.command("pause", Some(7));
    assert_eq!(hub.outside().to_host.len(), before);
    for (seq, paused) in [(1, false), (2, true), (3, false)] {
        hub.host_says(Message::Happened { event: event("s", seq, EventKind::PauseChanged { paused }) });
        hub.command("pause", Some(7));
        let sent = hub.outside().last_call();
        assert_eq!((sent.request.as_str(), &sent.params), (PauseSession::NAME, &json!({"paused": !paused})));
    }
}

#[test]
fn the_browsers_keys_reach_the_panels_of_the_tab_and_give_them_the_keyboard_where_they_need_it() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    hub.outside().to_overlay.clear();
    hub.outside().to_page.clear();
    for (command, deed) in [
        ("next-card", Deed::Next),
        ("previous-card", Deed::Previous),
        ("pin-card", Deed::Pin),
        ("shorter", Deed::Shorter),
        ("longer", Deed::Longer),
        ("other-example", Deed::OtherExample),
        ("plainer", Deed::Plainer),
    ] {
        hub.command(command, Some(8));
        assert_eq!(hub.outside().told(2), [FromHub::Deed(deed)]);
    }
    assert_eq!(hub.outside().to_page, []);
    for (command, deed) in [("focus-question", Deed::Question), ("focus-panel", Deed::Enter), ("list-keys", Deed::Help)]
    {
        hub.command(command, Some(8));
        assert_eq!(hub.outside().told(2), [FromHub::Deed(deed)]);
        assert_eq!(hub.outside().to_page.drain(..).collect::<Vec<_>>(), [(102, ToPage::Focus)]);
    }
    assert_eq!(hub.outside().told(1), []);
}

/// Each would ask for a draft.
#[test]
fn of_two_panels_of_one_tab_one_asks_the_host_and_both_show_the_next_card() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 7);
    hub.outside().to_overlay.clear();
    hub.command("shorter", Some(7));
    assert_eq!((hub.outside().told(1), hub.outside().told(2)), (vec![], vec![FromHub::Deed(Deed::Shorter)]));
    hub.command("next-card", Some(7));
    assert_eq!(hub.outside().told(1), hub.outside().told(2));
}

#[test]
fn keys_that_the_user_chose_put_an_end_to_those_in_the_page_and_stand_on_the_panel() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    assert_eq!(hub.outside().keys_asked, [ANSWER_NOW], "by the page that announces");
    assert!(hub.outside().told(1).contains(&FromHub::Keys("Alt+Shift+A".into())));
    hub.outside().to_page.clear();
    for (keys, shown, in_page) in
        [("Ctrl+Shift+1", "Ctrl+Shift+1", false), ("", "Alt+Shift+A", true), ("⌥⇧A", "⌥⇧A", true)]
    {
        hub.heard(101, r#""shown""#);
        hub.keys_are(keys.to_owned());
        assert_eq!(hub.outside().told(1), [FromHub::Keys(shown.into())]);
        assert_eq!(hub.outside().to_page.drain(..).collect::<Vec<_>>(), [(101, ToPage::Chord(in_page))]);
    }
    hub.keys_are("⌥⇧A".into());
    assert_eq!((hub.outside().told(1), hub.outside().keys_asked.len()), (vec![], 4), "they are the same");
}
