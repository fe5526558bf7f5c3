//! Firefox: the same extension, another browser.

use convoally_shared::utterance::Speaker;
use convoally_shared::wire::PROTOCOL_VERSION;
use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::{Error, Result};
use convoally_tests::meeting::{ADDRESS, Meeting};
use convoally_tests::overlay::Overlay;
use convoally_tests::pages::{open_at, until_says};
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
    assert_eq!(strange(&rig), [""; 0], "a whole interview asks nobody else");

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

/// What was asked of the network by neither the meeting nor Firefox itself, which looks after its own lists.
fn strange(rig: &Rig) -> Vec<String> {
    const KNOWN: [&str; 8] = [
        "meet.google.com",
        "mozilla.org",
        "mozilla.com",
        "mozilla.net",
        "firefox.com",
        // Its lists of harmful pages and its codecs.
        "safebrowsing.googleapis.com",
        "ciscobinary.openh264.org",
        "redirector.gvt1.com",
    ];
    let asked = rig.browser().asked_of_proxy();
    assert!(asked.iter().any(|request| request.contains("meet.google.com")), "requests are written down: {asked:?}");
    let known = |host: &str| KNOWN.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
    asked.into_iter().filter(|request| !known(host(request))).collect()
}

/// `CONNECT host:443 HTTP/1.1` or `GET http://host/path HTTP/1.1`.
fn host(request: &str) -> &str {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let target = target.split_once("://").map_or(target, |(_, rest)| rest);
    target.split(['/', ':']).next().unwrap_or_default()
}

/// The stand-in meeting answers at this address, so that only the extension's own policy is in the way.
#[tokio::test(flavor = "multi_thread")]
async fn the_extension_s_own_pages_open_in_firefox_and_send_nothing_anywhere() -> Result<()> {
    let purpose = Purpose { family: Family::Firefox, ..Purpose::default() };
    let rig = Rig::start(&Parts::for_browser(Family::Firefox)?, purpose).await?;
    let driver = rig.browser().driver();
    let script = "const done = arguments[1];
        fetch(arguments[0], { mode: 'no-cors' }).then(() => done('sent'), () => done('refused'))";
    let sent = async || -> Result<String> { Ok(driver.execute_async(script, vec![ADDRESS.into()]).await?.convert()?) };
    driver.goto(ADDRESS).await?;
    assert_eq!(sent().await?, "sent", "there is somebody to send it to");
    for (file, words) in [("popup.html", "Not listening"), ("pages.html#about", env!("CARGO_PKG_VERSION"))] {
        open_at(driver, &format!("{}/{file}", rig.browser().own_pages())).await?;
        until_says(driver, "body", words).await?;
        assert_eq!(sent().await?, "refused", "{file}");
    }
    driver.screenshot(&picture("about.png")?).await?;
    assert_eq!(strange(&rig), [""; 0]);
    Ok(())
}
