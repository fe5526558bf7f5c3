//! `convoally devices`: what can be heard on this computer, how loud it is now, and what sessions listen to.

mod table;

use super::sources::{DEFAULT, chosen};
use crate::audio::{self, Levels, Reading};
use crate::devices;
use crate::settings::data_folder;
use clap::{Args, Subcommand, ValueEnum};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};
use table::{Row, json, rows, table};
use tokio::time::{interval, sleep};

/// Makes a terminal clip long lines instead of breaking them, so that the lines can be counted; and back.
const CLIP: &str = "\x1b[?7l";
const BREAK: &str = "\x1b[?7h";
/// How often the levels are painted again on a terminal.
const REPAINT: Duration = Duration::from_millis(100);
/// How long they are painted without `--watch`.
const GLANCE: Duration = Duration::from_secs(5);
/// A reading for a list that is printed once.
const WINDOW: Duration = Duration::from_millis(500);
/// How long to wait for the first sound of every device before it; PulseAudio may take two seconds.
const FIRST_SOUND: Duration = Duration::from_millis(2_500);

/// Arguments of `devices`.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  convoally devices\n  convoally devices --watch\n  \
                  convoally devices use me alsa_input.usb-Headset-00.mono-fallback\n  \
                  convoally devices use them default\n\n\
                  On a terminal the levels are live; to a file or a pipe they are measured once and printed."
)]
pub struct Devices {
    #[command(subcommand)]
    command: Option<Command>,
    /// Show live levels until Ctrl-C
    #[arg(long, conflicts_with = "json")]
    watch: bool,
    /// Print one measured list as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Choose what sessions listen to from now on, in the terminal and in the browser
    #[command(after_help = "Examples:\n  convoally devices use me alsa_input.usb-Headset-00.mono-fallback\n  \
                            convoally devices use them default")]
    Use {
        /// Whose sound it is
        side: Side,
        /// Its id from `convoally devices`, or `default` for whatever the sound settings say
        id: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Side {
    Me,
    Them,
}

impl Devices {
    /// Shows the devices, or remembers one.
    pub async fn run(self) -> Result<(), Fault> {
        match self.command {
            Some(Command::Use { side, id }) => {
                let speaker = match side {
                    Side::Me => Speaker::Me,
                    Side::Them => Speaker::Them,
                };
                blocking(move || choose(speaker, &id)).await
            }
            None => self.show().await,
        }
    }

    async fn show(&self) -> Result<(), Fault> {
        let (mut rows, mut levels) = blocking(|| {
            let devices = audio::devices()?;
            let levels = Levels::open(&devices);
            Ok((rows(devices, &chosen()?), levels))
        })
        .await?;
        if self.watch || (stdout().is_terminal() && !self.json) {
            return watch(&mut rows, &mut levels, (!self.watch).then_some(GLANCE)).await;
        }
        measure(&mut rows, &mut levels).await;
        print(&if self.json { json(&rows) } else { table(&rows) });
        Ok(())
    }
}

/// Opening devices and asking the sound system blocks.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Fault::new("audio.interrupted", "Looking for sound devices was interrupted.", "Try again."))?
}

/// Remembers a device that can be opened for this side right now.
fn choose(speaker: Speaker, id: &str) -> Result<(), Fault> {
    let device = devices::choose(&data_folder()?, speaker, Some(id).filter(|id| *id != DEFAULT))?;
    let name = device.as_ref().map_or("the default device", |device| device.name.as_str());
    println!("{speaker}: {}", crate::export::printable(name));
    Ok(())
}

/// Waits until every device that works has sent something, and then reads once.
async fn measure(rows: &mut [Row], levels: &mut Levels) {
    let since = Instant::now();
    let silent = |reading: &Reading| reading.dbfs.is_none() && reading.fault.is_none();
    let mut waiting: Vec<bool> = levels.read().iter().map(silent).collect();
    while waiting.contains(&true) && since.elapsed() < FIRST_SOUND {
        sleep(REPAINT).await;
        for (waits, reading) in waiting.iter_mut().zip(levels.read()) {
            *waits &= silent(&reading);
        }
    }
    sleep(WINDOW).await;
    for (row, reading) in rows.iter_mut().zip(levels.read()) {
        row.reading = reading;
    }
}

/// Paints the levels over and over, until Ctrl-C or for a while.
async fn watch(rows: &mut [Row], levels: &mut Levels, limit: Option<Duration>) -> Result<(), Fault> {
    let since = Instant::now();
    let mut repaint = interval(REPAINT);
    let mut painted = 0;
    while limit.is_none_or(|limit| since.elapsed() < limit) {
        tokio::select! {
            _ = repaint.tick() => {}
            _ = tokio::signal::ctrl_c() => break,
        }
        for (row, reading) in rows.iter_mut().zip(levels.read()) {
            row.take(reading);
        }
        let picture = table(rows);
        // Back to the first line; each line clears what was longer before.
        let back = if painted > 0 { format!("\x1b[{painted}A") } else { String::new() };
        painted = picture.lines().count();
        if !print(&format!("{back}{CLIP}{}{BREAK}", picture.replace('\n', "\x1b[K\n"))) {
            break;
        }
    }
    Ok(())
}

/// Whether anybody still reads what is printed.
fn print(text: &str) -> bool {
    let mut out = stdout();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
}
