use super::scripted::Side;
use super::texts::INTERIM_EVERY;
use crate::speech::decoder::Urgency;
use convoally_shared::fault::Fault;

#[tokio::test]
async fn the_eager_text_is_the_final_text_when_nothing_was_said_since() {
    let mut side = Side::start();
    side.silence(320).await;
    side.speech(640).await;
    side.silence(200).await;
    let asked = side.asked().unwrap();
    assert_eq!((asked.request.urgency, asked.ms()), (Urgency::End, 200 + 640 + 140), "lead, speech and the pause");
    asked.answer("Thank you.");
    assert_eq!(side.told().await, ["1 started 320", "1 eager 960 Thank you."]);
    side.silence(400).await;
    assert_eq!(side.told().await, ["1 ended 320 960 Thank you."]);
    assert!(side.asked().is_none());
}

#[tokio::test]
async fn speech_that_goes_on_gives_the_eager_decode_up() {
    let mut side = Side::start();
    side.speech(320).await;
    side.silence(200).await;
    let eager = side.asked().unwrap();
    side.speech(200).await;
    assert!(eager.is_unwanted());
    eager.answer("half of it");
    side.silence(200).await;
    side.asked().unwrap().answer("All of it.");
    side.settle().await;
    side.silence(400).await;
    assert_eq!(side.told().await, ["1 started 0", "1 eager 720 All of it.", "1 ended 0 720 All of it."]);
}

#[tokio::test]
async fn an_eager_end_that_was_told_is_taken_back() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(200).await;
    side.asked().unwrap().answer("Thank you.");
    side.settle().await;
    side.speech(320).await;
    assert_eq!(side.told().await, ["1 started 0", "1 eager 640 Thank you.", "1 resumed"]);
}

#[tokio::test]
async fn a_finished_question_ends_sooner_than_a_sentence() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(200).await;
    side.asked().unwrap().answer("Why do you want this job?");
    side.settle().await;
    side.silence(180).await;
    assert_eq!(side.told().await.last().unwrap(), "1 ended 0 640 Why do you want this job?");
}

#[tokio::test]
async fn words_that_ask_for_more_keep_the_turn_open() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(200).await;
    side.asked().unwrap().answer("So tell me about a");
    side.settle().await;
    side.silence(600).await;
    side.speech(640).await;
    assert_eq!(side.told().await, ["1 started 0", "1 eager 640 So tell me about a", "1 resumed"]);
}

#[tokio::test]
async fn words_that_come_late_and_ask_for_more_open_the_turn_again() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(700).await;
    side.asked().unwrap().answer("So tell me about a");
    assert_eq!(side.told().await, ["1 started 0", "1 eager 640 So tell me about a"]);
    side.speech(660).await;
    side.silence(200).await;
    let whole = side.asked_at_the_end();
    assert_eq!(whole.ms(), 640 + 700 + 660 + 140, "the sound from before is still there");
    whole.answer("So tell me about a stakeholder.");
    side.settle().await;
    side.silence(400).await;
    let end = "So tell me about a stakeholder.";
    let expected = ["1 resumed".to_owned(), format!("1 eager 2000 {end}"), format!("1 ended 0 2000 {end}")];
    assert_eq!(side.told().await, expected);
}

#[tokio::test]
async fn interim_text_appears_at_least_every_1200_ms_while_the_decoder_keeps_up() {
    let mut side = Side::start();
    side.silence(320).await;
    let (mut waiting, mut since_text, mut texts) = (None, 0, 0);
    for tenth in 1..=120 {
        side.speech(100).await;
        since_text += 100;
        assert!(since_text <= 1200, "{since_text} ms without a text after {tenth} tenths of a second");
        // Each decode takes 300 ms of the speaker's time.
        waiting = waiting.or_else(|| side.asked().map(|asked| (asked, tenth)));
        if let Some((asked, _)) = waiting.take_if(|(_, since)| tenth - *since >= 3) {
            assert_eq!(asked.request.urgency, Urgency::Interim);
            asked.answer(&format!("text {texts}"));
            assert!(side.told().await.contains(&format!("1 updated text {texts}")));
            (since_text, texts) = (0, texts + 1);
        }
    }
    assert!(texts >= 10);
}

#[tokio::test]
async fn interim_text_that_was_interrupted_is_asked_for_again_at_once() {
    let mut side = Side::start();
    side.speech(1100).await;
    let interrupted = side.asked().unwrap();
    assert!(interrupted.ms() >= INTERIM_EVERY / 16);
    interrupted.reply(Ok(None));
    side.speech(100).await;
    assert_eq!(side.asked().unwrap().request.urgency, Urgency::Interim);
}

#[tokio::test]
async fn a_pause_gives_interim_text_up() {
    let mut side = Side::start();
    side.speech(1100).await;
    let interim = side.asked().unwrap();
    side.silence(200).await;
    assert!(interim.is_unwanted());
    interim.answer("too late");
    assert_eq!(side.told().await, ["1 started 0"]);
}

#[tokio::test]
async fn a_busy_decoder_is_not_asked_for_interim_text() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(700).await;
    let slow = side.asked().unwrap();
    side.speech(3000).await;
    assert!(side.asked().is_none());
    drop(slow);
}

#[tokio::test]
async fn finals_come_in_order_however_the_decodes_do() {
    let mut side = Side::start();
    let mut asked = Vec::new();
    for _ in 0..3 {
        side.speech(640).await;
        side.silence(1280).await;
        asked.push(side.asked().unwrap());
    }
    let texts = ["One.", "Two.", "Three."];
    for (asked, text) in asked.into_iter().zip(texts).rev() {
        asked.answer(text);
        side.settle().await;
    }
    let finals: Vec<_> = side.told().await.into_iter().filter(|told| told.contains("ended")).collect();
    assert_eq!(finals, ["1 ended 0 640 One.", "2 ended 1920 2560 Two.", "3 ended 3840 4480 Three."]);
}

#[tokio::test]
async fn with_four_ends_waiting_no_more_sound_is_taken_in() {
    let mut side = Side::start();
    for _ in 0..4 {
        side.speech(640).await;
        side.silence(640).await;
    }
    side.speech(640).await;
    assert_eq!(side.told().await.len(), 4);
    for _ in 0..4 {
        side.asked().unwrap().answer("Yes.");
    }
    let told = side.told().await;
    assert_eq!((told.len(), told.last().unwrap().as_str()), (5, "5 started 5120"), "{told:?}");
}

#[tokio::test]
async fn a_short_hole_within_a_turn_is_silence() {
    let mut side = Side::start();
    side.speech(640).await;
    side.hole(300);
    side.speech(640).await;
    side.silence(200).await;
    let whole = side.asked_at_the_end();
    assert_eq!(whole.ms(), 640 + 300 + 640 + 140);
    assert_eq!(side.told().await, ["1 started 0"]);
}

#[tokio::test]
async fn a_long_hole_within_a_turn_ends_it_and_what_follows_is_another() {
    let mut side = Side::start();
    side.speech(640).await;
    side.hole(5000);
    side.speech(640).await;
    let before = side.asked().unwrap();
    assert_eq!(before.ms(), 640);
    // Although these words ask for more, the sound after the hole is not theirs.
    before.answer("Tell me about a");
    assert_eq!(side.told().await, ["1 started 0", "2 started 5640", "1 ended 0 640 Tell me about a"]);
}

#[tokio::test]
async fn a_hole_between_turns_moves_the_next_one_to_its_true_place() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(700).await;
    side.asked().unwrap().answer("Yes.");
    side.settle().await;
    side.hole(60_000);
    side.speech(640).await;
    assert_eq!(side.told().await, ["1 started 0", "1 ended 0 640 Yes.", "2 started 61340"]);
    side.silence(200).await;
    assert_eq!(side.asked().unwrap().ms(), 640 + 140, "no sound from before the hole");
}

#[tokio::test]
async fn a_device_that_is_gone_ends_the_turn() {
    let mut side = Side::start();
    side.speech(640).await;
    assert_eq!(side.next().await, "1 started 0");
    side.gone().await;
    side.asked().unwrap().answer("What was said.");
    assert_eq!(side.next().await, "1 ended 0 640 What was said.");
}

#[tokio::test]
async fn sound_that_closes_in_mid_turn_ends_it_with_its_text() {
    let mut side = Side::start();
    side.speech(640).await;
    side.close();
    side.settle().await;
    let asked = side.asked().unwrap();
    assert_eq!(asked.ms(), 640);
    asked.answer("What was said.");
    let (told, result) = side.ended().await;
    assert_eq!((told, result), (vec!["1 started 0".to_owned(), "1 ended 0 640 What was said.".to_owned()], Ok(())));
}

#[tokio::test]
async fn a_failure_of_the_engine_ends_every_turn_that_was_started() {
    let mut side = Side::start();
    side.speech(640).await;
    side.silence(700).await;
    let first = side.asked().unwrap();
    side.speech(1200).await;
    let fault = Fault::new("speech.stopped", "It stopped.", "Start it again.");
    first.reply(Err(fault.clone()));
    side.settle().await;
    let (told, result) = side.ended().await;
    assert_eq!(told, ["1 started 0", "2 started 1328", "1 ended 0 640 ", "2 ended 1328 1328 "]);
    assert_eq!(result, Err(fault));
}

#[tokio::test]
async fn where_requests_cost_money_each_utterance_is_one_request() {
    let mut side = Side::metered();
    side.speech(2000).await;
    side.silence(300).await;
    side.speech(2000).await;
    assert!(side.asked().is_none());
    side.silence(600).await;
    side.asked().unwrap().answer("All of it.");
    assert_eq!(side.told().await, ["1 started 0", "1 ended 0 4304 All of it."]);
    assert!(side.asked().is_none());
}
