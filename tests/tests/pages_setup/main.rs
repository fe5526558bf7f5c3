//! From a fresh profile to a card, in a real browser with the real program: the welcome page, interviews, engines. Each
//! state leaves its picture in `target/pictures/setup`.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod actions;

use convoally::model::DEFAULTS;
use convoally::places::{self, MODELS_VARIABLE};
use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::host::Host;
use convoally_tests::language::{English, SAID};
use convoally_tests::meeting::Meeting;
use convoally_tests::pages::{open, open_at, picture, press, says, show_as, until_says};
use convoally_tests::parts::Parts;
use convoally_tests::sound::SoundServer;
use convoally_tests::temporary::Temporary;
use convoally_tests::wait;
use std::path::Path;
use std::time::Duration;
use thirtyfour::prelude::*;

const LONG: Duration = Duration::from_secs(120);
const WIDE: (u32, u32) = (1280, 1000);
const DOCUMENT: &str = "# Ada\n\n## Experience\n\n- Tamed lions in Antwerp for nine years.\n";

/// A browser whose profile, vault and sound are new. Fields drop in order: the browser ends the host.
struct Fresh {
    browser: Browser,
    host: Host,
    _meeting: Meeting,
    sound: SoundServer,
}

/// What a fresh browser is like.
#[derive(Clone, Copy, Default)]
struct Wishes<'a> {
    family: Option<Family>,
    language: Option<&'static str>,
    /// The folder of the models, where it is not the one that all tests share.
    models: Option<&'a Path>,
}

impl Fresh {
    async fn start() -> Result<Self> {
        Self::start_as(Wishes::default()).await
    }

    async fn start_as(Wishes { family, language, models }: Wishes<'_>) -> Result<Self> {
        let family = family.unwrap_or(Family::Chromium);
        let parts = Parts::for_browser(family)?;
        let (host, sound) = (Host::new(&parts.host, false)?, SoundServer::start().await?);
        let meeting = Meeting::start(&[]).await?;
        let mut envs = host.envs();
        envs.extend(sound.envs());
        // The last one counts.
        envs.extend(models.map(|folder| (MODELS_VARIABLE, folder.into())));
        let parts = Some(parts);
        let options = Options { parts, envs, private_sound: true, language, ..Options::new(family, meeting.address()) };
        let browser = Browser::start(&options).await?;
        if family == Family::Chromium {
            show_as(browser.driver(), WIDE.0, WIDE.1, "light").await?;
        }
        Ok(Self { browser, host, _meeting: meeting, sound })
    }

    fn driver(&self) -> &WebDriver {
        self.browser.driver()
    }

    async fn open(&self, file: &str) -> Result<()> {
        open_at(self.driver(), &format!("{}/{file}", self.browser.own_pages())).await
    }

    async fn keep_picture(&self, name: &str) -> Result<()> {
        picture(self.driver(), &format!("setup/{name}")).await
    }
}

/// Presses the button whose words these are, as soon as it is there.
async fn press_named(driver: &WebDriver, within: &str, words: &str) -> Result<()> {
    let xpath = format!("{within}//button[normalize-space()='{words}' and not(@disabled)]");
    let what = format!("the button {words}");
    let button = wait::until(&what, LONG, async || driver.find(By::XPath(&xpath)).await.ok());
    Ok(button.await?.click().await?)
}

/// Fills in the field whose label these are.
async fn fill(driver: &WebDriver, label: &str, words: &str) -> Result<()> {
    let xpath = format!("//div[@class='field'][label[normalize-space()='{label}']]//*[self::input or self::textarea]");
    let what = format!("the field {label}");
    let field = wait::until(&what, LONG, async || driver.find(By::XPath(&xpath)).await.ok());
    let field = field.await?;
    field.clear().await?;
    Ok(field.send_keys(words).await?)
}

/// Drops a file on the page's own field for files, as a mouse would.
async fn drop_file(driver: &WebDriver, name: &str, text: &str) -> Result<()> {
    let script = "const carried = new DataTransfer(); carried.items.add(new File([arguments[1]], arguments[0]));
        document.querySelector('.drop').dispatchEvent(
            new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));";
    driver.execute(script, vec![name.into(), text.into()]).await?;
    Ok(())
}

async fn until_done(driver: &WebDriver, step: &str) -> Result<()> {
    let selector = format!("[data-step='{step}'][data-done='true']");
    wait::until(&format!("the step {step}"), LONG, async || driver.find(By::Css(&selector)).await.ok()).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_browser_comes_to_its_first_card_on_the_welcome_page() -> Result<()> {
    let folder = Temporary::new("models")?;
    let fresh = Fresh::start_as(Wishes { models: Some(folder.path()), ..Wishes::default() }).await?;
    lay_models_in(&fresh.host, folder.path(), |name| !name.ends_with(".safetensors"))?;
    let driver = fresh.driver();
    fresh.open("pages.html#welcome").await?;
    press_named(driver, "//li[@data-step='models']", "Download").await?;
    wait::until("the progress", LONG, async || {
        let said = says(driver, "[data-step='models'] .progress").await.ok()?;
        said.contains(" of ").then_some(())
    })
    .await?;
    fresh.keep_picture("download").await?;
    until_done(driver, "models").await?;

    let said = fixtures::path("speech/q7.wav");
    wait::until("the microphone to be heard", LONG, async || {
        fresh.sound.play_into_microphone(&said).await.ok()?;
        driver.find(By::Css("[data-step='microphone'][data-done='true']")).await.ok()
    })
    .await?;
    fresh.keep_picture("microphone-heard").await?;
    press_named(driver, "//li[@data-step='microphone']", "Go on").await?;
    comes_to_its_first_card(&fresh, "").await
}

/// Lays those of the models that a session needs into a folder, by the names of their files.
fn lay_models_in(host: &Host, folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<()> {
    for model in DEFAULTS {
        host.pull_model(model.name)?;
    }
    let shared = places::models().ok_or_else(|| Error::Unexpected("there is no folder for models".to_owned()))?;
    for entry in std::fs::read_dir(&shared).map_err(Error::file(&shared))? {
        let file = entry.map_err(Error::file(&shared))?.path();
        let name = file.file_name().unwrap_or_default();
        if wanted(&name.to_string_lossy()) {
            std::fs::copy(&file, folder.join(name)).map_err(Error::file(&file))?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_firefox_comes_to_its_first_card_on_the_welcome_page() -> Result<()> {
    let fresh = Fresh::start_as(Wishes { family: Some(Family::Firefox), ..Wishes::default() }).await?;
    for model in DEFAULTS {
        fresh.host.pull_model(model.name)?;
    }
    let driver = fresh.driver();
    fresh.open("pages.html#welcome").await?;
    until_done(driver, "program").await?;
    until_done(driver, "models").await?;
    wait::until("the step of the microphone", LONG, async || {
        driver.find(By::Css("[data-step='microphone'][aria-current]")).await.ok()
    })
    .await?;
    fresh.keep_picture("microphone").await?;
    press_named(driver, "//li[@data-step='microphone']", "Skip for now").await?;
    comes_to_its_first_card(&fresh, "-firefox").await
}

/// From the sound of the others on. Pictures have `mark` at the end of their names.
async fn comes_to_its_first_card(fresh: &Fresh, mark: &str) -> Result<()> {
    let keep = async |name: &str| fresh.keep_picture(&[name, mark].concat()).await;
    let driver = fresh.driver();
    press_named(driver, "//li[@data-step='sound']", "Play a sound").await?;
    until_done(driver, "sound").await?;
    keep("sound").await?;
    press_named(driver, "//li[@data-step='sound']", "Go on").await?;

    keep("document").await?;
    press_named(driver, "//li[@data-step='document']", "Use a made-up sample").await?;
    until_done(driver, "document").await?;
    press_named(driver, "//li[@data-step='document']", "Go on").await?;

    press_named(driver, "//li[@data-step='practice']", "Ask me aloud").await?;
    let card = wait::until("the card", LONG, async || says(driver, ".card").await.ok()).await?;
    keep("card").await?;
    assert!(card.contains("prioritize"), "{card}");
    assert!(card.contains("competing deadlines"), "it quotes the sample: {card}");
    wait::until("the end of the practice", LONG, async || fresh.host.last_session().ok().filter(|last| last.ended))
        .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_takes_a_dropped_file_shows_what_was_read_and_says_what_it_cannot_read() -> Result<()> {
    let fresh = Fresh::start().await?;
    let driver = fresh.driver();
    open(driver, "pages.html#interviews").await?;
    until_says(driver, "main", "No interview yet.").await?;
    fresh.keep_picture("interviews-empty").await?;
    fill(driver, "Name of a new interview", "circus").await?;
    press_named(driver, "//main", "Add the interview").await?;
    until_says(driver, "h1", "circus").await?;
    fill(driver, "Role", "Tamer").await?;
    press_named(driver, "//main", "Save").await?;
    until_says(driver, "main", "Saved.").await?;

    drop_file(driver, "resume.md", DOCUMENT).await?;
    until_says(driver, ".documents", "resume").await?;
    drop_file(driver, "photo.pdf", "no pdf at all").await?;
    until_says(driver, ".additions", "photo.pdf").await?;
    let fault = wait::until("the fault", LONG, async || says(driver, ".additions .fault code").await.ok()).await?;
    assert!(fault.starts_with("document"), "{fault}");
    assert!(says(driver, ".documents").await?.contains("resume"), "nothing is lost");

    press(driver, ".document .button").await?;
    until_says(driver, ".passages", "Tamed lions in Antwerp").await?;
    fresh.keep_picture("interview").await?;
    show_as(driver, WIDE.0, WIDE.1, "dark").await?;
    fresh.keep_picture("interview-dark").await?;
    show_as(driver, 320, 900, "light").await?;
    fresh.keep_picture("interview-narrow").await?;
    let beyond: u64 = driver.execute("return document.documentElement.scrollWidth", Vec::new()).await?.convert()?;
    assert!(beyond <= 320, "{beyond} pixels wide");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_goes_to_the_program_and_is_never_shown_again() -> Result<()> {
    const KEY: &str = "sk-not-a-real-key-4711";
    let fresh = Fresh::start().await?;
    let driver = fresh.driver();
    open(driver, "pages.html#engines").await?;
    until_says(driver, "main", "On this computer").await?;
    fresh.keep_picture("engines").await?;
    fill(driver, "Key for deepgram", KEY).await?;
    press_named(driver, "//li[@data-provider='deepgram']", "Keep").await?;
    let kept = wait::until("the key to be kept or refused", LONG, async || {
        let said = says(driver, "[data-provider='deepgram']").await.ok()?;
        (!said.contains("No key") || said.contains("keychain.")).then_some(said)
    });
    let said = kept.await?;
    assert!(said.contains("In the vault") || said.contains("In the keychain"), "{said}");
    let shown: String = driver
        .execute(
            "return document.body.innerHTML + [...document.querySelectorAll('input')].map(i => i.value)",
            Vec::new(),
        )
        .await?
        .convert()?;
    assert!(!shown.contains(KEY));
    press_named(driver, "//main", "Check all engines").await?;
    until_says(driver, "[data-engine='speech']", "Speech to text").await?;
    fresh.keep_picture("engines-checked").await
}

/// With the real program, whose own words are among what a page shows.
#[tokio::test(flavor = "multi_thread")]
async fn in_a_german_firefox_the_pages_speak_german() -> Result<()> {
    let fresh = Fresh::start_as(Wishes { family: Some(Family::Firefox), language: Some("de"), models: None }).await?;
    let english = English::unlike("de")?;
    for (page, words) in [
        ("welcome", "Ihre erste Karte"),
        ("interviews", "Noch kein Interview"),
        ("history", "Noch ist kein Gespräch gespeichert"),
        ("engines", "Auf diesem Computer"),
        ("privacy", "Alles löschen"),
        ("shortcuts", "Im ganzen Browser"),
        ("about", "MIT-Lizenz"),
    ] {
        fresh.open(&format!("pages.html#{page}")).await?;
        until_says(fresh.driver(), "main", words).await?;
        fresh.keep_picture(&format!("german-{page}")).await?;
        let said: Vec<String> = fresh.driver().execute(SAID, Vec::new()).await?.convert()?;
        assert_eq!(english.among(said), [""; 0], "{page}");
    }
    Ok(())
}
