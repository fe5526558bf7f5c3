//! What a view makes of events.

use super::*;
use crate::card::{Card, Span, Wish};
use crate::document::Passage;
use crate::question::QuestionKind;

fn event(seq: u64, kind: EventKind) -> Event {
    Event { session: SessionId("s".into()), seq, at_ms: seq * 10, kind }
}

fn utterance(id: u32, speaker: Speaker, text: &str) -> Utterance {
    Utterance { id: UtteranceId(id), speaker, start_ms: 0, end_ms: 5, text: text.into() }
}

fn question() -> EventKind {
    EventKind::QuestionFound {
        question: Question {
            id: QuestionId(1),
            utterance: Some(UtteranceId(1)),
            text: "Why us?".into(),
            kind: QuestionKind::Motivation,
            reason: "begins with a question word".into(),
        },
    }
}

#[test]
fn interim_text_gives_way_to_the_final_text_of_the_same_utterance() {
    let mut view = SessionView::default();
    view.apply(&event(1, EventKind::UtteranceUpdated { utterance: utterance(1, Speaker::Them, "Why") }));
    view.apply(&event(2, EventKind::UtteranceUpdated { utterance: utterance(2, Speaker::Me, "Hm") }));
    view.apply(&event(3, EventKind::UtteranceFinal { utterance: utterance(1, Speaker::Them, "Why us?") }));
    assert_eq!(view.interim, [utterance(2, Speaker::Me, "Hm")]);
    assert_eq!(view.utterances, [utterance(1, Speaker::Them, "Why us?")]);
}

#[test]
fn an_event_that_was_seen_before_changes_nothing() {
    let mut view = SessionView::default();
    view.apply(&event(1, question()));
    let delta = event(2, EventKind::DraftDelta { question: QuestionId(1), draft: 1, text: "Because".into() });
    view.apply(&delta);
    let once = view.clone();
    view.apply(&delta);
    assert_eq!(view, once);
    assert_eq!(view.cards[0].draft.text(), "Because");
}

#[test]
fn a_draft_that_fails_keeps_what_had_arrived() {
    let mut view = SessionView::default();
    view.apply(&event(1, question()));
    view.apply(&event(2, EventKind::DraftDelta { question: QuestionId(1), draft: 1, text: "Half".into() }));
    let fault = Fault::new("answer.cut_off", "It stopped.", "Ask again.");
    view.apply(&event(
        3,
        EventKind::DraftFailed { question: QuestionId(1), draft: 1, fault: fault.clone(), spent: None },
    ));
    assert_eq!(view.cards[0].draft, DraftView::Failed { text: "Half".into(), fault });
}

#[test]
fn a_draft_does_not_outlast_its_session() {
    let mut view = SessionView::default();
    view.apply(&event(1, question()));
    view.apply(&event(2, EventKind::DraftDelta { question: QuestionId(1), draft: 1, text: "Half".into() }));
    view.apply(&event(3, EventKind::SessionEnded));
    let DraftView::Failed { text, fault } = &view.cards[0].draft else { panic!("{:?}", view.cards[0].draft) };
    assert_eq!((text.as_str(), fault.code.as_str()), ("Half", "answer.stopped"));
}

fn started(draft: u32, wish: Wish) -> EventKind {
    let (question, engine) = (QuestionId(1), "e".into());
    EventKind::DraftStarted { question, draft, wish, engine, disclosure: None }
}

fn finished(draft: u32, text: &str, output_tokens: u64) -> EventKind {
    let (question, unsupported) = (QuestionId(1), vec![Span { start: 0, end: 1 }]);
    let spent = Some(Spent { output_tokens, ..Spent::default() });
    EventKind::DraftFinished { question, draft, text: text.into(), unsupported, spent }
}

fn dropped(draft: u32, output_tokens: u64) -> EventKind {
    let spent = Spent { output_tokens, ..Spent::default() };
    EventKind::DraftDropped { question: QuestionId(1), draft, spent }
}

fn delta(draft: u32, text: &str) -> EventKind {
    EventKind::DraftDelta { question: QuestionId(1), draft, text: text.into() }
}

fn view_of(kinds: Vec<EventKind>) -> SessionView {
    let events: Vec<Event> = (1..).zip(kinds).map(|(seq, kind)| event(seq, kind)).collect();
    SessionView::of(&events)
}

#[test]
fn an_early_draft_is_joined_to_its_card_and_one_that_was_dropped_is_not() {
    let view = view_of(vec![
        started(1, Wish::Spoken),
        dropped(1, 30),
        started(2, Wish::Story),
        question(),
        delta(2, "Because"),
    ]);
    let card = &view.cards[0];
    assert_eq!((card.number, card.wish, card.draft.text()), (2, Wish::Story, "Because"));
    assert_eq!((view.spending.wasted_tokens, view.spending.wasted_share()), (30, 1.0));
    assert_eq!(card.spending, Spending::default(), "it was begun for words that became no question");
    let none = view_of(vec![started(1, Wish::Spoken), dropped(1, 30), question()]);
    assert_eq!(none.cards[0].draft, DraftView::None);
}

#[test]
fn a_later_draft_takes_the_place_of_a_complete_one_which_comes_back_when_it_is_dropped() {
    let kinds = vec![question(), started(1, Wish::Spoken), finished(1, "One.", 70), started(2, Wish::Shorter)];
    let view = view_of(kinds.clone());
    let doubted = vec![Span { start: 0, end: 1 }];
    let one = EarlierDraft { text: "One.".into(), unsupported: doubted.clone(), astray: false };
    assert_eq!((view.cards[0].earlier.as_slice(), view.cards[0].unsupported.len()), (&[one][..], 0));
    let late = view_of([kinds.clone(), vec![delta(1, "late"), delta(2, "Two")]].concat());
    assert_eq!(late.cards[0].draft, DraftView::Streaming { text: "Two".into() });
    let back = view_of([kinds, vec![dropped(2, 30)]].concat());
    assert_eq!(back.cards[0].draft, DraftView::Finished { text: "One.".into() });
    assert_eq!((back.cards[0].unsupported.as_slice(), back.cards[0].earlier.len()), (&doubted[..], 0));
    assert_eq!(back.spending.wasted_share(), 0.3);
    assert_eq!(back.cards[0].spending, back.spending, "all of it was for this question");
}

/// A question that is revised may bring other passages, and with them a draft that cites those.
#[test]
fn a_draft_from_other_passages_than_the_card_has_now_leads_to_none_of_them() {
    let opened = |text: &str| {
        let (document, place) = ("resume".into(), String::new());
        let passage = Passage { document, place, text: text.into(), score: 1.0, line: 1, page: None };
        EventKind::CardOpened { card: Card { question: QuestionId(1), passages: vec![passage] } }
    };
    let before = vec![started(1, Wish::Spoken), question(), opened("a"), finished(1, "One [1].", 70)];
    let astray = |more: Vec<EventKind>| {
        let view = view_of([before.clone(), more].concat());
        let card = &view.cards[0];
        (card.astray, card.earlier.iter().map(|draft| draft.astray).collect::<Vec<_>>())
    };
    assert_eq!(astray(vec![]), (false, vec![]));
    assert_eq!(astray(vec![opened("a"), started(2, Wish::Shorter)]), (false, vec![false]), "they are the same");
    assert_eq!(astray(vec![opened("b")]), (true, vec![]));
    assert_eq!(astray(vec![opened("b"), started(2, Wish::Spoken)]), (false, vec![true]));
    assert_eq!(astray(vec![opened("b"), started(2, Wish::Spoken), dropped(2, 5)]), (true, vec![]), "it is back");
}

#[test]
fn what_another_engine_writes_replaces_what_had_arrived() {
    let fault = Fault::new("answer.unreachable", "S.", "A.");
    let (question_id, engine) = (QuestionId(1), "other".to_owned());
    let moved =
        EventKind::DraftMoved { question: question_id, draft: 1, engine, fault: fault.clone(), disclosure: None };
    let view = view_of(vec![question(), started(1, Wish::Spoken), delta(1, "Half"), moved, delta(1, "Whole")]);
    let card = &view.cards[0];
    assert_eq!((card.draft.text(), card.engine.as_str(), &card.moved[..]), ("Whole", "other", &[fault][..]));
}

#[test]
fn a_hole_is_remembered_when_the_side_is_heard_again() {
    let mut view = SessionView::default();
    let (speaker, device) = (Speaker::Them, "Headset".to_owned());
    for (seq, state) in [(1, SourceState::Recovered { missing_ms: 3_200 }), (2, SourceState::Hearing)] {
        view.apply(&event(seq, EventKind::SourceChanged { speaker, device: device.clone(), state }));
    }
    assert_eq!((view.sources[0].state.clone(), view.sources[0].hole), (SourceState::Hearing, Some((3_200, 10))));
}

#[test]
fn a_side_that_is_muted_in_the_call_is_shown_so_from_its_first_state_on_and_without_a_level() {
    let mut view = SessionView::default();
    let (speaker, device) = (Speaker::Me, "Headset".to_owned());
    let mute = |muted| EventKind::MuteChanged { speaker, muted };
    view.apply(&event(1, mute(true)));
    view.apply(&event(2, EventKind::SourceChanged { speaker, device, state: SourceState::Hearing }));
    assert!(view.sources[0].muted);
    view.apply(&event(3, mute(false)));
    view.apply(&event(4, EventKind::Level { speaker, dbfs: -20.0 }));
    view.apply(&event(5, mute(true)));
    assert_eq!((view.sources[0].muted, view.sources[0].dbfs), (true, -90.0));
    view.apply(&event(6, mute(false)));
    assert!(!view.sources[0].muted);
}

#[test]
fn a_new_session_starts_a_fresh_view() {
    let mut view = SessionView::default();
    view.apply(&event(9, question()));
    view.apply(&Event { session: SessionId("t".into()), seq: 1, at_ms: 0, kind: EventKind::SessionEnded });
    assert_eq!((view.cards.len(), view.last_seq, view.phase), (0, 1, Phase::Ended));
}

#[test]
fn pauses_are_told_from_when_to_when_and_the_last_may_have_no_end() {
    let pause = |seq, paused| event(seq, EventKind::PauseChanged { paused });
    let mut view = SessionView::default();
    view.apply(&pause(1, true));
    view.apply(&pause(2, true));
    assert!(view.is_paused());
    view.apply(&pause(3, false));
    assert!(!view.is_paused());
    view.apply(&pause(4, true));
    let told: Vec<_> = view.pauses.iter().map(|pause| (pause.from_ms, pause.to_ms)).collect();
    let at = |seq| event(seq, EventKind::SessionEnded).at_ms;
    assert_eq!(told, [(at(1), Some(at(3))), (at(4), None)]);
}
