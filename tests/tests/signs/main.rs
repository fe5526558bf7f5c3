//! What the overlay shows and what can be done with it, on a stage: a real browser and a host that plays scenes. Each
//! scene leaves its picture in `target/overlay`.
#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod ability;
mod bound;
mod cards;
mod language;
mod moments;
mod presses;
mod sounds;
mod standing;
mod transcript;

use convoally_tests::error::{Error, Result};
use convoally_tests::overlay::Overlay;
use convoally_tests::parts::Parts;
use convoally_tests::stage::Stage;
use std::path::{Path, PathBuf};

const LIGHT: (&str, &str) = ("prefers-color-scheme", "light");
const DARK: (&str, &str) = ("prefers-color-scheme", "dark");
const FORCED: (&str, &str) = ("forced-colors", "active");

async fn stage() -> Result<Stage> {
    Stage::start(Parts::find()?, Path::new(env!("CARGO_BIN_EXE_stand_in_host"))).await
}

/// Leaves a picture of a state in each look, and finds nothing in it that moves or that keeps anybody from using it.
async fn look_at(stage: &Stage, overlay: &Overlay<'_>, name: &str) -> Result<()> {
    for look in [LIGHT, DARK, FORCED] {
        stage.prefer(look).await?;
        let _believed = stage.browser().panel_prefers(look).await?;
        let believes = format!("return matchMedia('({}: {})').matches", look.0, look.1);
        assert!(overlay.read::<bool>(&believes).await?, "{look:?}");
        overlay.screenshot(&picture(&format!("{name}-{}", look.1))?).await?;
        let obstacles = overlay.obstacles().await?;
        assert!(obstacles.is_empty(), "{name}, {}: {obstacles:#?}", look.1);
    }
    let moving: u32 = overlay.read("return document.getAnimations().length").await?;
    assert_eq!(moving, 0, "{name}: something moves, whatever the user prefers");
    stage.prefer(LIGHT).await
}

/// Where a picture goes.
fn picture(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../overlay");
    std::fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    Ok(folder.join(format!("{name}.png")))
}
