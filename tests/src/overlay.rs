//! The overlay as a person meets it: what it shows and what can be pressed.
//!
//! It lives in an iframe inside a closed shadow root. The page's scripts cannot look in; WebDriver can, by the two
//! endpoints of the W3C standard that take a shadow root's reference.

use crate::axe;
use crate::browser::Browser;
use crate::error::{Error, Result};
use crate::wait;
use axum::http::Method;
use convoally_shared::session::Brief;
use convoally_shared::utterance::Speaker;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};

/// How long anything of the overlay may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The elements beside `head` and `body`, or in what fills the screen, that a content script adds; one of them holds the
/// overlay.
const ADDED: &str = "html > :not(head, body), :fullscreen > div";

/// When the frame's document was read; its address says when it was injected.
const DOCUMENT: &str = "const [document] = performance.getEntriesByType('navigation');
    return performance.timeOrigin + document.domInteractive - Number(location.hash.replace(/^#[^.]*\\./, ''))";

/// Reads the cards off the page in one call.
const CARDS: &str = "return [...document.querySelectorAll('article.card[data-question]')].map(card => ({
    question: Number(card.dataset.question),
    painted_ms: card.dataset.paintedMs ? Number(card.dataset.paintedMs) : null,
    text: card.innerText,
}))";

/// Reads the finished lines of the transcript off the page in one call.
const UTTERANCES: &str =
    "return [...document.querySelectorAll('li.utterance[data-speaker]:not(.interim)')].map(line => ({
    speaker: line.dataset.speaker,
    text: line.innerText,
}))";

/// A card as it stands on the screen.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ShownCard {
    /// The question's number in the session.
    pub question: u32,
    /// When the card had been painted, milliseconds since the Unix epoch; none before that.
    pub painted_ms: Option<f64>,
    /// All that can be read on it.
    pub text: String,
}

/// A line of the transcript as it stands on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ShownUtterance {
    /// Whose line it is.
    pub speaker: Speaker,
    /// All that can be read in it, label included.
    pub text: String,
}

/// The overlay of the tab that is open in a browser.
#[derive(Clone, Copy, Debug)]
pub struct Overlay<'a> {
    browser: &'a Browser,
}

impl<'a> Overlay<'a> {
    /// Opens `address` in the browser and waits until the overlay in it has been painted.
    ///
    /// # Errors
    /// [`Error::Waited`] when no overlay appears.
    pub async fn open(browser: &'a Browser, address: &str) -> Result<Self> {
        browser.driver().goto(address).await?;
        let overlay = Self { browser };
        wait::until("the overlay in the tab", PATIENCE, async || overlay.first_paint_ms().await.ok().flatten()).await?;
        Ok(overlay)
    }

    /// Fills in what the session is about, presses start, confirms the consent question where it is asked, and waits until the overlay listens.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not come to listening.
    pub async fn start(&self, brief: &Brief) -> Result<()> {
        // The form is there once the host has answered, which may be after the first paint.
        let form = "return document.querySelector('#start') !== null";
        wait::until("the start button", PATIENCE, async || self.read::<bool>(form).await.ok()?.then_some(())).await?;
        for (field, words) in [("#company", &brief.company), ("#role", &brief.role), ("#kind", &brief.kind)] {
            self.fill(field, words).await?;
        }
        self.press("#start").await?;
        self.confirm().await
    }

    /// Presses the keys that listen to the tab, which begins with the tab's own sound; confirms
    /// the consent question where it is asked, and waits until the overlay listens.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not come to listening.
    pub async fn start_with_tab(&self) -> Result<()> {
        self.until_phase("idle").await?;
        self.browser.press_alt_shift('l').await?;
        self.confirm().await
    }

    async fn confirm(&self) -> Result<()> {
        wait::until("the overlay to listen", PATIENCE, async || {
            // Asked for only the first time on a site.
            let _ = self.press(".confirm-consent").await;
            (self.phase().await.ok()? == "listening").then_some(())
        })
        .await
    }

    /// Presses stop and waits for the end of the session.
    ///
    /// # Errors
    /// [`Error::Waited`] when the session does not end.
    pub async fn stop(&self) -> Result<()> {
        self.press(".stop").await?;
        self.until_phase("ended").await
    }

    /// Presses a button or link.
    ///
    /// # Errors
    /// [`Error::Browser`] when it is not there or cannot be pressed.
    pub async fn press(&self, selector: &str) -> Result<()> {
        self.inside(async |driver| driver.find(By::Css(selector)).await?.click().await).await
    }

    /// Presses a key in the element that has the keyboard, or in the panel as a whole.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn key(&self, key: impl Into<TypingData>) -> Result<()> {
        self.inside(async |driver| driver.active_element().await?.send_keys(key).await).await
    }

    /// `idle`, `listening`, `ended` or `no-host`.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn phase(&self) -> Result<String> {
        self.read("return document.documentElement.dataset.phase ?? ''").await
    }

    /// Waits for a phase.
    ///
    /// # Errors
    /// [`Error::Waited`] when it does not come.
    pub async fn until_phase(&self, phase: &str) -> Result<()> {
        let what = format!("the overlay to say {phase}");
        wait::until(&what, PATIENCE, async || (self.phase().await.ok()? == phase).then_some(())).await
    }

    /// Time from the injection to the first paint, milliseconds; none before it.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn first_paint_ms(&self) -> Result<Option<f64>> {
        self.read("const ms = document.documentElement.dataset.firstPaintMs; return ms ? Number(ms) : null").await
    }

    /// Time from the injection until the frame's document was read, before any script in it ran: what this browser takes
    /// for any such frame, milliseconds.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn document_ms(&self) -> Result<f64> {
        self.read(DOCUMENT).await
    }

    /// The cards on the screen.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn cards(&self) -> Result<Vec<ShownCard>> {
        self.read(CARDS).await
    }

    /// The transcript on the screen.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn utterances(&self) -> Result<Vec<ShownUtterance>> {
        self.read(UTTERANCES).await
    }

    /// What one side's line says: its device, its state in words, and its fault, if there is one.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay, or it does not listen.
    pub async fn side(&self, speaker: Speaker) -> Result<String> {
        let key = speaker.label().to_lowercase();
        self.read(&format!("return document.querySelector('.source[data-speaker={key}]').innerText")).await
    }

    /// Waits until one side's line has `words` in it.
    ///
    /// # Errors
    /// [`Error::Waited`] with what it said instead.
    pub async fn until_side(&self, speaker: Speaker, words: &str) -> Result<()> {
        let mut said = String::new();
        let waited = wait::until(words, PATIENCE, async || {
            said = self.side(speaker).await.ok()?;
            said.contains(words).then_some(())
        });
        match waited.await {
            Err(Error::Waited { what, limit }) => {
                Err(Error::Waited { what: format!("{:?} of {}, who says {said:?}", what, speaker.label()), limit })
            }
            done => done,
        }
    }

    /// What can be read in an element.
    ///
    /// # Errors
    /// [`Error::Browser`] when it is not there.
    pub async fn text(&self, selector: &str) -> Result<String> {
        self.inside(async |driver| driver.find(By::Css(selector)).await?.text().await).await
    }

    /// The codes of the faults on the screen.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay.
    pub async fn faults(&self) -> Result<Vec<String>> {
        self.read("return [...document.querySelectorAll('.fault[data-code]')].map(fault => fault.dataset.code)").await
    }

    /// Waits until at least `count` cards have been painted, and returns them by question.
    ///
    /// # Errors
    /// [`Error::Waited`] when fewer come.
    pub async fn until_cards(&self, count: usize) -> Result<Vec<ShownCard>> {
        let mut cards = wait::until(&format!("card {count}"), PATIENCE, async || {
            let cards = self.cards().await.ok()?;
            (cards.iter().filter(|card| card.painted_ms.is_some()).count() >= count).then_some(cards)
        })
        .await?;
        cards.sort_by_key(|card| card.question);
        Ok(cards)
    }

    /// Waits until a card says `words`, whatever their case: its question is revised while it is being heard.
    ///
    /// # Errors
    /// [`Error::Waited`] when none does.
    pub async fn until_card(&self, words: &str) -> Result<ShownCard> {
        let words = words.to_lowercase();
        wait::until(&format!("a card about {words}"), PATIENCE, async || {
            let cards = self.cards().await.ok()?;
            cards.into_iter().find(|card| card.painted_ms.is_some() && card.text.to_lowercase().contains(&words))
        })
        .await
    }

    /// Waits until the panel says something, in sight or further down.
    ///
    /// # Errors
    /// [`Error::Unexpected`] with what it said instead.
    pub async fn until_says(&self, words: &str) -> Result<()> {
        let mut said = String::new();
        let waited = wait::until(words, PATIENCE, async || {
            said = self.read("return document.querySelector('main').innerText").await.ok()?;
            said.contains(words).then_some(())
        });
        waited.await.map_err(|error| Error::Unexpected(format!("{error}; it said {said:?}")))
    }

    /// Waits for a transcript line of `speaker` that has `words` in it, in any case.
    ///
    /// # Errors
    /// [`Error::Waited`] when none comes.
    pub async fn until_heard(&self, speaker: Speaker, words: &str) -> Result<ShownUtterance> {
        let words = words.to_lowercase();
        let what = format!("\"{words}\" said by {}", speaker.label());
        wait::until(&what, PATIENCE, async || {
            let lines = self.utterances().await.ok()?;
            lines.into_iter().find(|line| line.speaker == speaker && line.text.to_lowercase().contains(&words))
        })
        .await
    }

    /// A picture of the whole tab.
    ///
    /// # Errors
    /// [`Error::Browser`] when the browser is gone or the file cannot be written.
    pub async fn screenshot(&self, to: &Path) -> Result<()> {
        Ok(self.browser.driver().screenshot(to).await?)
    }

    /// Types a question into the overlay and sends it.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no place for it.
    pub async fn type_question(&self, question: &str) -> Result<()> {
        self.fill("#question", &format!("{question}\u{e007}")).await
    }

    /// Carries a script out in the overlay's frame.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay, or the script throws.
    pub async fn carry_out(&self, script: &str, arguments: Vec<Value>) -> Result<()> {
        self.inside(async |driver| driver.execute(script, arguments).await.map(drop)).await
    }

    /// Writes into a field, in place of what stands in it.
    ///
    /// # Errors
    /// [`Error::Browser`] when it is not there.
    pub async fn fill(&self, selector: &str, words: &str) -> Result<()> {
        self.inside(async |driver| {
            let field = driver.find(By::Css(selector)).await?;
            field.clear().await?;
            field.send_keys(words).await
        })
        .await
    }

    /// What a script in the panel returns.
    ///
    /// # Errors
    /// [`Error::Browser`] when there is no overlay, or the script fails.
    pub async fn read<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        self.inside(async |driver| driver.execute(script, Vec::new()).await?.convert()).await
    }

    /// What keeps somebody from using the panel as it stands; see [`axe::found`].
    ///
    /// # Errors
    /// As there, or [`Error::Browser`] when there is no overlay.
    pub async fn obstacles(&self) -> Result<Vec<String>> {
        self.inside(axe::found).await
    }

    /// Carries out `act` inside the overlay's frame and comes back to the page, whatever happened.
    async fn inside<T, E>(&self, act: impl AsyncFnOnce(&WebDriver) -> std::result::Result<T, E>) -> Result<T>
    where
        Error: From<E>,
    {
        let driver = self.browser.driver();
        driver.enter_default_frame().await?;
        self.enter().await?;
        let done = act(driver).await;
        driver.enter_default_frame().await?;
        Ok(done?)
    }

    /// Page → closed shadow root → iframe.
    async fn enter(&self) -> Result<()> {
        for host in self.browser.driver().find_all(By::Css(ADDED)).await? {
            let Ok(root) = self.raw(Method::GET, format!("/element/{}/shadow", host.element_id()), None).await else {
                continue;
            };
            let Some(root) = root.as_object().and_then(|reference| reference.values().next()?.as_str()) else {
                continue;
            };
            let search = json!({"using": "css selector", "value": "iframe"});
            let frame = self.raw(Method::POST, format!("/shadow/{root}/element"), Some(search)).await?;
            self.raw(Method::POST, "/frame".to_owned(), Some(json!({"id": frame}))).await?;
            return Ok(());
        }
        Err(Error::Unexpected("the page holds no overlay".to_owned()))
    }

    async fn raw(&self, method: Method, path: String, body: Option<Value>) -> WebDriverResult<Value> {
        self.browser.driver().handle().cmd(Raw { method, path, body }).await?.value()
    }
}

/// A WebDriver endpoint that the client library has no method for.
#[derive(Debug)]
struct Raw {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl FormatRequestData for Raw {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let request = RequestData::new(self.method.clone(), format!("/session/{session}{}", self.path));
        match &self.body {
            Some(body) => request.add_body(body.clone()),
            None => request,
        }
    }
}
