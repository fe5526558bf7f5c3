//! The main job: a question that is spoken in a meeting tab becomes a card with the user's own words.

use convoally_shared::event::{Event, EventKind};
use convoally_shared::utterance::Speaker;
use convoally_tests::error::Result;
use convoally_tests::fixtures;
use convoally_tests::parts::Parts;
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::temporary::Temporary;

const STAKEHOLDER: usize = 0;
const WEAKNESS: usize = 2;
const POSTGRESQL: usize = 5;
/// Of the dialogue: the candidate's answer about saying yes to too many things.
const ANSWER: usize = 7;
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

/// All that one side said, in small letters.
fn said_by(speaker: Speaker, events: &[Event]) -> String {
    let words = events.iter().filter_map(|event| match &event.kind {
        EventKind::UtteranceFinal { utterance } if utterance.speaker == speaker => Some(utterance.text.to_lowercase()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" ")
}
