//! `make demo`: an interview on this computer, from the interviewer's voice to the card, with nobody else in it.
//!
//! Everything is thrown away at the end except what is written to `target/demo`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the demo is told in the terminal")]

use convoally_shared::fault::Fault;
use convoally_tests::error::{Error, Result};
use convoally_tests::latency::{self, Spread, Waits};
use convoally_tests::meeting::{ADDRESS, Spoken};
use convoally_tests::overlay::{Overlay, ShownCard, ShownUtterance};
use convoally_tests::parts::{Parts, workspace};
use convoally_tests::rig::{Purpose, Rig, sample_brief};
use convoally_tests::temporary::Temporary;
use convoally_tests::{fixtures, wait};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// After which question the candidate is heard, and which line of the dialogue answers it.
const ANSWER: (usize, usize) = (2, 7);
/// Lines of a card that the terminal shows.
const CARD_LINES: usize = 6;
/// Columns of the terminal that are used.
const COLUMNS: usize = 100;

#[tokio::main]
async fn main() -> ExitCode {
    let done = tokio::select! {
        done = demo() => done,
        // Returning drops the rig, which ends everything that it started.
        _ = tokio::signal::ctrl_c() => Err(Error::Unexpected("the demo was interrupted".to_owned())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let fault = Fault::from(error);
            eprintln!("\n{}\n{}\n{}", fault.code, fault.sentence, fault.action);
            ExitCode::FAILURE
        }
    }
}

async fn demo() -> Result<()> {
    println!("Preparing a throw-away vault, sound and browser profile …");
    let rig = Rig::start(&Parts::find()?, Purpose { headed: true, audible: true, drafts: true, ..Purpose::default() })
        .await?;
    let overlay = rig.join().await?;
    let painted = overlay.first_paint_ms().await?.unwrap_or_default();
    println!("Joined {ADDRESS} (a stand-in on this computer). Overlay painted after {painted:.0} ms.\n");
    overlay.start(&sample_brief()).await?;

    let (spoken, unanswered) = interview(&rig, &overlay).await?;
    at_rest(&overlay).await?;
    let folder = emptied_folder()?;
    let picture = folder.join("overlay.png");
    overlay.screenshot(&picture).await?;
    let cards = overlay.cards().await?;
    overlay.stop().await?;

    let session = rig.host().last_session()?.id;
    let notes = folder.join("notes.md");
    rig.host().export_notes(&session, &notes)?;
    let waits = latency::waits(&spoken, rig.clips(), &rig.host().events(&session)?, &cards);
    println!("\n{}", summary(&waits.into_iter().flatten().collect::<Vec<_>>()));
    println!("Picture  {}\nNotes    {}", picture.display(), notes.display());
    rig.browser().close().await?;
    if unanswered.is_empty() {
        return Ok(());
    }
    Err(Error::Unexpected(format!("no card came for: {}", unanswered.join(" · "))))
}

/// All questions, one after the other. Returns what was spoken and the questions that got no card.
async fn interview(rig: &Rig, overlay: &Overlay<'_>) -> Result<(Vec<Spoken>, Vec<String>)> {
    let mut spoken = Vec::new();
    let mut unanswered = Vec::new();
    let mut told = Vec::new();
    for (number, clip) in rig.clips().iter().enumerate() {
        let before = overlay.cards().await?.len();
        spoken.push(rig.speak(number).await?);
        match overlay.until_cards(before + 1).await {
            Ok(cards) => {
                tell_lines(overlay, &mut told).await?;
                cards.iter().skip(before).for_each(tell_card);
            }
            Err(Error::Waited { .. }) => unanswered.push(clip.text.clone()),
            Err(error) => return Err(error),
        }
        if number == ANSWER.0 && rig.has_microphone() {
            let folder = Temporary::new("answer")?;
            let wav = folder.path().join("answer.wav");
            let lines = fixtures::dialogue()?;
            let line = lines.get(ANSWER.1).ok_or_else(|| Error::Unexpected("the dialogue is too short".to_owned()))?;
            fixtures::cut(line, &wav)?;
            rig.answer(&wav).await?;
        }
        at_rest(overlay).await?;
        tell_lines(overlay, &mut told).await?;
    }
    Ok((spoken, unanswered))
}

/// Waits until nothing on the overlay has changed for a second: transcripts are final, drafts written.
async fn at_rest(overlay: &Overlay<'_>) -> Result<()> {
    let mut last = (overlay.utterances().await?, overlay.cards().await?);
    let mut since = Instant::now();
    wait::until("the overlay to come to rest", Duration::from_secs(120), async || {
        let now = (overlay.utterances().await.ok()?, overlay.cards().await.ok()?);
        if now != last {
            (last, since) = (now, Instant::now());
        }
        (since.elapsed() > Duration::from_secs(1)).then_some(())
    })
    .await
}

/// Prints the lines that were not on the screen the last time. The overlay shows the end of the transcript only,
/// so what was `told` and what is there now overlap.
async fn tell_lines(overlay: &Overlay<'_>, told: &mut Vec<ShownUtterance>) -> Result<()> {
    let lines = overlay.utterances().await?;
    let overlap = (0..=lines.len()).rev().find(|&count| told.ends_with(&lines[..count])).unwrap_or(0);
    for line in &lines[overlap..] {
        let words = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.strip_prefix(line.speaker.label()).map_or(words.as_str(), str::trim_start);
        println!("{:<6}{words}", line.speaker.label());
    }
    *told = lines;
    Ok(())
}

fn tell_card(card: &ShownCard) {
    let lines = card.text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.take(CARD_LINES) {
        let cut = line.char_indices().nth(COLUMNS - 8);
        let (shown, more) = cut.map_or((line, ""), |(end, _)| (&line[..end], "…"));
        println!("      │ {shown}{more}");
    }
    println!();
}

fn summary(waits: &[Waits]) -> String {
    let said = |spread: Option<Spread>| {
        spread.map_or("not measured".to_owned(), |spread| format!("p50 {:.0} ms, p95 {:.0} ms", spread.p50, spread.p95))
    };
    format!(
        "{} questions. Last word → transcript: {}. Transcript → card on the screen: {}.",
        waits.len(),
        said(latency::spread(waits.iter().map(|waits| waits.final_ms))),
        said(latency::spread(waits.iter().map(|waits| waits.card_ms))),
    )
}

/// `target/demo` without what an earlier demo left there.
fn emptied_folder() -> Result<PathBuf> {
    let folder = workspace().join("target/demo");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    for name in ["overlay.png", "notes.md"] {
        let old = folder.join(name);
        if old.exists() {
            std::fs::remove_file(&old).map_err(Error::file(&old))?;
        }
    }
    Ok(folder)
}
