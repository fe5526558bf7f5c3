//! What the overlay says of each side's sound.

use super::moments::{MICROPHONE, Moment, TAB, WHISPER, level, source, well};
use super::{look_at, picture, stage};
use convoally_shared::event::{EventKind, SourceState};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use convoally_tests::error::Result;
use convoally_tests::stage::NOW_MS;

const DEEPGRAM: &str = "Deepgram nova-3, at api.deepgram.com";

/// [`well`], and then.
fn then(theirs: &str, more: Vec<Moment>) -> Vec<Moment> {
    let mut all = well(theirs);
    all.extend(more);
    all
}

/// One state of the overlay: its name, the engine, what happened, and words that each side must show.
struct Scene {
    name: &'static str,
    engine: &'static str,
    moments: Vec<Moment>,
    me: &'static str,
    them: &'static str,
    /// What the bar says, which is all that is left of a folded panel.
    bar: &'static str,
}

fn scenes() -> Vec<Scene> {
    let lost = Fault::new(
        "audio.no_such_device",
        "There is no sound device \"Jabra Evolve2 65\".",
        "Plug it in again; listening goes on by itself.",
    );
    let silent = Fault::new(
        "audio.silent",
        "Every sample of Me is zero.",
        "Unmute the microphone by its own switch or key, and check that this program may listen.",
    );
    let left = Fault::new(
        "audio.tab_left",
        "The meeting tab was closed or shows another page.",
        "What this computer plays is heard instead; press Stop if the call is over.",
    );
    let line = Fault::new(
        "speech.line_lost",
        "The line to Deepgram is lost.",
        "Nothing: Deepgram takes over again when the line is back.",
    );
    let stand_in = |speaker| {
        (NOW_MS - 4_000, EventKind::EngineChanged { speaker, engine: WHISPER.into(), fault: Some(line.clone()) })
    };
    let sent = |speaker, bytes| {
        (
            NOW_MS,
            EventKind::SoundSent {
                speaker,
                recipient: "api.deepgram.com".into(),
                requests: 1,
                bytes,
                audio_ms: bytes / 32,
                micro_usd: None,
            },
        )
    };
    let (me, them) = (Speaker::Me, Speaker::Them);
    let listening = "Listening";
    vec![
        Scene {
            name: "hearing-tab",
            engine: WHISPER,
            moments: well(TAB),
            me: "last heard 3 sec ago",
            them: TAB,
            bar: listening,
        },
        Scene {
            name: "quiet",
            engine: WHISPER,
            moments: then(
                "Speakers",
                vec![
                    source(NOW_MS - 1_000, me, MICROPHONE, SourceState::Quiet { since_ms: NOW_MS - 48_000 }),
                    source(NOW_MS - 1_000, them, "Speakers", SourceState::Quiet { since_ms: NOW_MS - 190_000 }),
                    level(me, -52.0),
                    level(them, -90.0),
                ],
            ),
            me: "quiet for 4",
            them: "quiet for 3 min",
            bar: listening,
        },
        Scene {
            name: "lost",
            engine: WHISPER,
            moments: then(
                "Jabra Evolve2 65",
                vec![source(NOW_MS - 3_000, them, "Jabra Evolve2 65", SourceState::Lost { fault: lost })],
            ),
            me: "last heard",
            them: "not heard, trying again",
            bar: "Lost: Them",
        },
        Scene {
            name: "silent",
            engine: WHISPER,
            moments: vec![
                source(100, me, MICROPHONE, SourceState::Silent { fault: silent }),
                source(100, them, TAB, SourceState::Opening),
            ],
            me: "sends only silence",
            them: "opening",
            bar: "Lost: Me",
        },
        Scene {
            name: "recovered",
            engine: WHISPER,
            moments: then(
                TAB,
                vec![
                    source(NOW_MS - 2_000, me, MICROPHONE, SourceState::Recovered { missing_ms: 3_240 }),
                    source(NOW_MS - 1_900, me, MICROPHONE, SourceState::Hearing),
                ],
            ),
            me: "back, 3.2 sec were not heard",
            them: "last heard",
            bar: listening,
        },
        Scene {
            name: "paused",
            engine: WHISPER,
            moments: then(TAB, vec![(NOW_MS - 2_000, EventKind::PauseChanged { paused: true })]),
            me: "paused, not written down",
            them: "paused, not written down",
            bar: "Paused",
        },
        Scene {
            name: "tab-left",
            engine: WHISPER,
            moments: then(
                TAB,
                vec![
                    (NOW_MS - 3_000, EventKind::Faulted { fault: left }),
                    source(NOW_MS - 2_000, them, "Speakers", SourceState::Hearing),
                ],
            ),
            me: "last heard",
            them: "computer’s sound, Speakers",
            bar: listening,
        },
        Scene {
            name: "stand-in",
            engine: DEEPGRAM,
            moments: then(TAB, vec![sent(me, 1_264_000), sent(them, 4_812_000), stand_in(me), stand_in(them)]),
            me: "last heard",
            them: "last heard",
            bar: listening,
        },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overlay_says_of_each_side_how_its_sound_is_doing() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    for Scene { name, engine, moments, me, them, bar } in scenes() {
        stage.play(name, engine, None, moments)?;
        overlay.until_side(Speaker::Me, me).await?;
        overlay.until_side(Speaker::Them, them).await?;
        let said = overlay.text(".state").await?;
        assert!(said.starts_with(bar), "{name}: {said}");
        look_at(&stage, &overlay, name).await?;
    }
    let stand_in = overlay.text(".hearing").await?;
    assert_eq!(stand_in.matches("The line to Deepgram is lost.").count(), 1, "once for both sides: {stand_in}");
    assert!(stand_in.contains(WHISPER), "{stand_in}");
    let foot = overlay.text("footer").await?;
    assert!(foot.contains("Sound sent: 6.1 MB to api.deepgram.com"), "{foot}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folded_panel_still_says_that_a_side_is_lost() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    let lost = scenes().into_iter().find(|scene| scene.name == "lost").expect("a scene with a side lost");
    stage.play(lost.name, lost.engine, None, lost.moments)?;
    overlay.until_side(Speaker::Them, lost.them).await?;
    overlay.press(".hide").await?;
    overlay.screenshot(&picture("folded")?).await?;
    assert!(overlay.text(".state").await?.starts_with("Lost: Them"));
    assert_eq!(overlay.text(".hearing").await?, "", "nothing else is left");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_of_consent_names_the_sound_that_will_be_heard() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    overlay.until_phase("idle").await?;
    look_at(&stage, &overlay, "idle").await?;
    overlay.press("#start").await?;
    overlay.until_phase("consent").await?;
    assert!(overlay.text(".consent").await?.contains("everything this computer plays"));
    overlay.press(".decline-consent").await?;
    stage.browser().press_alt_shift('l').await?;
    overlay.until_phase("consent").await?;
    look_at(&stage, &overlay, "consent-tab").await?;
    let asked = overlay.text(".consent").await?;
    assert!(asked.contains("this tab’s sound") && asked.contains("on this computer (base.en)"), "{asked}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_of_each_side_is_as_long_as_the_side_is_loud() -> Result<()> {
    let stage = stage().await?;
    let overlay = stage.open().await?;
    stage.play("levels", WHISPER, None, well(TAB))?;
    overlay.until_side(Speaker::Me, "last heard").await?;
    let filled = "return [...document.querySelectorAll('.level i')]
        .map(bar => Math.round(100 * bar.getBoundingClientRect().width / bar.parentElement.clientWidth))";
    let [me, them] = overlay.read::<[f64; 2]>(filled).await?;
    // -38 and -16 dBFS, from the bar's beginning at -60.
    assert!((34.0..=39.0).contains(&me) && (71.0..=76.0).contains(&them), "{me} %, {them} %");
    Ok(())
}
