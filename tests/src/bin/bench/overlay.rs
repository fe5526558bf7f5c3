//! From the last word in a meeting tab to the card on the screen, with Chromium open; and what host and overlay weigh.

use convoally_shared::utterance::Speaker;
use convoally_tests::conversation::Conversation;
use convoally_tests::error::{Error, Result};
use convoally_tests::fixtures;
use convoally_tests::heard::Heard;
use convoally_tests::latency::{self, Spread, Waits};
use convoally_tests::listening::Listening;
use convoally_tests::meeting::ADDRESS;
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::Parts;
use convoally_tests::process::resident_memory;
use convoally_tests::report::{Figure, Report};
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::temporary::Temporary;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the eight questions are asked.
const ROUNDS: usize = 3;
/// How often the overlay is injected anew.
const INJECTIONS: usize = 20;
/// One frame of a screen with 60 of them a second, milliseconds: nothing is painted sooner.
const FRAME_MS: f64 = 16.7;
/// Fewer measured questions than this say nothing about a percentile.
const ENOUGH: usize = 20;
/// People pause between two questions; without a pause the next one would belong to the same turn.
const PAUSE: Duration = Duration::from_millis(1500);

/// Measures it; takes about four minutes.
pub async fn report(name: &'static str, parts: &Parts) -> Result<Report> {
    let mut report = Report::new(name);
    let rig = Rig::start(parts, Purpose::default()).await?;
    let paints = first_paints(&rig).await?;
    let overlay = rig.join().await?;
    let without_model = memory(&rig)?;
    let (waits, with_model) = questions(&rig, &overlay).await?;
    rig.browser().close().await?;
    if waits.len() < ENOUGH {
        return Err(Error::Unexpected(format!("only {} of {} questions led to a card", waits.len(), ROUNDS * 8)));
    }
    println!("The same questions from a file, without a browser …");
    let from_file = from_file(&rig)?;
    let (wasm, bytes) = overlay_wasm(&parts.extension)?;
    let frame = |figure: Figure| figure.beside_one("one frame", FRAME_MS);
    let final_wait = Figure::of("last word → final utterance", "ms", waits.iter().map(|waits| waits.final_ms))?;
    let card_wait = Figure::of("final utterance → card painted", "ms", waits.iter().map(|waits| waits.card_ms))?;
    report.figures = vec![
        final_wait.at_most(900.0).beside("from a file, no browser", from_file),
        frame(card_wait.at_most(40.0)),
        frame(Figure::of("injection → first paint", "ms", paints)?.at_most(120.0)),
        Figure::single("host memory, model loaded", "MB", 1, megabytes(with_model)).at_most(320.0),
        Figure::single("host memory, no session yet", "MB", 1, megabytes(without_model)).at_most(40.0),
        Figure::single(format!("{wasm}, brotli"), "KB", 1, bytes as f64 / 1e3).at_most(90.0),
    ];
    Ok(report)
}
/// Asks everything `ROUNDS` times; returns the waits and the host's memory at the end. Each round is a session of its
/// own: a question that was asked a moment ago opens no second card.
async fn questions(rig: &Rig, overlay: &Overlay<'_>) -> Result<(Vec<Waits>, u64)> {
    let (mut waits, mut memory_then) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        overlay.start(&sample_brief()).await?;
        let mut spoken = Vec::new();
        for number in 0..rig.clips().len() {
            let before = overlay.cards().await?.len();
            spoken.push(rig.speak(number).await?);
            // A question that gets no card is missing from the result; the rest still counts.
            let card = overlay.until_cards(before + 1).await;
            println!(
                "{:>2}  {}  {}",
                spoken.len(),
                if card.is_ok() { "card" } else { "none" },
                rig.clips()[number].text
            );
            tokio::time::sleep(PAUSE).await;
        }
        memory_then = memory(rig)?;
        let cards = overlay.cards().await?;
        overlay.stop().await?;
        let events = rig.host().events(&rig.host().last_session()?.id)?;
        waits.extend(latency::waits(&spoken, rig.clips(), &events, &cards).into_iter().flatten());
    }
    Ok((waits, memory_then))
}

async fn first_paints(rig: &Rig) -> Result<Vec<f64>> {
    let mut paints = Vec::new();
    for _ in 0..INJECTIONS {
        let overlay = Overlay::open(rig.browser(), ADDRESS).await?;
        paints.extend(overlay.first_paint_ms().await?);
    }
    Ok(paints)
}

fn memory(rig: &Rig) -> Result<u64> {
    let running = rig.host().processes();
    let [process] = running[..] else {
        return Err(Error::Unexpected(format!("{} hosts are running instead of one", running.len())));
    };
    resident_memory(process)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// The waits of the same questions without a browser and its sound path.
fn from_file(rig: &Rig) -> Result<Spread> {
    let takes = fixtures::takes()?;
    let conversation = Conversation::monologue(&takes[..rig.clips().len()], PAUSE.as_secs_f64() * 1000.0);
    let folder = Temporary::new("questions")?;
    let wav = folder.path().join("them.wav");
    conversation.record(Speaker::Them, &wav)?;
    let mut listen = rig.host().command();
    listen.args(["listen", "--json", "--no-history", "--them"]).arg(&wav);
    let heard = Heard::of(&Listening::start(&mut listen)?.finish()?);
    let waits = heard.waits(&conversation, 1.0).into_iter().flatten();
    latency::spread(waits).ok_or_else(|| Error::Unexpected("nothing was understood from a file".to_owned()))
}

/// The overlay's module: its name, and its size as a store delivers it.
fn overlay_wasm(extension: &Path) -> Result<(String, usize)> {
    let modules: Vec<PathBuf> =
        files(extension)?.into_iter().filter(|file| file.extension() == Some("wasm".as_ref())).collect();
    let named =
        modules.iter().find(|file| file.file_stem().is_some_and(|stem| stem.to_string_lossy().contains("overlay")));
    // One module may serve overlay and pages alike.
    let module = named.or_else(|| modules.iter().max_by_key(|file| file.metadata().map_or(0, |data| data.len())));
    let module = module.ok_or_else(|| Error::Unexpected("the extension holds no wasm".to_owned()))?;
    let wasm = std::fs::read(module).map_err(Error::file(module))?;
    let mut small = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut wasm.as_slice(), &mut small, &settings).map_err(Error::file(module))?;
    Ok((module.file_name().unwrap_or_default().to_string_lossy().into_owned(), small.len()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
