//! What a call survives: a host that dies, a browser that is closed, a page that pries.

use convoally_shared::utterance::Speaker;
use convoally_tests::error::Result;
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::Parts;
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::{meeting, wait};
use std::time::Duration;

const KUBERNETES: usize = 1;
const LONG: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn what_was_final_before_the_host_was_killed_is_there_after_the_next_start() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    rig.speak(KUBERNETES).await?;
    overlay.until_heard(Speaker::Them, "kubernetes").await?;
    // The promise is about what was final a second before.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(rig.host().kill(), 1);

    let session = rig.host().last_session()?;
    assert!(!session.ended, "a session that was cut off says so");
    assert_eq!((session.utterances, session.questions), (1, 1));

    // A new start in the same tab begins a second session and leaves the first one alone.
    let overlay = Overlay::open(rig.browser(), meeting::ADDRESS).await?;
    overlay.start(&sample_brief()).await?;
    overlay.stop().await?;
    let sessions = rig.host().sessions()?;
    assert_eq!(sessions.len(), 2);
    assert!(sessions.contains(&session), "{sessions:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_host_leaves_and_ends_the_session_when_the_browser_is_closed() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    assert_eq!(rig.host().processes().len(), 1);

    rig.browser().close().await?;
    wait::until("the host to leave", LONG, async || rig.host().processes().is_empty().then_some(())).await?;
    assert!(rig.host().last_session()?.ended);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_scripts_find_nothing_of_what_the_overlay_shows() -> Result<()> {
    let rig = Rig::start(&Parts::find()?, Purpose::default()).await?;
    let overlay = rig.join().await?;
    overlay.start(&sample_brief()).await?;
    rig.speak(KUBERNETES).await?;
    let cards = overlay.until_cards(1).await?;
    assert!(cards[0].text.contains("Kubernetes"), "there is something to find: {}", cards[0].text);

    let script = "const added = [...document.querySelectorAll('html > :not(head, body)')];
        const html = document.documentElement;
        return [html.outerHTML, html.innerText, html.textContent, String(window.find('Kubernetes')),
            ...added.map(element => String(element.shadowRoot))].join(' ')";
    let seen = rig.browser().driver().execute(script, Vec::new()).await?.json().to_string();
    assert!(!seen.contains("Kubernetes"), "{seen}");
    assert!(seen.contains("false") && seen.contains("null"), "the page looked and found nothing: {seen}");
    Ok(())
}
