//! What can be done with cards: each press says the right thing to the host, or changes the right thing on the screen.

use super::cards::{CITED, cited, three};
use super::moments::{CLAUDE, WHISPER, begun, complete, marked};
use super::{picture, stage};
use convoally_shared::card::{Mark, Wish};
use convoally_shared::session::Brief;
use convoally_tests::error::Result;
use convoally_tests::overlay::Overlay;
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use thirtyfour::{Key, TypingData};

/// Waits until the host was asked this, with this content.
pub async fn until_asked(stage: &Stage, request: &str, params: Value) -> Result<()> {
    wait::until(&format!("{request} {params}"), Duration::from_secs(20), async || {
        let asked = stage.asked().ok()?;
        asked.iter().any(|call| call.request == request && call.params == params).then_some(())
    })
    .await
}

/// The numbers of the cards, top to bottom.
async fn order(overlay: &Overlay<'_>) -> Result<Vec<u32>> {
    Ok(overlay.cards().await?.iter().map(|card| card.question).collect())
}

/// The number of the card in focus.
async fn focus(overlay: &Overlay<'_>) -> Result<u32> {
    overlay.read("return Number(document.querySelector('.focus').closest('article').dataset.question)").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citation_leads_to_its_passage() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("cited", WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it before").await?;
    overlay.press(".cite[aria-label='Passage 2']").await?;
    let looked_at = "return [...document.querySelectorAll('.looked-at')].map(passage => passage.innerText)";
    let looked_at: Vec<String> = wait::until("the passage", Duration::from_secs(20), async || {
        overlay.read::<Vec<String>>(looked_at).await.ok().filter(|passages| !passages.is_empty())
    })
    .await?;
    assert_eq!(looked_at.len(), 1);
    assert!(looked_at[0].contains("moved it to the read side"), "{looked_at:?}");
    let keyboard = "return document.activeElement.classList.contains('looked-at')";
    wait::until("the keyboard at the passage", Duration::from_secs(20), async || {
        overlay.read::<bool>(keyboard).await.ok()?.then_some(())
    })
    .await?;
    let marked: String = overlay.read("return document.querySelector('mark').innerText").await?;
    assert_eq!(marked, "2.1 billion rows");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn presses_on_a_card_are_told_to_the_host() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("cited", WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it before").await?;
    overlay.press(".wish").await?;
    until_asked(&stage, "card.draft", json!({"question": 1, "wish": "shorter"})).await?;
    overlay.press(".wishes").await?;
    overlay.press("[aria-label='Another form'] .wish:nth-child(3)").await?;
    until_asked(&stage, "card.draft", json!({"question": 1, "wish": "story"})).await?;
    for (button, mark) in
        [("used", "used"), ("good", "good"), ("bad", "bad"), ("pin", "pinned"), ("dismiss", "dismissed")]
    {
        overlay.press(&format!(".{button}")).await?;
        until_asked(&stage, "card.mark", json!({"question": 1, "mark": mark, "on": true})).await?;
    }
    overlay.press(".mode").await?;
    overlay.press(".choice:nth-child(2)").await?;
    until_asked(&stage, "session.mode", json!({"mode": "on_command"})).await?;
    assert_eq!(overlay.faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pinned_card_goes_to_the_top_and_a_dismissed_one_comes_back() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("three", WHISPER, Some(CLAUDE), three())?;
    overlay.until_cards(3).await?;
    assert_eq!((order(&overlay).await?, focus(&overlay).await?), (vec![3, 2, 1], 3));
    overlay.press("article[data-question='1'] .open").await?;
    assert_eq!((order(&overlay).await?, focus(&overlay).await?), (vec![3, 2, 1], 1));
    overlay.press(".pin").await?;
    until_asked(&stage, "card.mark", json!({"question": 1, "mark": "pinned", "on": true})).await?;
    let mut marks = three();
    marks.extend([marked(1, Mark::Pinned), marked(3, Mark::Dismissed)]);
    stage.play("three", WHISPER, Some(CLAUDE), marks)?;
    overlay.until_says("1 dismissed").await?;
    assert_eq!((order(&overlay).await?, focus(&overlay).await?), (vec![1, 2], 1));
    overlay.press(".dismissed .more").await?;
    overlay.press(".bring-back").await?;
    until_asked(&stage, "card.mark", json!({"question": 3, "mark": "dismissed", "on": false})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_reaches_cards_and_the_typed_question() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("three", WHISPER, Some(CLAUDE), three())?;
    overlay.until_cards(3).await?;
    overlay.press(".focus .open").await?;
    overlay.key(Key::Down).await?;
    assert_eq!(focus(&overlay).await?, 2);
    let keyboard = "return document.activeElement.closest('article')?.dataset.question ?? ''";
    wait::until("the keyboard at the card", Duration::from_secs(20), async || {
        (overlay.read::<String>(keyboard).await.ok()? == "2").then_some(())
    })
    .await?;
    overlay.key(Key::Up).await?;
    assert_eq!(focus(&overlay).await?, 3);
    overlay.fill("#question", "When did I start?").await?;
    overlay.key(Key::Down).await?;
    assert_eq!(focus(&overlay).await?, 3, "in a field the arrows are the field's");
    overlay.key(Key::Enter).await?;
    until_asked(&stage, "session.ask", json!({"text": "When did I start?"})).await?;
    assert_eq!(overlay.read::<String>("return document.querySelector('#question').value").await?, "");
    Ok(())
}

/// What comes of a key: a request to the host with its content, words in the panel, or what a script then finds true.
enum Seen {
    Asked(&'static str, Value),
    Said(&'static str),
    True(&'static str),
}

/// The keys as the panel lists them, in the order in which they are pressed, with three cards and the last in focus.
fn keys() -> Vec<(&'static str, Seen)> {
    use Seen::{Asked, Said, True};
    let draft = |wish| Asked("card.draft", json!({"question": 3, "wish": wish}));
    let in_field = || True("return document.activeElement.id === 'question'");
    let folded = || True("return document.querySelector('.menu-button').ariaExpanded !== 'true'");
    vec![
        ("A", Asked("session.answer_now", json!({}))),
        ("B", Asked("session.pause", json!({"paused": true}))),
        ("J", True("return document.querySelector('.focus').closest('article').dataset.question === '2'")),
        ("↓", True("return document.querySelector('.focus').closest('article').dataset.question === '1'")),
        ("K", True("return document.querySelector('.focus').closest('article').dataset.question === '2'")),
        ("↑", True("return document.querySelector('.focus').closest('article').dataset.question === '3'")),
        ("P", Asked("card.mark", json!({"question": 3, "mark": "pinned", "on": true}))),
        ("C", Said("Copied")),
        ("S", draft("shorter")),
        ("L", draft("longer")),
        ("O", draft("other_example")),
        ("E", draft("plainer")),
        ("Q", in_field()),
        ("/", in_field()),
        ("H", True("return 'compact' in document.documentElement.dataset")),
        ("H", True("return !('compact' in document.documentElement.dataset)")),
        ("M", True("return document.querySelector('.menu-button').ariaExpanded === 'true'")),
        ("Esc", folded()),
        ("?", True("return document.querySelector('dialog[open]') !== null")),
        ("Esc", True("return document.querySelector('dialog[open]') === null")),
    ]
}

fn typed(key: &str) -> TypingData {
    match key {
        "↓" => Key::Down.into(),
        "↑" => Key::Up.into(),
        "Esc" => Key::Escape.into(),
        letter => letter.to_lowercase().into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_key_does_what_the_list_of_keys_says() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    let mut cards = three();
    cards.extend([begun(3, 1, Wish::Spoken, CLAUDE), complete(3, 1, CITED, &["2.1 billion rows"])]);
    stage.play("keys", WHISPER, Some(CLAUDE), cards)?;
    overlay.until_says("Check it before").await?;
    overlay.press(".focus .open").await?;
    overlay.key("?").await?;
    let list = "return [...document.querySelectorAll('dialog[open] kbd')].map(key => key.textContent)";
    let listed: BTreeSet<String> = overlay.read(list).await?;
    assert_eq!(
        listed,
        keys().iter().map(|(key, _)| (*key).to_owned()).collect::<BTreeSet<_>>(),
        "each is tried, and no other"
    );
    overlay.key(Key::Escape).await?;

    for (key, seen) in keys() {
        // In a field keys are letters.
        overlay.carry_out("document.activeElement.matches('input') && document.activeElement.blur()", vec![]).await?;
        overlay.key(typed(key)).await?;
        match seen {
            Seen::Asked(request, params) => until_asked(&stage, request, params).await?,
            Seen::Said(words) => overlay.until_says(words).await?,
            Seen::True(script) => {
                let so = async || overlay.read::<bool>(script).await.ok()?.then_some(());
                wait::until(&format!("{key}: {script}"), Duration::from_secs(20), so).await?;
            }
        }
    }
    overlay.key("q").await?;
    overlay.key("pages?").await?;
    let typed: String = overlay.read("return document.querySelector('#question').value").await?;
    assert_eq!(typed, "pages?", "in a field keys are letters");
    assert!(overlay.read::<bool>("return document.querySelector('dialog[open]') === null").await?);
    assert_eq!(overlay.faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_loaded_anew_has_the_session_back_once() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("three", WHISPER, Some(CLAUDE), three())?;
    overlay.until_cards(3).await?;
    let (cards, lines) = (order(&overlay).await?, overlay.utterances().await?);
    stage.browser().driver().refresh().await?;
    overlay.until_phase("listening").await?;
    overlay.until_cards(3).await?;
    assert_eq!((order(&overlay).await?, overlay.utterances().await?), (cards, lines));
    stage.go_on(vec![begun(3, 1, Wish::Spoken, CLAUDE), complete(3, 1, CITED, &["2.1 billion rows"])])?;
    overlay.until_says("Check it before").await?;
    assert_eq!(order(&overlay).await?.len(), 3, "it goes on, and nothing stands there twice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_is_told_to_the_host_and_stands_in_the_panel_and_on_the_toolbar_until_it_ends() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    overlay.start(&Brief::default()).await?;
    let said = async |sign: &str, badge: &str| {
        overlay.until_says(sign).await?;
        wait::until(badge, Duration::from_secs(20), async || {
            let shown = stage.browser().in_worker("chrome.action.getBadgeText({})").await.ok()?;
            (shown == json!(badge)).then_some(())
        })
        .await
    };
    said("Listening", "●").await?;
    overlay.press(".pause").await?;
    until_asked(&stage, "session.pause", json!({"paused": true})).await?;
    said("Paused", "II").await?;
    let title = stage.browser().in_worker("chrome.action.getTitle({})").await?;
    assert_eq!(title, json!("ConvoAlly is paused"));
    overlay.key("b").await?;
    until_asked(&stage, "session.pause", json!({"paused": false})).await?;
    said("Listening", "●").await?;
    let (bar, button): (f64, f64) = overlay
        .read("return ['.bar', '.pause'].map(one => document.querySelector(one).getBoundingClientRect().height)")
        .await?;
    assert!(bar < 2.0 * button, "the bar is one line: {bar} and {button} pixels");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn copied_words_are_on_the_clipboard_without_their_citations() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("cited", WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it before").await?;
    overlay.press(".copy").await?;
    overlay.until_says("Copied").await?;
    overlay.press("#question").await?;
    overlay.key(Key::Control + "v").await?;
    let pasted: String = overlay.read("return document.querySelector('#question').value").await?;
    let (first, last) = ("I moved our 4 TB order database", "to 300 milliseconds.");
    assert!(pasted.starts_with(first) && pasted.ends_with(last), "{pasted}");
    assert!(CITED.contains("[1]") && !pasted.contains('['), "{pasted}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_is_chosen_before_the_start_and_told_to_the_host() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    overlay.until_phase("idle").await?;
    overlay.until_says("northwind: Backend engineer, Northwind (2 documents)").await?;
    overlay.press("#interview").await?;
    overlay.key(Key::Down).await?;
    overlay.key(Key::Down).await?;
    overlay.key(Key::Enter).await?;
    let role = "return document.querySelector('#role').placeholder";
    wait::until("the role of the interview", Duration::from_secs(20), async || {
        (overlay.read::<String>(role).await.ok()? == "Team lead").then_some(())
    })
    .await?;
    overlay.screenshot(&picture("interview")?).await?;
    overlay.press("#start").await?;
    wait::until("a start for the interview", Duration::from_secs(20), async || {
        let asked = stage.asked().ok()?;
        asked.iter().any(|call| call.request == "session.start" && call.params["interview"] == "lead").then_some(())
    })
    .await
}
