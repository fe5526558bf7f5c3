//! History, one session and privacy in a real browser, with the real host on a throw-away vault. Each state leaves its
//! picture in `target/pictures`.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::{Error, Result};
use convoally_tests::host::Host;
use convoally_tests::meeting::Meeting;
use convoally_tests::pages::{open, picture, press, show_as, until_says};
use convoally_tests::parts::Parts;
use convoally_tests::temporary::Temporary;
use convoally_tests::{axe, child, wait};
use serde_json::json;
use std::time::Duration;
use thirtyfour::prelude::*;

const WIDE: (u32, u32) = (1280, 900);
const SOON: Duration = Duration::from_secs(30);

/// A browser whose host has a vault with sessions from transcripts.
struct Pages {
    browser: Browser,
    host: Host,
    _meeting: Meeting,
    _files: Temporary,
}

impl Pages {
    async fn start(transcripts: &[(&str, String)]) -> Result<Self> {
        let parts = Parts::find()?;
        let host = Host::new(&parts.host, false)?;
        let files = Temporary::new("transcripts")?;
        for (company, text) in transcripts {
            let file = files.path().join(format!("{}.vtt", company.len()));
            std::fs::write(&file, text).map_err(Error::file(&file))?;
            let arguments = ["history", "import"].map(Into::into).into_iter().chain([file.into_os_string()]);
            let arguments = arguments.chain(["--me", "Jo Berg", "--company", company].map(Into::into));
            child::output(host.command().args(arguments.collect::<Vec<std::ffi::OsString>>()))?;
        }
        let meeting = Meeting::start(&[]).await?;
        let options =
            Options { parts: Some(parts), envs: host.envs(), ..Options::new(Family::Chromium, meeting.address()) };
        Ok(Self { browser: Browser::start(&options).await?, host, _meeting: meeting, _files: files })
    }

    fn driver(&self) -> &WebDriver {
        self.browser.driver()
    }

    async fn open_session(&self) -> Result<()> {
        let session = self.host.last_session()?.id;
        open(self.driver(), &format!("pages.html#session/{session}")).await?;
        // It is the last part of the page, and its lines are drawn when they come near.
        wait::until("the transcript", SOON, async || self.driver().find(By::Css(".transcript")).await.ok())
            .await?
            .scroll_into_view()
            .await?;
        until_says(self.driver(), ".transcript", "Kubernetes").await
    }
}

/// A transcript in which a question is asked every ten seconds, of so many lines.
fn transcript(lines: u32) -> String {
    let clock = |at: u32| format!("{:02}:{:02}:{:02}.000", at / 3600, at / 60 % 60, at % 60);
    let said = |line: u32| match line % 4 {
        0 => "<v Ann Lind>How did you bring Kubernetes into the team?".to_owned(),
        1 => format!("<v Jo Berg>We moved service {line} in the spring, and nobody noticed."),
        2 => "<v Ann Lind>I see &lt;script&gt;alert(1)&lt;/script&gt; and that is fine.".to_owned(),
        _ => "<v Jo Berg>It took eleven weeks with four people.".to_owned(),
    };
    let cue = |line: u32| format!("{} --> {}\n{}\n\n", clock(line * 2), clock(line * 2 + 2), said(line));
    std::iter::once("WEBVTT\n\n".to_owned()).chain((0..lines).map(cue)).collect()
}

async fn type_into(driver: &WebDriver, label: &str, words: &str) -> Result<()> {
    let find = format!("//label[normalize-space()='{label}']/following-sibling::*[self::input or self::textarea]");
    let field = driver.find(By::XPath(&find)).await?;
    field.clear().await?;
    Ok(field.send_keys(words).await?)
}

async fn press_words(driver: &WebDriver, within: &str, words: &str) -> Result<()> {
    let buttons = driver.find_all(By::Css(format!("{within} button"))).await?;
    for button in buttons {
        if button.text().await? == words {
            return Ok(button.click().await?);
        }
    }
    Err(Error::Unexpected(format!("{within} has no button {words}")))
}

async fn counted(driver: &WebDriver, selector: &str) -> Result<usize> {
    Ok(driver.find_all(By::Css(selector)).await?.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_searched_and_erased_after_a_question() -> Result<()> {
    let pages = Pages::start(&[("Northwind", transcript(12)), ("Wingtip Toys", transcript(8))]).await?;
    let driver = pages.driver();
    show_as(driver, WIDE.0, WIDE.1, "light").await?;
    open(driver, "pages.html#history").await?;
    until_says(driver, ".listing", "Northwind").await?;
    until_says(driver, ".listing", "Wingtip Toys").await?;
    picture(driver, "pages/history-list").await?;

    type_into(driver, "Search", "kubernetes").await?;
    until_says(driver, ".found", "Northwind").await?;
    until_says(driver, ".found mark", "Kubernetes").await?;
    picture(driver, "pages/history-found").await?;
    type_into(driver, "Search", "zeppelin").await?;
    until_says(driver, ".listing", "Nothing was found.").await?;

    open(driver, "pages.html#history").await?;
    until_says(driver, ".listing", "Wingtip Toys").await?;
    press_words(driver, "tbody tr:first-child", "Erase…").await?;
    until_says(driver, "dialog[open]", "goes for good").await?;
    picture(driver, "pages/history-erase").await?;
    press_words(driver, "dialog[open]", "Cancel").await?;
    assert_eq!(pages.host.sessions()?.len(), 2, "who says no erases nothing");
    press_words(driver, "tbody tr:first-child", "Erase…").await?;
    press_words(driver, "dialog[open]", "Erase for good").await?;
    wait::until("one row", SOON, async || (counted(driver, "tbody tr").await.ok()? == 1).then_some(())).await?;
    assert_eq!(pages.host.sessions()?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_corrected_named_and_tagged_the_vault_has_it_and_it_goes_into_a_file() -> Result<()> {
    let pages = Pages::start(&[("Northwind", transcript(12))]).await?;
    let driver = pages.driver();
    show_as(driver, WIDE.0, WIDE.1, "light").await?;
    pages.open_session().await?;
    picture(driver, "pages/session").await?;
    assert!(driver.find(By::Css("script:not([src])")).await.is_err(), "a script that was said is text");
    until_says(driver, ".transcript", "<script>alert(1)</script>").await?;

    type_into(driver, "New tag", "platform").await?;
    press_words(driver, ".tagging", "Add").await?;
    until_says(driver, ".tags", "platform").await?;
    type_into(driver, "Title of your own", "Second round").await?;
    press_words(driver, ".about", "Save").await?;
    until_says(driver, "h1", "Second round").await?;
    press_words(driver, "[data-line='1']", "Correct").await?;
    type_into(driver, "Words", "We moved every service in the spring.").await?;
    press_words(driver, "[data-line='1']", "Save").await?;
    until_says(driver, "[data-line='1']", "Heard as:").await?;
    picture(driver, "pages/session-corrected").await?;

    pages.open_session().await?;
    until_says(driver, "h1", "Second round").await?;
    until_says(driver, "[data-line='1']", "We moved every service in the spring.").await?;
    press(driver, ".timeline summary").await?;
    until_says(driver, ".opened", "What you said").await?;
    picture(driver, "pages/session-card").await?;
    let notes = exported(driver, "md").await?;
    for words in ["Second round", "platform", "We moved every service in the spring."] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    Ok(())
}

/// Has the session that is open written in a format, and reads the file that the browser keeps.
async fn exported(driver: &WebDriver, format: &str) -> Result<String> {
    let folder = Temporary::new("downloads")?;
    let allow = json!({"behavior": "allow", "downloadPath": folder.path()});
    driver.cdp().send_raw("Browser.setDownloadBehavior", allow).await?;
    press_words(driver, "main", "Export…").await?;
    wait::until("the formats", SOON, async || {
        driver.find(By::Css(format!("dialog[open] option[value='{format}']"))).await.ok()
    })
    .await?
    .click()
    .await?;
    picture(driver, "pages/session-export").await?;
    press_words(driver, "dialog[open]", "Save the file").await?;
    until_says(driver, "dialog[open] [role='status']", "is among your downloads").await?;
    wait::until("the file", SOON, async || {
        let mut files = std::fs::read_dir(folder.path()).ok()?.flatten().map(|entry| entry.path());
        let whole = files.find(|file| file.extension().is_some_and(|ending| ending == format))?;
        std::fs::read_to_string(whole).ok().filter(|text| !text.is_empty())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_hours_only_what_is_near_is_in_the_document_and_all_of_it_is_found() -> Result<()> {
    let pages = Pages::start(&[("Northwind", transcript(5_400))]).await?;
    let driver = pages.driver();
    show_as(driver, WIDE.0, WIDE.1, "light").await?;
    pages.open_session().await?;
    let shown = counted(driver, ".utterance").await?;
    assert!((1..600).contains(&shown), "{shown} lines are in the document");
    type_into(driver, "Find in the transcript", "service 5001 ").await?;
    until_says(driver, "[data-line='5001']", "service 5001").await?;
    let shown = counted(driver, ".utterance").await?;
    assert!(shown < 600, "{shown} lines are in the document");
    driver.cdp().send_raw("HeapProfiler.collectGarbage", json!({})).await?;
    let heap = driver.cdp().send_raw("Runtime.getHeapUsage", json!({})).await?;
    let backing = heap["backingStorageSize"].as_f64().unwrap_or_default();
    let mb = (heap["usedSize"].as_f64().expect("a number") + backing) / 1e6;
    println!("three hours: {shown} lines in the document, {mb:.1} MB");
    assert!(mb < 60.0, "{mb} MB");
    picture(driver, "pages/session-long").await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_from_using_the_pages() -> Result<()> {
    let pages = Pages::start(&[("Northwind", transcript(12))]).await?;
    let driver = pages.driver();
    let session = format!("session/{}", pages.host.last_session()?.id);
    let pages_and_what_they_wait_for = [
        ("history", "tbody tr"),
        (&session, ".about"),
        ("privacy", "table"),
        ("welcome", ".step[aria-current]"),
        ("interviews", ".field"),
        ("engines", "[data-provider]"),
        ("shortcuts", "kbd"),
        ("about", "tbody tr"),
    ];
    for (page, awaited) in pages_and_what_they_wait_for {
        for (look, scheme, colours) in
            [("light", "light", "none"), ("dark", "dark", "none"), ("forced", "dark", "active")]
        {
            show_as(driver, WIDE.0, WIDE.1, scheme).await?;
            let features =
                json!([{"name": "prefers-color-scheme", "value": scheme}, {"name": "forced-colors", "value": colours}]);
            driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({"features": features})).await?;
            open(driver, &format!("pages.html#{page}")).await?;
            until_says(driver, ".host-line", "Connected").await?;
            wait::until(awaited, SOON, async || driver.find(By::Css(awaited)).await.ok()).await?;
            let name = page.split('/').next().unwrap_or(page);
            picture(driver, &format!("pages/axe-{name}-{look}")).await?;
            let found = axe::found(driver).await?;
            assert!(found.is_empty(), "{page}, {look}: {found:#?}");
            let moving = driver.execute("return document.getAnimations().length", Vec::new()).await?;
            assert_eq!(moving.json(), &json!(0), "{page}: something moves, whatever the user prefers");
        }
    }
    Ok(())
}
