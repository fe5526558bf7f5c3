//! Firefox: the same extension, another browser.

use convoally_shared::utterance::Speaker;
use convoally_shared::wire::PROTOCOL_VERSION;
use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::{Error, Result};
use convoally_tests::meeting::{ADDRESS, Meeting};
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::{Parts, workspace};
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use std::path::{Path, PathBuf};
use std::time::Duration;

const STAKEHOLDER: usize = 0;
const LONG: Duration = Duration::from_secs(60);

/// Where a person finds what the tests saw.
fn picture(name: &str) -> Result<PathBuf> {
    let folder = workspace().join("target/pictures/firefox");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder.join(name))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_interview_in_firefox_ends_in_the_history_and_with_it_the_host() -> Result<()> {
    let purpose = Purpose { family: Family::Firefox, ..Purpose::default() };
    let rig = Rig::start(&Parts::for_browser(Family::Firefox)?, purpose).await?;
    let overlay = rig.join().await?;
    overlay.screenshot(&picture("before.png")?).await?;
    let started = overlay.start(&sample_brief()).await;
    overlay.screenshot(&picture("started.png")?).await?;
    started?;

    rig.speak(STAKEHOLDER).await?;
    overlay.until_heard(Speaker::Them, "stakeholder").await?;
    let cards = overlay.until_cards(1).await?;
    assert!(cards[0].text.contains("one shared roadmap"), "the passage is on the card: {}", cards[0].text);
    overlay.screenshot(&picture("card.png")?).await?;

    overlay.stop().await?;
    let session = rig.host().last_session()?;
    assert!(session.ended);
    assert_eq!((session.brief, session.questions), (sample_brief(), 1));

    rig.browser().close().await?;
    wait::until("the host to leave", LONG, async || rig.host().processes().is_empty().then_some(())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_firefox_a_killed_program_is_told_loses_nothing_and_can_be_started_anew() -> Result<()> {
    let purpose = Purpose { family: Family::Firefox, ..Purpose::default() };
    let rig = Rig::start(&Parts::for_browser(Family::Firefox)?, purpose).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    rig.speak(STAKEHOLDER).await?;
    overlay.until_heard(Speaker::Them, "stakeholder").await?;
    // The promise is about what was final a second before.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(rig.host().kill(), 1);
    overlay.until_phase("ended").await?;
    overlay.screenshot(&picture("killed.png")?).await?;
    let session = rig.host().last_session()?;
    assert_eq!((session.ended, session.utterances, session.questions), (false, 1, 1));

    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    let script = "const added = [...document.querySelectorAll('html > :not(head, body)')];
        return document.documentElement.outerHTML + added.map(element => String(element.shadowRoot))";
    let seen = rig.browser().driver().execute(script, Vec::new()).await?.json().to_string();
    assert!(seen.contains("null") && !seen.contains("Listening"), "the page looked and found nothing: {seen}");
    overlay.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_firefox_a_program_of_another_version_is_named_with_the_step_that_cures_it() -> Result<()> {
    let host = Path::new(env!("CARGO_BIN_EXE_stand_in_host"));
    for (version, code, cure) in [
        (PROTOCOL_VERSION - 1, "host.too_old", "Update the program: install"),
        (PROTOCOL_VERSION + 1, "host.too_new", "Update this extension"),
    ] {
        let stage = Stage::start_in(Family::Firefox, Parts::for_browser(Family::Firefox)?, host).await?;
        stage.speak(version)?;
        let overlay = stage.open().await?;
        overlay.until_says(cure).await?;
        assert_eq!(overlay.faults().await?, [code]);
        overlay.screenshot(&picture(&format!("{code}.png"))?).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_without_the_program_says_so_and_what_to_do() -> Result<()> {
    let extension = Parts::for_browser(Family::Firefox)?.extension;
    let parts = Some(Parts { host: Path::new("/nowhere/convoally").to_owned(), extension });
    let meeting = Meeting::start(&[]).await?;
    let (family, meeting_at) = (Family::Firefox, meeting.address());
    let options = Options { parts, ..Options::new(family, meeting_at) };
    let browser = Browser::start(&options).await?;
    let overlay = Overlay::open(&browser, ADDRESS).await?;
    overlay.until_phase("no-host").await?;
    let faults = overlay.faults().await?;
    assert!(matches!(&faults[..], [code] if code.starts_with("host.")), "{faults:?}");
    overlay.screenshot(&picture("no_program.png")?).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_extension_s_own_pages_open_in_firefox() -> Result<()> {
    let purpose = Purpose { family: Family::Firefox, ..Purpose::default() };
    let rig = Rig::start(&Parts::for_browser(Family::Firefox)?, purpose).await?;
    let driver = rig.browser().driver();
    driver.goto(format!("{}/pages.html#about", rig.browser().own_pages())).await?;
    wait::until("the page about both sides", LONG, async || {
        let text = driver.execute("return document.body.innerText", Vec::new()).await.ok()?;
        text.json().as_str()?.contains(env!("CARGO_PKG_VERSION")).then_some(())
    })
    .await?;
    driver.screenshot(&picture("about.png")?).await?;
    Ok(())
}
