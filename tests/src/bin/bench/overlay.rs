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
use convoally_tests::weight;
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
    let (documents, paints) = first_paints(&rig).await?;
    let overlay = rig.join().await?;
    let without_model = memory(&rig)?;
    let (waits, with_model) = questions(&rig, &overlay).await?;
    rig.browser().close().await?;
    if waits.len() < ENOUGH {
        return Err(Error::Unexpected(format!("only {} of {} questions led to a card", waits.len(), ROUNDS * 8)));
    }
    println!("The same questions from a file, without a browser …");
    let from_file = from_file(&rig)?;
    let frame = |figure: Figure| figure.beside_one("one frame", FRAME_MS);
    let final_wait = Figure::of("last word → final utterance", "ms", waits.iter().map(|waits| waits.final_ms))?;
    let card_wait = Figure::of("final utterance → card painted", "ms", waits.iter().map(|waits| waits.card_ms))?;
    let weight = |document| Ok::<_, Error>(weight::brotli(&parts.extension, document)? as f64 / 1e3);
    report.figures = vec![
        final_wait.at_most(900.0).beside("from a file, no browser", from_file),
        frame(card_wait.at_most(40.0)),
        Figure::of("injection → first paint", "ms", paints)?.at_most(120.0).beside("a frame, no script yet", documents),
        Figure::single("host memory, model loaded", "MB", 1, megabytes(with_model)).at_most(320.0),
        Figure::single("host memory, no session yet", "MB", 1, megabytes(without_model)).at_most(40.0),
        Figure::single("the overlay, brotli", "KB", 1, weight("overlay.html")?).at_most(90.0),
        Figure::single("the pages, brotli", "KB", 1, weight("pages.html")?).at_most(250.0),
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

/// When the frame's document was there and when the overlay had been painted, after each injection.
async fn first_paints(rig: &Rig) -> Result<(Spread, Vec<f64>)> {
    let (mut documents, mut paints) = (Vec::new(), Vec::new());
    for _ in 0..INJECTIONS {
        let overlay = Overlay::open(rig.browser(), ADDRESS).await?;
        documents.push(overlay.document_ms().await?);
        paints.extend(overlay.first_paint_ms().await?);
    }
    let documents = latency::spread(documents);
    Ok((documents.ok_or_else(|| Error::Unexpected("no overlay was injected".to_owned()))?, paints))
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
