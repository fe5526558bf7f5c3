//! The panel and its page: a page that removes it or hides it, an extension that is reloaded, a worker that is killed, and
//! three meetings at once.

use super::{LONG, accept, in_page, is_there, stage, until_call, until_there};
use convoally_shared::request::{Request, StopSession};
use convoally_tests::error::Result;
use convoally_tests::overlay::Overlay;
use convoally_tests::stage::Stage;
use convoally_tests::{meeting, wait};
use serde_json::json;

const CALL: &str = "https://meet.google.com/kvx-qpwd-zrt?show=meet-call";
/// The element that the content script adds, as the page's scripts see it.
const ADDED: &str = "document.querySelector('html > :not(head, body)')";

/// How many elements the extension has in the page, and how they are styled.
async fn added(stage: &Stage) -> Result<Vec<String>> {
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
    let stage = stage().await?;
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
    let stage = stage().await?;
    let overlay = stage.open_at(CALL).await?;
    until_there(&overlay, ".accept-offer").await?;
    mark(&overlay).await?;
    // The worker that is asked does not live to answer.
    let _ = stage.browser().in_worker("chrome.runtime.reload()").await;
    until_back(&stage, &overlay).await?;
    assert_eq!(added(&stage).await?.len(), 1, "the old panel is gone");
    until_there(&overlay, ".accept-offer").await?;
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
    let stage = stage().await?;
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
