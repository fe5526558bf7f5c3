//! The extension's own pages as a test sees them: the tab that opens at the first installation, and any page by its
//! address.

use crate::error::{Error, Result};
use crate::wait;
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;
use serde_json::json;
use std::time::Duration;
use thirtyfour::prelude::*;

/// Until a page is drawn, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// The address of a file of the extension.
pub fn address(file: &str) -> String {
    format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/{file}")
}

/// Waits for the tab that the extension opens when it is installed, and closes it: the test's own tab is in front then.
///
/// # Errors
/// [`Error::Waited`] when none opens.
pub async fn close_first(driver: &WebDriver) -> Result<()> {
    let welcome = address("pages.html");
    let open = wait::until("the page of the first installation", PATIENCE, async || {
        let targets = driver.cdp().send_raw("Target.getTargets", json!({})).await.ok()?;
        let mut infos = targets["targetInfos"].as_array().into_iter().flatten();
        let page = infos.find(|info| info["url"].as_str().is_some_and(|url| url.starts_with(&welcome)))?;
        page["targetId"].as_str().map(str::to_owned)
    });
    driver.cdp().send_raw("Target.closeTarget", json!({"targetId": open.await?})).await?;
    Ok(())
}

/// Opens a file of the extension in the test's tab and waits until something is drawn.
///
/// # Errors
/// [`Error::Waited`] when nothing is.
pub async fn open(driver: &WebDriver, file: &str) -> Result<()> {
    open_at(driver, &address(file)).await
}

/// The same in any browser, [`crate::browser::Browser::own_pages`] before the file.
///
/// # Errors
/// As [`open`].
pub async fn open_at(driver: &WebDriver, address: &str) -> Result<()> {
    driver.goto("about:blank").await?;
    driver.goto(address).await?;
    wait::until("the page", PATIENCE, async || says(driver, "h1").await.ok().filter(|said| !said.is_empty())).await?;
    Ok(())
}

/// The words of the first element that a selector finds, as they are shown.
///
/// # Errors
/// [`Error::Browser`] when there is none.
pub async fn says(driver: &WebDriver, selector: &str) -> Result<String> {
    Ok(driver.find(By::Css(selector)).await?.text().await?)
}

/// Waits until an element says something.
///
/// # Errors
/// [`Error::Waited`] when it does not.
pub async fn until_says(driver: &WebDriver, selector: &str, words: &str) -> Result<()> {
    let what = format!("{selector} to say {words}");
    wait::until(&what, PATIENCE, async || says(driver, selector).await.ok()?.contains(words).then_some(())).await
}

/// Presses what a selector finds.
///
/// # Errors
/// [`Error::Browser`] when there is none, or something covers it.
pub async fn press(driver: &WebDriver, selector: &str) -> Result<()> {
    Ok(driver.find(By::Css(selector)).await?.click().await?)
}

/// Shows the pages in a window of this size, CSS pixels, in light or dark.
///
/// # Errors
/// [`Error::Browser`] when the browser refuses.
pub async fn show_as(driver: &WebDriver, width: u32, height: u32, scheme: &str) -> Result<()> {
    let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
    driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
    let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
    driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
    Ok(())
}

/// Keeps a picture of what is shown for people to look at: `target/pictures/NAME.png`.
///
/// # Errors
/// [`Error::File`] when it cannot be written.
pub async fn picture(driver: &WebDriver, name: &str) -> Result<()> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/pictures").join(format!("{name}.png"));
    let folder = file.parent().unwrap_or(&file);
    std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    Ok(driver.screenshot(&file).await?)
}
