//! The call as its page shows it: followed on each site, and nothing promised where the page changed. On a stage: real
//! browser, pages with the structure of the real ones, a host that writes down what it is asked.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod closed;
mod hidden;
mod orphans;
mod sites;

use convoally_tests::browser::Family;
use convoally_tests::error::{Error, Result};
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::Parts;
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use std::path::{Path, PathBuf};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);
/// A page of Meet with a call that goes on.
const CALL: &str = "https://meet.google.com/kvx-qpwd-zrt?show=meet-call";

async fn stage() -> Result<Stage> {
    stage_in(Family::Chromium).await
}

async fn stage_in(family: Family) -> Result<Stage> {
    let host = Path::new(env!("CARGO_BIN_EXE_stand_in_host"));
    Stage::start_in(family, Parts::for_browser(family)?, host).await
}

/// Waits until the panel says this of the call.
async fn until_call(overlay: &Overlay<'_>, said: &str) -> Result<()> {
    let script = "return document.documentElement.dataset.call ?? ''";
    let what = format!("the call to be {said}");
    wait::until(&what, LONG, async || (overlay.read::<String>(script).await.ok()? == said).then_some(())).await
}

/// Waits until something is in the panel.
async fn until_there(overlay: &Overlay<'_>, selector: &str) -> Result<()> {
    wait::until(selector, LONG, async || is_there(overlay, selector).await.ok()?.then_some(())).await
}

async fn is_there(overlay: &Overlay<'_>, selector: &str) -> Result<bool> {
    overlay.read(&format!("return document.querySelector('{selector}') !== null")).await
}

/// Carries a script out in the meeting page, as its own would be.
async fn in_page(stage: &Stage, script: &str) -> Result<()> {
    stage.browser().driver().execute(script, Vec::new()).await?;
    Ok(())
}

/// Takes the offer that the panel makes when a call begins.
async fn accept(overlay: &Overlay<'_>) -> Result<()> {
    until_there(overlay, ".accept-offer").await?;
    overlay.press(".accept-offer").await?;
    overlay.until_phase("consent").await?;
    overlay.press(".confirm-consent").await?;
    overlay.until_phase("listening").await
}

/// Where a picture goes.
fn picture(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../overlay");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder.join(format!("{name}.png")))
}
