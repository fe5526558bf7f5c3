//! The device engine takes over from Deepgram, and hands back.

use crate::call::{Call, SENTENCES, engine, play, speech, stand_in};
use crate::device::Device;
use convoally::speech::Report;
use convoally::speech::deepgram::Model;
use convoally::speech::standby::Standby;
use convoally::turn::TurnEvent;
use convoally_tests::deepgram::{Fault, StandIn};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// In the middle of the second sentence.
const AMID: Duration = Duration::from_millis(6_100);
const DOWN: Fault = Fault::Refused { status: 503, error: "Service Unavailable", retry_after: None };

fn with_device(model: Model, stand_in: &StandIn) -> (Standby, Arc<AtomicU32>) {
    let loads = Arc::new(AtomicU32::new(0));
    let load = Device::load(speech().ear(), Arc::clone(&loads));
    (Standby::new(Arc::new(engine(model, stand_in)), load), loads)
}

fn ended_with_words(report: &Report) -> bool {
    matches!(report, Report::Turn(TurnEvent::Ended { text, .. }) if !text.is_empty())
}

/// The line is lost with `fault`, and stays away until the device engine has told `turns` turns.
async fn outage(model: Model, fault: Fault, turns: usize) -> (Call, u32) {
    let stand_in = stand_in().await;
    stand_in.next([fault]);
    stand_in.always(DOWN);
    let (engine, loads) = with_device(model, &stand_in);
    let (mut stands_in, mut told) = (false, 0);
    let call = play(&engine, |report| {
        stands_in |= matches!(report, Report::Changed { fault: Some(_), .. });
        told += usize::from(stands_in && ended_with_words(report));
        if told >= turns && stands_in {
            stand_in.always(Fault::None);
        }
    });
    (call.await, loads.load(Ordering::Relaxed))
}

#[tokio::test]
async fn while_the_line_is_there_the_device_engine_is_not_even_loaded() {
    let stand_in = stand_in().await;
    stand_in.next([Fault::Drop(AMID)]);
    let (engine, loads) = with_device(Model::Nova3, &stand_in);
    let call = play(&engine, |_| {}).await;
    call.assert_whole();
    assert_eq!((call.changes(), loads.load(Ordering::Relaxed)), (Vec::new(), 0));
}

#[tokio::test]
async fn the_device_engine_takes_over_and_hands_back_without_losing_or_doubling_a_word() {
    let outage = |model| outage(model, Fault::Drop(AMID), 1);
    let (nova, flux) = tokio::join!(outage(Model::Nova3), outage(Model::Flux));
    for ((call, loads), label) in [(nova, "Deepgram Nova-3"), (flux, "Deepgram Flux")] {
        call.assert_whole();
        let down = Some("speech.deepgram.down".to_owned());
        assert_eq!(call.changes(), [("the device".to_owned(), down), (label.to_owned(), None)]);
        assert_eq!(loads, 1);
        for (start, text) in call.turns() {
            let near = SENTENCES.iter().any(|(at, sentence)| {
                start + 500 >= *at && start < at + 4_000 && sentence.contains(text.split(' ').next().unwrap())
            });
            assert!(near, "{start} {text}");
        }
    }
}

#[tokio::test]
async fn a_server_that_falls_silent_is_replaced() {
    let (call, _) = outage(Model::Nova3, Fault::Mute(AMID), 1).await;
    call.assert_whole();
    assert_eq!(call.changes()[0], ("the device".to_owned(), Some("speech.deepgram.stalled".to_owned())));
}

#[tokio::test]
async fn an_outage_to_the_end_of_the_call_is_all_the_device_engines() {
    let (call, loads) = outage(Model::Flux, Fault::Drop(AMID), usize::MAX).await;
    call.assert_whole();
    assert_eq!((call.changes().len(), loads), (1, 1));
}

#[tokio::test]
async fn a_line_that_was_never_there_is_the_device_engines_from_the_first_word() {
    let (call, _) = outage(Model::Nova3, DOWN, usize::MAX).await;
    call.assert_whole();
    let sent = call.reports.iter().filter(|report| matches!(report, Report::Sent { audio_ms: 1.., .. }));
    assert_eq!(sent.count(), 0, "no sound left the computer");
}

#[tokio::test]
async fn without_a_device_engine_the_sound_is_held_and_heard_later() {
    let stand_in = stand_in().await;
    stand_in.next([Fault::Drop(AMID)]);
    stand_in.always(DOWN);
    let engine = Standby::new(Arc::new(engine(Model::Nova3, &stand_in)), Device::missing());
    let call = play(&engine, |report| {
        if matches!(report, Report::Changed { fault: Some(_), .. }) {
            stand_in.always(Fault::None);
        }
    });
    let call = call.await;
    call.assert_whole();
    let label = "Deepgram Nova-3".to_owned();
    assert_eq!(call.changes(), [(label.clone(), Some("speech.deepgram.down".into())), (label, None)]);
}
