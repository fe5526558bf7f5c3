//! A segment: pieces of the vault in one sealed object.

use super::error::BackupError;
use super::seal::{BackupKey, Kind, random_name};
use crate::vault::{Item, ItemKey};
use serde::{Deserialize, Serialize};

/// When a segment is full, bytes of JSON: few enough objects for ten thousand sessions, and little to send again when
/// one piece of it must go.
const FULL: usize = 4 * 1024 * 1024;

/// What a manifest says of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    /// The keyed hash of its content.
    pub(super) name: String,
    /// Its size in the store, bytes.
    pub(super) bytes: u64,
    /// Which pieces it holds, in which state.
    pub(super) items: Vec<(ItemKey, u64)>,
}

/// A segment that is being filled.
pub(super) struct Filling {
    /// A random line, and the JSON of the pieces, one a line. So no name comes twice: what was sealed again because it
    /// was damaged, or was said to be replaced, is another segment.
    content: Vec<u8>,
    items: Vec<(ItemKey, u64)>,
}

impl Filling {
    /// An empty one.
    pub(super) fn new() -> Result<Self, BackupError> {
        Ok(Self { content: (random_name()? + "\n").into_bytes(), items: Vec::new() })
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, item: &Item) -> Result<(), BackupError> {
        serde_json::to_writer(&mut self.content, item).map_err(|error| BackupError::System(error.to_string()))?;
        self.content.push(b'\n');
        self.items.push(item.stamped());
        Ok(())
    }

    /// It holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// It holds enough.
    pub(super) fn is_full(&self) -> bool {
        self.content.len() >= FULL
    }

    /// Seals it: what the manifest will say, and the object.
    pub(super) fn seal(self, key: &BackupKey) -> Result<(Listed, Vec<u8>), BackupError> {
        let name = key.name(Kind::Segment, &self.content)?;
        let object = key.seal(Kind::Segment, &name, &self.content)?;
        Ok((Listed { name, bytes: object.len() as u64, items: self.items }, object))
    }
}

/// The pieces of a stored segment, which are exactly those that the manifest lists.
///
/// # Errors
/// [`BackupError::Damaged`] when it is anything else than what was sealed, [`BackupError::Newer`] for pieces of a kind
/// that this release does not know.
pub(super) fn read(key: &BackupKey, listed: &Listed, object: Vec<u8>) -> Result<Vec<Item>, BackupError> {
    let damaged = || BackupError::Damaged(format!("the segment {}", listed.name));
    let items = opened(key, &listed.name, object)?.ok_or_else(damaged)?;
    let held = items.iter().map(Item::stamped);
    if held.eq(listed.items.iter().cloned()) { Ok(items) } else { Err(damaged()) }
}

/// What a manifest would say of a stored segment that none lists; none when it is not in order.
///
/// # Errors
/// [`BackupError::Newer`] for pieces of a kind that this release does not know.
pub(super) fn recognise(key: &BackupKey, name: String, object: Vec<u8>) -> Result<Option<Listed>, BackupError> {
    let bytes = object.len() as u64;
    let items = opened(key, &name, object)?;
    Ok(items.map(|items| Listed { name, bytes, items: items.iter().map(Item::stamped).collect() }))
}

/// The pieces of an object that is what its name says.
fn opened(key: &BackupKey, name: &str, object: Vec<u8>) -> Result<Option<Vec<Item>>, BackupError> {
    let Some(content) = key.open(Kind::Segment, name, object)? else { return Ok(None) };
    if key.name(Kind::Segment, &content)? != name {
        return Ok(None);
    }
    // It is what was sealed; what cannot be read now, a later release wrote.
    let lines = content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).skip(1);
    lines.map(serde_json::from_slice).collect::<Result<_, _>>().map(Some).map_err(|_| BackupError::Newer)
}
