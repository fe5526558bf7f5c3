//! Firefox, by geckodriver.

use super::{Options, driver_program, has_display, register};
use crate::child::Kept;
use crate::error::Result;
use crate::wait;
use convoally_shared::wire::FIREFOX_EXTENSION_ID;
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use thirtyfour::common::capabilities::desiredcapabilities::Proxy;
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::extensions::addons::firefox::FirefoxTools;
use thirtyfour::prelude::*;

/// Programs, in the order in which they are tried.
const FIREFOX: [&str; 2] = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/// Where the extension's own pages are: Firefox draws a number for each profile, unless it is told one.
pub const ORIGIN: &str = "moz-extension://7c0f1e4a-61f0-4c0b-9d0c-0c5d8f3f6b11";

pub(super) async fn start(options: &Options, profile: &Path, proxy: SocketAddr) -> Result<(Kept, WebDriver)> {
    if let Some(parts) = &options.parts {
        let ours = ("allowed_extensions", FIREFOX_EXTENSION_ID.to_owned());
        register(&parts.host, &profile.join(".mozilla/native-messaging-hosts"), ours)?;
    }
    let mut command = Command::new("geckodriver");
    // `about:` pages and the browser's own keys are for tests only where this is allowed.
    command.args(["--port=0", "--websocket-port=0", "--allow-system-access"]);
    // Its manifest is looked for in the home folder.
    command.env("HOME", profile);
    let (program, port) = driver_program(command, options, profile, "Listening on 127.0.0.1:")?;
    let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), capabilities(options, proxy)?).await?;
    if let Some(parts) = &options.parts {
        install(&driver, &parts.extension).await?;
        close_first(&driver).await?;
    }
    Ok((program, driver))
}

/// Loads the extension from its folder, in place of the one that was loaded before.
pub(super) async fn install(driver: &WebDriver, extension: &Path) -> Result<()> {
    FirefoxTools::new(driver.handle().clone()).install_addon(&extension.to_string_lossy(), Some(true)).await?;
    Ok(())
}

/// Waits for the tab that the extension opens when it is installed, and closes it: the test's own tab is in front then.
async fn close_first(driver: &WebDriver) -> Result<()> {
    let own = driver.window().await?;
    let other = wait::until("the page of the first installation", Duration::from_secs(30), async || {
        driver.windows().await.ok()?.into_iter().find(|window| *window != own)
    });
    driver.switch_to_window(other.await?).await?;
    driver.close_window().await?;
    Ok(driver.switch_to_window(own).await?)
}

fn capabilities(options: &Options, proxy: SocketAddr) -> Result<Capabilities> {
    let mut firefox = DesiredCapabilities::firefox();
    if let Some(program) = FIREFOX.iter().find(|program| Path::new(program).exists()) {
        firefox.set_firefox_binary(program)?;
    }
    if !(options.headed && has_display()) {
        firefox.set_headless()?;
    }
    firefox.add_arg("--width=1360")?;
    firefox.add_arg("--height=944")?;
    firefox.accept_insecure_certs(true)?;
    firefox.set_proxy(Proxy::Manual {
        ftp_proxy: None,
        http_proxy: Some(proxy.to_string()),
        ssl_proxy: Some(proxy.to_string()),
        socks_proxy: None,
        socks_version: None,
        socks_username: None,
        socks_password: None,
        no_proxy: None,
    })?;
    let mut preferences = FirefoxPreferences::new();
    let number = ORIGIN.trim_start_matches("moz-extension://");
    preferences.set("extensions.webextensions.uuids", json!({FIREFOX_EXTENSION_ID: number}).to_string())?;
    // Sound without a click.
    preferences.set("media.autoplay.default", 0)?;
    preferences.set("media.autoplay.blocking_policy", 0)?;
    if let Some(language) = options.language {
        preferences.set("intl.locale.requested", language)?;
    }
    firefox.set_preferences(preferences)?;
    Ok(firefox.into())
}
