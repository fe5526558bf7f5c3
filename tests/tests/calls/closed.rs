//! The panel in a page that trusts nobody, and a page that nobody should trust.

use super::{CALL, accept, in_page, stage};
use convoally_shared::request::{Request, StopSession};
use convoally_tests::error::Result;
use serde_json::json;
use std::time::Duration;
use thirtyfour::By;

/// Long enough for a frame to be let in: the real one takes a fifth of it.
const IN_VAIN: Duration = Duration::from_secs(3);

/// Isolated from other origins as Zoom's is, and without a script that it did not bring along as Meet's is.
#[tokio::test(flavor = "multi_thread")]
async fn the_panel_comes_up_in_a_page_that_is_isolated_and_runs_no_script_of_others() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    overlay.until_phase("idle").await?;
    let closed = "try {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.head.append(script);
        } catch {}
        return [crossOriginIsolated, window.ran === undefined]";
    let closed: [bool; 2] = stage.browser().driver().execute(closed, Vec::new()).await?.convert()?;
    assert_eq!(closed, [true, true]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_opens_the_panel_itself_sees_nothing_and_one_that_writes_to_it_stops_nothing() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at(CALL).await?;
    accept(&overlay).await?;
    let driver = stage.browser().driver();
    let open = "const [origin] = arguments;
        const fake = document.createElement('iframe');
        fake.id = 'fake';
        fake.src = `${origin}/overlay.html#guessed.0`;
        document.body.append(fake);
        const stop = JSON.stringify({ call: { id: 1, ask: { stop: {} } } });
        setInterval(() => [...Array(frames.length).keys()].forEach(at => frames[at].postMessage(stop, '*')), 50)";
    driver.execute(open, vec![json!(stage.browser().own_pages())]).await?;
    tokio::time::sleep(IN_VAIN).await;

    driver.find(By::Css("#fake")).await?.enter_frame().await?;
    let shown = "return [location.pathname, document.body.innerText, 'phase' in document.documentElement.dataset]";
    let (path, words, drawn): (String, String, bool) = driver.execute(shown, Vec::new()).await?.convert()?;
    assert_eq!((path.as_str(), words.as_str(), drawn), ("/overlay.html", "", false));
    driver.enter_default_frame().await?;
    assert!(stage.asked()?.iter().all(|call| call.request != StopSession::NAME), "nobody pressed Stop");
    overlay.until_phase("listening").await?;
    in_page(&stage, "document.querySelector('#fake').remove()").await
}
