//! When the line is lost and nobody stands in: the sound is held and sent again.

use crate::call::{Call, engine, play, stand_in};
use convoally::speech::deepgram::Model;
use convoally_tests::deepgram::Fault;
use std::time::Duration;

/// In the middle of the second sentence.
const AMID: Duration = Duration::from_millis(6_100);
/// In the middle of the fourth, and of its connection.
const AMID_AGAIN: Duration = Duration::from_millis(9_000);

const BUSY: Fault = Fault::Refused { status: 429, error: "TOO_MANY_REQUESTS", retry_after: Some(1) };
const DOWN: Fault = Fault::Refused { status: 503, error: "Service Unavailable", retry_after: None };

/// Plays the call over connections with these faults, one after another, and returns how many were accepted.
async fn over(model: Model, faults: impl IntoIterator<Item = Fault>) -> (Call, usize) {
    let stand_in = stand_in().await;
    stand_in.next(faults);
    let call = play(&engine(model, &stand_in), |_| {}).await;
    (call, stand_in.seen().len())
}

/// Asserts that both models lose nothing over these connections.
async fn survive(faults: &[Fault], connections: usize) {
    let (nova, flux) = tokio::join!(over(Model::Nova3, faults.to_vec()), over(Model::Flux, faults.to_vec()));
    for (call, accepted) in [nova, flux] {
        call.assert_whole();
        assert_eq!(accepted, connections, "{faults:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_off_in_the_middle_of_a_sentence_loses_no_word() {
    survive(&[Fault::Drop(AMID), Fault::Drop(AMID_AGAIN)], 3).await;
}

#[tokio::test]
async fn a_close_code_loses_no_word() {
    survive(&[Fault::Close(AMID, 1011, "NET-0000"), Fault::Close(AMID_AGAIN, 1000, "")], 3).await;
}

#[tokio::test]
async fn an_error_message_and_a_close_lose_no_word() {
    let error = r#"{"type":"Error","sequence_id":9,"code":"INTERNAL_SERVER_ERROR","description":"no"}"#;
    survive(&[Fault::Says(AMID, error)], 2).await;
}

#[tokio::test]
async fn a_server_that_falls_silent_is_noticed_and_loses_no_word() {
    survive(&[Fault::Mute(AMID)], 2).await;
}

#[tokio::test]
async fn a_server_that_stops_reading_is_noticed_and_loses_no_word() {
    survive(&[Fault::Deaf(AMID)], 2).await;
}

#[tokio::test]
async fn messages_that_are_no_messages_lose_no_word() {
    survive(&[Fault::Odd], 1).await;
}

#[tokio::test]
async fn a_refused_reconnect_loses_no_word() {
    survive(&[Fault::Drop(AMID), BUSY, DOWN, DOWN], 2).await;
}

#[tokio::test]
async fn a_long_outage_is_told_and_so_is_its_end() {
    let stand_in = stand_in().await;
    stand_in.next([Fault::Drop(AMID)]);
    stand_in.always(DOWN);
    let engine = engine(Model::Nova3, &stand_in);
    let call = play(&engine, |report| {
        if matches!(report, convoally::speech::Report::Changed { fault: Some(_), .. }) {
            stand_in.always(Fault::None);
        }
    });
    let call = call.await;
    call.assert_whole();
    let engine = "Deepgram Nova-3".to_owned();
    assert_eq!(call.changes(), [(engine.clone(), Some("speech.deepgram.down".into())), (engine, None)]);
}

#[tokio::test]
async fn an_outage_that_outlasts_the_call_is_an_error_and_what_was_understood_stands() {
    let stand_in = stand_in().await;
    stand_in.next([Fault::Close(AMID, 1008, "DATA-0000")]);
    stand_in.always(DOWN);
    let call = play(&engine(Model::Nova3, &stand_in), |_| {}).await;
    assert_eq!(call.ended.as_ref().unwrap_err().code, "speech.deepgram.down");
    call.assert_in_order();
    assert!(call.text().starts_with("Tell me about yourself please. Why do"), "{}", call.text());
}
