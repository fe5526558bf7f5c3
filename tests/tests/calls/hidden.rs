//! When the panel is out of sight: where no call is held, and where the user put it away, until there is a call.

use super::orphans::added;
use super::{CALL, LONG, stage, until_call, until_there};
use convoally_tests::error::Result;
use convoally_tests::stage::Stage;
use convoally_tests::wait;

/// Waits until the panel's element is displayed, or is not.
async fn until_shown(stage: &Stage, shown: bool) -> Result<()> {
    let display = if shown { "block" } else { "none" };
    wait::until(&format!("the panel to be {display}"), LONG, async || {
        (added(stage).await.ok()? == [display]).then_some(())
    })
    .await
}

async fn toggle(stage: &Stage) -> Result<()> {
    stage.browser().press_alt_shift('H').await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_call_is_held_the_panel_waits_until_it_is_wanted() -> Result<()> {
    let stage = stage().await?;
    for address in ["https://meet.google.com/", "https://app.zoom.us/profile"] {
        let overlay = stage.open_at(address).await?;
        until_call(&overlay, "off").await?;
        until_shown(&stage, false).await?;
    }
    toggle(&stage).await?;
    until_shown(&stage, true).await?;
    toggle(&stage).await?;
    until_shown(&stage, false).await?;
    // The rooms of the calls are another matter.
    stage.open_at("https://app.zoom.us/wc/84215550107/join?show=zoom-before").await?;
    until_shown(&stage, true).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_that_was_put_away_comes_back_with_the_next_call_and_not_before() -> Result<()> {
    let stage = stage().await?;
    let before = "https://meet.google.com/kvx-qpwd-zrt?show=meet-before";
    stage.open_at(before).await?;
    until_shown(&stage, true).await?;
    toggle(&stage).await?;
    until_shown(&stage, false).await?;

    until_call(&stage.open_at(before).await?, "off").await?;
    until_shown(&stage, false).await?;
    let overlay = stage.open_at(CALL).await?;
    until_there(&overlay, ".accept-offer").await?;
    until_shown(&stage, true).await?;

    until_call(&stage.open_at(before).await?, "off").await?;
    until_shown(&stage, false).await?;
    toggle(&stage).await?;
    until_shown(&stage, true).await?;
    stage.open_at(before).await?;
    until_shown(&stage, true).await
}
