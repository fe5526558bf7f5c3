//! What a session costs that Deepgram transcribes: both sides captured and sent to a stand-in that answers as it does.

use crate::capture::{SETTLING, WINDOW, WINDOWS, both_sides, played};
use convoally_shared::utterance::Speaker;
use convoally_tests::conversation::Conversation;
use convoally_tests::deepgram::{Ear, KEY, StandIn};
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::heard::Heard;
use convoally_tests::host::Host;
use convoally_tests::process::{percent_of_a_core, resident_memory};
use convoally_tests::report::{Figure, Report};
use convoally_tests::sound::SoundServer;
use convoally_tests::temporary::Temporary;
use std::path::Path;
use std::time::Duration;

/// Where the host looks for Deepgram, and the key that it needs to do so.
const URL_VARIABLE: &str = "CONVOALLY_DEEPGRAM_URL";
const KEY_VARIABLE: &str = "DEEPGRAM_API_KEY";

/// Measures it; takes about a minute.
pub async fn report(name: &'static str, host: &Path) -> Result<Report> {
    let host = Host::new(host, false)?;
    host.pull_model("base-q8_0")?;
    let mut report = Report::new(name);
    let sound = SoundServer::start().await?;
    let folder = Temporary::new("call")?;
    let takes = fixtures::takes()?;
    let length = SETTLING + WINDOW * (WINDOWS as u32 + 1);
    let call = Conversation::meeting(&takes, length.as_secs_f64() * 1000.0);
    let wav = |speaker: Speaker| folder.path().join(format!("{}.wav", speaker.label()));
    let deepgram = StandIn::start(0, Ear::Script(script(&call))).await?;
    Speaker::BOTH.into_iter().try_for_each(|speaker| call.record(speaker, &wav(speaker)))?;

    println!("Holding a call that a stand-in for Deepgram transcribes …");
    let mut listen = host.command();
    listen.args(["listen", "--json", "--no-history", "--engine", "deepgram"]);
    listen.env(URL_VARIABLE, deepgram.endpoint()).env(KEY_VARIABLE, KEY);
    let listening = both_sides(&sound, &mut listen).await?;
    let talking = (played(&sound, "spk", &wav(Speaker::Them))?, played(&sound, "micsink", &wav(Speaker::Me))?);
    tokio::time::sleep(SETTLING).await;
    let (mut processor, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..WINDOWS {
        processor.extend(percent_of_a_core(&[listening.process()], WINDOW).await?);
        memory.push(resident_memory(listening.process())? as f64 / 1e6);
    }
    drop(talking);
    let heard = Heard::of(&listening.interrupt()?);
    let bytes: u64 = deepgram.seen().iter().map(|connection| connection.bytes).sum();
    if heard.utterances.is_empty() || bytes == 0 {
        return Err(Error::Unexpected("no utterance came from the stand-in for Deepgram".to_owned()));
    }
    report.figures = vec![
        Figure::of("processor, both sides", "% of a core", processor)?.at_most(5.0),
        Figure::of("memory", "MB", memory)?.at_most(40.0).p95_at_most(40.0),
    ];
    report.notes = vec![format!(
        "both sides captured from PulseAudio, {} utterances, {} KB of sound sent; {WINDOWS} times {} s",
        heard.utterances.len(),
        bytes / 1000,
        WINDOW.as_secs()
    )];
    Ok(report)
}

/// The words of the call as the stand-in understands them, on either side: what is measured is their number.
fn script(call: &Conversation<'_>) -> Vec<(Duration, Duration, String)> {
    let words = call.lines().iter().flat_map(|line| {
        let words: Vec<&str> = line.take.text.split_whitespace().collect();
        let each = (line.last_word_ms() - line.start_ms()) / words.len().max(1) as f64;
        let at = move |n: usize| Duration::from_secs_f64((line.start_ms() + each * n as f64) / 1000.0);
        words.into_iter().enumerate().map(move |(n, word)| (at(n), at(n + 1), word.to_owned())).collect::<Vec<_>>()
    });
    words.collect()
}
