//! The panel and its page: a page that removes it, hides it or fills the screen, an extension that is reloaded, a worker
//! that is killed, and three meetings at once.

use super::{CALL, LONG, accept, in_page, is_there, picture, stage, stage_in, until_call, until_there};
use convoally_shared::request::{Request, StopSession};
use convoally_shared::wire::CHROMIUM_EXTENSION_ID;
use convoally_tests::browser::Family;
use convoally_tests::error::Result;
use convoally_tests::overlay::Overlay;
use convoally_tests::stage::Stage;
use convoally_tests::{meeting, wait};
use serde_json::json;
use thirtyfour::By;

/// The element that the content script adds, as the page's scripts see it.
const ADDED: &str = "document.querySelector('html > :not(head, body)')";
/// The same, also while the page fills the screen.
const PANEL: &str = "(document.querySelector(':fullscreen > :popover-open, html > :not(head, body)'))";

/// How many elements the extension has in the page, and how they are styled.
pub async fn added(stage: &Stage) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll('html > :not(head, body)')].map(it => getComputedStyle(it).display)";
    Ok(stage.browser().driver().execute(script, Vec::new()).await?.convert()?)
}

/// Waits until a panel is there that is another one than the one that was marked.
async fn until_back(stage: &Stage, overlay: &Overlay<'_>) -> Result<()> {
    wait::until("the panel to come back", LONG, async || {
        let unmarked = "return document.documentElement.dataset.before === undefined && 'firstPaintMs' in document.documentElement.dataset";
        (added(stage).await.ok()?.len() == 1 && overlay.read::<bool>(unmarked).await.ok()?).then_some(())
    })
    .await
}

/// Marks the panel that is there now.
async fn mark(overlay: &Overlay<'_>) -> Result<()> {
    overlay.carry_out("document.documentElement.dataset.before = ''", Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_that_the_page_removes_or_hides_comes_back_and_shows_the_session() -> Result<()> {
    comes_back(stage().await?).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_firefox_too_the_panel_comes_back_that_the_page_removes_or_hides() -> Result<()> {
    comes_back(stage_in(Family::Firefox).await?).await
}

async fn comes_back(stage: Stage) -> Result<()> {
    let overlay = stage.open_at(CALL).await?;
    accept(&overlay).await?;
    mark(&overlay).await?;
    in_page(&stage, &format!("{ADDED}.remove()")).await?;
    until_back(&stage, &overlay).await?;
    overlay.until_phase("listening").await?;

    let hide = ["style.setProperty('display', 'none', 'important')", "hidden = true", "removeAttribute('style')"];
    for hide in hide {
        in_page(&stage, &format!("{ADDED}.{hide}")).await?;
        wait::until(hide, LONG, async || (added(&stage).await.ok()? == ["block"]).then_some(())).await?;
    }
    overlay.until_phase("listening").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_removes_the_panel_for_ever_is_told_on_the_toolbar() -> Result<()> {
    let stage = stage().await?;
    stage.open().await?;
    in_page(
        &stage,
        "new MutationObserver(() => document.querySelector('html > :not(head, body)')?.remove())
            .observe(document.documentElement, { childList: true });
        document.querySelector('html > :not(head, body)').remove()",
    )
    .await?;
    let badge = "new Promise(done => chrome.tabs.query({active: true}, ([tab]) =>
        chrome.action.getBadgeText({tabId: tab.id}, done)))";
    wait::until("the sign on the toolbar", LONG, async || {
        (stage.browser().in_worker(badge).await.ok()? == json!("!")).then_some(())
    })
    .await?;
    assert!(added(&stage).await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reloaded_extension_leaves_no_orphan_and_comes_back_by_itself() -> Result<()> {
    reloaded(stage().await?).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_firefox_too_a_reloaded_extension_leaves_no_orphan_and_comes_back_by_itself() -> Result<()> {
    reloaded(stage_in(Family::Firefox).await?).await
}

async fn reloaded(stage: Stage) -> Result<()> {
    let overlay = stage.open_at(CALL).await?;
    until_there(&overlay, ".accept-offer").await?;
    mark(&overlay).await?;
    stage.browser().reload_extension().await?;
    until_back(&stage, &overlay).await?;
    assert_eq!(added(&stage).await?.len(), 1, "the old panel is gone");
    until_there(&overlay, ".accept-offer").await?;
    accept(&overlay).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_that_is_turned_off_takes_its_panel_along_and_brings_it_back_when_it_is_turned_on() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at(CALL).await?;
    until_there(&overlay, ".accept-offer").await?;
    let driver = stage.browser().driver();
    let meeting = driver.window().await?;
    driver.switch_to_window(driver.new_tab().await?).await?;
    driver.goto("chrome://extensions").await?;
    let list = driver.window().await?;
    let turn = |on: bool| format!("return chrome.management.setEnabled('{CHROMIUM_EXTENSION_ID}', {on})");
    driver.execute(turn(false), Vec::new()).await?;
    driver.switch_to_window(meeting.clone()).await?;
    wait::until("no panel", LONG, async || added(&stage).await.ok()?.is_empty().then_some(())).await?;
    driver.switch_to_window(list).await?;
    driver.execute(turn(true), Vec::new()).await?;
    driver.close_window().await?;
    driver.switch_to_window(meeting).await?;
    until_back(&stage, &overlay).await?;
    assert_eq!(added(&stage).await?.len(), 1);
    accept(&overlay).await
}

/// The host goes with the worker, which held its port, and ends the session in order. What was being listened to is known to
/// the page alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_in_a_session_comes_back_and_says_that_it_was_cut_off() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at(CALL).await?;
    accept(&overlay).await?;
    mark(&overlay).await?;
    stage.browser().kill_worker().await?;
    until_back(&stage, &overlay).await?;
    overlay.until_phase("ended").await?;
    assert!(overlay.text(".saved").await?.contains("cut off"));
    // Nothing begins by itself; one press does.
    until_there(&overlay, ".accept-offer").await?;
    accept(&overlay).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_three_meetings_all_show_the_session_and_only_the_one_that_it_was_started_in_ends_it() -> Result<()> {
    three_meetings(stage().await?).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_firefox_too_only_the_meeting_that_the_session_was_started_in_ends_it() -> Result<()> {
    three_meetings(stage_in(Family::Firefox).await?).await
}

async fn three_meetings(stage: Stage) -> Result<()> {
    let driver = stage.browser().driver();
    let mut tabs = vec![driver.window().await?];
    let overlay = stage.open_at(CALL).await?;
    for _ in 0..2 {
        let tab = driver.new_tab().await?;
        driver.switch_to_window(tab.clone()).await?;
        stage.open_at(CALL).await?;
        tabs.push(tab);
    }
    driver.switch_to_window(tabs[1].clone()).await?;
    accept(&overlay).await?;
    for tab in &tabs {
        driver.switch_to_window(tab.clone()).await?;
        overlay.until_phase("listening").await?;
        assert!(!is_there(&overlay, ".accept-offer").await?);
    }

    driver.switch_to_window(tabs[2].clone()).await?;
    in_page(&stage, "document.querySelector('#controls').remove()").await?;
    until_call(&overlay, "off").await?;
    driver.close_window().await?;
    driver.switch_to_window(tabs[0].clone()).await?;
    driver.goto(meeting::ADDRESS).await?;
    overlay.until_phase("listening").await?;
    assert!(!is_there(&overlay, ".go-on").await?);

    driver.switch_to_window(tabs[1].clone()).await?;
    in_page(&stage, "document.querySelector('#controls').remove()").await?;
    overlay.until_phase("ended").await?;
    assert_eq!(stage.until_asked(StopSession::NAME, 1).await?.len(), 1);
    driver.switch_to_window(tabs[0].clone()).await?;
    overlay.until_phase("ended").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_stays_in_sight_and_in_reach_when_the_page_fills_the_screen() -> Result<()> {
    fills_the_screen(Family::Chromium).await
}

#[tokio::test(flavor = "multi_thread")]
async fn in_firefox_too_the_panel_stays_in_sight_when_the_page_fills_the_screen() -> Result<()> {
    fills_the_screen(Family::Firefox).await
}

/// Whether the menu is open.
const OPEN: &str = "return document.querySelector('.menu-button').ariaExpanded === 'true'";

async fn fills_the_screen(family: Family) -> Result<()> {
    let stage = stage_in(family).await?;
    let overlay = stage.open().await?;
    overlay.until_phase("idle").await?;
    let driver = stage.browser().driver();
    let on_click = "document.querySelector('#interviewer').addEventListener('click', event =>
        document.fullscreenElement ? document.exitFullscreen() : event.currentTarget.requestFullscreen())";
    in_page(&stage, on_click).await?;
    for filled in [true, false] {
        driver.find(By::Css("#interviewer")).await?.click().await?;
        let on_top = format!(
            "const panel = {PANEL}, {{ left, top, width }} = panel.getBoundingClientRect();
            return (document.fullscreenElement !== null) === {filled} && panel.matches(':popover-open') === {filled}
                && document.elementFromPoint(left + width / 2, top + 30) === panel"
        );
        wait::until(&format!("the page to fill the screen: {filled}"), LONG, async || {
            driver.execute(&on_top, Vec::new()).await.ok()?.convert::<bool>().ok()?.then_some(())
        })
        .await?;
        driver.screenshot(&picture(&format!("fullscreen-{filled}-{family:?}"))?).await?;
        // Where the browser cannot move a frame, another one begins.
        until_there(&overlay, ".menu-button").await?;
        // The browser learns with its next frames what stands where.
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let open = overlay.read::<bool>(OPEN).await?;
        press_from_outside(&stage, &overlay, ".menu-button").await?;
        wait::until("the menu", LONG, async || (overlay.read::<bool>(OPEN).await.ok()? != open).then_some(())).await?;
    }
    Ok(())
}

/// Presses where something of the panel stands, as a mouse does: what lies above it gets the press.
async fn press_from_outside(stage: &Stage, overlay: &Overlay<'_>, selector: &str) -> Result<()> {
    let middle =
        "{ left, top, width, height } = it.getBoundingClientRect(); return [left + width / 2, top + height / 2]";
    let [x, y]: [f64; 2] = overlay.read(&format!("const it = document.querySelector('{selector}'), {middle}")).await?;
    let driver = stage.browser().driver();
    let corner = format!("const {{ left, top }} = {PANEL}.getBoundingClientRect(); return [left, top]");
    let [left, top]: [f64; 2] = driver.execute(corner, Vec::new()).await?.convert()?;
    Ok(driver.action_chain().move_to((left + x) as i64, (top + y) as i64).click().perform().await?)
}
