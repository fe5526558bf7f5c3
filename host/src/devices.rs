//! The devices that the user chose for good.

use crate::audio::{self, Pace, SourceSpec};
use crate::settings::{Chosen, Settings};
use convoally_shared::fault::Fault;
use convoally_shared::utterance::Speaker;
use std::path::Path;
use std::time::Instant;

/// Remembers what a side is heard by in the sessions to come, and tells it; none is the default of the moment. Blocks.
///
/// # Errors
/// The device cannot be opened for this side right now, or the settings cannot be read or written.
pub fn choose(data: &Path, speaker: Speaker, id: Option<&str>) -> Result<Option<Chosen>, Fault> {
    let device = id.map(|id| usable(speaker, id)).transpose()?;
    let mut settings = Settings::load(data)?;
    settings.devices.choose(speaker, device.clone());
    settings.save(data)?;
    Ok(device)
}

fn usable(speaker: Speaker, id: &str) -> Result<Chosen, Fault> {
    let (out, _news) = tokio::sync::mpsc::channel(1);
    drop(audio::open(&SourceSpec::Device(id.to_owned()), speaker, Pace::Real, Instant::now(), out)?);
    let device = audio::devices()?.into_iter().find(|device| device.id == id);
    let name = device.map_or_else(|| id.to_owned(), |device| device.name);
    Ok(Chosen { id: id.to_owned(), name })
}
