//! Whoever uses the panel by keys alone, or with everything four times as large: each control is reached, is in sight when
//! it has the keyboard and has a frame then, and nothing holds the keyboard back.

use super::cards::cited;
use super::moments::{CLAUDE, WHISPER};
use super::{look_at, picture, stage};
use convoally_shared::session::Brief;
use convoally_shared::wire::PROTOCOL_VERSION;
use convoally_tests::error::Result;
use convoally_tests::overlay::Overlay;
use convoally_tests::pages::show_as;
use convoally_tests::parts::Parts;
use convoally_tests::stage::Stage;
use convoally_tests::wait;
use convoally_tests::weight;
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;
use thirtyfour::Key;

const SOON: Duration = Duration::from_secs(30);

/// Gives the keyboard to the first control, and returns all of them, as far as they can be used.
const CONTROLS: &str = "window.controls = [...document.querySelectorAll('button, input, select, a[href]')]
        .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    window.controls[0].focus();
    return window.controls.map(one => one.outerHTML.slice(0, 90))";

/// How the control stands that has the keyboard: its place among all, whether it has a frame, and what of it is in sight.
const HELD: &str = "const one = document.activeElement;
    if (one === document.body || !document.hasFocus()) return null;
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const look = getComputedStyle(one);
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    const there = document.elementFromPoint(x, y);
    return {
        control: window.controls.indexOf(one),
        name: `${one.outerHTML.slice(0, 90)} at ${top} to ${bottom} of ${innerHeight}, below ${there?.outerHTML.slice(0, 90)}`,
        framed: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
        in_sight: there !== null && (one.contains(there) || there.contains(one) && there.closest('.part.bar') === one.closest('.part.bar')),
    }";

#[derive(Debug, Deserialize)]
struct Held {
    control: i32,
    name: String,
    framed: bool,
    in_sight: bool,
}

/// Goes through the whole panel by the tabulator, out at its end.
async fn go_through(overlay: &Overlay<'_>, what: &str) -> Result<()> {
    let controls: Vec<String> = overlay.read(CONTROLS).await?;
    let mut reached = vec![0];
    // What scrolls has the keyboard, too, now and then.
    for _ in 0..controls.len() + 12 {
        overlay.key(Key::Tab).await?;
        let Some(held) = overlay.read::<Option<Held>>(HELD).await? else { break };
        assert!(held.framed, "{what}: no frame around {}", held.name);
        assert!(held.in_sight, "{what}: out of sight: {}", held.name);
        if held.control == 0 {
            break;
        }
        reached.push(held.control);
    }
    let missed: Vec<_> = (0..).zip(&controls).filter(|(number, _)| !reached.contains(number)).collect();
    assert!(missed.is_empty(), "{what}: not reached: {missed:#?}");
    let ended: Option<Held> = overlay.read(HELD).await?;
    assert!(ended.as_ref().is_none_or(|held| held.control == 0), "{what}: the keyboard is held at {ended:?}");
    Ok(())
}

/// Each state that has controls of its own, one after the other.
async fn go_through_all(stage: &Stage, overlay: &Overlay<'_>, size: &str) -> Result<()> {
    overlay.until_phase("idle").await?;
    go_through(overlay, &format!("{size}, before the start")).await?;
    overlay.press("#start").await?;
    overlay.until_phase("consent").await?;
    go_through(overlay, &format!("{size}, consent")).await?;
    overlay.press(".decline-consent").await?;
    stage.play(size, WHISPER, Some(CLAUDE), cited())?;
    overlay.until_says("Check it before").await?;
    overlay.press(".wishes").await?;
    overlay.press(".menu-button").await?;
    go_through(overlay, &format!("{size}, a card")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tabulator_reaches_everything_and_leaves() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    go_through_all(&stage, &overlay, "as it is").await
}

#[tokio::test(flavor = "multi_thread")]
async fn at_400_percent_all_of_it_is_there_and_within_the_window() -> Result<()> {
    let stage = stage().await?;
    // A window of 1280 × 1024 pixels.
    show_as(stage.browser().driver(), 320, 256, "light").await?;
    let overlay = stage.open().await?;
    go_through_all(&stage, &overlay, "400 percent").await?;
    let beyond = "return [...document.querySelectorAll('main *')].filter(one => !one.closest('pre, .unseen, blockquote, .heard, \
                  .device, .count, .ask span') && one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML)";
    assert_eq!(overlay.read::<Vec<String>>(beyond).await?, [""; 0]);
    overlay.screenshot(&picture("card-400-percent")?).await
}

#[test]
fn the_panel_weighs_no_more_than_90_kilobytes() -> Result<()> {
    let bytes = weight::brotli(&Parts::find()?.extension, "overlay.html")?;
    assert!((30_000..=90_000).contains(&bytes), "{bytes} bytes");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_kept_out_before_and_after_a_session_or_where_the_program_is_not_there() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    overlay.start(&Brief::default()).await?;
    overlay.stop().await?;
    look_at(&stage, &overlay, "ended").await?;

    let stage = Stage::start(Parts::find()?, Path::new("/nowhere/convoally")).await?;
    let overlay = stage.open().await?;
    overlay.until_phase("no-host").await?;
    look_at(&stage, &overlay, "no-host").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_another_version_is_named_with_the_one_step_that_cures_it() -> Result<()> {
    for (protocol, code, step) in [
        (PROTOCOL_VERSION - 1, "host.too_old", "Update the program: install"),
        (PROTOCOL_VERSION + 1, "host.too_new", "Update this extension"),
    ] {
        let stage = stage().await?;
        stage.speak(protocol)?;
        let overlay = stage.open().await?;
        wait::until(code, SOON, async || (overlay.faults().await.ok()? == [code]).then_some(())).await?;
        overlay.until_says(step).await?;
        look_at(&stage, &overlay, &code.replace('.', "-")).await?;
    }
    Ok(())
}
