//! When nothing goes wrong.

use crate::call::{LENGTH, SENTENCES, engine, play, play_by, say, stand_in};
use convoally::speech::deepgram::Model;
use convoally::speech::{Report, Sound, Transcriber};
use convoally::turn::TurnEvent;
use convoally_tests::deepgram::{Fault, RATE, Speech, StandIn};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[tokio::test]
async fn nova_tells_every_sentence_as_a_turn_at_its_time() {
    let stand_in = stand_in().await;
    let engine = engine(Model::Nova3, &stand_in);
    assert_eq!(engine.label(), "Deepgram Nova-3");
    let call = play(&engine, |_| {}).await;
    call.assert_whole();
    let turns = call.turns();
    assert_eq!(turns.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), SENTENCES.map(|(_, text)| text));
    for ((start, _), (told, _)) in SENTENCES.iter().zip(&turns) {
        assert!(start.abs_diff(*told) < 20, "{turns:?}");
    }
    let seen = stand_in.seen();
    assert_eq!(seen.len(), 1, "one connection");
    assert!(seen[0].uri.contains("keyterm=ConvoAlly") && seen[0].uri.contains("mip_opt_out=true"));
    assert_eq!(seen[0].bytes, LENGTH * 32);
    assert_eq!(seen[0].controls, ["CloseStream"]);
    let last_sent = call.reports.iter().rev().find_map(|report| match report {
        Report::Sent { recipient, requests, bytes, audio_ms } => {
            Some((recipient.clone(), *requests, *bytes, *audio_ms))
        }
        _ => None,
    });
    let host = stand_in.endpoint().replace("http://", "");
    let bytes = LENGTH * 32 + seen[0].uri.len() as u64;
    assert_eq!(last_sent, Some((host, 1, bytes, LENGTH)), "what left the computer is told to the byte");
}

#[tokio::test]
async fn flux_tells_turns_with_eager_ends() {
    let stand_in = stand_in().await;
    let call = play(&engine(Model::Flux, &stand_in), |_| {}).await;
    call.assert_whole();
    assert_eq!(call.turns().len(), SENTENCES.len());
    for ((start, _), (told, _)) in SENTENCES.iter().zip(call.turns()) {
        assert!(start.abs_diff(told) < 500, "{:?}", call.turns());
    }
    let eager = call.reports.iter().filter(|report| matches!(report, Report::Turn(TurnEvent::EagerEnd { .. })));
    assert!(eager.count() >= SENTENCES.len());
    let seen = stand_in.seen();
    assert!(seen[0].uri.starts_with("/v2/listen?model=flux-general-en"));
    assert_eq!(seen[0].controls, ["CloseStream"], "Flux knows no other message");
}

#[tokio::test]
async fn a_slow_handshake_only_delays_the_words() {
    let stand_in = stand_in().await;
    stand_in.next([Fault::Slow(Duration::from_millis(1500))]);
    let call = play(&engine(Model::Nova3, &stand_in), |_| {}).await;
    call.assert_whole();
    assert_eq!(call.changes(), [], "too short to be told");
}

/// The microphone is unplugged in the middle of a phrase and comes back a minute later.
async fn unplugged(model: Model) {
    let speech = Speech::of(&[(500, "So tell me about"), (61_000, "Thank you.")]);
    let stand_in = StandIn::start(0, speech.ear()).await.unwrap();
    let (engine, ended) = (engine(model, &stand_in), AtomicBool::new(false));
    let kept_open = || match model {
        Model::Nova3 => stand_in.seen()[0].controls.contains(&"KeepAlive".to_owned()),
        Model::Flux => true,
    };
    let feed = async |sound| {
        let samples = speech.sound(64_000);
        say(&sound, 0, &samples[..2 * RATE as usize]).await;
        // As a session says that a device stays away.
        let _ = sound.send(Sound { start: 2 * RATE, samples: Vec::new() }).await;
        while !(ended.load(Ordering::Relaxed) && kept_open()) {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let back = 60 * RATE;
        say(&sound, back, &samples[back as usize..]).await;
    };
    let call = play_by(&engine, feed, |report| {
        ended.fetch_or(matches!(report, Report::Turn(TurnEvent::Ended { .. })), Ordering::Relaxed);
    });
    let call = call.await;
    assert_eq!(call.ended, Ok(()));
    call.assert_in_order();
    assert_eq!(call.text(), speech.text());
    let turns = call.turns();
    assert!(turns[0].0.abs_diff(500) < 500 && turns[1].0.abs_diff(61_000) < 500, "{turns:?}");
    assert_eq!(stand_in.seen().len(), 1, "one connection");
}

#[tokio::test]
async fn a_microphone_that_goes_away_ends_the_turn_and_keeps_the_connection() {
    tokio::join!(unplugged(Model::Nova3), unplugged(Model::Flux));
}
