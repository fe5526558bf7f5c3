//! The panel in the third hour of a call: how smoothly it goes on while it is scrolled, and what it holds in memory. And
//! what the extension costs a computer on which nothing happens.

mod call;

use convoally_tests::browser::{Browser, Family, Options};
use convoally_tests::error::{Error, Result};
use convoally_tests::latency;
use convoally_tests::meeting::{ADDRESS, Meeting};
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::Parts;
use convoally_tests::process::percent_of_a_core;
use convoally_tests::report::{Figure, Report};
use convoally_tests::stage::Stage;
use std::time::Duration;

/// How long frames are counted.
const WATCHED: Duration = Duration::from_secs(20);
/// How often something happens meanwhile.
const BEAT: Duration = Duration::from_millis(50);
/// How often the processor is looked at, and how long.
const IDLE: (usize, Duration) = (5, Duration::from_secs(10));
/// Until the browser has done what it does after a page was opened.
const SETTLED: Duration = Duration::from_secs(10);
/// A frame that is later than this after the one before has let one pass by, at 60 a second, milliseconds.
const LATE_MS: f64 = 25.0;

/// Writes down when each frame is drawn, and scrolls what `selector` finds by 40 pixels in each.
const WATCH: &str = "const [selector] = arguments;
    window.frames_at = [];
    const next = at => {
        window.frames_at.push(at);
        const page = document.querySelector(selector);
        if (page) page.scrollBy(0, window.frames_at.length % 60 < 30 ? -40 : 40);
        window.frame = requestAnimationFrame(next);
    };
    window.frame = requestAnimationFrame(next)";
/// A list as long as a page of the transcript, of which one line changes twenty times a second.
const PLAIN_LIST: &str = "const page = document.createElement('div');
    page.className = 'page';
    Object.assign(page.style, { position: 'fixed', inset: '8px 8px auto auto', width: '360px', height: '288px',
        overflow: 'auto', background: 'white', color: 'black' });
    for (let number = 1; number <= 120; number++) {
        const line = document.createElement('p');
        line.textContent = `And in week ${number} we moved another service, which nobody noticed but the people who ran it.`;
        page.append(line);
    }
    document.documentElement.append(page);
    let words = 0;
    setInterval(() => page.lastChild.textContent = 'the slowest report '.repeat(1 + words++ % 20), 50)";
const WATCHED_FRAMES: &str = "cancelAnimationFrame(window.frame);
    return window.frames_at.slice(1).map((at, number) => at - window.frames_at[number])";

/// Measures it; takes about four minutes.
pub async fn report(name: &'static str, parts: &Parts) -> Result<Report> {
    let mut report = Report::new(name);
    let host = std::env::current_exe().map_err(Error::start("the benchmark"))?.with_file_name("stand_in_host");
    println!("A browser with nothing to do, without the panel and with it …");
    let (floor, blank) = bare().await?;
    let stage = Stage::start(parts.clone(), &host).await?;
    let overlay = stage.open().await?;
    overlay.until_phase("idle").await?;
    let idle = idle(stage.browser()).await?;

    println!("The third hour of a call …");
    stage.play("three hours", "whisper base-q8_0, on this computer", Some("local"), call::three_hours())?;
    overlay.until_says(call::LAST).await?;
    overlay.press(".said").await?;
    let memory = stage.browser().panel_memory().await? / 1e6;
    let frames = frames(&stage, &overlay).await?;
    let memory_after = stage.browser().panel_memory().await? / 1e6;

    let late = |frames: &[f64]| frames.iter().filter(|wait| **wait > LATE_MS).count() as f64;
    let spread = |figures: &[f64]| {
        let spread = latency::spread(figures.iter().copied());
        spread.ok_or_else(|| Error::Unexpected("nothing was measured without ConvoAlly".to_owned()))
    };
    let between = Figure::of("from one frame to the next", "ms", frames.iter().copied())?;
    report.figures = vec![
        between.beside("a plain list", spread(&blank)?),
        Figure::single("frames that came late", "frames", frames.len(), late(&frames))
            .at_most(0.0)
            .beside_one("a plain list", late(&blank)),
        Figure::single("memory of the panel, opened", "MB", 1, memory).at_most(60.0),
        Figure::single("memory of the panel, after that", "MB", 1, memory_after).at_most(60.0),
        Figure::of("processor while nothing happens, of a core", "%", idle)?
            .beside("the browser without ConvoAlly", spread(&floor)?),
    ];
    report.notes.push(format!(
        "{} utterances, {} cards; then {} of each second",
        call::UTTERANCES,
        call::CARDS,
        call::BUSY
    ));
    Ok(report)
}

/// What the browser takes of a core, several times.
async fn idle(browser: &Browser) -> Result<Vec<f64>> {
    tokio::time::sleep(SETTLED).await;
    let mut taken = Vec::new();
    for _ in 0..IDLE.0 {
        taken.push(percent_of_a_core(&browser.processes()?, IDLE.1).await?.iter().sum());
    }
    Ok(taken)
}

/// A browser without ConvoAlly: what it takes of a core, and the waits between the frames of a plain list that is scrolled
/// and changes.
async fn bare() -> Result<(Vec<f64>, Vec<f64>)> {
    let meeting = Meeting::start(&[]).await?;
    let options = Options::new(Family::Chromium, meeting.address());
    let browser = Browser::start(&options).await?;
    let driver = browser.driver();
    driver.goto(ADDRESS).await?;
    let taken = idle(&browser).await?;
    driver.execute(PLAIN_LIST, Vec::new()).await?;
    driver.execute(WATCH, vec![".page".into()]).await?;
    tokio::time::sleep(WATCHED).await;
    let frames = driver.execute(WATCHED_FRAMES, Vec::new()).await?.convert()?;
    browser.close().await?;
    Ok((taken, frames))
}

/// The waits between the panel's frames while the call goes on.
async fn frames(stage: &Stage, overlay: &Overlay<'_>) -> Result<Vec<f64>> {
    overlay.carry_out(WATCH, vec![".page".into()]).await?;
    let mut beat = tokio::time::interval(BEAT);
    for number in 0..(WATCHED.as_millis() / BEAT.as_millis()) as u32 {
        beat.tick().await;
        stage.go_on(call::beat(number))?;
    }
    overlay.read(WATCHED_FRAMES).await
}
