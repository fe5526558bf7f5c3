//! Frames stand where they wish, each in its own window, and as they stood before on their site.

use crate::hub::Hub;
use crate::hub::notebook::{Notebook, announce, event, frame, let_in, page, started, welcome};
use crate::hub::outside::Opener;
use crate::link::deed::Deed;
use crate::link::stance::{Dock, Frame, Place, Stance, Window};
use crate::link::{Ask, FromHub, OVERLAY_PORT, SIDE_PANEL_PORT, ToHub, ToPage};
use convoally_shared::event::EventKind;
use convoally_shared::request::{AnswerNow, Request};
use std::collections::BTreeMap;

const PLACE: Place = Place { left: 8, top: 8, width: 376, height: 80, opacity: 100, hidden: false };

fn hub() -> Hub<Notebook> {
    Hub::new(Notebook::default())
}

fn left() -> Stance {
    Stance { dock: Dock::Left, ..Stance::default() }
}

fn side_panel() -> Opener {
    Opener { name: SIDE_PANEL_PORT.into(), tab: None, top_frame: false, own_page: true, site: String::new() }
}

/// A side panel that has begun to listen, on this port.
fn open_beside(hub: &mut Hub<Notebook>, port: u32) {
    hub.opened(port, side_panel());
    hub.heard_overlay(port, ToHub::Claim { token: String::new() });
}

/// Frame `port` in a window of its own, which the browser counts as tab 70, held by the content script of frame 1.
fn float(hub: &mut Hub<Notebook>, port: u32) {
    hub.heard(101, &announce("floating", true));
    hub.opened(port, frame(70));
    hub.heard_overlay(port, ToHub::Claim { token: "floating".into() });
}

#[test]
fn a_frame_moves_only_itself() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    hub.outside().to_page.clear();
    hub.heard_overlay(2, ToHub::Place(PLACE));
    assert_eq!(hub.outside().to_page, [(102, ToPage::Place(PLACE))]);
}

#[test]
fn a_frame_is_told_the_size_of_its_own_window() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    assert!(hub.outside().told(1).contains(&FromHub::Window(Window { width: 1360, height: 800 })));
    hub.outside().to_overlay.clear();
    hub.heard(101, r#"{"window":{"width":700,"height":500}}"#);
    assert_eq!(hub.outside().told(1), [FromHub::Window(Window { width: 700, height: 500 })]);
    assert_eq!(hub.outside().told(2), []);
}

#[test]
fn how_a_panel_stands_is_remembered_once_for_its_site_and_told_to_the_next_frame_there() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    for _ in 0..2 {
        hub.heard_overlay(1, ToHub::Stance(left()));
    }
    assert_eq!(hub.outside().remembered, [("meet.google.com".to_owned(), left())]);
    let_in(&mut hub, 2, 8);
    assert!(hub.outside().told(2).contains(&FromHub::Stance(left())));
}

#[test]
fn what_the_browser_remembered_reaches_a_frame_that_was_sooner_but_not_over_a_choice_that_was() {
    let kept = BTreeMap::from([("meet.google.com".to_owned(), left()), ("zoom.us".to_owned(), Stance::default())]);
    let mut early = hub();
    let_in(&mut early, 1, 7);
    early.outside().to_overlay.clear();
    early.stances_recalled(kept.clone());
    assert_eq!(early.outside().told(1), [FromHub::Stance(left())]);

    let mut chosen = hub();
    let_in(&mut chosen, 1, 7);
    let compact = Stance { compact: true, ..Stance::default() };
    chosen.heard_overlay(1, ToHub::Stance(compact));
    chosen.outside().to_overlay.clear();
    chosen.stances_recalled(kept);
    assert_eq!(chosen.outside().told(1), []);
    let_in(&mut chosen, 2, 8);
    assert!(chosen.outside().told(2).contains(&FromHub::Stance(compact)));
}

/// Stored by another release, it may lack fields or have others.
#[test]
fn what_another_release_remembered_is_read_as_far_as_it_is_known() {
    let read: Stance = serde_json::from_str(r#"{"dock":"left","colour":"red"}"#).unwrap();
    assert_eq!(read, left());
}

#[test]
fn a_window_of_its_own_sees_the_session_and_leaves_the_frame_in_the_tab_where_it_is() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    welcome(&mut hub, None);
    hub.host_says(convoally_shared::wire::Message::Happened { event: event("s", 1, started()) });
    hub.heard_overlay(1, ToHub::OwnWindow);
    assert_eq!(hub.outside().to_page.last(), Some(&(101, ToPage::OwnWindow)));
    float(&mut hub, 3);
    let told = hub.outside().told(3);
    let (site, frame) = ("meet.google.com".to_owned(), Frame::Window);
    assert_eq!(told[0], FromHub::Admitted { site, frame, tab: Some(7) });
    assert!(told.iter().any(|message| matches!(message, FromHub::Replay { .. })));
    hub.heard_overlay(3, ToHub::Place(PLACE));
    hub.heard_overlay(3, ToHub::Stance(left()));
    let moved = hub.outside().to_page.iter().any(|(_, message)| matches!(message, ToPage::Place(_)));
    assert_eq!((moved, hub.outside().remembered.len()), (false, 0));
    hub.heard_overlay(3, ToHub::Call { id: 1, ask: Ask::AnswerNow(AnswerNow {}) });
    assert_eq!(hub.outside().last_call().request, AnswerNow::NAME);
}

#[test]
fn a_window_that_the_browser_does_not_give_is_told_to_the_frame_that_wanted_it() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    hub.outside().to_overlay.clear();
    hub.heard(101, r#""no_window""#);
    let told = hub.outside().told(1);
    assert!(matches!(&told[..], [FromHub::Failed { id: None, fault }] if fault.code == "overlay.no_window"));
    assert_eq!(hub.outside().told(2), []);
}

#[test]
fn the_side_panel_belongs_to_the_meeting_that_was_in_front_when_it_was_opened() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    let_in(&mut hub, 2, 8);
    hub.opened(20, Opener { name: "side panel 7".into(), ..side_panel() });
    hub.heard_overlay(20, ToHub::Claim { token: String::new() });
    assert!(matches!(hub.outside().told(20)[0], FromHub::Admitted { tab: Some(7), .. }));
    hub.outside().to_overlay.clear();
    hub.command("next-card", Some(8));
    assert_eq!(hub.outside().told(20), []);
    hub.command("next-card", Some(7));
    assert_eq!(hub.outside().told(20), [FromHub::Deed(Deed::Next)]);
    assert_eq!((hub.tab_of(20), hub.tab_of(2)), (Some(7), Some(8)), "a session from here follows that call");
}

#[test]
fn the_side_panel_stands_beside_the_meeting_that_was_opened_last_and_sees_the_session() {
    let mut hub = hub();
    hub.opened(20, side_panel());
    assert_eq!(hub.outside().told(20), [], "nobody listens before the claim");
    hub.heard_overlay(20, ToHub::Claim { token: String::new() });
    let beside_none = FromHub::Admitted { site: String::new(), frame: Frame::SidePanel, tab: None };
    assert_eq!(hub.outside().told(20)[0], beside_none);
    let_in(&mut hub, 1, 7);
    open_beside(&mut hub, 21);
    let (site, frame) = ("meet.google.com".to_owned(), Frame::SidePanel);
    assert_eq!(hub.outside().told(21)[0], FromHub::Admitted { site, frame, tab: Some(7) });
    welcome(&mut hub, None);
    hub.outside().to_overlay.clear();
    let happened = event("s", 1, EventKind::SessionEnded);
    hub.host_says(convoally_shared::wire::Message::Happened { event: happened.clone() });
    assert_eq!(hub.outside().told(21), [FromHub::Happened { event: happened }]);
    hub.closed(1);
    assert_eq!(hub.outside().disconnects, 0, "it watches, too");
}

/// A page can open the document in a tab, and frame it: then our script opens the port of a frame, which wants a token.
#[test]
fn only_our_own_document_in_no_tab_is_the_side_panel() {
    for opener in [
        Opener { tab: Some(7), top_frame: true, ..side_panel() },
        Opener { own_page: false, ..side_panel() },
        Opener { name: OVERLAY_PORT.into(), ..side_panel() },
        Opener { name: OVERLAY_PORT.into(), tab: Some(7), ..side_panel() },
    ] {
        let mut hub = hub();
        hub.opened(20, opener);
        hub.heard_overlay(20, ToHub::Claim { token: String::new() });
        hub.heard_overlay(20, ToHub::Call { id: 1, ask: Ask::AnswerNow(AnswerNow {}) });
        assert_eq!((hub.outside().told(20), hub.outside().connects), (vec![], 0));
    }
}

#[test]
fn hiding_concerns_the_panel_over_the_call_and_no_other() {
    let mut hub = hub();
    let_in(&mut hub, 1, 7);
    float(&mut hub, 3);
    open_beside(&mut hub, 20);
    hub.outside().to_overlay.clear();
    hub.command("toggle-overlay", Some(7));
    assert_eq!(hub.outside().told(1), [FromHub::Toggle]);
    assert_eq!((hub.outside().told(3), hub.outside().told(20)), (vec![], vec![]));
}

/// A page cannot announce for another: its port is its content script's.
#[test]
fn a_token_of_a_tab_is_of_no_use_in_a_window() {
    let mut hub = hub();
    hub.opened(101, page(7));
    hub.heard(101, &announce("t", false));
    hub.opened(3, frame(70));
    hub.heard_overlay(3, ToHub::Claim { token: "t".into() });
    assert_eq!(hub.outside().told(3), [FromHub::Refused]);
}
