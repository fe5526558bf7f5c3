//! What other computers sent becomes part of the vault.
//!
//! First everything that is needed is fetched, authenticated and laid beside the vault as it came, sealed; only then is
//! anything taken in. So a damaged store changes nothing here, and what was fetched before a cut is not fetched again.

use super::error::BackupError;
use super::inventory::Inventory;
use super::manifest::Manifests;
use super::seal::Kind;
use super::segment::{self, Listed};
use super::store::path;
use super::{Backup, Step};
use crate::vault::{ItemKey, Needed, Vault};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder beside the vault for what was fetched.
const INCOMING: &str = "backup.incoming";

impl Backup {
    /// Takes in what the vault lacks and says how many of its pieces are different now. Segments that are to be left
    /// out are named. `needed` says which passages a vector may be kept for.
    pub(super) async fn receive(
        &self,
        vault: &mut Vault,
        folder: &Path,
        manifests: &Manifests,
        leave_out: &BTreeSet<String>,
        needed: Needed,
        progress: &mut impl FnMut(Step),
    ) -> Result<usize, BackupError> {
        let here = Inventory::of(vault, false)?;
        let needs = |segment: &&Listed| segment.items.iter().any(|(key, stamp)| here.needs(key, *stamp));
        let live = manifests.live().filter(|segment| !leave_out.contains(&segment.name));
        let wanted: Vec<&Listed> = live.filter(needs).collect();
        let incoming = folder.join(INCOMING);
        if !wanted.is_empty() {
            make(&incoming)?;
        }
        for (number, listed) in wanted.iter().enumerate() {
            self.fetch(listed, &incoming.join(&listed.name)).await?;
            progress(Step::Received(number + 1, wanted.len()));
        }
        let taken = self.take_in(vault, &here, &wanted, &incoming)?;
        vault.finish_uniting(needed)?;
        match fs::remove_dir_all(&incoming) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(BackupError::file(&error)),
            _ => Ok(taken),
        }
    }

    /// An object beside the vault, authenticated.
    async fn fetch(&self, listed: &Listed, file: &PathBuf) -> Result<(), BackupError> {
        if fs::read(file).is_ok_and(|object| segment::read(&self.key, listed, object).is_ok()) {
            return Ok(());
        }
        let object = self.object(listed).await?;
        segment::read(&self.key, listed, object.clone())?;
        fs::write(file, object).map_err(|error| BackupError::file(&error))
    }

    /// A segment's object as it is in the store.
    pub(super) async fn object(&self, listed: &Listed) -> Result<Vec<u8>, BackupError> {
        let object = self.store.read(&path(Kind::Segment, &listed.name)).await?;
        object.ok_or_else(|| BackupError::Missing(format!("the segment {}", listed.name)))
    }

    /// Erasings first, then what others belong to before what belongs to it.
    fn take_in(
        &self,
        vault: &mut Vault,
        here: &Inventory,
        needed: &[&Listed],
        incoming: &Path,
    ) -> Result<usize, BackupError> {
        let mut taken = 0;
        for rank in 0..RANKS {
            for listed in needed.iter().filter(|listed| listed.items.iter().any(|(key, _)| self::rank(key) == rank)) {
                let object = fs::read(incoming.join(&listed.name)).map_err(|error| BackupError::file(&error))?;
                for item in segment::read(&self.key, listed, object)? {
                    let (key, stamp) = item.stamped();
                    if self::rank(&key) == rank && here.needs(&key, stamp) {
                        taken += usize::from(vault.unite(&item)?);
                    }
                }
            }
        }
        Ok(taken)
    }
}

const RANKS: u8 = 6;

fn rank(key: &ItemKey) -> u8 {
    match key {
        // The words of a document are needed to find where it is quoted.
        ItemKey::Erased(what) if what.starts_with("quoted:") => 0,
        ItemKey::Erased(_) => 1,
        ItemKey::Interview(_) => 2,
        ItemKey::Document(_) => 3,
        ItemKey::Session(_) => 4,
        ItemKey::Amendment { .. } => 5,
    }
}

fn make(folder: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| BackupError::file(&error))
}
