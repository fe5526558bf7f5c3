//! The overlay on a stage: a real browser, a stand-in host that plays scenes, and no sound at all.

use crate::browser::{Browser, Options};
use crate::error::{Error, Result};
use crate::meeting::{ADDRESS, Meeting};
use crate::overlay::Overlay;
use crate::parts::Parts;
use crate::recording::unix_ms;
use crate::temporary::Temporary;
use convoally_shared::event::{Event, EventKind};
use convoally_shared::session::{Brief, Mode, SessionId};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Names the file whose events the stand-in host plays.
pub const SCENE_VARIABLE: &str = "CONVOALLY_SCENE";
/// How often the stand-in host looks at the file.
pub const PLAY_EVERY: Duration = Duration::from_millis(50);
/// How long the sessions of all scenes have been running, milliseconds.
pub const NOW_MS: u64 = 247_000;

/// A stage. Everything ends and is removed on drop.
#[derive(Debug)]
pub struct Stage {
    browser: Browser,
    _meeting: Meeting,
    folder: Temporary,
}

impl Stage {
    /// Starts a browser with the extension of `parts`, whose host is the stand-in `host`.
    ///
    /// # Errors
    /// Whatever the first piece that fails says.
    pub async fn start(parts: Parts, host: &Path) -> Result<Self> {
        let folder = Temporary::new("stage")?;
        let meeting = Meeting::start(&[]).await?;
        let envs = vec![(SCENE_VARIABLE, folder.path().join("scene.json").into())];
        let parts = Some(Parts { host: host.to_owned(), ..parts });
        let options = Options { parts, meeting: meeting.address(), envs, private_sound: false, headed: false };
        Ok(Self { browser: Browser::start(&options).await?, _meeting: meeting, folder })
    }

    /// Opens the meeting and waits for the overlay.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not appear.
    pub async fn open(&self) -> Result<Overlay<'_>> {
        Overlay::open(&self.browser, ADDRESS).await
    }

    /// Plays a session that began [`NOW_MS`] ago, and has come to each of `kinds` at the time before it.
    ///
    /// # Errors
    /// [`Error::File`] when the scene cannot be written.
    pub fn play(&self, name: &str, transcriber: &str, kinds: Vec<(u64, EventKind)>) -> Result<()> {
        let started = EventKind::SessionStarted {
            started_unix_ms: unix_ms() as u64 - NOW_MS,
            brief: Brief::default(),
            site: Some("meet.google.com".to_owned()),
            documents: vec!["resume".to_owned()],
            transcriber: transcriber.to_owned(),
            answerer: None,
            mode: Mode::default(),
        };
        let session = SessionId(name.to_owned());
        let kinds = std::iter::once((0, started)).chain(kinds).zip(1..);
        let events = kinds.map(|((at_ms, kind), seq)| Event { session: session.clone(), seq, at_ms, kind });
        let scene = json!(events.collect::<Vec<_>>()).to_string();
        let file = self.folder.path().join("scene.json");
        std::fs::write(&file, scene).map_err(Error::file(&file))
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
