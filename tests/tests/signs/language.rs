//! In a browser that speaks another language the panel does, too: all of it, and not a word of English.

use super::cards::{cited, three};
use super::moments::{CLAUDE, WHISPER};
use super::picture;
use convoally_tests::browser::Family;
use convoally_tests::error::Result;
use convoally_tests::language::{English, SAID};
use convoally_tests::parts::Parts;
use convoally_tests::stage::Stage;
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn in_a_german_firefox_the_panel_speaks_german() -> Result<()> {
    let host = Path::new(env!("CARGO_BIN_EXE_stand_in_host"));
    let parts = Parts::for_browser(Family::Firefox)?;
    let stage = Stage::start_speaking(Family::Firefox, Some("de"), parts, host).await?;
    let english = English::unlike("de")?;
    let overlay = stage.open().await?;
    overlay.until_says("Zuhören beginnen").await?;
    assert_eq!(english.among(overlay.read(SAID).await?), [""; 0], "before a session");
    overlay.screenshot(&picture("german-idle")?).await?;
    for (name, scene) in [("three", three()), ("cited", cited())] {
        stage.play(name, WHISPER, Some(CLAUDE), scene)?;
        overlay.until_says("Hört zu").await?;
        overlay.until_cards(1).await?;
        assert_eq!(english.among(overlay.read(SAID).await?), [""; 0], "{name}");
    }
    overlay.press(".menu-button").await?;
    assert_eq!(english.among(overlay.read(SAID).await?), [""; 0], "the menu");
    assert_eq!(overlay.read::<String>("return document.documentElement.lang").await?, "de");
    overlay.screenshot(&picture("german")?).await
}
