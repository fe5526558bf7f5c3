use super::*;
use convoally_shared::card::Card;
use convoally_shared::device::{Chosen, Devices, Reading};
use convoally_shared::event::{Event, EventKind};
use convoally_shared::model::Purpose;
use convoally_shared::session::SessionId;

fn model(name: &str, is_default: bool, state: State) -> ModelFound {
    let (name, about) = (name.to_owned(), String::new());
    ModelFound { name, purpose: Purpose::Speech, bytes: Some(80_000_000), about, is_default, state }
}

fn device(id: &str, is_monitor: bool, is_default: bool) -> Device {
    Device { id: id.into(), name: id.into(), is_monitor, is_default }
}

fn session(kind: &str, answerer: Option<&str>, kinds: Vec<EventKind>) -> SessionView {
    let started = EventKind::SessionStarted {
        started_unix_ms: 0,
        brief: Brief { kind: kind.into(), ..Brief::default() },
        site: None,
        documents: Vec::new(),
        transcriber: String::new(),
        answerer: answerer.map(str::to_owned),
        mode: Mode::default(),
    };
    let event = |(seq, kind)| Event { session: SessionId("s".into()), seq, at_ms: 0, kind };
    let events: Vec<Event> = (1..).zip(std::iter::once(started).chain(kinds)).map(event).collect();
    SessionView::of(&events)
}

fn with_card(mut view: SessionView, draft: DraftView) -> SessionView {
    use convoally_shared::question::{Question, QuestionId, QuestionKind};
    let question = Question {
        id: QuestionId(1),
        text: "How do you prioritize?".into(),
        kind: QuestionKind::Behavioral,
        utterance: None,
        reason: String::new(),
    };
    let event = |seq, kind| Event { session: SessionId("s".into()), seq, at_ms: 0, kind };
    view.apply(&event(view.last_seq + 1, EventKind::QuestionFound { question }));
    let card = Card { question: QuestionId(1), passages: Vec::new() };
    view.apply(&event(view.last_seq + 1, EventKind::CardOpened { card }));
    view.cards[0].draft = draft;
    view
}

#[test]
fn the_first_step_that_is_open_comes_next() {
    let mut known = Known { heard_me: true, ..Known::default() };
    assert_eq!(known.next(), Some(Step::Program));
    known.passed = Step::ALL.to_vec();
    assert_eq!(known.next(), Some(Step::Program), "without the program nothing else works");
    known.connected = true;
    assert_eq!(known.next(), None);
    known.passed = vec![Step::Models];
    assert_eq!(known.next(), Some(Step::Sound), "the microphone is done, the models are passed");
}

#[test]
fn models_are_done_when_each_that_sessions_use_is_whole() {
    let done = |models: Vec<ModelFound>| Known { models: Some(models), ..Known::default() }.is_done(Step::Models);
    assert!(!Known::default().is_done(Step::Models), "nothing is known yet");
    assert!(done(vec![model("base", true, State::Official), model("large", false, State::Absent)]));
    assert!(done(vec![model("base", true, State::Converted { bytes: 1 })]));
    for state in [State::Absent, State::Damaged, State::Begun { bytes: 1 }] {
        assert!(!done(vec![model("base", true, state)]), "{state:?}");
    }
}

#[test]
fn what_came_before_a_break_is_not_fetched_again() {
    let models = [model("base", true, State::Begun { bytes: 30_000_000 }), model("meaning", true, State::Absent)];
    let wanting = wanting(&models);
    assert_eq!((to_fetch(&wanting), is_begun(&wanting)), (130_000_000, true));
}

#[test]
fn a_side_is_heard_by_the_chosen_device_while_it_is_there() {
    let chosen = |id: &str| Devices { me: Some(Chosen { id: id.into(), name: id.into() }), them: None };
    let devices =
        vec![device("headset", false, false), device("built-in", false, true), device("speakers", true, true)];
    let found = |id: &str| DevicesFound { devices: devices.clone(), chosen: chosen(id) };
    assert_eq!(device_of(&found("headset"), Speaker::Me).unwrap().id, "headset");
    assert_eq!(device_of(&found("unplugged"), Speaker::Me).unwrap().id, "built-in");
    assert_eq!(device_of(&found("headset"), Speaker::Them).unwrap().id, "speakers");
    assert_eq!(device_of(&DevicesFound::default(), Speaker::Me), None);
}

#[test]
fn a_device_without_a_reading_is_not_heard() {
    let level = |dbfs| Levels { levels: vec![("a".into(), Reading { dbfs, fault: None })] };
    let device = device("a", false, true);
    assert!(is_heard(loudness(&level(Some(-20.0)), &device)));
    for silent in [level(Some(-60.0)), level(None), Levels::default()] {
        assert!(!is_heard(loudness(&silent, &device)));
    }
}

#[test]
fn a_meeting_that_listens_is_not_taken_for_practice() {
    assert_eq!(Practice::of(&SessionView::default()), Practice::Idle);
    assert_eq!(Practice::of(&session("phone screen", None, Vec::new())), Practice::Occupied);
    assert_eq!(Practice::of(&session(PRACTICE, None, Vec::new())), Practice::Listening);
    assert_eq!(Practice::of(&session("phone screen", None, vec![EventKind::SessionEnded])), Practice::Idle);
}

#[test]
fn the_answer_is_whole_with_its_draft_and_at_once_where_nothing_drafts() {
    let card_of = |answerer, draft| Practice::of(&with_card(session(PRACTICE, answerer, Vec::new()), draft));
    assert_eq!(card_of(None, DraftView::None), Practice::Answered);
    assert_eq!(card_of(Some("m"), DraftView::None), Practice::Answering);
    assert_eq!(card_of(Some("m"), DraftView::Streaming { text: "I".into() }), Practice::Answering);
    assert_eq!(card_of(Some("m"), DraftView::Finished { text: "I".into() }), Practice::Answered);
}
