//! A browser with the extension in a profile that is thrown away: Chromium, or Firefox.
//!
//! The profile holds its own native-messaging manifest, so the host under test is found without registering
//! anything for the user. Host names of meetings lead to the stand-in; every other name leads nowhere, so the
//! browser reaches no network. What differs between the two is in `chromium` and `firefox`.

mod chromium;
mod firefox;
mod proxy;

use crate::child::Kept;
use crate::error::{Error, Result};
use crate::parts::Parts;
use crate::process;
use crate::sound::FOREIGN_VARIABLES;
use crate::temporary::Temporary;
use convoally_shared::wire::{CHROMIUM_EXTENSION_ID, HOST_NAME};
use proxy::Proxy;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use thirtyfour::prelude::*;

/// The meeting sites whose names are led to the stand-in.
const SITES: [&str; 5] =
    ["meet.google.com", "*.zoom.us", "teams.microsoft.com", "teams.cloud.microsoft", "teams.live.com"];

/// A family of browsers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// Chromium.
    #[default]
    Chromium,
    /// Firefox.
    Firefox,
}

impl Family {
    /// As the packer names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }
}

/// What a run of the browser needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which browser.
    pub family: Family,
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
    /// The language of Firefox, as `de`, where the pack of that language is installed; otherwise the system's.
    pub language: Option<&'static str>,
}

impl Options {
    /// A browser without ConvoAlly, window and language, that reaches this meeting.
    pub fn new(family: Family, meeting: SocketAddr) -> Self {
        let (parts, envs, language) = (None, Vec::new(), None);
        Self { family, parts, meeting, envs, private_sound: false, headed: false, language }
    }
}

/// A running browser. Dropping it ends the browser, its driver and the host, and removes the profile.
#[derive(Debug)]
pub struct Browser {
    family: Family,
    driver: WebDriver,
    process: Option<Pid>,
    _driver_program: Kept,
    proxy: Option<Proxy>,
    extension: Option<PathBuf>,
    profile: Temporary,
}

impl Browser {
    /// Starts the browser's driver on a free port and the browser under it.
    ///
    /// # Errors
    /// [`Error::Start`] when either is not installed, [`Error::Browser`] when the browser does not come up.
    pub async fn start(options: &Options) -> Result<Self> {
        let profile = Temporary::new("profile")?;
        let folder = profile.path();
        let (driver_program, driver, proxy, id) = match options.family {
            Family::Chromium => {
                let (program, driver) = chromium::start(options, folder).await?;
                (program, driver, None, "goog:processID")
            }
            Family::Firefox => {
                let proxy = Proxy::start(options.meeting).await?;
                let (program, driver) = firefox::start(options, folder, proxy.address()).await?;
                (program, driver, Some(proxy), "moz:processID")
            }
        };
        let pid = driver.handle().capabilities().get(id).and_then(serde_json::Value::as_i64);
        let process = pid.and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        let extension = options.parts.as_ref().map(|parts| parts.extension.clone());
        Ok(Self { family: options.family, driver, process, _driver_program: driver_program, proxy, extension, profile })
    }

    /// Where the extension's own pages are.
    pub fn own_pages(&self) -> String {
        match self.family {
            Family::Chromium => format!("chrome-extension://{CHROMIUM_EXTENSION_ID}"),
            Family::Firefox => firefox::ORIGIN.to_owned(),
        }
    }

    /// The browser by WebDriver.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// What the browser and the host wrote to stderr so far, for a failed test's message.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.profile.path().join("stderr")).unwrap_or_default()
    }

    /// All processes of Chromium, for what they cost.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the driver named none.
    pub fn processes(&self) -> Result<Vec<Pid>> {
        let process = self.process.ok_or_else(|| Error::Unexpected("the browser has no process".to_owned()))?;
        process::family(process, "chromium")
    }

    /// Who asked the network for what so far, as Chromium writes it down: the origin of each request, and its address.
    /// What extensions read of their own files is no such request.
    ///
    /// # Errors
    /// [`Error::File`] when nothing was written down, as by Firefox.
    pub fn requests(&self) -> Result<Vec<(String, String)>> {
        chromium::requests(self.profile.path())
    }

    /// What Firefox asked of the network so far, whoever in it asked: the first line of each request, as its proxy got it.
    /// Empty for Chromium, which has none.
    pub fn asked_of_proxy(&self) -> Vec<String> {
        self.proxy.as_ref().map(Proxy::asked).unwrap_or_default()
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

    /// Loads the extension anew, as an update does.
    ///
    /// # Errors
    /// [`Error::Browser`] when the browser refuses, [`Error::Unexpected`] when it has no extension.
    pub async fn reload_extension(&self) -> Result<()> {
        let folder = self.extension.as_ref().ok_or_else(|| Error::Unexpected("no extension".to_owned()))?;
        match self.family {
            // The worker that is asked does not live to answer.
            Family::Chromium => drop(self.in_worker("chrome.runtime.reload()").await),
            Family::Firefox => firefox::install(&self.driver, folder).await?,
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

/// Starts a driver that says on its standard output at which port it listens, after `sign`.
fn driver_program(mut command: Command, options: &Options, profile: &Path, sign: &str) -> Result<(Kept, u16)> {
    let log = profile.join("stderr");
    let stderr = std::fs::File::create(&log).map_err(Error::file(&log))?;
    command.stdout(Stdio::piped()).stderr(stderr);
    if options.private_sound {
        FOREIGN_VARIABLES.iter().for_each(|name| _ = command.env_remove(name));
    }
    command.envs(options.envs.iter().map(|(name, value)| (name, value)));
    let mut child = Kept::start(&mut command)?;
    let Some(stdout) = child.inner().stdout.take() else {
        return Err(Error::Unexpected("the browser's driver has no stdout".to_owned()));
    };
    let mut lines = BufReader::new(stdout).lines().map_while(std::io::Result::ok);
    let port = lines.find_map(|line| line.split_once(sign)?.1.trim_end_matches('.').parse().ok());
    let port = port.ok_or_else(|| Error::Unexpected("the browser's driver named no port".to_owned()))?;
    // Read on, or the driver would stop at a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Ok((child, port))
}

/// Writes the manifest by which a browser finds the host. `allowed` is the browser's field for extensions, and ours.
fn register(host: &Path, folder: &Path, (field, extension): (&str, String)) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let manifest = json!({
        "name": HOST_NAME,
        "description": "ConvoAlly under test",
        "path": host,
        "type": "stdio",
        field: [extension],
    });
    let file = folder.join(format!("{HOST_NAME}.json"));
    std::fs::write(&file, manifest.to_string()).map_err(Error::file(&file))
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
