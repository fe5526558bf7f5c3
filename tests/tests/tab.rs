//! The meeting tab's own sound: heard where the computer's sound is not, audible all the while, and let go of.

use convoally_shared::event::{Event, EventKind, SourceState};
use convoally_shared::utterance::Speaker;
use convoally_tests::error::{Error, Result};
use convoally_tests::meeting::Spoken;
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::Parts;
use convoally_tests::recording::{self, Recording};
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::temporary::Temporary;
use convoally_tests::{child, fixtures, wait};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const KUBERNETES: usize = 1;
const STAKEHOLDER: usize = 0;
const LONG: Duration = Duration::from_secs(60);
const TAB: &str = "tab sound, meet.google.com";

async fn tab_only() -> Result<Rig> {
    Rig::start(&Parts::find()?, Purpose { tab_only: true, ..Purpose::default() }).await
}

async fn until_released(rig: &Rig) -> Result<()> {
    wait::until("the capture to end", LONG, async || (!rig.browser().captures_a_tab().await.ok()?).then_some(())).await
}

/// Lets the interviewer say a clip until its word is understood: on a busy machine the capture may begin in the middle
/// of the first one.
async fn understood(rig: &Rig, overlay: &Overlay<'_>, clip: usize, word: &str) -> Result<Spoken> {
    let mut spoken = rig.speak(clip).await?;
    for _ in 0..4 {
        let heard = wait::until(word, Duration::from_secs(15), async || {
            let lines = overlay.utterances().await.ok()?;
            lines
                .iter()
                .any(|line| line.speaker == Speaker::Them && line.text.to_lowercase().contains(word))
                .then_some(())
        });
        if heard.await.is_ok() {
            return Ok(spoken);
        }
        spoken = rig.speak(clip).await?;
    }
    overlay.until_heard(Speaker::Them, word).await?;
    Ok(spoken)
}

/// What their side went through, in order: device and state.
fn their_states(events: &[Event]) -> Vec<(&str, &SourceState)> {
    let states = events.iter().filter_map(|event| match &event.kind {
        EventKind::SourceChanged { speaker: Speaker::Them, device, state } => Some((device.as_str(), state)),
        _ => None,
    });
    states.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_the_toolbar_hears_the_tab_which_stays_audible_and_stop_lets_go_of_it() -> Result<()> {
    let rig = tab_only().await?;
    let overlay = rig.join().await?;
    overlay.start_with_tab().await?;
    overlay.until_side(Speaker::Them, TAB).await?;
    wait::until("the capture", LONG, async || rig.browser().captures_a_tab().await.ok()?.then_some(())).await?;

    let speakers = Recording::start(rig.sound().expect("a sound server of its own"))?;
    let spoken = understood(&rig, &overlay, KUBERNETES, "kubernetes").await?;
    overlay.until_card("kubernetes").await?;

    // Half a second of speech from after the clip's leading silence; the way through the extension takes its time.
    let (_, samples) = fixtures::read(&rig.clips()[KUBERNETES].wav)?;
    let expected_ms = spoken.started_ms + 250.0;
    let found = recording::find(&speakers.finish()?, &samples[4_000..12_000], expected_ms + 1_400.0, 1_500.0);
    println!("heard after {:?} ms", found.map(|found| found - expected_ms));
    assert!(found.is_some(), "the user still hears the call");

    overlay.stop().await?;
    until_released(&rig).await?;
    let events = rig.host().events(&rig.host().last_session()?.id)?;
    assert!(their_states(&events).iter().all(|(device, _)| *device == TAB), "{:?}", their_states(&events));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_left_is_told_and_the_computers_sound_is_heard_from_then_on() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start_with_tab().await?;
    understood(&rig, &overlay, KUBERNETES, "kubernetes").await?;

    rig.browser().driver().goto("about:blank").await?;
    until_released(&rig).await?;
    let overlay = rig.join().await?;
    overlay.until_side(Speaker::Them, "Speakers").await?;
    let faults = overlay.faults().await?;
    assert!(faults.contains(&"audio.tab_left".to_owned()), "it stays on the screen: {faults:?}");
    understood(&rig, &overlay, STAKEHOLDER, "stakeholder").await?;
    overlay.stop().await?;

    let events = rig.host().events(&rig.host().last_session()?.id)?;
    let states = their_states(&events);
    let was_left = |state: &SourceState| matches!(state, SourceState::Lost { fault } if fault.code == "audio.tab_left");
    let lost = states.iter().position(|(device, state)| *device == TAB && was_left(state));
    let lost = lost.unwrap_or_else(|| panic!("not told: {states:?}"));
    assert!(states[..lost].iter().all(|(device, _)| *device == TAB), "{states:?}");
    assert!(states[lost + 1..].iter().all(|(device, _)| *device != TAB), "{states:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_that_breaks_off_is_told_and_the_computers_sound_is_heard_from_then_on() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start_with_tab().await?;
    wait::until("the capture", LONG, async || rig.browser().captures_a_tab().await.ok()?.then_some(())).await?;
    rig.browser().break_capture().await?;
    overlay.until_side(Speaker::Them, "computer’s sound").await?;
    assert!(overlay.faults().await?.contains(&"audio.tab_stopped".to_owned()), "{:?}", overlay.faults().await?);
    understood(&rig, &overlay, KUBERNETES, "kubernetes").await?;
    overlay.stop().await
}

/// Firefox is such a browser.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_captures_no_tab_says_so_and_the_computers_sound_is_heard() -> Result<()> {
    let parts = Parts::find()?;
    let folder = Temporary::new("no-capture")?;
    let extension = without_capture(&parts.extension, folder.path())?;
    let rig = Rig::start(&Parts { extension, ..parts }, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start_with_tab().await?;
    overlay.until_side(Speaker::Them, "computer’s sound").await?;
    assert!(overlay.faults().await?.contains(&"audio.tab_refused".to_owned()), "{:?}", overlay.faults().await?);
    understood(&rig, &overlay, KUBERNETES, "kubernetes").await?;
    overlay.stop().await
}

/// A copy of the extension whose manifest does not ask for the sound of a tab.
fn without_capture(extension: &Path, to: &Path) -> Result<PathBuf> {
    child::output(Command::new("cp").arg("-r").arg(extension.join(".")).arg(to))?;
    let file = to.join("manifest.json");
    let manifest = std::fs::read(&file).map_err(Error::file(&file))?;
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&manifest).map_err(|error| Error::Unexpected(error.to_string()))?;
    manifest["permissions"] = serde_json::json!(["nativeMessaging", "storage"]);
    std::fs::write(&file, manifest.to_string()).map_err(Error::file(&file))?;
    Ok(to.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panels_own_button_captures_no_tab() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    understood(&rig, &overlay, KUBERNETES, "kubernetes").await?;
    assert!(!rig.browser().captures_a_tab().await?);
    assert!(!overlay.side(Speaker::Them).await?.contains("tab"));
    overlay.stop().await
}
