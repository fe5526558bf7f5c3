//! Keys that the user bound in the browser's own list: they do what they say, and those before them do it no more.

use super::cards::three;
use super::moments::{CLAUDE, WHISPER};
use super::presses::until_asked;
use super::stage;
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;
use convoally_tests::error::Result;
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use serde_json::json;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(20);

/// Gives commands other keys, as the browser's page for that does, and comes back to the meeting.
async fn bind(stage: &Stage, keys: &[(&str, &str)]) -> Result<()> {
    let driver = stage.browser().driver();
    let meeting = driver.window().await?;
    let list = driver.new_tab().await?;
    driver.switch_to_window(list).await?;
    driver.goto("chrome://extensions/shortcuts").await?;
    for (command, keys) in keys {
        let binding = json!({"extensionId": CHROMIUM_EXTENSION_ID, "commandName": command, "keybinding": keys});
        let script = format!("return chrome.developerPrivate.updateExtensionCommand({binding})");
        driver.execute(script, Vec::new()).await?;
    }
    driver.close_window().await?;
    driver.switch_to_window(meeting).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_the_user_chose_work_and_the_suggested_ones_are_the_pages_again() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("three", WHISPER, Some(CLAUDE), three())?;
    overlay.until_cards(3).await?;
    overlay.until_says("Alt+Shift+A").await?;
    let hears = "addEventListener('keydown', event => event.code === 'KeyA' && (document.title = 'heard'))";
    stage.browser().driver().execute(hears, Vec::new()).await?;
    stage.browser().press_alt_shift('A').await?;
    assert_eq!(stage.until_asked("session.answer_now", 1).await?.len(), 1);
    assert_ne!(stage.browser().driver().title().await?, "heard", "these are ours");

    let bound = [("answer-now", "Alt+Shift+Y"), ("pin-card", "Alt+Shift+P"), ("focus-panel", "Alt+Shift+E")];
    bind(&stage, &bound).await?;
    overlay.until_says("Alt+Shift+Y").await?;
    stage.browser().press_alt_shift('A').await?;
    wait::until("the page to hear its key", LONG, async || {
        (stage.browser().driver().title().await.ok()? == "heard").then_some(())
    })
    .await?;
    stage.browser().press_alt_shift('Y').await?;
    assert_eq!(stage.until_asked("session.answer_now", 2).await?.len(), 2, "one of them for Y, none for A");
    stage.browser().press_alt_shift('P').await?;
    until_asked(&stage, "card.mark", json!({"question": 3, "mark": "pinned", "on": true})).await?;

    stage.browser().press_alt_shift('E').await?;
    let at_card = "return document.hasFocus() && (document.activeElement.closest('article')?.dataset.question ?? '')";
    wait::until("the keyboard at the card", LONG, async || {
        (overlay.read::<serde_json::Value>(at_card).await.ok()? == json!("3")).then_some(())
    })
    .await
}
