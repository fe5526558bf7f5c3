//! All pieces together: one call that can be spoken into and looked at.

use crate::browser::{Browser, Family, Options};
use crate::error::{Error, Result};
use crate::fixtures::{self, Clip};
use crate::host::Host;
use crate::meeting::{ADDRESS, Meeting, Spoken};
use crate::overlay::Overlay;
use crate::parts::Parts;
use crate::sound::SoundServer;
use convoally::model::DEFAULTS;
use convoally_shared::session::Brief;
use std::path::Path;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// One rig at a time: two would compete for the processor and the timing of both would be worthless. Test runners
/// that start a process for each test keep them apart themselves.
static ALONE: Mutex<()> = Mutex::const_new(());

/// What a rig is for.
#[derive(Clone, Debug, Default)]
pub struct Purpose {
    /// Show a window where there is a display.
    pub headed: bool,
    /// Use the user's own sound server where there is one, so that the user hears the interviewer.
    pub audible: bool,
    /// Let the host use the providers that the user's environment names.
    pub drafts: bool,
    /// Play the call where the computer's own sound is not captured: only its tab can be heard.
    pub tab_only: bool,
    /// Which browser.
    pub family: Family,
    /// The address of the model server that writes drafts, instead of those that the user's environment names.
    pub model_server: Option<String>,
}

/// A call: sound, meeting, host and browser. Everything ends and is removed on drop.
#[derive(Debug)]
pub struct Rig {
    // Fields drop in order: the browser first, which ends the host; the sound server last.
    browser: Browser,
    meeting: Meeting,
    host: Host,
    sound: Option<SoundServer>,
    clips: Vec<Clip>,
    _alone: MutexGuard<'static, ()>,
}

impl Rig {
    /// Puts the pieces together, with the sample documents in the vault and the default models in place.
    ///
    /// # Errors
    /// Whatever the first piece that fails says.
    pub async fn start(parts: &Parts, purpose: Purpose) -> Result<Self> {
        Self::with_clips(parts, purpose, fixtures::questions()?).await
    }

    /// [`Rig::start`] with an interviewer who says something else than the eight questions.
    ///
    /// # Errors
    /// As [`Rig::start`].
    pub async fn with_clips(parts: &Parts, purpose: Purpose, clips: Vec<Clip>) -> Result<Self> {
        let alone = ALONE.lock().await;
        let mut host = Host::new(&parts.host, purpose.drafts)?;
        if let Some(address) = purpose.model_server {
            host = host.drafting_with(address);
        }
        for model in DEFAULTS {
            host.pull_model(model.name)?;
        }
        for document in fixtures::documents() {
            host.add_document(&document)?;
        }
        let shared = purpose.audible && SoundServer::exists_already();
        let sound = if shared { None } else { Some(SoundServer::start().await?) };
        let meeting = Meeting::start(&clips).await?;
        let mut envs = host.envs();
        envs.extend(sound.iter().flat_map(SoundServer::envs));
        if let (Some(sound), true) = (&sound, purpose.tab_only) {
            envs.push(sound.hide_speakers()?);
        }
        let options = Options {
            parts: Some(parts.clone()),
            envs,
            private_sound: sound.is_some(),
            headed: purpose.headed,
            ..Options::new(purpose.family, meeting.address())
        };
        let browser = Browser::start(&options).await?;
        Ok(Self { browser, meeting, host, sound, clips, _alone: alone })
    }

    /// Joins the meeting and waits for the overlay in its tab.
    ///
    /// # Errors
    /// [`Error::Waited`] when the overlay does not appear or the page does not get ready to speak.
    pub async fn join(&self) -> Result<Overlay<'_>> {
        let overlay = Overlay::open(&self.browser, ADDRESS).await?;
        until_ready(&self.browser).await?;
        Ok(overlay)
    }

    /// [`Rig::join`] for a page whose content security policy is not enforced, so that a test may read elsewhere.
    ///
    /// # Errors
    /// As [`Rig::join`].
    pub async fn join_unguarded(&self) -> Result<Overlay<'_>> {
        let lifted = serde_json::json!({"enabled": true});
        self.browser.driver().cdp().send_raw("Page.setBypassCSP", lifted).await?;
        self.join().await
    }

    /// The host and its vault.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The private sound server; none where the user's own is used.
    pub fn sound(&self) -> Option<&SoundServer> {
        self.sound.as_ref()
    }

    /// The meeting's server.
    pub fn meeting(&self) -> &Meeting {
        &self.meeting
    }

    /// What the interviewer can say.
    pub fn clips(&self) -> &[Clip] {
        &self.clips
    }

    /// Lets the interviewer say a clip; returns when the clip is over.
    ///
    /// # Errors
    /// [`Error::Browser`] when the meeting is not open in the tab.
    pub async fn speak(&self, clip: usize) -> Result<Spoken> {
        let spoken = speak(&self.browser, clip).await?;
        let length = self.clips.get(clip).map_or(0.0, |clip| clip.duration_ms);
        tokio::time::sleep(Duration::from_secs_f64(length / 1000.0)).await;
        Ok(spoken)
    }

    /// Whether the microphone is the rig's own, so that something can be played into it.
    pub fn has_microphone(&self) -> bool {
        self.sound.is_some()
    }

    /// Lets the user say a WAV file; returns when it has been said.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the microphone is the user's real one.
    pub async fn answer(&self, wav: &Path) -> Result<()> {
        match &self.sound {
            Some(sound) => sound.play_into_microphone(wav).await,
            None => Err(Error::Unexpected("the microphone is not the rig's".to_owned())),
        }
    }
}

/// What the sample session is about; agrees with the sample job description.
pub fn sample_brief() -> Brief {
    Brief {
        company: "Northwind".into(),
        role: "Senior backend engineer".into(),
        kind: "First interview".into(),
        ..Brief::default()
    }
}

/// Waits until the meeting page in the browser has its sounds loaded.
///
/// # Errors
/// [`Error::Waited`] when it does not get there.
pub async fn until_ready(browser: &Browser) -> Result<()> {
    let script = "return document.documentElement.dataset.ready === 'yes'";
    crate::wait::until("the meeting page", Duration::from_secs(30), async || {
        browser.driver().execute(script, Vec::new()).await.ok()?.json().as_bool()?.then_some(())
    })
    .await
}

/// Lets the meeting page begin a clip, and returns once the page knows when its first sample was played.
///
/// # Errors
/// [`Error::Browser`] when the meeting is not open in the tab.
pub async fn speak(browser: &Browser, clip: usize) -> Result<Spoken> {
    let script = "const done = arguments[1]; window.speak(arguments[0]).then(done)";
    let started_ms = browser.driver().execute_async(script, vec![clip.into()]).await?.convert()?;
    Ok(Spoken { clip, started_ms })
}
