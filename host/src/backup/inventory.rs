//! The vault beside the store: what is missing here, what is outdated there.

use super::error::BackupError;
use super::segment::Listed;
use crate::vault::{ItemKey, Vault};
use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the vault holds at one moment.
pub(super) struct Inventory {
    /// The state of each piece, and whether it may still grow.
    pieces: HashMap<ItemKey, (u64, bool)>,
}

impl Inventory {
    /// Reads it. With `running`, what belongs to running sessions is as good as the rest.
    pub(super) fn of(vault: &Vault, running: bool) -> Result<Self, BackupError> {
        let kept = vault.items(now_unix_ms())?.into_iter();
        Ok(Self { pieces: kept.map(|kept| (kept.key, (kept.stamp, kept.running && !running))).collect() })
    }

    /// The pieces that are ready to be sent, in the order in which they are taken in.
    pub(super) fn ready(&self) -> Vec<(&ItemKey, u64)> {
        let ready = self.pieces.iter().filter(|(_, (_, running))| !running);
        let mut ready: Vec<_> = ready.map(|(key, (stamp, _))| (key, *stamp)).collect();
        ready.sort_unstable();
        ready
    }

    /// How many sessions may still be running.
    pub(super) fn running(&self) -> usize {
        self.pieces.iter().filter(|(key, (_, running))| *running && matches!(key, ItemKey::Session(_))).count()
    }

    /// A stored piece would change the vault.
    pub(super) fn needs(&self, key: &ItemKey, stamp: u64) -> bool {
        !self.is_over(key, stamp) && self.pieces.get(key).is_none_or(|(here, _)| *here < stamp)
    }

    /// A segment holds something that the user erased, or an earlier state of something that is ready to be sent; and
    /// the vault holds everything else of it, so that it can go.
    pub(super) fn outdates(&self, segment: &Listed) -> bool {
        let outdated = |(key, stamp): &(ItemKey, u64)| {
            self.is_over(key, *stamp) || self.pieces.get(key).is_some_and(|(here, running)| here > stamp && !running)
        };
        segment.items.iter().any(outdated) && !segment.items.iter().any(|(key, stamp)| self.needs(key, *stamp))
    }

    /// A stored piece was erased; or it says that something was erased which was added again.
    fn is_over(&self, key: &ItemKey, stamp: u64) -> bool {
        match (key, key.as_erased()) {
            (ItemKey::Erased(what), _) => {
                erasable(what).and_then(|key| self.pieces.get(&key)).is_some_and(|(here, _)| *here > stamp)
            }
            (_, None) => false,
            (_, Some(what)) => {
                let comes_back = matches!(key, ItemKey::Document(_) | ItemKey::Interview(_));
                let erased = self.pieces.get(&ItemKey::Erased(what));
                erased.is_some_and(|(at, _)| !comes_back || stamp <= *at)
            }
        }
    }
}

/// The document or interview that a mark in `erased` speaks of. A session that was erased never comes back.
fn erasable(what: &str) -> Option<ItemKey> {
    match what.split_once(':')? {
        ("document", id) => Some(ItemKey::Document(id.to_owned())),
        ("interview", id) => Some(ItemKey::Interview(id.to_owned())),
        _ => None,
    }
}

/// The clock of this computer.
pub(super) fn now_unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
