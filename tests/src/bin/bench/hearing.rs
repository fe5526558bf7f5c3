//! From the last word to the final utterance, on a quiet machine and on a busy one; and decoding on its own.

use crate::decoding::{Comparison, Model, Speech, their_waits_now};
use convoally_tests::error::Result;
use convoally_tests::fixtures;
use convoally_tests::heard::Heard;
use convoally_tests::host::Host;
use convoally_tests::listening::Listening;
use convoally_tests::load::Busy;
use convoally_tests::peer::Peer;
use convoally_tests::report::{Figure, Report};
use convoally_tests::temporary::Temporary;
use std::path::Path;

/// The product's default model, and the smallest that it offers.
const BASE: Model = Model { ours: "base-q8_0", theirs: "base" };
const TINY: Model = Model { ours: "tiny.en-q8_0", theirs: "tiny.en" };
/// How often both decode everything with the default model.
const DECODINGS: usize = 3;
/// How often everything is played as it was spoken, quiet and busy.
const PLAYINGS: usize = 2;
/// Between two lines, milliseconds: longer than the silence that ends an utterance.
const PAUSE_MS: f64 = 1500.0;

/// Measures it; takes about a quarter of an hour.
pub fn report(name: &'static str, host: &Path) -> Result<Report> {
    let host = Host::new(host, false)?;
    [BASE, TINY].iter().try_for_each(|model| host.pull_model(model.ours))?;
    println!("Preparing faster-whisper …");
    let mut peer = Peer::start()?;
    let mut report = Report::new(name);
    let folder = Temporary::new("speech")?;
    let takes = fixtures::takes()?;
    let speech = Speech::write(&takes, PAUSE_MS, folder.path())?;

    println!("Decoding {} recorded lines, in turns with faster-whisper …", takes.len());
    let base = Comparison::run(&host, &mut peer, &speech, BASE, DECODINGS)?;
    let tiny = Comparison::run(&host, &mut peer, &speech, TINY, 1)?;
    println!("Playing them as they were spoken …");
    let quiet = play(&host, &speech)?;
    println!("Playing them while every core is kept busy …");
    let (busy, their_busy_waits) = {
        let _busy = Busy::start()?;
        (play(&host, &speech)?, their_waits_now(&mut peer, &speech, BASE)?)
    };

    let wait = |name, heard: &[Heard]| Figure::of(name, "ms", waits(heard, &speech));
    let played = takes.len() * PLAYINGS;
    let lost = busy.iter().map(|heard| heard.lost(&speech.conversation)).sum::<usize>();
    report.figures = vec![
        wait("last word → final utterance", &quiet)?
            .at_most(650.0)
            .p95_at_most(1000.0)
            .beside("faster-whisper after 500 ms of silence", base.their_waits()?),
        wait("  with a busy loop on each core", &busy)?
            .p95_at_most(1600.0)
            .beside("the same, equally busy", their_busy_waits),
        Figure::single("  lost then", "lines", played, lost as f64).at_most(0.0),
    ];
    report.figures.extend(base.figures()?);
    report.figures.extend(tiny.figures()?);
    report.notes = vec![
        format!(
            "{} lines of tests/fixtures/speech, played {PLAYINGS} times, decoded {DECODINGS} times; lost: nothing of it was heard",
            takes.len()
        ),
        base.setting(),
        tiny.setting(),
    ];
    Ok(report)
}

/// Everything, several times, as it was spoken, with the default model.
fn play(host: &Host, speech: &Speech<'_>) -> Result<Vec<Heard>> {
    let once = |_| {
        let mut listen = host.command();
        listen.args(["listen", "--json", "--no-history", "--model", BASE.ours, "--them"]).arg(&speech.whole);
        Ok(Heard::of(&Listening::start(&mut listen)?.finish()?))
    };
    (0..PLAYINGS).map(once).collect()
}

fn waits(heard: &[Heard], speech: &Speech<'_>) -> Vec<f64> {
    heard.iter().flat_map(|heard| heard.waits(&speech.conversation, 1.0)).flatten().collect()
}
