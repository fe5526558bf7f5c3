//! Where the panel stands: by mouse, by keys, as it stood before, in one line, in a window of its own and in the side
//! panel.

use super::cards::{cited, three};
use super::moments::{CLAUDE, WHISPER};
use super::{look_at, picture, stage};
use convoally_tests::axe;
use convoally_tests::browser::Browser;
use convoally_tests::error::Result;
use convoally_tests::meeting::ADDRESS;
use convoally_tests::overlay::Overlay;
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use thirtyfour::WindowHandle;

const PATIENCE: Duration = Duration::from_secs(20);
/// In how many steps the mouse goes its way.
const STEPS: u32 = 12;

/// Where the frame stands in the page, CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
struct Rect {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Where it stands and how large the window is; all 0 while it is out of sight.
async fn rect(browser: &Browser) -> Result<(Rect, [f64; 2])> {
    let script = "const { left, top, width, height } = document.querySelector('html > :not(head, body)').getBoundingClientRect();
        return [{ left, top, width, height }, [document.documentElement.clientWidth, innerHeight]]";
    Ok(browser.driver().execute(script, Vec::new()).await?.convert()?)
}

/// Waits until the frame stands as it should, and returns where that is.
async fn until_stands(browser: &Browser, what: &str, good: impl Fn(Rect, [f64; 2]) -> bool) -> Result<Rect> {
    let mut last = None;
    let waited = wait::until(what, PATIENCE, async || {
        let (rect, window) = rect(browser).await.ok()?;
        last = Some((rect, window));
        good(rect, window).then_some(rect)
    });
    Ok(waited.await.unwrap_or_else(|error| panic!("{error}; it stood {last:?}")))
}

/// What of the panel is pulled by the mouse, and what of it goes the way that the mouse goes.
struct Pulled {
    part: &'static str,
    follows: fn(Rect) -> (f64, f64),
}

const BAR: Pulled = Pulled { part: ".bar", follows: |panel| (panel.left, panel.top) };
/// Where the panel is at the right edge.
const CORNER: Pulled = Pulled { part: ".grip", follows: |panel| (panel.left, panel.top + panel.height) };

/// The mouse, pressed at a place of the panel and moved by so much in as many steps, then let go. The protocol reckons
/// the pointer's place in a frame from where that stood a moment ago, as no real mouse does: so it is told again until
/// the pointer is over what is pulled, and after each step until the panel has followed.
async fn drag(
    overlay: &Overlay<'_>,
    browser: &Browser,
    pulled: Pulled,
    from: (f64, f64),
    by: (f64, f64),
) -> Result<()> {
    let below = format!("return document.querySelector('{}:hover') !== null", pulled.part);
    wait::until("the pointer over it", PATIENCE, async || {
        mouse(browser, "mouseMoved", from, 0).await.ok()?;
        overlay.read::<bool>(&below).await.ok()?.then_some(())
    })
    .await?;
    let began = (pulled.follows)(rect(browser).await?.0);
    mouse(browser, "mousePressed", from, 1).await?;
    for step in 1..=STEPS {
        let gone = (by.0 * f64::from(step) / f64::from(STEPS), by.1 * f64::from(step) / f64::from(STEPS));
        wait::until("the panel that follows", PATIENCE, async || {
            mouse(browser, "mouseMoved", (from.0 + gone.0, from.1 + gone.1), 1).await.ok()?;
            let at = (pulled.follows)(rect(browser).await.ok()?.0);
            (near(at.0 - began.0, gone.0) && near(at.1 - began.1, gone.1)).then_some(())
        })
        .await?;
    }
    mouse(browser, "mouseReleased", (from.0 + by.0, from.1 + by.1), 0).await
}

async fn mouse(browser: &Browser, kind: &str, (x, y): (f64, f64), held: u32) -> Result<()> {
    let button = if kind == "mouseMoved" && held == 0 { "none" } else { "left" };
    let event = json!({"type": kind, "x": x, "y": y, "button": button, "buttons": held, "clickCount": 1});
    browser.driver().cdp().send_raw("Input.dispatchMouseEvent", event).await?;
    Ok(())
}

/// A listening panel with a draft.
async fn listening(stage: &Stage) -> Result<Overlay<'_>> {
    let overlay = stage.open().await?;
    stage.play("cited", WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it before").await?;
    Ok(overlay)
}

/// On the words that say how it is: what stands further right is pressed, not pulled.
fn by_the_bar(panel: Rect) -> (f64, f64) {
    (panel.left + 60.0, panel.top + 30.0)
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 2.0
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_drags_the_panel_nothing_sticks_and_it_stands_there_again_after_a_reload() -> Result<()> {
    let stage = stage().await?;
    let overlay = listening(&stage).await?;
    let browser = stage.browser();
    let right = until_stands(browser, "the right edge", |at, [wide, _]| near(at.left + at.width, wide - 8.0)).await?;
    let grip = by_the_bar(right);
    drag(&overlay, browser, BAR, grip, (-500.0, 0.0)).await?;
    let moved = |at: Rect, _: [f64; 2]| near(at.left, right.left - 500.0);
    let there = until_stands(browser, "the dragged panel", moved).await?;
    overlay.screenshot(&picture("stand-free")?).await?;

    // A button that was let go where the panel did not hear of it: the next move moves nothing.
    let held = by_the_bar(there);
    mouse(browser, "mousePressed", held, 1).await?;
    mouse(browser, "mouseReleased", (20.0, 700.0), 0).await?;
    for step in 1..=3 {
        mouse(browser, "mouseMoved", (held.0 + f64::from(step) * 9.0, held.1), 0).await?;
    }
    overlay.press(".menu-button").await?;
    overlay.press(".menu-button").await?;
    let still = |at: Rect, _: [f64; 2]| at == there;
    until_stands(browser, "the panel where it was let go", still).await?;

    browser.driver().set_window_rect(0, 0, 700, 700).await?;
    let inside = |at: Rect, [wide, high]: [f64; 2]| {
        at.left >= 8.0 && at.top >= 8.0 && at.left + at.width <= wide - 7.0 && at.top + at.height <= high - 7.0
    };
    until_stands(browser, "the panel within a small window", |at, window| window[0] < 720.0 && inside(at, window))
        .await?;
    browser.driver().set_window_rect(0, 0, 1360, 944).await?;
    until_stands(browser, "the panel where it was", |at, _| at.left == there.left && at.top == there.top).await?;

    let overlay = Overlay::open(browser, ADDRESS).await?;
    overlay.until_says("Check it before").await?;
    until_stands(browser, "the panel where it was left", |at, _| at.left == there.left && at.top == there.top).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_corner_resizes_and_the_menu_does_all_of_it_without_a_mouse() -> Result<()> {
    let stage = stage().await?;
    let overlay = listening(&stage).await?;
    let browser = stage.browser();
    let at = until_stands(browser, "the right edge", |at, [wide, _]| near(at.left + at.width, wide - 8.0)).await?;
    let corner = (at.left + 17.0, at.top + at.height - 17.0);
    drag(&overlay, browser, CORNER, corner, (48.0, -90.0)).await?;
    let resized = |now: Rect, _: [f64; 2]| near(now.width, at.width - 48.0) && near(now.height, at.height - 90.0);
    until_stands(browser, "the resized panel", resized).await?;

    overlay.press(".focus .open").await?;
    overlay.key("m").await?;
    let in_menu = "return document.activeElement.closest('.menu') !== null";
    assert!(overlay.read::<bool>(in_menu).await?, "the keyboard is in the menu");
    overlay.press(".at-first").await?;
    until_stands(browser, "the panel as at first", |now, _| now.width == at.width).await?;
    overlay.screenshot(&picture("stand-menu")?).await?;
    for (dock, name) in [(1, "left"), (3, "bottom"), (2, "right")] {
        overlay.press(&format!(".menu .row:first-child .dock:nth-of-type({dock})")).await?;
        until_stands(browser, name, |at, [wide, high]| match name {
            "left" => at.left == 8.0 && at.top == 8.0,
            "bottom" => near(at.top + at.height, high - 8.0) && near(at.left + at.width / 2.0, wide / 2.0),
            _ => near(at.left + at.width, wide - 8.0) && at.top == 8.0,
        })
        .await?;
        // The middle of the window stays free.
        let (at, [wide, high]) = rect(browser).await?;
        let covers = at.left <= wide / 2.0
            && at.left + at.width >= wide / 2.0
            && at.top <= high / 2.0
            && at.top + at.height >= high / 2.0;
        assert!(!covers, "{name}: {at:?}");
        look_at(&stage, &overlay, &format!("stand-{name}")).await?;
    }
    overlay.press("[aria-label='Fainter']").await?;
    overlay.press("[aria-label='Larger text']").await?;
    let opacity = "return getComputedStyle(document.querySelector('html > :not(head, body)')).opacity";
    let faint = async || browser.driver().execute(opacity, Vec::new()).await.ok()?.convert::<String>().ok();
    wait::until("a fainter panel", PATIENCE, async || (faint().await? == "0.9").then_some(())).await?;
    assert_eq!(overlay.read::<String>("return getComputedStyle(document.documentElement).fontSize").await?, "18.4px");
    let before = rect(browser).await?.0;
    overlay.carry_out("document.querySelector('.by-arrows').focus()", vec![]).await?;
    overlay.key(thirtyfour::Key::Left).await?;
    until_stands(browser, "a step to the left", |at, _| near(at.left, before.left - 16.0)).await?;
    overlay.key(thirtyfour::Key::Shift + thirtyfour::Key::Right).await?;
    until_stands(browser, "a step wider", |at, _| near(at.width, before.width + 16.0)).await?;
    assert_eq!(overlay.faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_is_one_line_and_has_the_first_words() -> Result<()> {
    let stage = stage().await?;
    let overlay = listening(&stage).await?;
    overlay.press(".focus .open").await?;
    overlay.key("h").await?;
    let line = until_stands(stage.browser(), "one line", |at, _| at.height > 0.0 && at.height < 80.0).await?;
    assert_eq!(line.top, 8.0);
    let shown = overlay.text(".bar").await?;
    assert!(shown.contains("Listening") && shown.contains("I moved our 4 TB order database"), "{shown}");
    look_at(&stage, &overlay, "stand-line").await?;
    overlay.press(".hide").await?;
    until_stands(stage.browser(), "all of it", |at, _| at.height > 200.0).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_keys_keeps_the_keyboard_until_escape_gives_it_back() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("three", WHISPER, Some(CLAUDE), three())?;
    overlay.until_cards(3).await?;
    overlay.press(".focus .open").await?;
    overlay.key("?").await?;
    let inside = "return document.activeElement.closest('dialog:modal') !== null";
    wait::until("the list of keys", PATIENCE, async || overlay.read::<bool>(inside).await.ok()?.then_some(())).await?;
    overlay.until_says("Pin this card").await?;
    overlay.key("p").await?;
    assert!(stage.asked()?.iter().all(|call| call.request != "card.mark"), "keys behind the dialog do nothing");
    overlay.key(thirtyfour::Key::Escape).await?;
    let back = "return document.querySelector('dialog[open]') === null && document.activeElement.className === 'open'";
    wait::until("the keyboard back at the card", PATIENCE, async || {
        overlay.read::<bool>(back).await.ok()?.then_some(())
    })
    .await?;
    overlay.key("?").await?;
    overlay.until_says("Pin this card").await?;
    look_at(&stage, &overlay, "stand-keys").await
}

/// Has the panel go to a window of its own, and waits for that window.
async fn float(stage: &Stage, overlay: &Overlay<'_>) -> Result<WindowHandle> {
    let driver = stage.browser().driver();
    let tab = driver.window().await?;
    overlay.press(".menu-button").await?;
    overlay.press(".own-window").await?;
    until_stands(stage.browser(), "the panel out of sight", |at, _| at.width == 0.0).await?;
    wait::until("a second window", PATIENCE, async || {
        driver.windows().await.ok()?.into_iter().find(|window| *window != tab)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_of_its_own_shows_the_session_and_closing_it_brings_the_panel_back() -> Result<()> {
    let stage = stage().await?;
    let overlay = listening(&stage).await?;
    let driver = stage.browser().driver();
    let tab = driver.window().await?;
    driver.switch_to_window(float(&stage, &overlay).await?).await?;
    overlay.until_says("Check it before").await?;
    assert_eq!(overlay.read::<String>("return document.documentElement.dataset.frame").await?, "window");
    overlay.screenshot(&picture("stand-own-window")?).await?;
    let obstacles = overlay.obstacles().await?;
    assert!(obstacles.is_empty(), "{obstacles:#?}");
    driver.close_window().await?;
    driver.switch_to_window(tab).await?;
    until_stands(stage.browser(), "the panel back in the tab", |at, _| at.width > 300.0).await?;
    assert_eq!(overlay.faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_empties_the_panels_own_window_has_the_panel_back_in_its_tab() -> Result<()> {
    let stage = stage().await?;
    let overlay = listening(&stage).await?;
    let driver = stage.browser().driver();
    float(&stage, &overlay).await?;
    driver.execute("documentPictureInPicture.window.document.querySelector('html > div').remove()", Vec::new()).await?;
    until_stands(stage.browser(), "the panel back in the tab", |at, _| at.width > 300.0).await?;
    assert!(driver.execute("return documentPictureInPicture.window === null", Vec::new()).await?.convert::<bool>()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_side_panel_is_let_in_without_a_token() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    overlay.until_phase("idle").await?;
    let lists = || stage.asked().map(|asked| asked.iter().filter(|call| call.request == "interviews.list").count());
    assert_eq!(lists()?, 1, "one panel asked what can be chosen");
    overlay.press(".menu-button").await?;
    overlay.press(".side-panel").await?;
    // It asks what every panel asks once the hub has let it in.
    wait::until("the side panel", PATIENCE, async || (lists().ok()? == 2).then_some(())).await?;
    assert_eq!(overlay.faults().await?, [""; 0]);

    stage.play("cited", WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it before").await?;
    let mut panel = stage.browser().side_panel().await?;
    let card = "document.querySelector('article')?.innerText ?? ''";
    wait::until("the card in the side panel", PATIENCE, async || {
        panel.evaluate(card).await.ok()?.as_str()?.contains("six weeks").then_some(())
    })
    .await?;
    assert_eq!(axe::found_by(&mut panel).await?, [""; 0]);
    Ok(())
}
