//! The rig is the yardstick of every latency, so it is measured first.

use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::Result;
use convoally_tests::meeting::{ADDRESS, Meeting};
use convoally_tests::recording::{self, Recording};
use convoally_tests::sound::SoundServer;
use convoally_tests::{fixtures, rig};
use std::time::Duration;

/// The page's clock and the speakers may differ by this much, milliseconds.
const TOLERANCE_MS: f64 = 30.0;

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_says_leaves_the_speakers_at_the_time_that_the_page_tells() -> Result<()> {
    let clips = fixtures::questions()?;
    let sound = SoundServer::start().await?;
    let meeting = Meeting::start(&clips).await?;
    let options =
        Options { envs: sound.envs(), private_sound: true, ..Options::new(Family::Chromium, meeting.address()) };
    let browser = Browser::start(&options).await?;
    browser.driver().goto(ADDRESS).await?;
    rig::until_ready(&browser).await?;

    let recording = Recording::start(&sound)?;
    let mut spoken = Vec::new();
    for clip in [2, 6, 3, 6] {
        spoken.push(rig::speak(&browser, clip).await?);
        tokio::time::sleep(Duration::from_secs_f64(clips[clip].duration_ms / 1000.0)).await;
    }
    let heard = recording.finish()?;
    browser.close().await?;

    for spoken in spoken {
        // Half a second of speech from after the clip's leading silence is enough to find its place.
        let (_, samples) = fixtures::read(&clips[spoken.clip].wav)?;
        let expected_ms = spoken.started_ms + 250.0;
        let found_ms = recording::find(&heard, &samples[4_000..12_000], expected_ms, 300.0);
        let off_ms = found_ms.expect("the clip is in the recording") - expected_ms;
        println!("clip {}: {off_ms:+.1} ms", spoken.clip);
        assert!(off_ms.abs() <= TOLERANCE_MS, "clip {} left the speakers {off_ms} ms off", spoken.clip);
    }
    Ok(())
}

#[tokio::test]
async fn what_is_played_into_the_microphone_does_not_come_out_of_the_speakers() -> Result<()> {
    let sound = SoundServer::start().await?;
    let recording = Recording::start(&sound)?;
    sound.play_into_microphone(&fixtures::path("speech/q7.wav")).await?;
    let heard = recording.finish()?;
    assert!(heard.samples.len() > 16_000, "the recording ran while the clip was played");
    assert_eq!(fixtures::speech_span(&heard.samples, recording::RATE), None);
    Ok(())
}
