//! What a session costs that Deepgram transcribes: both sides captured and sent to a stand-in that answers as it does.

use crate::capture::{SETTLING, WINDOW, WINDOWS, both_sides, played};
use convoally_shared::utterance::Speaker;
use convoally_tests::conversation::Conversation;
use convoally_tests::deepgram::Deepgram;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::heard::Heard;
use convoally_tests::host::Host;
use convoally_tests::process::{percent_of_a_core, resident_memory};
use convoally_tests::report::{Figure, Report};
use convoally_tests::sound::SoundServer;
use convoally_tests::temporary::Temporary;
use std::path::Path;

/// Where the host looks for Deepgram, and the key that it needs to do so.
const URL_VARIABLE: &str = "CONVOALLY_DEEPGRAM_URL";
const KEY_VARIABLE: &str = "DEEPGRAM_API_KEY";

/// Measures it; takes about a minute.
pub async fn report(name: &'static str, host: &Path) -> Result<Report> {
    let host = Host::new(host, false)?;
    host.pull_model("base-q8_0")?;
    let mut report = Report::new(name);
    let (sound, deepgram) = (SoundServer::start().await?, Deepgram::start().await?);
    let folder = Temporary::new("call")?;
    let takes = fixtures::takes()?;
    let length = SETTLING + WINDOW * (WINDOWS as u32 + 1);
    let call = Conversation::meeting(&takes, length.as_secs_f64() * 1000.0);
    let wav = |speaker: Speaker| folder.path().join(format!("{}.wav", speaker.label()));
    Speaker::BOTH.into_iter().try_for_each(|speaker| call.record(speaker, &wav(speaker)))?;

    println!("Holding a call that a stand-in for Deepgram transcribes …");
    let mut listen = host.command();
    listen.args(["listen", "--json", "--no-history", "--engine", "deepgram"]);
    listen.env(URL_VARIABLE, deepgram.url()).env(KEY_VARIABLE, "no key of anybody");
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
    if heard.utterances.is_empty() || deepgram.bytes() == 0 {
        return Err(Error::Unexpected("no utterance came from the stand-in for Deepgram".to_owned()));
    }
    report.figures = vec![
        Figure::of("processor, both sides", "% of a core", processor)?.at_most(5.0),
        Figure::of("memory", "MB", memory)?.at_most(40.0).p95_at_most(40.0),
    ];
    report.notes = vec![format!(
        "both sides captured from PulseAudio, {} utterances, {} KB of sound sent; {WINDOWS} times {} s",
        heard.utterances.len(),
        deepgram.bytes() / 1000,
        WINDOW.as_secs()
    )];
    Ok(report)
}
