//! The main job: a question that is spoken in a meeting tab becomes a card with the user's own words.

use convoally_shared::event::{Event, EventKind};
use convoally_shared::utterance::Speaker;
use convoally_tests::error::Result;
use convoally_tests::fixtures;
use convoally_tests::parts::Parts;
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::temporary::Temporary;
use convoally_tests::wait;
use std::time::Duration;

const STAKEHOLDER: usize = 0;
const WEAKNESS: usize = 2;
const POSTGRESQL: usize = 5;
/// Of the dialogue: the candidate's answer about saying yes to too many things.
const ANSWER: usize = 7;
/// Until what was said is written down, on a busy machine.
const DECODED: Duration = Duration::from_secs(5);
/// Of the dialogue: small talk of the interviewer, no question.
const GREETING: usize = 0;

#[tokio::test(flavor = "multi_thread")]
async fn a_spoken_question_becomes_a_card_with_the_users_own_words() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;

    rig.speak(STAKEHOLDER).await?;
    overlay.until_heard(Speaker::Them, "stakeholder").await?;
    let cards = overlay.until_cards(1).await?;
    assert!(
        cards[0].text.contains("A difficult stakeholder"),
        "the passage's source is on the card: {}",
        cards[0].text
    );
    assert!(cards[0].text.contains("one shared roadmap"), "the passage is on the card: {}", cards[0].text);

    rig.speak(POSTGRESQL).await?;
    overlay.until_heard(Speaker::Them, "query").await?;
    let cards = overlay.until_cards(2).await?;
    assert!(cards[1].text.contains("Acme Logistics"), "the passage's source is on the card: {}", cards[1].text);
    assert!(cards[1].text.contains("from 40 seconds to 300 milliseconds"), "word for word: {}", cards[1].text);

    overlay.stop().await?;
    let session = rig.host().last_session()?;
    assert!(session.ended);
    assert_eq!((session.brief.clone(), session.questions), (sample_brief(), 2));

    let folder = Temporary::new("notes")?;
    let notes = folder.path().join("notes.md");
    rig.host().export_notes(&session.id, &notes)?;
    let notes = std::fs::read_to_string(&notes).expect("the notes were written");
    assert!(notes.contains("Northwind"), "{notes}");
    assert!(notes.to_lowercase().contains("difficult stakeholder"), "{notes}");

    rig.browser().close().await?;
    let requests = rig.browser().requests()?;
    assert!(requests.iter().any(|(who, what)| what.contains("/speech/") && who.contains("meet.google.com")));
    let ours = requests.iter().filter(|(who, _)| who.contains("extension"));
    assert_eq!(ours.collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "the extension asked the network");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_of_the_call_is_told_apart_by_its_channel() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;

    rig.speak(WEAKNESS).await?;
    overlay.until_cards(1).await?;
    let folder = Temporary::new("answer")?;
    let wav = folder.path().join("answer.wav");
    fixtures::cut(&fixtures::dialogue()?[ANSWER], &wav)?;
    rig.answer(&wav).await?;
    overlay.until_heard(Speaker::Me, "too many things").await?;

    let lines = overlay.utterances().await?;
    assert!(lines.iter().all(|line| line.text.contains(line.speaker.label())), "each line names its side: {lines:?}");
    assert_eq!(overlay.cards().await?.len(), 1, "the user's own words are no question");
    overlay.stop().await?;

    let kept = rig.host().events(&rig.host().last_session()?.id)?;
    assert!(said_by(Speaker::Them, &kept).contains("weakness"), "{kept:?}");
    assert!(said_by(Speaker::Me, &kept).contains("too many things"), "{kept:?}");
    assert!(!said_by(Speaker::Them, &kept).contains("too many things"), "the sides were mixed up: {kept:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_command_answers_what_was_no_question() -> Result<()> {
    let folder = Temporary::new("greeting")?;
    let wav = folder.path().join("greeting.wav");
    fixtures::cut(&fixtures::dialogue()?[GREETING], &wav)?;
    let rig = Rig::with_clips(&Parts::find()?, Purpose::default(), vec![fixtures::clip(&wav, "")?]).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;

    rig.speak(0).await?;
    overlay.until_heard(Speaker::Them, "started").await?;
    assert_eq!(overlay.cards().await?, [], "a greeting opens no card by itself");
    rig.browser().press_alt_shift('a').await?;
    let cards = overlay.until_cards(1).await?;
    assert!(cards[0].text.to_lowercase().contains("started"), "the card names what was said: {}", cards[0].text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_pause_is_written_down_nowhere() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    rig.speak(STAKEHOLDER).await?;
    overlay.until_heard(Speaker::Them, "stakeholder").await?;

    overlay.press(".pause").await?;
    overlay.until_side(Speaker::Them, "paused").await?;
    rig.speak(WEAKNESS).await?;
    let rest = Duration::from_millis(rig.clips()[WEAKNESS].duration_ms as u64) + DECODED;
    tokio::time::sleep(rest).await;
    overlay.press(".pause").await?;
    let goes_on = async || (!overlay.side(Speaker::Them).await.ok()?.contains("paused")).then_some(());
    wait::until("the end of the pause", Duration::from_secs(20), goes_on).await?;
    rig.speak(POSTGRESQL).await?;
    overlay.until_heard(Speaker::Them, "query").await?;
    overlay.stop().await?;

    let kept = rig.host().events(&rig.host().last_session()?.id)?;
    let said = said_by(Speaker::Them, &kept);
    assert!(said.contains("stakeholder") && said.contains("query") && !said.contains("weakness"), "{said}");
    let pauses = kept.iter().filter(|event| matches!(event.kind, EventKind::PauseChanged { .. }));
    assert_eq!(pauses.count(), 2, "it is told from when to when nothing was heard");
    Ok(())
}

/// All that one side said, in small letters.
fn said_by(speaker: Speaker, events: &[Event]) -> String {
    let words = events.iter().filter_map(|event| match &event.kind {
        EventKind::UtteranceFinal { utterance } if utterance.speaker == speaker => Some(utterance.text.to_lowercase()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}
