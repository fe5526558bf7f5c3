//! Before a call, in it, muted and not, after it: on each site.

use super::{accept, in_page, is_there, picture, stage, until_call, until_there};
use convoally_shared::request::{MuteSpeaker, Request, StartSession, StopSession};
use convoally_shared::utterance::Speaker;
use convoally_tests::error::Result;
use convoally_tests::stage::Stage;
use serde_json::json;

/// A site, and what its user does there.
struct Site {
    before: &'static str,
    call: &'static str,
    /// Mutes the microphone, and hears it again.
    mute: [&'static str; 2],
    /// Leaves the call, as a page does that only draws itself anew.
    leave: &'static str,
}

const MEET: Site = Site {
    before: "https://meet.google.com/kvx-qpwd-zrt?show=meet-before",
    call: "https://meet.google.com/kvx-qpwd-zrt?show=meet-call",
    mute: [
        "document.querySelector('#microphone').dataset.isMuted = 'true'",
        "document.querySelector('#microphone').dataset.isMuted = 'false'",
    ],
    leave: "document.querySelector('#controls').remove()",
};

const ZOOM: Site = Site {
    before: "https://app.zoom.us/wc/84215550107/join?show=zoom-before",
    call: "https://app.zoom.us/wc/84215550107/start?show=zoom-call",
    mute: [
        "document.querySelector('#webclient').contentDocument.querySelector('#microphone')
            .setAttribute('class', 'SvgAudioUnmute')",
        "document.querySelector('#webclient').contentDocument.querySelector('#microphone')
            .setAttribute('class', 'SvgAudioMute')",
    ],
    leave: "document.querySelector('#webclient').contentDocument.querySelector('#foot-bar').remove()",
};

const TEAMS: Site = Site {
    before: "https://teams.cloud.microsoft/v2/?show=teams-before",
    call: "https://teams.cloud.microsoft/v2/?show=teams-call",
    mute: [
        "document.querySelector('#microphone-button').dataset.state = 'mic-off'",
        "document.querySelector('#microphone-button').dataset.state = 'mic-volume-renderer'",
    ],
    leave: "document.querySelector('#controls').remove()",
};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_meet_is_followed_from_its_beginning_to_its_end() -> Result<()> {
    follows(&MEET, "meet").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_zoom_is_followed_from_its_beginning_to_its_end() -> Result<()> {
    follows(&ZOOM, "zoom").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_teams_is_followed_from_its_beginning_to_its_end() -> Result<()> {
    follows(&TEAMS, "teams").await
}

async fn follows(site: &Site, name: &str) -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at(site.before).await?;
    until_call(&overlay, "off").await?;
    overlay.until_phase("idle").await?;
    assert!(!is_there(&overlay, ".accept-offer").await?, "there is no call yet");

    let overlay = stage.open_at(site.call).await?;
    until_there(&overlay, ".accept-offer").await?;
    overlay.screenshot(&picture(&format!("call-offer-{name}"))?).await?;
    assert_eq!(overlay.obstacles().await?, [""; 0], "the offer");
    accept(&overlay).await?;
    assert_eq!(stage.until_asked(StartSession::NAME, 2).await?[1]["consent"], json!(true));

    let [mute, hear] = site.mute;
    in_page(&stage, mute).await?;
    overlay.until_side(Speaker::Me, "muted in the call").await?;
    overlay.screenshot(&picture(&format!("call-muted-{name}"))?).await?;
    assert_eq!(overlay.obstacles().await?, [""; 0], "muted");
    in_page(&stage, hear).await?;
    let said = stage.until_asked(MuteSpeaker::NAME, 2).await?;
    let forms = [true, false].map(|muted| json!(MuteSpeaker { speaker: Speaker::Me, muted }));
    assert_eq!(said, forms);

    in_page(&stage, site.leave).await?;
    until_there(&overlay, ".go-on").await?;
    overlay.screenshot(&picture(&format!("call-over-{name}"))?).await?;
    assert_eq!(overlay.obstacles().await?, [""; 0], "over");
    overlay.until_phase("ended").await?;
    assert_eq!(stage.until_asked(StopSession::NAME, 1).await?.len(), 1);
    assert!(overlay.text(".stopped").await?.contains("because the call ended"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_microphone_that_is_muted_when_the_session_begins_is_told_before_it_does() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at(MEET.call).await?;
    until_call(&overlay, "on").await?;
    in_page(&stage, MEET.mute[0]).await?;
    overlay.until_phase("idle").await?;
    accept(&overlay).await?;
    let asked: Vec<String> = stage.asked()?.into_iter().map(|call| call.request).collect();
    let start = asked.iter().rposition(|name| name == StartSession::NAME).expect("a start");
    assert!(asked[..start].iter().any(|name| name == MuteSpeaker::NAME), "{asked:?}");
    Ok(())
}

/// Whoever waits to be let in can leave, too; whoever has pressed that may think better of it; and Teams leaves the controls
/// of a call behind, hidden.
#[tokio::test(flavor = "multi_thread")]
async fn what_only_looks_like_a_call_is_none_and_what_covers_one_does_not_end_it() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at("https://meet.google.com/kvx-qpwd-zrt?show=meet-waiting").await?;
    overlay.until_phase("idle").await?;
    until_call(&overlay, "unknown").await?;
    assert!(!is_there(&overlay, ".accept-offer").await?, "nobody is let in yet");

    let overlay = stage.open_at(ZOOM.call).await?;
    until_call(&overlay, "on").await?;
    let client = "const page = document.querySelector('#webclient').contentDocument";
    let ask = "const ask = page.createElement('div'); ask.className = 'leave-option-container'";
    in_page(&stage, &format!("{client}; {ask}; page.querySelector('#foot-bar').replaceWith(ask)")).await?;
    // Longer than the page may change before it is looked at again.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    until_call(&overlay, "on").await?;
    in_page(&stage, &format!("{client}; page.querySelector('.leave-option-container').remove()")).await?;
    until_call(&overlay, "off").await?;

    let overlay = stage.open_at(TEAMS.call).await?;
    until_call(&overlay, "on").await?;
    in_page(&stage, "document.querySelector('#controls').hidden = true; document.body.append('The call is over.')")
        .await?;
    until_call(&overlay, "off").await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_to_go_on_after_the_call_goes_on() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open_at(MEET.call).await?;
    accept(&overlay).await?;
    in_page(&stage, MEET.leave).await?;
    until_there(&overlay, ".go-on").await?;
    overlay.press(".go-on").await?;
    // Longer than the moment after which it would have stopped.
    tokio::time::sleep(std::time::Duration::from_secs(10)).await;
    assert_eq!((overlay.phase().await?.as_str(), is_there(&overlay, ".go-on").await?), ("listening", false));
    Ok(())
}

/// The page after a call is no call either, also for who comes there anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_changed_is_unknown_and_the_panel_says_what_it_cannot_see() -> Result<()> {
    let stage = stage().await?;
    let after = "https://meet.google.com/kvx-qpwd-zrt?show=meet-after";
    until_call(&stage.open_at(after).await?, "off").await?;
    for address in [
        "https://meet.google.com/kvx-qpwd-zrt?show=changed",
        "https://app.zoom.us/wc/84215550107/start?show=changed",
        "https://teams.microsoft.com/v2/?show=changed",
    ] {
        unknown(&stage, address).await?;
    }
    Ok(())
}

async fn unknown(stage: &Stage, address: &str) -> Result<()> {
    let overlay = stage.open_at(address).await?;
    until_call(&overlay, "unknown").await?;
    until_there(&overlay, "#start").await?;
    assert!(!is_there(&overlay, ".accept-offer").await?);
    overlay.press("#start").await?;
    overlay.until_phase("consent").await?;
    assert!(overlay.text(".consent").await?.contains("cannot see this page’s mute button"));
    overlay.press(".confirm-consent").await?;
    until_there(&overlay, ".mute-unseen").await?;
    overlay.screenshot(&picture("call-unknown")?).await?;
    overlay.stop().await
}
