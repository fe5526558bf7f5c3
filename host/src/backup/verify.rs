//! Whether everything in the store is what was sent.

use super::error::BackupError;
use super::manifest::Manifests;
use super::segment;
use super::state::State;
use super::{Backup, Step};
use crate::vault::{ItemKey, Vault};
use std::collections::BTreeSet;

/// What was found in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many computers back up there.
    pub computers: usize,
    /// When one of them last wrote there, milliseconds since the Unix epoch.
    pub last_written_unix_ms: Option<u64>,
    /// How many segments count.
    pub segments: usize,
    /// Their size, bytes.
    pub bytes: u64,
    /// How many sessions they hold.
    pub sessions: usize,
    /// The segments that are not in order.
    pub broken: Vec<Broken>,
}

/// A segment that is not in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its name.
    pub segment: String,
    /// It is not there at all.
    pub missing: bool,
}

impl Backup {
    /// Fetches and authenticates everything. Changes nothing, here or there.
    ///
    /// # Errors
    /// What is wrong with the header or a manifest, or what the store says. Segments that are not in order are no error
    /// but listed.
    pub async fn verify(&self, vault: &Vault, progress: &mut impl FnMut(Step)) -> Result<Verified, BackupError> {
        self.check_header().await?;
        let manifests = Manifests::load(&self.store, &self.key, &State::load(vault)?.seen).await?;
        let broken = self.broken(&manifests, progress).await?;
        Ok(Verified { broken, ..seen(&manifests) })
    }

    /// The segments that are not in order.
    pub(super) async fn broken(
        &self,
        manifests: &Manifests,
        progress: &mut impl FnMut(Step),
    ) -> Result<Vec<Broken>, BackupError> {
        let mut broken = Vec::new();
        let count = manifests.live().count();
        for (number, listed) in manifests.live().enumerate() {
            let object = self.object(listed).await;
            match object.and_then(|object| segment::read(&self.key, listed, object)) {
                Err(BackupError::Damaged(_)) => broken.push(Broken { segment: listed.name.clone(), missing: false }),
                Err(BackupError::Missing(_)) => broken.push(Broken { segment: listed.name.clone(), missing: true }),
                other => drop(other?),
            }
            progress(Step::Verified(number + 1, count));
        }
        Ok(broken)
    }
}

/// What the manifests say of the store.
pub(super) fn seen(manifests: &Manifests) -> Verified {
    let sessions: BTreeSet<&ItemKey> = manifests
        .live()
        .flat_map(|segment| &segment.items)
        .map(|(key, _)| key)
        .filter(|key| matches!(key, ItemKey::Session(_)))
        .collect();
    Verified {
        computers: manifests.generations().len(),
        last_written_unix_ms: manifests.last_written_unix_ms(),
        segments: manifests.live().count(),
        bytes: manifests.live().map(|segment| segment.bytes).sum(),
        sessions: sessions.len(),
        broken: Vec::new(),
    }
}
