//! One run: take in, send, delete.

use super::error::BackupError;
use super::inventory::{Inventory, now_unix_ms};
use super::manifest::{Manifest, Manifests};
use super::repair::Found;
use super::seal::Kind;
use super::segment::{Filling, Listed};
use super::state::{self, State};
use super::store::path;
use super::turn::Turn;
use super::{Backup, Step};
use crate::vault::{ItemKey, Needed, Vault};
use convoally_shared::departure::{Departure, Purpose};
use futures_util::future::try_join_all;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// How many segments go at the same time, and how many at most a cut makes to be sent again.
const AT_ONCE: usize = 4;
/// How often a run begins again when another computer replaces segments while they are read.
const ATTEMPTS: usize = 3;

/// What a run is to include.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Sessions that may still be running, as far as they are.
    pub running: bool,
    /// Verify everything first, leave out what is damaged, and send it again from here; save what no manifest lists any
    /// more. Best while no other computer runs: what it has sent and not listed yet is sent again from here.
    pub repair: bool,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Pieces of the vault that are different now, because other computers sent them.
    pub received: usize,
    /// Pieces of the vault that were sent.
    pub sent: usize,
    /// Bytes that were sent for them.
    pub sent_bytes: u64,
    /// Segments that were deleted in the store.
    pub deleted: usize,
    /// Sessions that wait for their end.
    pub running: usize,
}

impl Backup {
    /// Brings vault and store to the same content. `folder` is that of the vault, `needed` says which passages a vector
    /// may be kept for when another computer erased something. Blocks on the disk, some milliseconds
    /// at a time, between waiting for the store.
    ///
    /// # Errors
    /// Any [`BackupError`]. What was sent before is kept and not sent again.
    pub async fn run(
        &mut self,
        vault: &mut Vault,
        folder: &Path,
        extent: Extent,
        needed: Needed,
        progress: &mut impl FnMut(Step),
    ) -> Result<Ran, BackupError> {
        let _turn = Turn::take(folder)?;
        self.check_header().await?;
        let mut attempt = 1;
        loop {
            match self.attempt(vault, folder, extent, needed, progress).await {
                Err(BackupError::Missing(_)) if attempt < ATTEMPTS && !extent.repair => attempt += 1,
                done => return done,
            }
        }
    }

    /// Takes in what the vault lacks and sends nothing, otherwise as [`Self::run`]. Says how many pieces are different now.
    ///
    /// # Errors
    /// Any [`BackupError`]. With one about the store, the vault is unchanged.
    pub async fn restore(
        &mut self,
        vault: &mut Vault,
        folder: &Path,
        needed: Needed,
        progress: &mut impl FnMut(Step),
    ) -> Result<usize, BackupError> {
        let _turn = Turn::take(folder)?;
        self.check_header().await?;
        let mut attempt = 1;
        loop {
            let mut state = State::load(vault)?;
            let manifests = Manifests::load(&self.store, &self.key, &state.seen).await?;
            state.seen.extend(manifests.generations());
            state.keep(vault)?;
            match self.receive(vault, folder, &manifests, &BTreeSet::new(), needed, progress).await {
                Err(BackupError::Missing(_)) if attempt < ATTEMPTS => attempt += 1,
                done => return done,
            }
        }
    }

    async fn attempt(
        &mut self,
        vault: &mut Vault,
        folder: &Path,
        extent: Extent,
        needed: Needed,
        progress: &mut impl FnMut(Step),
    ) -> Result<Ran, BackupError> {
        let mut state = State::load(vault)?;
        let Found { manifests, broken, stray, unreadable } = match extent.repair {
            true => self.what_there_is(progress).await?,
            false => Found::sound(Manifests::load(&self.store, &self.key, &state.seen).await?),
        };
        self.be_the_only_one(vault, &manifests, &mut state)?;
        state.seen.extend(manifests.generations());
        let received = self.receive(vault, folder, &manifests, &broken, needed, progress).await?;
        let here = Inventory::of(vault, extent.running)?;
        let mut ran = Ran { received, running: here.running(), ..Ran::default() };
        let mut sending = Sending {
            backup: self,
            manifests: &manifests,
            own: manifests.of(&self.setup.computer),
            state,
            left: self.leaves(),
        };
        let outdated: BTreeSet<String> = manifests
            .live()
            .filter(|segment| {
                [&broken, &stray].iter().any(|names| names.contains(&segment.name)) || here.outdates(segment)
            })
            .map(|segment| segment.name.clone())
            .collect();
        let missing = missing_in_store(&here, &manifests, &outdated);
        sending.send(vault, &missing, &mut ran, progress).await?;
        ran.deleted = sending.tidy(vault, &outdated).await?;
        sending.forget_manifests(&unreadable).await?;
        sending.state.last_run_unix_ms = Some(now_unix_ms());
        sending.state.keep(vault)?;
        Ok(ran)
    }

    /// What a run sends, for the record: nothing yet.
    fn leaves(&self) -> Departure {
        Departure {
            at_unix_ms: now_unix_ms(),
            recipient: self.place().whereabouts(),
            purpose: Purpose::Backup,
            content: "pieces of the vault, sealed".to_owned(),
            requests: 0,
            bytes: 0,
            sources: Vec::new(),
        }
    }

    /// A copy of this vault on another computer would write the same manifest in turn with this one. Whoever sees what
    /// he did not write becomes a computer of his own.
    fn be_the_only_one(
        &mut self,
        vault: &mut Vault,
        manifests: &Manifests,
        state: &mut State,
    ) -> Result<(), BackupError> {
        if manifests.of(&self.setup.computer).generation <= state.writing {
            return Ok(());
        }
        self.setup.computer = state::new_computer()?;
        vault.change_backup_setup(&self.setup.secret()?)?;
        state.writing = 0;
        // What is loose may be the other's by now.
        state.loose.clear();
        state.keep(vault)
    }
}

/// The pieces that are ready here and that no segment that stays holds in their present state.
fn missing_in_store(here: &Inventory, manifests: &Manifests, outdated: &BTreeSet<String>) -> Vec<ItemKey> {
    let mut stored: HashMap<&ItemKey, u64> = HashMap::new();
    for segment in manifests.live().filter(|segment| !outdated.contains(&segment.name)) {
        for (key, stamp) in &segment.items {
            let known = stored.entry(key).or_insert(*stamp);
            *known = (*known).max(*stamp);
        }
    }
    let ready = here.ready().into_iter();
    ready.filter(|(key, stamp)| stored.get(key).is_none_or(|known| known < stamp)).map(|(key, _)| key.clone()).collect()
}

/// The part of a run that changes the store.
struct Sending<'a> {
    backup: &'a Backup,
    manifests: &'a Manifests,
    own: Manifest,
    state: State,
    left: Departure,
}

impl Sending<'_> {
    /// Sends pieces in segments and lists them every few segments.
    async fn send(
        &mut self,
        vault: &mut Vault,
        missing: &[ItemKey],
        ran: &mut Ran,
        progress: &mut impl FnMut(Step),
    ) -> Result<(), BackupError> {
        let (mut batch, mut filling) = (Vec::new(), Filling::new()?);
        for (number, key) in missing.iter().enumerate() {
            // One that is gone meanwhile was erased; the next run sends the mark.
            if let Some(item) = vault.item(key)? {
                filling.push(&item)?;
                ran.sent += 1;
            }
            let last = number + 1 == missing.len();
            if filling.is_full() || (last && !filling.is_empty()) {
                batch.push(std::mem::replace(&mut filling, Filling::new()?).seal(&self.backup.key)?);
            }
            if batch.len() == AT_ONCE || (last && !batch.is_empty()) {
                ran.sent_bytes += self.put(vault, std::mem::take(&mut batch)).await?;
                progress(Step::Sent(number + 1, missing.len()));
            }
        }
        Ok(())
    }

    /// Writes segments, and the manifest once all of them are there.
    async fn put(&mut self, vault: &mut Vault, batch: Vec<(Listed, Vec<u8>)>) -> Result<u64, BackupError> {
        self.state.loose.extend(batch.iter().map(|(listed, _)| listed.name.clone()));
        self.state.keep(vault)?;
        self.left.requests += batch.len() as u64;
        self.left.bytes += batch.iter().map(|(listed, _)| listed.bytes).sum::<u64>();
        // One entry a run, which grows, and is there before anything leaves.
        vault.keep_departure(&format!("backup:{}", self.left.at_unix_ms), &self.left)?;
        let (listed, objects): (Vec<Listed>, Vec<Vec<u8>>) = batch.into_iter().unzip();
        let store = &self.backup.store;
        let writes = listed.iter().zip(objects);
        try_join_all(
            writes.map(async |(listed, object)| store.write(&path(Kind::Segment, &listed.name), object).await),
        )
        .await?;
        let bytes = listed.iter().map(|listed| listed.bytes).sum();
        self.own.segments.extend(listed);
        self.publish(vault).await?;
        Ok(bytes)
    }

    /// Writes the manifest.
    async fn publish(&mut self, vault: &mut Vault) -> Result<(), BackupError> {
        self.state.writing = self.state.writing.max(self.own.generation) + 1;
        self.state.keep(vault)?;
        self.own = self.manifests.next_of(&self.own, self.state.writing, now_unix_ms());
        self.own.write(&self.backup.store, &self.backup.key).await?;
        self.state.seen.insert(self.own.computer.clone(), self.own.generation);
        self.state.keep(vault)
    }

    /// Lists what is outdated no more, then deletes it, and whatever an earlier run that was cut off left. Says how many
    /// segments are gone.
    async fn tidy(&mut self, vault: &mut Vault, outdated: &BTreeSet<String>) -> Result<usize, BackupError> {
        let others = self.manifests.of_others(&self.own.computer);
        let live: BTreeSet<&str> = self.manifests.live().map(|segment| segment.name.as_str()).collect();
        let before = (self.own.segments.len(), self.own.replaced.clone());
        // What another computer has replaced is not live, and what was just sent is in no manifest that was read.
        let old: BTreeSet<String> =
            self.manifests.of(&self.own.computer).segments.into_iter().map(|s| s.name).collect();
        let goes = |name: &str| outdated.contains(name) || (old.contains(name) && !live.contains(name));
        let (gone, kept) = std::mem::take(&mut self.own.segments).into_iter().partition(|segment| goes(&segment.name));
        self.own.segments = kept;
        let gone: Vec<Listed> = gone;
        self.state.loose.extend(gone.into_iter().map(|segment| segment.name));
        let replaced = self.own.replaced.iter().chain(outdated);
        self.own.replaced = replaced.filter(|name| others.contains(name.as_str())).cloned().collect();
        self.state.loose.extend(self.own.replaced.difference(&before.1).cloned());
        if before != (self.own.segments.len(), self.own.replaced.clone()) {
            self.publish(vault).await?;
        }
        let listed: BTreeSet<&str> = self.own.segments.iter().map(|segment| segment.name.as_str()).collect();
        let mut count = 0;
        for name in self.state.loose.iter().filter(|name| !listed.contains(name.as_str())) {
            self.backup.store.delete(&path(Kind::Segment, name)).await?;
            count += 1;
        }
        self.state.loose.clear();
        Ok(count)
    }

    /// Deletes manifests that nobody can read. One of this computer has just been written anew.
    async fn forget_manifests(&self, unreadable: &BTreeSet<String>) -> Result<(), BackupError> {
        let own = self.backup.key.name(Kind::Manifest, self.own.computer.as_bytes())?;
        for name in unreadable.iter().filter(|name| **name != own) {
            self.backup.store.delete(&path(Kind::Manifest, name)).await?;
        }
        Ok(())
    }
}
