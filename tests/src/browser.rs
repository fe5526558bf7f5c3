//! Chromium with the extension in a profile that is thrown away.
//!
//! The profile holds its own native-messaging manifest, so the host under test is found without registering
//! anything for the user. Host names of meetings lead to the stand-in; every other name leads nowhere, so the
//! browser reaches no network.

use crate::child::Kept;
use crate::error::{Error, Result};
use crate::parts::Parts;
use crate::sound::FOREIGN_VARIABLES;
use crate::temporary::Temporary;
use convoally_shared::wire::{CHROMIUM_EXTENSION_ID, HOST_NAME};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use serde_json::json;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use thirtyfour::prelude::*;

/// The meeting sites whose names are led to the stand-in.
const SITES: [&str; 4] = ["meet.google.com", "*.zoom.us", "teams.microsoft.com", "teams.live.com"];

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

/// What a run of the browser needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// The extension to load and the host that it talks to; none for a browser without ConvoAlly.
    pub parts: Option<Parts>,
    /// Where the stand-in meeting listens.
    pub meeting: SocketAddr,
    /// Variables for the browser, which the host inherits.
    pub envs: Vec<(&'static str, OsString)>,
    /// Whether the run has a sound server of its own; otherwise the user's is used.
    pub private_sound: bool,
    /// Whether to show a window where there is a display.
    pub headed: bool,
}

/// A running browser. Dropping it ends the browser, its driver and the host, and removes the profile.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    process: Option<Pid>,
    _chromedriver: Kept,
    profile: Temporary,
}

impl Browser {
    /// Starts ChromeDriver on a free port and Chromium under it.
    ///
    /// # Errors
    /// [`Error::Start`] when either is not installed, [`Error::Browser`] when Chromium does not come up.
    pub async fn start(options: &Options) -> Result<Self> {
        let profile = crate::temporary::Temporary::new("profile")?;
        if let Some(parts) = &options.parts {
            register(&parts.host, profile.path())?;
        }
        let (chromedriver, port) = chromedriver(options, profile.path())?;
        let driver =
            WebDriver::new(&format!("http://127.0.0.1:{port}"), capabilities(options, profile.path())?).await?;
        let pid = driver.handle().capabilities().get("goog:processID").and_then(serde_json::Value::as_i64);
        let process = pid.and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        Ok(Self { driver, process, _chromedriver: chromedriver, profile })
    }

    /// The browser by WebDriver.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// What Chromium and the host wrote to stderr so far, for a failed test's message.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.profile.path().join("stderr")).unwrap_or_default()
    }

    /// Presses a keyboard shortcut with Alt and Shift held, as the operating system would send it. Extension
    /// commands listen there; WebDriver's own key events go to the page and never reach them.
    ///
    /// # Errors
    /// [`Error::Browser`] when no tab is open.
    pub async fn press_alt_shift(&self, letter: char) -> Result<()> {
        let letter = letter.to_ascii_uppercase();
        for kind in ["rawKeyDown", "keyUp"] {
            // Bits of `modifiers`: 1 Alt, 8 Shift.
            let key = json!({"type": kind, "modifiers": 1 | 8, "key": letter.to_string(), "code": format!("Key{letter}"),
                "windowsVirtualKeyCode": u32::from(letter), "nativeVirtualKeyCode": u32::from(letter)});
            self.driver.cdp().send_raw("Input.dispatchKeyEvent", key).await?;
        }
        Ok(())
    }

    /// Whether the extension has a document open that captures a tab.
    ///
    /// # Errors
    /// [`Error::Browser`] when no tab is open.
    pub async fn captures_a_tab(&self) -> Result<bool> {
        Ok(self.capture().await?.is_some())
    }

    /// Breaks the capture off, as a crash of its document would.
    ///
    /// # Errors
    /// [`Error::Browser`] when no tab is open, [`Error::Unexpected`] when none is captured.
    pub async fn break_capture(&self) -> Result<()> {
        let capture = self.capture().await?;
        let target = capture.ok_or_else(|| Error::Unexpected("no tab is captured".to_owned()))?;
        self.driver.cdp().send_raw("Target.closeTarget", json!({"targetId": target})).await?;
        Ok(())
    }

    /// The browser's name for the document that captures a tab.
    async fn capture(&self) -> Result<Option<String>> {
        let targets = self.driver.cdp().send_raw("Target.getTargets", json!({})).await?;
        let address = format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/ear.html");
        let mut infos = targets["targetInfos"].as_array().into_iter().flatten();
        let ear = infos.find(|info| info["url"].as_str().is_some_and(|url| url.starts_with(&address)));
        Ok(ear.and_then(|info| info["targetId"].as_str().map(str::to_owned)))
    }

    /// Closes the browser in order, as a user would.
    ///
    /// # Errors
    /// [`Error::Browser`] when it is gone already.
    pub async fn close(&self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // An error means that the browser was closed in order before, and that its process id may be another's now.
        if self.driver.clone().leak().is_ok()
            && let Some(process) = self.process
        {
            let _ = kill_process(process, Signal::KILL);
        }
    }
}

/// Writes the manifest by which Chromium finds the host, into the profile itself.
fn register(host: &Path, profile: &Path) -> Result<()> {
    let folder = profile.join("NativeMessagingHosts");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let manifest = json!({
        "name": HOST_NAME,
        "description": "ConvoAlly under test",
        "path": host,
        "type": "stdio",
        "allowed_origins": [format!("chrome-extension://{CHROMIUM_EXTENSION_ID}/")],
    });
    let file = folder.join(format!("{HOST_NAME}.json"));
    std::fs::write(&file, manifest.to_string()).map_err(Error::file(&file))
}

/// ChromeDriver chooses a free port and says which.
fn chromedriver(options: &Options, profile: &Path) -> Result<(Kept, u16)> {
    let log = profile.join("stderr");
    let stderr = std::fs::File::create(&log).map_err(Error::file(&log))?;
    let mut command = Command::new("chromedriver");
    command.args(["--port=0", "--enable-chrome-logs"]).stdout(Stdio::piped()).stderr(stderr);
    if options.private_sound {
        FOREIGN_VARIABLES.iter().for_each(|name| _ = command.env_remove(name));
    }
    command.envs(options.envs.iter().map(|(name, value)| (name, value)));
    let mut child = Kept::start(&mut command)?;
    let Some(stdout) = child.inner().stdout.take() else {
        return Err(Error::Unexpected("chromedriver has no stdout".to_owned()));
    };
    let mut lines = BufReader::new(stdout).lines().map_while(std::io::Result::ok);
    let port = lines.find_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
    let port = port.ok_or_else(|| Error::Unexpected("chromedriver named no port".to_owned()))?;
    // Read on, or the driver would stop at a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Ok((child, port))
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

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
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
