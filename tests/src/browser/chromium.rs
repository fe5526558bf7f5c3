//! Chromium, by ChromeDriver.

use super::{Options, SITES, driver_program, has_display};
use crate::child::Kept;
use crate::error::{Error, Result};
use crate::pages;
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;
use rustix::process::geteuid;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use thirtyfour::prelude::*;

/// Programs, in the order in which they are tried.
const CHROMIUM: [&str; 2] = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/// Switches of every run: no dialogs, no keychain, no calls home, sound without a click.
const SWITCHES: [&str; 14] = [
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--disable-quic",
    "--ignore-certificate-errors",
    "--autoplay-policy=no-user-gesture-required",
    "--hide-scrollbars",
    "--window-size=1360,944",
];

/// Where the browser writes down what it asks of the network, in the profile.
const NET_LOG: &str = "net.json";

/// Who asked the network for what so far: the origin of each request (where it has one) and its address.
///
/// # Errors
/// [`Error::File`] when nothing was written down.
pub(super) fn requests(profile: &Path) -> Result<Vec<(String, String)>> {
    let file = profile.join(NET_LOG);
    let log = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
    // An event a line, after one line of names; the list is open until the browser is closed.
    let events = log.lines().filter_map(|line| serde_json::from_str::<Value>(line.trim_end_matches(',')).ok());
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let asked = events.filter_map(|event| {
        let params = &event["params"];
        Some((word(&params["initiator"])?, word(&params["url"])?))
    });
    Ok(asked.collect())
}

pub(super) async fn start(options: &Options, profile: &Path) -> Result<(Kept, WebDriver)> {
    if let Some(parts) = &options.parts {
        register(&parts.host, profile)?;
    }
    let mut command = Command::new("chromedriver");
    command.args(["--port=0", "--enable-chrome-logs"]);
    let (program, port) = driver_program(command, options, profile, "successfully on port ")?;
    let driver = WebDriver::new(&format!("http://127.0.0.1:{port}"), capabilities(options, profile)?).await?;
    if options.parts.is_some() {
        pages::close_first(&driver).await?;
    }
    Ok((program, driver))
}

/// Chromium finds the host by a manifest in the profile itself.
fn register(host: &Path, profile: &Path) -> Result<()> {
    let ours = ("allowed_origins", format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/"));
    super::register(host, &profile.join("NativeMessagingHosts"), ours)
}

fn capabilities(options: &Options, profile: &Path) -> Result<Capabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    if let Some(program) = CHROMIUM.iter().find(|program| Path::new(program).exists()) {
        chrome.set_binary(program)?;
    }
    for switch in SWITCHES {
        chrome.add_arg(switch)?;
    }
    chrome.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    chrome.add_arg(&format!("--log-net-log={}", profile.join(NET_LOG).display()))?;
    // Without it, an unpacked extension that is reloaded stays switched off.
    chrome.add_experimental_option("prefs", json!({"extensions.ui.developer_mode": true}))?;
    if let Some(parts) = &options.parts {
        chrome.add_arg(&format!("--load-extension={}", parts.extension.display()))?;
    }
    chrome.add_arg(&format!("--host-resolver-rules={}", resolver_rules(options.meeting)))?;
    if !(options.headed && has_display()) {
        chrome.add_arg("--headless=new")?;
    }
    // Chromium's sandbox refuses to run as root, where continuous integration often lives.
    if geteuid().is_root() {
        chrome.add_arg("--no-sandbox")?;
    }
    Ok(chrome.into())
}

fn resolver_rules(meeting: SocketAddr) -> String {
    let mut rules: Vec<String> = SITES.iter().map(|site| format!("MAP {site} {meeting}")).collect();
    rules.extend(["MAP * ~NOTFOUND".to_owned(), "EXCLUDE 127.0.0.1".to_owned(), "EXCLUDE localhost".to_owned()]);
    rules.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meeting_names_lead_to_the_stand_in_and_all_others_nowhere() {
        let rules = resolver_rules(SocketAddr::from(([127, 0, 0, 1], 8443)));
        assert!(rules.starts_with("MAP meet.google.com 127.0.0.1:8443, "));
        assert!(rules.contains("MAP * ~NOTFOUND"));
    }

    #[test]
    fn the_manifest_in_the_profile_names_the_host_and_admits_one_extension() {
        let profile = crate::temporary::Temporary::new("register").unwrap();
        register(Path::new("/opt/convoally"), profile.path()).unwrap();
        let file = profile.path().join("NativeMessagingHosts/ai.convoally.host.json");
        let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        assert_eq!(manifest["path"], "/opt/convoally");
        assert_eq!(manifest["allowed_origins"], json!([format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/")]));
    }
}
