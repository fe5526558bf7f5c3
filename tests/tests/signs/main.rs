//! What the overlay shows and what can be done with it, on a stage: a real browser and a host that plays scenes. Each
//! scene leaves its picture in `target/overlay`.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod cards;
mod moments;
mod presses;
mod sounds;
mod standing;

use convoally_tests::error::{Error, Result};
use convoally_tests::parts::Parts;
use convoally_tests::stage::Stage;
use std::path::{Path, PathBuf};

const LIGHT: (&str, &str) = ("prefers-color-scheme", "light");
const DARK: (&str, &str) = ("prefers-color-scheme", "dark");
const FORCED: (&str, &str) = ("forced-colors", "active");

async fn stage() -> Result<Stage> {
    Stage::start(Parts::find()?, Path::new(env!("CARGO_BIN_EXE_stand_in_host"))).await
}

/// Where a picture goes.
fn picture(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../overlay");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder.join(format!("{name}.png")))
}
