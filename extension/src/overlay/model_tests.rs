//! What the model makes of the hub's messages and of the user's acts.

use super::*;
use crate::link::call::CallSeen;
use convoally_shared::question::QuestionId;
use convoally_shared::request::SoundRecipient;
use serde_json::json;

fn ready() -> Model {
    let mut model = Model::default();
    let (site, frame, tab) = ("meet.google.com".into(), Frame::Tab, Some(7));
    model.take(FromHub::Admitted { site, frame, tab });
    model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
    model
}

fn happened(seq: u64, kind: EventKind) -> FromHub {
    let event = Event { session: SessionId("s".into()), seq, at_ms: 0, kind };
    FromHub::Happened { event }
}

fn started() -> FromHub {
    let kind = json!({"type": "session_started", "started_unix_ms": 0, "brief": {}, "documents": [],
        "transcriber": "stand-in"});
    happened(1, serde_json::from_value(kind).unwrap())
}

fn start(id: u64, consent: bool, them: TheirSound) -> ToHub {
    let (site, brief) = (Some("meet.google.com".into()), Brief::default());
    ToHub::Call { id, ask: Ask::Start(StartSession { site, consent, brief, interview: None, them, mode: None }) }
}

fn recipients(id: u64) -> FromHub {
    let sound = SoundRecipient::Device { model: "base.en".into() };
    FromHub::Recipients { id, recipients: Recipients { sound, drafts: vec![] } }
}

fn refused_start(code: &str) -> FromHub {
    FromHub::Failed { id: Some(2), fault: Fault::new(code, "S.", "A.") }
}

#[test]
fn a_site_without_consent_asks_the_user_and_then_says_so_to_the_host() {
    let mut model = ready();
    model.start();
    let who = model.take(refused_start(CONSENT_REQUIRED));
    assert_eq!(who, Some(ToHub::Call { id: 3, ask: Ask::Recipients(ListRecipients {}) }));
    assert_eq!((model.phase(), model.is_starting()), (Phase::Idle, true), "who gets what comes first");
    model.take(recipients(3));
    assert_eq!((model.phase(), model.notice.clone(), model.is_starting()), (Phase::Consent, None, false));
    assert_eq!(model.confirm(), start(4, true, TheirSound::System));
    model.take(started());
    assert_eq!(model.phase(), Phase::Listening);
    model.take(happened(2, EventKind::SessionEnded));
    assert_eq!(model.phase(), Phase::Ended);
}

#[test]
fn beside_no_meeting_the_user_is_asked_each_time() {
    let mut model = ready();
    model.take(FromHub::Admitted { site: String::new(), frame: Frame::SidePanel, tab: None });
    assert_eq!(model.start(), ToHub::Call { id: 2, ask: Ask::Recipients(ListRecipients {}) });
    model.take(recipients(2));
    assert_eq!(model.phase(), Phase::Consent);
    assert!(matches!(
        model.confirm(),
        ToHub::Call { ask: Ask::Start(StartSession { site: None, consent: true, .. }), .. }
    ));
}

#[test]
fn a_key_of_the_browser_moves_the_focus_and_brings_the_field_for_a_question_into_sight() {
    let mut model = ready();
    model.take(started());
    for (seq, id) in [(2, 1), (3, 2)] {
        let question = json!({"id": id, "utterance": null, "text": "Why?", "kind": "other", "reason": ""});
        let kind = json!({"type": "question_found", "question": question});
        model.take(happened(seq, serde_json::from_value(kind).unwrap()));
    }
    model.stance.compact = true;
    model.take(FromHub::Deed(Deed::Next));
    assert_eq!((model.deck.focus(&model.view), model.compact()), (Some(QuestionId(1)), true));
    model.take(FromHub::Deed(Deed::Question));
    assert!(!model.compact());
}

#[test]
fn the_list_of_keys_has_room_even_above_one_line() {
    let mut model = ready();
    model.window = Window { width: 1360, height: 800 };
    (model.stance.compact, model.height) = (true, 64);
    assert_eq!(model.place().height, 64);
    model.help = true;
    assert_eq!(model.place().height, HELP_HEIGHT);
}

#[test]
fn a_start_that_fails_otherwise_says_why() {
    let mut model = ready();
    model.start();
    assert!(model.waits_for(Asked::Start));
    model.take(refused_start("audio.no_microphone"));
    assert_eq!(model.phase(), Phase::Idle);
    assert_eq!(model.notice.map(|fault| fault.code), Some("audio.no_microphone".into()));
}

#[test]
fn a_click_on_the_toolbar_begins_with_the_tab_and_keeps_to_it_through_the_question_of_consent() {
    let mut model = ready();
    model.take(FromHub::Toggle);
    let tab = TheirSound::Tab { title: "meet.google.com".into() };
    assert_eq!(model.take(FromHub::Clicked), Some(start(2, false, tab.clone())));
    assert!(!model.place().hidden, "the click brings the panel back");
    assert_eq!(model.take(FromHub::Clicked), None, "one start at a time");
    model.take(refused_start(CONSENT_REQUIRED));
    assert_eq!(model.take(FromHub::Clicked), None, "it is about to be asked");
    model.take(recipients(3));
    assert_eq!((model.take(FromHub::Clicked), model.phase()), (None, Phase::Consent), "a click confirms nothing");
    assert_eq!(model.confirm(), start(4, true, tab));
    model.take(started());
    assert_eq!((model.take(FromHub::Clicked), model.stance.compact), (None, true), "now it hides and shows");
}

#[test]
fn a_start_that_the_user_gave_up_is_no_fault() {
    let mut model = ready();
    model.start();
    model.stop();
    model.take(refused_start(GIVEN_UP));
    model.start();
    model.take(FromHub::Failed { id: Some(4), fault: Fault::new(CONSENT_REQUIRED, "S.", "A.") });
    model.stop();
    model.take(recipients(5));
    assert_eq!((model.phase(), model.notice.clone(), model.waits_for(Asked::Start)), (Phase::Idle, None, false));
}

#[test]
fn the_sign_cannot_be_hidden_while_it_listens() {
    let mut model = ready();
    model.take(FromHub::Toggle);
    assert!(model.place().hidden);
    model.take(started());
    assert!(!model.place().hidden);
    model.take(FromHub::Toggle);
    assert!(!model.place().hidden && model.stance.compact, "one line remains");
}

#[test]
fn a_panel_that_was_hidden_stays_hidden_on_the_site_until_a_call_begins() {
    let mut model = ready();
    model.take(FromHub::Toggle);
    let remembered = model.stance;
    let mut next_page = ready();
    next_page.take(FromHub::Stance(remembered));
    assert!(next_page.place().hidden);
    let in_call = |in_call| CallSeen { in_call: Some(in_call), ..CallSeen::default() };
    next_page.take(FromHub::Call { seen: in_call(false), followed: false });
    assert!(next_page.place().hidden, "before the call");
    next_page.take(FromHub::Call { seen: in_call(true), followed: false });
    assert!(!next_page.place().hidden && next_page.stance.hidden, "for this call alone");
    next_page.take(FromHub::Toggle);
    assert!(next_page.place().hidden, "not in this one either");
    next_page.take(FromHub::Toggle);
    assert!(!next_page.place().hidden && !next_page.stance.hidden);
}

#[test]
fn where_no_call_is_held_the_panel_shows_only_when_it_is_wanted() {
    let mut model = ready();
    let seen = CallSeen { elsewhere: true, in_call: Some(false), ..CallSeen::default() };
    model.take(FromHub::Call { seen, followed: false });
    assert!(model.place().hidden);
    model.take(FromHub::Toggle);
    assert!(!model.place().hidden);
    model.take(FromHub::Toggle);
    assert!(model.place().hidden && !model.stance.hidden, "the rooms of the calls are another matter");
    model.take(started());
    assert!(!model.place().hidden, "what listens is seen everywhere");
}

#[test]
fn the_keys_that_the_user_chose_are_those_that_are_shown() {
    let mut model = ready();
    assert_eq!(model.answer_keys(), "Alt+Shift+A");
    model.take(FromHub::Keys("Ctrl+Shift+1".into()));
    assert_eq!(model.answer_keys(), "Ctrl+Shift+1");
}

#[test]
fn another_session_begins_with_a_deck_of_its_own() {
    let mut model = ready();
    model.take(started());
    model.deck.copied = Some(QuestionId(1));
    let event = Event { session: SessionId("t".into()), seq: 1, at_ms: 0, kind: EventKind::SessionEnded };
    model.take(FromHub::Happened { event });
    assert_eq!(model.deck.copied, None);
}

#[test]
fn a_panel_that_is_new_says_that_the_session_before_was_cut_off() {
    let mut model = Model::default();
    model.take(FromHub::Admitted { site: "meet.google.com".into(), frame: Frame::Tab, tab: Some(7) });
    model.take(FromHub::CutOff { session: SessionId("s".into()) });
    model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
    assert_eq!((model.phase(), model.cut_off()), (Phase::Ended, true));
    let event = Event { session: SessionId("t".into()), seq: 1, at_ms: 0, kind: EventKind::SessionEnded };
    model.take(FromHub::Happened { event });
    assert!(!model.cut_off(), "the next one was not");
}

#[test]
fn the_offer_unfolds_the_panel_once_a_call() {
    let mut model = ready();
    let call =
        |in_call| FromHub::Call { seen: CallSeen { in_call: Some(in_call), ..CallSeen::default() }, followed: false };
    for (in_call, folded) in [(true, false), (true, true), (false, true), (true, false)] {
        model.stance.compact = true;
        model.take(call(in_call));
        assert_eq!(model.stance.compact, folded);
    }
}

#[test]
fn a_lost_host_is_never_shown_as_listening() {
    let mut model = ready();
    model.take(started());
    let fault = Fault::new("host.stopped", "S.", "A.");
    model.take(FromHub::Status(HostStatus::Unreachable { fault }));
    assert_eq!(model.phase(), Phase::NoHost);
    model.take(FromHub::Status(HostStatus::Ready { version: "0.1.0".into() }));
    model.take(FromHub::CutOff { session: SessionId("s".into()) });
    assert_eq!(model.phase(), Phase::Ended);
    assert!(model.cut_off());
}
