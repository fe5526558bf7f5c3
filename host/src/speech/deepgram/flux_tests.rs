use super::super::legality::{assert_legal, texts};
use super::*;
use crate::speech::held::Piece;
use crate::turn::TurnId;
use proptest::prelude::*;
use serde_json::json;

/// A stream of a minute that began at the session's zero.
fn timeline() -> Timeline {
    let mut timeline = Timeline::default();
    timeline.sent(&Piece { place: 0, samples: vec![0; 60 * SAMPLE_RATE as usize], padding: false });
    timeline
}

fn info(event: &str, index: u32, heard: f64, text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().map(|word| json!({"word": word, "confidence": 0.9})).collect();
    json!({
        "type": "TurnInfo", "request_id": "550e8400-e29b-41d4-a716-446655440000", "sequence_id": 1, "event": event,
        "turn_index": index, "audio_window_start": 0.0, "audio_window_end": heard, "transcript": text,
        "words": words, "end_of_turn_confidence": 0.4
    })
    .to_string()
}

fn read(flux: &mut Flux, messages: &[String]) -> Vec<TurnEvent> {
    let timeline = timeline();
    messages.iter().flat_map(|message| flux.read(message, &timeline).turns).collect()
}

#[test]
fn a_turn_with_an_eager_end_that_is_taken_back_once() {
    let turn = TurnId(1);
    let events = read(
        &mut Flux::default(),
        &[
            info("Update", 0, 1.0, ""),
            info("StartOfTurn", 0, 2.0, "Why"),
            info("Update", 0, 2.5, "Why do you"),
            info("EagerEndOfTurn", 0, 3.0, "Why do you"),
            info("TurnResumed", 0, 3.25, "Why do you ask?"),
            info("EagerEndOfTurn", 0, 3.75, "Why do you ask?"),
            info("EndOfTurn", 0, 4.0, "Why do you ask?"),
        ],
    );
    let text = |text: &str| text.to_owned();
    assert_eq!(
        events,
        [
            TurnEvent::Started { turn, start_ms: 1600 },
            TurnEvent::Updated { turn, end_ms: 2000, text: text("Why") },
            TurnEvent::Updated { turn, end_ms: 2500, text: text("Why do you") },
            TurnEvent::EagerEnd { turn, end_ms: 2500, text: text("Why do you") },
            TurnEvent::Resumed { turn },
            TurnEvent::Updated { turn, end_ms: 3250, text: text("Why do you ask?") },
            TurnEvent::EagerEnd { turn, end_ms: 3250, text: text("Why do you ask?") },
            TurnEvent::Ended { turn, start_ms: 1600, end_ms: 3250, text: text("Why do you ask?") },
        ]
    );
}

#[test]
fn the_sound_of_an_open_turn_is_kept_until_it_ends() {
    let (mut flux, timeline) = (Flux::default(), timeline());
    assert_eq!(flux.read(&info("Update", 0, 10.0, ""), &timeline).settled, 9 * 16_000);
    assert_eq!(flux.read(&info("StartOfTurn", 0, 10.5, "So"), &timeline).settled, 9 * 16_000);
    assert_eq!(flux.read(&info("Update", 0, 30.0, "So much"), &timeline).settled, 9 * 16_000);
    assert_eq!(flux.read(&info("EndOfTurn", 0, 31.0, "So much"), &timeline).settled, 31 * 16_000);
}

#[test]
fn a_closed_stream_ends_the_turn_with_its_last_update() {
    let mut flux = Flux::default();
    let mut events = read(&mut flux, &[info("StartOfTurn", 0, 1.0, "Thank"), info("Update", 0, 1.5, "Thank you")]);
    events.extend(flux.close());
    assert_legal(&events);
    assert_eq!(texts(&events), ["Thank you"]);
}

#[test]
fn after_a_lost_line_the_turn_is_heard_again_and_is_the_same_turn() {
    let mut flux = Flux::default();
    let mut events = read(
        &mut flux,
        &[info("EndOfTurn", 6, 5.0, "Well."), info("StartOfTurn", 7, 10.0, "What"), info("Update", 7, 11.0, "What is")],
    );
    flux.reconnected();
    events.extend(read(
        &mut flux,
        &[info("StartOfTurn", 0, 10.0, "What"), info("EndOfTurn", 0, 13.0, "What is your name?")],
    ));
    assert_legal(&events);
    assert_eq!(texts(&events), ["Well.", "What is your name?"]);
}

#[test]
fn a_turn_that_is_not_found_again_ends_with_the_text_that_it_had() {
    let mut flux = Flux::default();
    let mut events = read(&mut flux, &[info("StartOfTurn", 0, 10.0, "Hm"), info("Update", 0, 11.0, "Hm, yes")]);
    flux.reconnected();
    events.extend(read(&mut flux, &[info("Update", 0, 11.5, "")]));
    assert_eq!(texts(&events), [""; 0], "it may still be found");
    events.extend(read(&mut flux, &[info("Update", 0, 12.5, ""), info("StartOfTurn", 0, 14.0, "So")]));
    events.extend(flux.close());
    assert_legal(&events);
    assert_eq!(texts(&events), ["Hm, yes", "So"]);
}

#[test]
fn nothing_of_an_open_turn_stands_when_somebody_else_goes_on() {
    let mut flux = Flux::default();
    let mut events = read(&mut flux, &[info("StartOfTurn", 0, 10.0, "Hm"), info("Update", 0, 11.0, "Hm, yes")]);
    events.extend(flux.give_back());
    assert_legal(&events);
    assert_eq!(texts(&events), [""; 0]);
}

#[test]
fn a_turn_whose_end_was_not_told_is_ended_by_the_next_one() {
    let messages = [info("Update", 0, 1.0, "One"), info("Update", 1, 3.0, "Two"), info("EndOfTurn", 0, 3.0, "One")];
    let mut flux = Flux::default();
    let mut events = read(&mut flux, &messages);
    events.extend(flux.close());
    assert_legal(&events);
    assert_eq!(texts(&events), ["One", "Two"]);
}

#[test]
fn other_messages_say_nothing_about_turns() {
    let (mut flux, timeline) = (Flux::default(), timeline());
    for message in ["", "[]", r#"{"type":"Surprise"}"#, r#"{"type":"TurnInfo"}"#, r#"{"type":"ConfigureFailure"}"#] {
        let reading = flux.read(message, &timeline);
        assert!(reading.turns.is_empty() && !reading.is_answer && reading.trouble.is_none(), "{message}");
    }
    let error = r#"{"type":"Error","sequence_id":3,"code":"INTERNAL_SERVER_ERROR","description":"no"}"#;
    assert_eq!(flux.read(error, &timeline).trouble, Some(Trouble::Down));
}

fn message() -> impl Strategy<Value = String> {
    let event = prop_oneof![
        Just("StartOfTurn"),
        Just("Update"),
        Just("Update"),
        Just("EagerEndOfTurn"),
        Just("TurnResumed"),
        Just("EndOfTurn"),
        Just("NewEvent"),
    ];
    let heard = prop_oneof![10 => 0.0..60.0_f64, 1 => Just(-1.0), 1 => Just(1e15)];
    let text = prop_oneof![Just(""), Just("Yes."), Just("And so"), Just("Why is that?")];
    prop_oneof![
        9 => (event, 0_u32..6, heard, text).prop_map(|(event, index, heard, text)| info(event, index, heard, text)),
        1 => Just("{\"type\":\"TurnInfo\"}".to_owned()),
    ]
}

proptest! {
    #[test]
    fn whatever_comes_in_whatever_order_the_turns_are_legal(
        messages in proptest::collection::vec((message(), 0_u8..12), 0..60)
    ) {
        let (mut flux, timeline) = (Flux::default(), timeline());
        let (mut events, mut settled) = (Vec::new(), 0);
        for (message, chance) in messages {
            if chance == 0 {
                flux.reconnected();
            }
            let reading = flux.read(&message, &timeline);
            prop_assert!(reading.settled >= settled, "final text is never taken back");
            prop_assert!(reading.settled <= timeline.length());
            settled = reading.settled;
            events.extend(reading.turns);
        }
        events.extend(flux.close());
        assert_legal(&events);
    }

    /// As the state machine is published: each turn's text, whatever of its messages comes twice.
    #[test]
    fn no_turn_is_lost_and_none_is_told_twice(
        turns in proptest::collection::vec((1_usize..5, any::<bool>(), any::<bool>()), 1..12)
    ) {
        let (mut messages, mut said, mut at) = (Vec::new(), Vec::new(), 0.5);
        for (index, (count, eager, twice)) in turns.into_iter().enumerate() {
            let text: Vec<String> = (0..count).map(|n| format!("t{index}w{n}")).collect();
            for n in 1..=count {
                let event = if n == 1 { "StartOfTurn" } else { "Update" };
                at += 0.25;
                messages.push(info(event, index as u32, at, &text[..n].join(" ")));
            }
            if eager {
                messages.push(info("EagerEndOfTurn", index as u32, at, &text.join(" ")));
            }
            let end = info("EndOfTurn", index as u32, at + 0.5, &text.join(" "));
            messages.extend(std::iter::repeat_n(end, 1 + usize::from(twice)));
            said.push(text.join(" "));
            at += 1.0;
        }
        let mut flux = Flux::default();
        let mut events = read(&mut flux, &messages);
        events.extend(flux.close());
        assert_legal(&events);
        prop_assert_eq!(texts(&events), said);
    }
}
