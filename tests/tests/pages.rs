//! The extension's own pages and its popup in a real browser, with a host that answers by rote. Each state leaves its
//! picture in `target/pictures`.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

use convoally_shared::event::EventKind;
use convoally_shared::request::{Request, StartSession};
use convoally_tests::axe;
use convoally_tests::error::Result;
use convoally_tests::meeting::ADDRESS;
use convoally_tests::pages::{open, picture, press, says, show_as, until_says};
use convoally_tests::parts::Parts;
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use convoally_tests::worker::Line;
use std::path::Path;
use std::time::Duration;
use thirtyfour::prelude::*;

/// Every address of the navigation, and a wrong one.
const PAGES: [&str; 8] =
    ["welcome", "interviews", "history", "engines", "privacy", "shortcuts", "about", "no-such-page"];
const WIDE: (u32, u32) = (1280, 860);
/// A window of 1280 pixels at 400 %.
const ZOOMED: (u32, u32) = (320, 640);

async fn stage() -> Result<Stage> {
    Stage::start(Parts::find()?, Path::new(env!("CARGO_BIN_EXE_stand_in_host"))).await
}

async fn number(driver: &WebDriver, script: &str) -> Result<u64> {
    Ok(driver.execute(script, Vec::new()).await?.convert()?)
}

/// The element that has the keyboard, in its words.
async fn held(driver: &WebDriver) -> Result<String> {
    Ok(driver.active_element().await?.text().await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_opens_at_its_address_in_light_and_dark_and_fits_at_400_percent() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    for name in PAGES {
        for (scheme, (width, height)) in [("light", WIDE), ("dark", WIDE), ("light", ZOOMED)] {
            show_as(driver, width, height, scheme).await?;
            open(driver, &format!("pages.html#{name}")).await?;
            until_says(driver, ".host-line", "Connected").await?;
            picture(driver, &format!("pages/{name}-{scheme}-{width}")).await?;
            let beyond = number(driver, "return document.documentElement.scrollWidth").await?;
            assert!(beyond <= u64::from(width), "{name} is {beyond} pixels wide in a window of {width}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_navigation_is_gone_through_by_keyboard_and_names_the_window() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    open(driver, "pages.html#welcome").await?;
    driver.action_chain().key_down(Key::Tab).key_up(Key::Tab).perform().await?;
    assert_eq!(held(driver).await?, "Skip to the page");
    let link = driver.find(By::Css("nav a[href='#about']")).await?;
    link.send_keys(Key::Enter + "").await?;
    until_says(driver, "h1", "About").await?;
    assert_eq!(driver.title().await?, "About · ConvoAlly");
    let current = driver.find(By::Css("nav a[aria-current='page']")).await?;
    assert_eq!(current.text().await?, "About");
    let held = driver.active_element().await?.tag_name().await?;
    assert_eq!(held, "main", "the page that was opened has the keyboard");
    driver.back().await?;
    until_says(driver, "h1", "Your first card").await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_narrow_window_the_navigation_unfolds_and_folds_after_a_choice() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    show_as(driver, ZOOMED.0, ZOOMED.1, "light").await?;
    open(driver, "pages.html#welcome").await?;
    let links = driver.find(By::Css("nav")).await?;
    assert!(!links.is_displayed().await?);
    press(driver, ".fold").await?;
    assert!(links.is_displayed().await?);
    picture(driver, "pages/navigation-unfolded-320").await?;
    press(driver, "nav a[href='#shortcuts']").await?;
    until_says(driver, "h1", "Shortcuts").await?;
    assert!(!links.is_displayed().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_are_as_the_browser_has_them_and_about_says_both_versions() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    open(driver, "pages.html#shortcuts").await?;
    // Chromium gives Alt+Shift+A to no extension.
    for (command, keys, state) in
        [("toggle-overlay", "H", "ready"), ("listen-to-tab", "L", "ready"), ("answer-now", "A", "in-tab")]
    {
        let row = format!("tr[data-command='{command}'][data-state='{state}']");
        until_says(driver, &row, "Alt").await?;
        let last = driver.find_all(By::Css(format!("{row} kbd"))).await?.pop().expect("keys");
        assert_eq!(last.text().await?, keys);
    }
    open(driver, "pages.html#about").await?;
    until_says(driver, "#program", env!("CARGO_PKG_VERSION")).await?;
    until_says(driver, "main", "Both are of the same release.").await?;
    open(driver, "pages.html#about").await?;
    press(driver, "a[href='licences/libraries.txt']").await?;
    until_says(driver, "body", "leptos").await
}

#[tokio::test(flavor = "multi_thread")]
async fn about_looks_at_every_link_and_looks_again_after_a_repair() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    show_as(driver, WIDE.0, WIDE.1, "light").await?;
    open(driver, "pages.html#about").await?;
    press(driver, "#chain > .button").await?;
    until_says(driver, "[data-link='launch'][data-state='right']", "It starts.").await?;
    until_says(driver, "[data-link='sound'][data-state='broken']", "Plug one in.").await?;
    until_says(driver, "[data-link='recall'][data-state='limited']", "convoally models pull meaning").await?;
    picture(driver, "pages/about-checked").await?;
    press(driver, "[data-link='recall'] > .button").await?;
    until_says(driver, "[data-link='recall'][data-state='right']", "found by meaning").await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_program_every_page_says_what_is_missing_and_the_step_that_cures_it() -> Result<()> {
    let stage = Stage::start(Parts::find()?, Path::new("/nowhere/convoally")).await?;
    let driver = stage.browser().driver();
    open(driver, "pages.html#welcome").await?;
    until_says(driver, ".host-line", "Not connected").await?;
    let code = says(driver, ".fault .code").await?;
    assert!(code.starts_with("host."), "{code}");
    assert!(says(driver, ".fault").await?.contains("convoally") || code == "host.not_found");
    picture(driver, "pages/host-missing").await?;
    open(driver, "popup.html").await?;
    until_says(driver, ".fault .code", &code).await?;
    show_as(driver, 360, 420, "light").await?;
    picture(driver, "popup/host-missing").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_popup_starts_asks_for_consent_shows_a_session_and_stops_it() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    show_as(driver, 360, 460, "light").await?;
    open(driver, "popup.html").await?;
    until_says(driver, ".host-line", "Not listening").await?;
    until_says(driver, "main", "This tab shows no meeting").await?;
    let interview = driver.find(By::Css("select option[value='northwind']")).await?;
    interview.click().await?;
    picture(driver, "popup/idle").await?;

    press(driver, "main .primary").await?;
    until_says(driver, "h2", "Do the others know?").await?;
    until_says(driver, ".recipients", "claude-sonnet (api.anthropic.com), or else by llama3.1 (on this computer).")
        .await?;
    picture(driver, "popup/consent").await?;
    press(driver, ".consent .button:not(.primary)").await?;
    until_says(driver, "main .primary", "Start listening").await?;
    assert!(stage.asked()?.iter().all(|call| call.request != StartSession::NAME), "nobody has agreed");
    press(driver, "main .primary").await?;
    press(driver, ".consent .primary").await?;
    let start = stage.until_asked(StartSession::NAME, 1).await?;
    assert_eq!((&start[0]["interview"], &start[0]["consent"]), (&"northwind".into(), &true.into()));

    stage.play("running", "Whisper", None, Vec::new())?;
    until_says(driver, ".host-line", "Listening").await?;
    until_says(driver, ".running time", "4:").await?;
    for scheme in ["light", "dark"] {
        show_as(driver, 360, 300, scheme).await?;
        picture(driver, &format!("popup/listening-{scheme}")).await?;
    }
    press(driver, "main .primary").await?;
    wait::until("the request to stop", Duration::from_secs(20), async || {
        stage.asked().ok()?.iter().any(|call| call.request == "session.stop").then_some(())
    })
    .await?;
    stage.play("running", "Whisper", None, vec![(1_000, EventKind::SessionEnded)])?;
    until_says(driver, ".host-line", "Not listening").await
}

/// What the popup says, once it says this.
async fn until_popup_says(popup: &mut Line, words: &str) -> Result<String> {
    let what = format!("the popup to say {words}");
    wait::until(&what, Duration::from_secs(20), async || {
        let said = popup.evaluate("document.body.innerText").await.ok()?;
        said.as_str().filter(|said| said.contains(words)).map(str::to_owned)
    })
    .await
}

/// Presses what a selector finds in the popup, as soon as it is there and can be pressed.
async fn press_in_popup(popup: &mut Line, selector: &str) -> Result<()> {
    let press = format!("(it => it && !it.disabled && (it.click(), true))(document.querySelector('{selector}'))");
    wait::until(selector, Duration::from_secs(20), async || (popup.evaluate(&press).await.ok()? == true).then_some(()))
        .await
}

/// The popup as it opens over a meeting: it knows which tab is in front.
#[tokio::test(flavor = "multi_thread")]
async fn the_popup_over_a_meeting_starts_for_it_and_stops_and_asks_nothing_of_the_network() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at("https://meet.google.com/kvx-qpwd-zrt?show=meet-call").await?;
    overlay.until_phase("idle").await?;
    let mut popup = stage.browser().open_popup().await?;
    let said = until_popup_says(&mut popup, "meet.google.com").await?;
    assert!(said.contains("Not listening") && said.contains("Start listening"), "{said}");
    assert_eq!(axe::found_by(&mut popup).await?, [""; 0]);
    let pick = "(it => { it.value = 'northwind'; it.dispatchEvent(new Event('change', { bubbles: true })) })(
        document.querySelector('select:has([value=northwind])'))";
    popup.evaluate(pick).await?;
    press_in_popup(&mut popup, "main .primary").await?;
    until_popup_says(&mut popup, "Do the others know?").await?;
    press_in_popup(&mut popup, ".consent .primary").await?;
    let start = stage.until_asked(StartSession::NAME, 2).await?.remove(1);
    let asked = (&start["interview"], &start["consent"], &start["site"]);
    assert_eq!(asked, (&"northwind".into(), &true.into(), &"meet.google.com".into()));

    overlay.until_phase("listening").await?;
    until_popup_says(&mut popup, "Listening").await?;
    press_in_popup(&mut popup, "main .primary").await?;
    assert_eq!(stage.until_asked("session.stop", 1).await?.len(), 1);

    stage.browser().close().await?;
    let requests = stage.browser().requests()?;
    assert!(requests.iter().any(|(_, what)| what.contains("meet.google.com")), "requests are written down");
    let ours: Vec<_> = requests.iter().filter(|(who, _)| who.contains("extension")).collect();
    assert!(ours.is_empty(), "{ours:?}");
    Ok(())
}

/// The stand-in meeting answers at this address, so that only the extension's own policy is in the way.
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_lets_no_page_of_the_extension_send_anything_anywhere() -> Result<()> {
    let stage = stage().await?;
    let driver = stage.browser().driver();
    let script = "const done = arguments[1];
        fetch(arguments[0], { mode: 'no-cors' }).then(() => done('sent'), () => done('refused'))";
    let sent =
        async |to: &str| -> Result<String> { Ok(driver.execute_async(script, vec![to.into()]).await?.convert()?) };
    driver.goto(ADDRESS).await?;
    assert_eq!(sent(ADDRESS).await?, "sent", "there is somebody to send it to");
    for file in ["pages.html#about", "popup.html"] {
        open(driver, file).await?;
        assert_eq!(sent(ADDRESS).await?, "refused", "{file}");
    }
    Ok(())
}
