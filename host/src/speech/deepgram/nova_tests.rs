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

/// A result for a stretch of sound, its words spread evenly over it.
fn result(from: f64, to: f64, text: &str, is_final: bool, speech_final: bool) -> String {
    let count = text.split_whitespace().count().max(1) as f64;
    let each = (to - from) / count;
    let words: Vec<_> = text
        .split_whitespace()
        .enumerate()
        .map(|(n, word)| {
            let start = from + each * n as f64;
            json!({"word": word, "punctuated_word": word, "start": start, "end": start + each, "confidence": 0.9})
        })
        .collect();
    json!({
        "type": "Results", "channel_index": [0, 1], "start": from, "duration": to - from,
        "is_final": is_final, "speech_final": speech_final, "from_finalize": false,
        "channel": {"alternatives": [{"transcript": text, "confidence": 0.9, "words": words}]},
        "metadata": {"request_id": "r", "model_uuid": "u", "model_info": {"name": "n", "version": "v", "arch": "nova-3"}}
    })
    .to_string()
}

fn utterance_end(last_word: f64) -> String {
    json!({"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": last_word}).to_string()
}

fn read(nova: &mut Nova, messages: &[String]) -> Vec<TurnEvent> {
    let timeline = timeline();
    messages.iter().flat_map(|message| nova.read(message, &timeline).turns).collect()
}

#[test]
fn a_question_ends_with_the_pause_after_it() {
    let turn = TurnId(1);
    let events = read(
        &mut Nova::default(),
        &[
            result(1.0, 2.0, "why do", false, false),
            result(1.0, 2.4, "Why do you want", true, false),
            result(2.4, 3.0, "this job?", true, true),
        ],
    );
    let text = |text: &str| text.to_owned();
    assert_eq!(
        events,
        [
            TurnEvent::Started { turn, start_ms: 1000 },
            TurnEvent::Updated { turn, end_ms: 2000, text: text("why do") },
            TurnEvent::Updated { turn, end_ms: 2400, text: text("Why do you want") },
            TurnEvent::Updated { turn, end_ms: 3000, text: text("Why do you want this job?") },
            TurnEvent::Ended { turn, start_ms: 1000, end_ms: 3000, text: text("Why do you want this job?") },
        ]
    );
}

#[test]
fn a_pause_in_an_open_phrase_is_an_eager_end_that_more_words_take_back() {
    let mut nova = Nova::default();
    let paused = read(&mut nova, &[result(0.0, 1.0, "tell me about", true, true)]);
    assert!(matches!(paused.last(), Some(TurnEvent::EagerEnd { text, .. }) if text == "tell me about"));
    let resumed = read(&mut nova, &[result(1.0, 1.5, "a time", false, false)]);
    assert!(matches!(resumed[0], TurnEvent::Resumed { .. }));
    let ended = read(&mut nova, &[result(1.0, 1.6, "a time", true, false), utterance_end(1.6)]);
    assert_eq!(texts(&ended), ["tell me about a time"]);
}

#[test]
fn an_utterance_end_before_the_last_words_are_final_waits_for_them() {
    let mut nova = Nova::default();
    let early = read(&mut nova, &[result(0.0, 1.0, "so anyway", false, false), utterance_end(1.0)]);
    assert_eq!(texts(&early), [""; 0]);
    assert_eq!(texts(&read(&mut nova, &[result(0.0, 1.2, "So, anyway", true, false)])), ["So, anyway"]);
}

#[test]
fn a_turn_whose_utterance_end_never_comes_ends_with_the_silence() {
    let messages = [result(0.0, 1.0, "and then", true, true), result(1.0, 2.6, "", true, false)];
    assert_eq!(texts(&read(&mut Nova::default(), &messages)), ["and then"]);
}

#[test]
fn what_is_said_twice_is_told_once() {
    let first = result(0.0, 1.0, "one two", true, false);
    let messages = [first.clone(), first, result(0.5, 1.5, "two three", true, false), utterance_end(1.5)];
    assert_eq!(texts(&read(&mut Nova::default(), &messages)), ["one two three"]);
}

#[test]
fn noise_that_was_taken_for_words_is_ended_without_text() {
    let messages = [result(0.0, 1.0, "mhm", false, false), result(0.0, 1.5, "", true, false)];
    let events = read(&mut Nova::default(), &messages);
    assert!(matches!(events.last(), Some(TurnEvent::Ended { text, .. }) if text.is_empty()));
    assert_legal(&events);
}

#[test]
fn after_a_lost_line_the_turn_goes_on_where_its_text_was_final() {
    let mut nova = Nova::default();
    let mut events =
        read(&mut nova, &[result(0.0, 2.0, "what is", true, false), result(2.0, 3.0, "your", false, false)]);
    nova.reconnected();
    let mut again = Timeline::default();
    again.sent(&Piece { place: 2 * 16_000, samples: vec![0; 16_000 * 5], padding: false });
    events.extend(nova.read(&result(0.0, 2.0, "your name?", true, true), &again).turns);
    assert_eq!(texts(&events), ["what is your name?"]);
    assert_legal(&events);
}

#[test]
fn only_what_is_final_stands_when_somebody_else_goes_on() {
    let mut nova = Nova::default();
    let mut events =
        read(&mut nova, &[result(0.0, 2.0, "what is", true, false), result(2.0, 3.0, "your", false, false)]);
    events.extend(nova.give_back());
    assert_legal(&events);
    assert!(matches!(events.last(), Some(TurnEvent::Ended { end_ms: 2000, text, .. }) if text == "what is"));
}

#[test]
fn other_messages_say_nothing_about_turns() {
    let mut nova = Nova::default();
    let timeline = timeline();
    for message in ["", "{", "null", r#"{"type":"Surprise"}"#, r#"{"type":"Results"}"#, r#"{"type":"SpeechStarted"}"#] {
        let reading = nova.read(message, &timeline);
        assert!(reading.turns.is_empty() && !reading.is_answer && reading.trouble.is_none(), "{message}");
    }
    let error = r#"{"type":"Error","code":"ASR_PAYMENT_REQUIRED","description":"no"}"#;
    assert_eq!(nova.read(error, &timeline).trouble, Some(Trouble::NoCredit));
}

/// Any message: results anywhere, with or without words; ends of utterances; rubbish.
fn message() -> impl Strategy<Value = String> {
    let seconds = prop_oneof![10 => 0.0..30.0_f64, 1 => Just(-3.0), 1 => Just(1e12)];
    let text = prop_oneof![Just(""), Just("yes."), Just("and so"), Just("why is that?")];
    prop_oneof![
        8 => (seconds.clone(), 0.0..4.0_f64, text, any::<bool>(), any::<bool>())
            .prop_map(|(from, length, text, is_final, end)| result(from, from + length, text, is_final, end)),
        3 => seconds.prop_map(utterance_end),
        1 => Just("{\"type\":\"Results\"".to_owned()),
        1 => Just(r#"{"type":"Metadata","request_id":"r","created":"c","duration":1.0,"channels":1}"#.to_owned()),
    ]
}

proptest! {
    #[test]
    fn whatever_comes_in_whatever_order_the_turns_are_legal(
        messages in proptest::collection::vec((message(), 0_u8..12), 0..60)
    ) {
        let (mut nova, timeline) = (Nova::default(), timeline());
        let (mut events, mut settled) = (Vec::new(), 0);
        for (message, chance) in messages {
            if chance == 0 {
                nova.reconnected();
            }
            let reading = nova.read(&message, &timeline);
            prop_assert!(reading.settled >= settled, "final text is never taken back");
            prop_assert!(reading.settled <= timeline.length());
            settled = reading.settled;
            events.extend(reading.turns);
        }
        events.extend(nova.close());
        assert_legal(&events);
    }

    /// Every word is final in exactly one stretch, however the sound was cut and whatever came twice.
    #[test]
    fn no_word_is_lost_and_none_is_told_twice(
        cuts in proptest::collection::vec((1_usize..5, any::<bool>(), any::<bool>(), any::<bool>()), 1..12)
    ) {
        let (mut messages, mut said, mut at) = (Vec::new(), Vec::new(), 0.0);
        for (count, speech_final, twice, interim) in cuts {
            let words: Vec<String> = (0..count).map(|n| format!("w{}", said.len() + n)).collect();
            let (text, to) = (words.join(" "), at + count as f64 * 0.4);
            if interim {
                messages.push(result(at, to - 0.2, &text, false, false));
            }
            let last = result(at, to, &text, true, speech_final);
            messages.extend(std::iter::repeat_n(last, 1 + usize::from(twice)));
            said.extend(words);
            at = to;
        }
        let mut nova = Nova::default();
        let mut events = read(&mut nova, &messages);
        events.extend(nova.close());
        assert_legal(&events);
        prop_assert_eq!(texts(&events).join(" "), said.join(" "));
    }
}
