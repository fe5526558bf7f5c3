//! What each computer has in the store.

use super::error::BackupError;
use super::seal::{BackupKey, Kind};
use super::segment::Listed;
use super::store::{Store, path};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const VERSION: u32 = 1;
/// How often the manifests are read when they do not fit together: another computer may be writing its own.
const READS: usize = 3;
const PAUSE: Duration = Duration::from_millis(500);

/// One computer's manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    version: u32,
    /// Whose it is.
    pub(super) computer: String,
    /// Higher with every writing.
    pub(super) generation: u64,
    /// When it was written, milliseconds since the Unix epoch.
    written_unix_ms: u64,
    /// The generations of the other manifests when it was written.
    seen: BTreeMap<String, u64>,
    /// The segments of this computer.
    pub(super) segments: Vec<Listed>,
    /// Segments of other computers that hold something erased or outdated; the rest of them is in this one's.
    pub(super) replaced: BTreeSet<String>,
}

impl Manifest {
    /// That of a computer that has nothing in the store.
    pub(super) fn empty(computer: &str) -> Self {
        Self {
            version: VERSION,
            computer: computer.to_owned(),
            generation: 0,
            written_unix_ms: 0,
            seen: BTreeMap::new(),
            segments: Vec::new(),
            replaced: BTreeSet::new(),
        }
    }

    async fn load(store: &Store, key: &BackupKey, name: &str) -> Result<Option<Self>, BackupError> {
        let Some(object) = store.read(&path(Kind::Manifest, name)).await? else { return Ok(None) };
        let damaged = || BackupError::Damaged(format!("the manifest {name}"));
        let content = key.open(Kind::Manifest, name, object)?.ok_or_else(damaged)?;
        let version: Versioned = serde_json::from_slice(&content).map_err(|_| damaged())?;
        if version.version > VERSION {
            return Err(BackupError::Newer);
        }
        let manifest: Self = serde_json::from_slice(&content).map_err(|_| damaged())?;
        if key.name(Kind::Manifest, manifest.computer.as_bytes())? == name {
            Ok(Some(manifest))
        } else {
            Err(damaged())
        }
    }

    /// Writes it.
    pub(super) async fn write(&self, store: &Store, key: &BackupKey) -> Result<(), BackupError> {
        let name = key.name(Kind::Manifest, self.computer.as_bytes())?;
        let content = serde_json::to_vec(self).map_err(|error| BackupError::System(error.to_string()))?;
        store.replace(&path(Kind::Manifest, &name), key.seal(Kind::Manifest, &name, &content)?).await
    }
}

/// What every release can read of a manifest.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// All manifests of a backup.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifests(Vec<Manifest>);

impl Manifests {
    /// Reads all of them, which fit together and to what was seen before.
    ///
    /// # Errors
    /// [`BackupError::Damaged`], [`BackupError::RolledBack`], [`BackupError::Newer`], or what the store says.
    pub(super) async fn load(
        store: &Store,
        key: &BackupKey,
        seen: &BTreeMap<String, u64>,
    ) -> Result<Self, BackupError> {
        for _ in 1..READS {
            let all = Self::load_once(store, key).await?;
            if all.older_than(seen).is_none() {
                return Ok(all);
            }
            tokio::time::sleep(PAUSE).await;
        }
        let all = Self::load_once(store, key).await?;
        let name = |computer: &String| key.name(Kind::Manifest, computer.as_bytes());
        match all.older_than(seen) {
            None => Ok(all),
            Some(computer) => Err(BackupError::RolledBack(format!("the manifest {}", name(&computer)?))),
        }
    }

    /// Reads those that can be read and believes them, to repair what can be repaired. Names the others.
    pub(super) async fn load_what_there_is(
        store: &Store,
        key: &BackupKey,
    ) -> Result<(Self, BTreeSet<String>), BackupError> {
        let (mut all, mut unreadable) = (Vec::new(), BTreeSet::new());
        for name in store.list(Kind::Manifest).await?.into_keys() {
            match Manifest::load(store, key, &name).await {
                Ok(manifest) => all.extend(manifest),
                Err(BackupError::Damaged(_)) => drop(unreadable.insert(name)),
                Err(error) => return Err(error),
            }
        }
        Ok((Self(all), unreadable))
    }

    /// Treats segments that no manifest lists as those of one more computer, which never wrote a manifest.
    pub(super) fn adopt(&mut self, segments: Vec<Listed>) {
        self.0.push(Manifest { segments, ..Manifest::empty("") });
    }

    async fn load_once(store: &Store, key: &BackupKey) -> Result<Self, BackupError> {
        let mut all = Vec::new();
        for name in store.list(Kind::Manifest).await?.into_keys() {
            all.extend(Manifest::load(store, key, &name).await?);
        }
        Ok(Self(all))
    }

    /// A computer whose manifest is older than one of the others, or this computer, has seen.
    fn older_than(&self, seen: &BTreeMap<String, u64>) -> Option<String> {
        let claims = self.0.iter().map(|manifest| &manifest.seen).chain([seen]).flatten();
        let now = self.generations();
        claims
            .filter(|(computer, generation)| now.get(*computer).is_none_or(|now| now < *generation))
            .map(|(computer, _)| computer.clone())
            .next()
    }

    /// The generation of each that was ever written.
    pub(super) fn generations(&self) -> BTreeMap<String, u64> {
        let written = self.0.iter().filter(|manifest| manifest.generation > 0);
        written.map(|manifest| (manifest.computer.clone(), manifest.generation)).collect()
    }

    /// When one of them was last written, milliseconds since the Unix epoch.
    pub(super) fn last_written_unix_ms(&self) -> Option<u64> {
        self.0.iter().map(|manifest| manifest.written_unix_ms).max()
    }

    /// The one of a computer; an empty one when it has none.
    pub(super) fn of(&self, computer: &str) -> Manifest {
        let found = self.0.iter().find(|manifest| manifest.computer == computer);
        found.cloned().unwrap_or_else(|| Manifest::empty(computer))
    }

    /// The names of all segments that a manifest speaks of.
    pub(super) fn named(&self) -> BTreeSet<&str> {
        let listed = self.0.iter().flat_map(|manifest| &manifest.segments).map(|segment| &segment.name);
        listed.chain(self.0.iter().flat_map(|manifest| &manifest.replaced)).map(String::as_str).collect()
    }

    /// The segments that count.
    pub(super) fn live(&self) -> impl Iterator<Item = &Listed> {
        let replaced: BTreeSet<&String> = self.0.iter().flat_map(|manifest| &manifest.replaced).collect();
        let listed = self.0.iter().flat_map(|manifest| &manifest.segments);
        listed.filter(move |segment| !replaced.contains(&segment.name))
    }

    /// The segments that other computers list, whether they count or not.
    pub(super) fn of_others(&self, computer: &str) -> BTreeSet<&str> {
        let others = self.0.iter().filter(|manifest| manifest.computer != computer);
        others.flat_map(|manifest| &manifest.segments).map(|segment| segment.name.as_str()).collect()
    }

    /// What the manifest of a computer has to say when it is written now.
    pub(super) fn next_of(&self, own: &Manifest, writing: u64, now_unix_ms: u64) -> Manifest {
        let mut seen = self.generations();
        seen.remove(&own.computer);
        Manifest { generation: writing, written_unix_ms: now_unix_ms, seen, ..own.clone() }
    }
}
