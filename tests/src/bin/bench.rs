//! `make bench`: how long a person waits and what the product weighs, on the real path with Chromium open.
//!
//! Prints a table and writes it to `target/bench/latency.json`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the benchmark's result is a table in the terminal")]

use convoally_shared::fault::Fault;
use convoally_tests::error::{Error, Result};
use convoally_tests::floor;
use convoally_tests::host::resident_memory;
use convoally_tests::latency::{self, Spread, Waits};
use convoally_tests::meeting::ADDRESS;
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::{Parts, workspace};
use convoally_tests::report::{Figure, Report};
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How often the eight questions are asked.
const ROUNDS: usize = 3;
/// How often the overlay is injected anew.
const INJECTIONS: usize = 20;
/// One frame of a screen with 60 of them a second, milliseconds: nothing is painted sooner.
const FRAME_MS: f64 = 16.7;
/// Fewer measured questions than this say nothing about a percentile.
const ENOUGH: usize = 20;

#[tokio::main]
async fn main() -> ExitCode {
    match bench().await {
        Ok(report) => {
            println!("\n{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let fault = Fault::from(error);
            eprintln!("\n{}\n{}\n{}", fault.code, fault.sentence, fault.action);
            ExitCode::FAILURE
        }
    }
}

async fn bench() -> Result<Report> {
    let parts = Parts::find()?;
    let rig = Rig::start(&parts, Purpose::default()).await?;
    let paints = first_paints(&rig).await?;
    let overlay = rig.join().await?;
    let without_model = memory(&rig)?;
    let (waits, with_model) = questions(&rig, &overlay).await?;
    rig.browser().close().await?;
    if waits.len() < ENOUGH {
        return Err(Error::Unexpected(format!("only {} of {} questions led to a card", waits.len(), ROUNDS * 8)));
    }
    println!("The same questions from files, without a browser …");
    let from_files = latency::spread(floor::waits(rig.host(), rig.clips())?).map(|spread| spread.p50);
    let (wasm, bytes) = overlay_wasm(&parts.extension)?;
    let report = Report {
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        figures: vec![
            figure("last word → final utterance", "ms", 900.0, from_files, waits.iter().map(|waits| waits.final_ms))?,
            figure(
                "final utterance → card painted",
                "ms",
                40.0,
                Some(FRAME_MS),
                waits.iter().map(|waits| waits.card_ms),
            )?,
            figure("injection → first paint", "ms", 120.0, Some(FRAME_MS), paints)?,
            figure("host memory, model loaded", "MB", 320.0, None, [megabytes(with_model)])?,
            figure("host memory, no session yet", "MB", 40.0, None, [megabytes(without_model)])?,
            figure(&format!("{wasm}, brotli"), "KB", 90.0, None, [bytes as f64 / 1e3])?,
        ],
    };
    keep(&report)?;
    Ok(report)
}

/// Asks everything `ROUNDS` times; returns the waits and the host's memory at the end.
async fn questions(rig: &Rig, overlay: &Overlay<'_>) -> Result<(Vec<Waits>, u64)> {
    overlay.start(&sample_brief()).await?;
    let mut spoken = Vec::new();
    for number in (0..ROUNDS).flat_map(|_| 0..rig.clips().len()) {
        let before = overlay.cards().await?.len();
        spoken.push(rig.speak(number).await?);
        // A question that gets no card is missing from the result; the rest still counts.
        let card = overlay.until_cards(before + 1).await;
        println!("{:>2}  {}  {}", spoken.len(), if card.is_ok() { "card" } else { "none" }, rig.clips()[number].text);
        // People pause between two questions; without a pause the next one would belong to the same turn.
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
    let memory = memory(rig)?;
    let cards = overlay.cards().await?;
    overlay.stop().await?;
    let events = rig.host().events(&rig.host().last_session()?.id)?;
    Ok((latency::waits(&spoken, rig.clips(), &events, &cards).into_iter().flatten().collect(), memory))
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

fn figure(
    name: &str,
    unit: &'static str,
    goal: f64,
    floor: Option<f64>,
    values: impl IntoIterator<Item = f64>,
) -> Result<Figure> {
    let spread: Option<Spread> = latency::spread(values);
    let spread = spread.ok_or_else(|| Error::Unexpected(format!("nothing was measured for: {name}")))?;
    Ok(Figure { name: name.to_owned(), unit, spread, goal, floor })
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

fn keep(report: &Report) -> Result<()> {
    let folder = workspace().join("target/bench");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let file = folder.join("latency.json");
    let json = serde_json::to_string_pretty(report).map_err(|error| Error::Unexpected(error.to_string()))?;
    std::fs::write(&file, json + "\n").map_err(Error::file(&file))
}
