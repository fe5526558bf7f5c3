//! The transcript of a long call: the last lines, and all of it a page at a time.

use super::moments::{TAB, WHISPER, said, well};
use super::{look_at, stage};
use convoally_shared::utterance::Speaker;
use convoally_tests::error::Result;
use convoally_tests::overlay::Overlay;
use convoally_tests::wait;
use std::time::Duration;

/// What was said after the two lines with which every call on the stage begins.
const LINES: u32 = 300;
/// How many lines are in the document at once.
const PAGE: usize = 120;

/// Waits for a page whose first line is this one, and returns how many it has.
async fn until_begins(overlay: &Overlay<'_>, words: &str) -> Result<usize> {
    wait::until(&format!("a page from {words:?}"), Duration::from_secs(20), async || {
        let lines = overlay.utterances().await.ok()?;
        lines.first()?.text.contains(words).then_some(lines.len())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_was_said_can_be_read_a_page_at_a_time() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    let lines = (3..=LINES).map(|id| {
        let text = format!("Line {id}: in that week we moved another service, which nobody noticed.");
        said(id, 244_000 + u64::from(id), Speaker::BOTH[id as usize % 2], &text)
    });
    stage.play("a long call", WHISPER, None, well(TAB).into_iter().chain(lines).collect())?;
    overlay.until_says(&format!("Line {LINES}:")).await?;
    assert_eq!(overlay.utterances().await?.len(), 3, "the last lines, until somebody wants more");

    overlay.press(".said").await?;
    assert_eq!(until_begins(&overlay, "Line 181:").await?, PAGE);
    look_at(&stage, &overlay, "transcript").await?;
    overlay.press(".before-said").await?;
    assert_eq!(until_begins(&overlay, "Line 81:").await?, PAGE);
    overlay.press(".before-said").await?;
    assert_eq!(until_begins(&overlay, "What interests you").await?, PAGE);
    assert!(!overlay.read::<bool>("return document.querySelector('.after-said').disabled").await?);
    assert!(overlay.read::<bool>("return document.querySelector('.before-said').disabled").await?);
    overlay.press(".after-said").await?;
    assert_eq!(until_begins(&overlay, "Line 101:").await?, PAGE);

    overlay.press(".said").await?;
    assert_eq!(until_begins(&overlay, &format!("Line {}:", LINES - 2)).await?, 3);
    Ok(())
}
