//! What can be saved of a store that lost or damaged something.

use super::error::BackupError;
use super::manifest::Manifests;
use super::seal::Kind;
use super::segment::{self, Listed};
use super::store::path;
use super::{Backup, Step};
use std::collections::BTreeSet;

/// What was found in a store.
pub(super) struct Found {
    /// The manifests that can be read, and one more that lists the strays.
    pub(super) manifests: Manifests,
    /// Listed segments that are not in order.
    pub(super) broken: BTreeSet<String>,
    /// Segments that no manifest speaks of. They are taken in, sent anew in listed ones, and deleted.
    pub(super) stray: BTreeSet<String>,
    /// Manifests that cannot be read.
    pub(super) unreadable: BTreeSet<String>,
}

impl Found {
    /// A store in which everything is in order.
    pub(super) fn sound(manifests: Manifests) -> Self {
        let none = BTreeSet::new;
        Self { manifests, broken: none(), stray: none(), unreadable: none() }
    }
}

impl Backup {
    /// Looks at every object. Changes nothing.
    pub(super) async fn what_there_is(&self, progress: &mut impl FnMut(Step)) -> Result<Found, BackupError> {
        let (mut manifests, unreadable) = Manifests::load_what_there_is(&self.store, &self.key).await?;
        let broken = self.broken(&manifests, progress).await?;
        let broken = broken.into_iter().map(|broken| broken.segment).collect();
        let stray = self.strays(&manifests).await?;
        let names = stray.iter().map(|segment| segment.name.clone()).collect();
        manifests.adopt(stray);
        Ok(Found { manifests, broken, stray: names, unreadable })
    }

    /// Segments that no manifest speaks of and that are in order. Each says itself what it holds.
    async fn strays(&self, manifests: &Manifests) -> Result<Vec<Listed>, BackupError> {
        let mut strays = Vec::new();
        let named = manifests.named();
        for name in self.store.list(Kind::Segment).await?.into_keys().filter(|name| !named.contains(name.as_str())) {
            let Some(object) = self.store.read(&path(Kind::Segment, &name)).await? else { continue };
            strays.extend(segment::recognise(&self.key, name, object)?);
        }
        Ok(strays)
    }
}
