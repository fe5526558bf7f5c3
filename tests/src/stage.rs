//! The overlay on a stage: a real browser, a stand-in host that plays scenes, and no sound at all.

use crate::browser::{Browser, Family, Options};
use crate::error::{Error, Result};
use crate::meeting::{ADDRESS, Meeting};
use crate::overlay::Overlay;
use crate::parts::Parts;
use crate::recording::unix_ms;
use crate::temporary::Temporary;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use convoally_shared::wire::Call;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Names the folder in which the stand-in host finds its scenes ([`scenes`]) and leaves [`ASKED`].
pub const STAGE_VARIABLE: &str = "CONVOALLY_STAGE";
/// What the name of a scene's file ends with; before it stands a number that grows.
const SCENE: &str = "scene.json";
/// The file that says in which version of the protocol it speaks, where that is not ours.
pub const PROTOCOL: &str = "protocol";
/// The file in which it writes down what it is asked, a call a line.
pub const ASKED: &str = "asked.jsonl";
/// How often the stand-in host looks for a new scene.
pub const PLAY_EVERY: Duration = Duration::from_millis(20);
/// How long the sessions of all scenes have been running, milliseconds.
pub const NOW_MS: u64 = 247_000;

/// A stage. Everything ends and is removed on drop.
#[derive(Debug)]
pub struct Stage {
    browser: Browser,
    _meeting: Meeting,
    folder: Temporary,
    played: Mutex<Played>,
}

/// What was played last.
#[derive(Debug, Default)]
struct Played {
    scene: u32,
    session: String,
    seq: u64,
}

impl Stage {
    /// Starts Chromium with the extension of `parts`, whose host is the stand-in `host`.
    ///
    /// # Errors
    /// Whatever the first piece that fails says.
    pub async fn start(parts: Parts, host: &Path) -> Result<Self> {
        Self::start_in(Family::Chromium, parts, host).await
    }

    /// The same in any browser.
    ///
    /// # Errors
    /// As [`Stage::start`].
    pub async fn start_in(family: Family, parts: Parts, host: &Path) -> Result<Self> {
        Self::start_speaking(family, None, parts, host).await
    }

    /// The same with the browser in a language: see [`Options::language`].
    ///
    /// # Errors
    /// As [`Stage::start`].
    pub async fn start_speaking(
        family: Family,
        language: Option<&'static str>,
        parts: Parts,
        host: &Path,
    ) -> Result<Self> {
        let folder = Temporary::new("stage")?;
        let meeting = Meeting::start(&[]).await?;
        let envs = vec![(STAGE_VARIABLE, folder.path().into())];
        let parts = Some(Parts { host: host.to_owned(), ..parts });
        let options = Options { parts, envs, language, ..Options::new(family, meeting.address()) };
        Ok(Self { browser: Browser::start(&options).await?, _meeting: meeting, folder, played: Mutex::default() })
    }

    /// Opens the meeting and waits for the overlay.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not appear.
    pub async fn open(&self) -> Result<Overlay<'_>> {
        self.open_at(ADDRESS).await
    }

    /// The same for another page of a meeting site.
    ///
    /// # Errors
    /// As [`Stage::open`].
    pub async fn open_at(&self, address: &str) -> Result<Overlay<'_>> {
        Overlay::open(&self.browser, address).await
    }

    /// Waits until the host was asked for `count` things of this name, and returns what was said with each.
    ///
    /// # Errors
    /// [`Error::Waited`] when they do not come.
    pub async fn until_asked(&self, name: &str, count: usize) -> Result<Vec<serde_json::Value>> {
        crate::wait::until(name, Duration::from_secs(60), async || {
            let asked = self.asked().ok()?.into_iter().filter(|call| call.request == name);
            let said: Vec<_> = asked.map(|call| call.params).collect();
            (said.len() >= count).then_some(said)
        })
        .await
    }

    /// Plays a session that began [`NOW_MS`] ago, and has come to each of `kinds` at the time before it.
    ///
    /// # Errors
    /// [`Error::File`] when the scene cannot be written.
    pub fn play(
        &self,
        name: &str,
        transcriber: &str,
        answerer: Option<&str>,
        kinds: Vec<(u64, EventKind)>,
    ) -> Result<()> {
        let started = EventKind::SessionStarted {
            started_unix_ms: unix_ms() as u64 - NOW_MS,
            brief: Brief::default(),
            site: Some("meet.google.com".to_owned()),
            documents: vec!["resume".to_owned()],
            transcriber: transcriber.to_owned(),
            answerer: answerer.map(str::to_owned),
            mode: Mode::default(),
        };
        for (_, file) in scenes(self.folder.path()) {
            std::fs::remove_file(&file).map_err(Error::file(&file))?;
        }
        let mut played = self.played.lock().unwrap_or_else(PoisonError::into_inner);
        (played.session, played.seq) = (name.to_owned(), 0);
        self.write(&mut played, std::iter::once((0, started)).chain(kinds))
    }

    /// Plays what happens next in the session that is played.
    ///
    /// # Errors
    /// As [`Stage::play`].
    pub fn go_on(&self, kinds: Vec<(u64, EventKind)>) -> Result<()> {
        self.write(&mut self.played.lock().unwrap_or_else(PoisonError::into_inner), kinds)
    }

    fn write(&self, played: &mut Played, kinds: impl IntoIterator<Item = (u64, EventKind)>) -> Result<()> {
        let events = kinds.into_iter().map(|(at_ms, kind)| {
            played.seq += 1;
            Event { session: SessionId(played.session.clone()), seq: played.seq, at_ms, kind }
        });
        let scene = json!(events.collect::<Vec<_>>()).to_string();
        played.scene += 1;
        // It has its name when it is whole.
        let whole = self.folder.path().join("being-written");
        std::fs::write(&whole, scene).map_err(Error::file(&whole))?;
        let file = self.folder.path().join(format!("{:08}.{SCENE}", played.scene));
        std::fs::rename(&whole, &file).map_err(Error::file(&file))
    }

    /// Lets hosts that are started from now on speak another version of the protocol.
    ///
    /// # Errors
    /// [`Error::File`] when that cannot be written.
    pub fn speak(&self, protocol: u32) -> Result<()> {
        let file = self.folder.path().join(PROTOCOL);
        std::fs::write(&file, protocol.to_string()).map_err(Error::file(&file))
    }

    /// What the overlay has asked of the host so far, oldest first.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the host wrote down what is no call.
    pub fn asked(&self) -> Result<Vec<Call>> {
        let text = std::fs::read_to_string(self.folder.path().join(ASKED)).unwrap_or_default();
        let calls = text.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>();
        calls.map_err(|error| Error::Unexpected(format!("the stand-in host wrote no calls: {error}")))
    }

    /// The browser, for what a user does to it.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Lets the page and the panel believe in a preference of the user, `("prefers-color-scheme", "dark")`.
    ///
    /// # Errors
    /// [`Error::Browser`] when no tab is open.
    pub async fn prefer(&self, (name, value): (&str, &str)) -> Result<()> {
        let features = json!({"features": [{"name": name, "value": value}]});
        self.browser.driver().cdp().send_raw("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }
}

/// The scenes that lie in a stage's folder, each with its number, oldest first.
pub fn scenes(folder: &Path) -> Vec<(u32, PathBuf)> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path());
    let mut scenes: Vec<_> = files.filter_map(|file| Some((number(&file)?, file))).collect();
    scenes.sort();
    scenes
}

fn number(file: &Path) -> Option<u32> {
    file.file_name()?.to_str()?.strip_suffix(SCENE)?.trim_end_matches('.').parse().ok()
}
