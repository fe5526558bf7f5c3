//! Beginning a backup, joining one, leaving it.

use super::Backup;
use super::code::Code;
use super::error::BackupError;
use super::header::{self, Header};
use super::manifest::Manifests;
use super::place::{Credentials, Place};
use super::seal::{BackupKey, Kind, hex};
use super::state::{Setup, State, new_computer};
use super::store::{Store, path};
use super::verify::{Verified, seen};
use crate::vault::Vault;

/// What is known of the backup here, without asking the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where it lies.
    pub place: Place,
    /// When a run was last completed, milliseconds since the Unix epoch.
    pub last_run_unix_ms: Option<u64>,
}

impl Backup {
    /// Whether a backup lies at a place already.
    ///
    /// # Errors
    /// What the store says.
    pub async fn exists(place: &Place, credentials: Option<&Credentials>) -> Result<bool, BackupError> {
        match Store::open(place, credentials, false) {
            Err(BackupError::PlaceMissing) => Ok(false),
            store => Ok(store?.read(header::NAME).await?.is_some()),
        }
    }

    /// Begins a backup at a place where none is.
    ///
    /// # Errors
    /// [`BackupError::CodeNeeded`] when there is one, [`BackupError::Gone`] when there was one, or what the store says.
    pub async fn begin(
        vault: &mut Vault,
        place: Place,
        credentials: Option<Credentials>,
        code: &Code,
    ) -> Result<Self, BackupError> {
        let store = Store::open(&place, credentials.as_ref(), true)?;
        if store.read(header::NAME).await?.is_some() {
            return Err(BackupError::CodeNeeded);
        }
        if !store.list(Kind::Manifest).await?.is_empty() {
            return Err(BackupError::Gone);
        }
        let header = Header::new(&BackupKey::random()?, code)?;
        store.replace(header::NAME, header.stored()?).await?;
        // As it lies there: should two computers begin at the same moment, the later one counts for both.
        Self::settle(vault, store, place, credentials, code).await
    }

    /// Joins the backup at a place.
    ///
    /// # Errors
    /// [`BackupError::Gone`] when there is none, [`BackupError::WrongCode`], or what the store says.
    pub async fn join(
        vault: &mut Vault,
        place: Place,
        credentials: Option<Credentials>,
        code: &Code,
    ) -> Result<Self, BackupError> {
        let store = Store::open(&place, credentials.as_ref(), false)?;
        Self::settle(vault, store, place, credentials, code).await
    }

    async fn settle(
        vault: &mut Vault,
        store: Store,
        place: Place,
        credentials: Option<Credentials>,
        code: &Code,
    ) -> Result<Self, BackupError> {
        let header = Header::read(&store.read(header::NAME).await?.ok_or(BackupError::Gone)?)?;
        let key = header.unlock(code)?;
        let before = Setup::load(vault)?.filter(|before| before.backup == header.backup);
        let (user, password) = credentials.map(|who| (who.user, who.password.reveal().to_owned())).unzip();
        let setup = Setup {
            place,
            backup: header.backup,
            key: hex(key.bytes()),
            computer: before.as_ref().map_or_else(new_computer, |before| Ok(before.computer.clone()))?,
            user,
            password,
        };
        match before {
            Some(_) => vault.change_backup_setup(&setup.secret()?)?,
            None => vault.keep_backup_setup(Some(&setup.secret()?))?,
        }
        Ok(Self { setup, key, store })
    }

    /// The backup that this vault was set up with.
    ///
    /// # Errors
    /// [`BackupError::NotSet`], or that its place cannot be opened.
    pub fn of(vault: &Vault) -> Result<Self, BackupError> {
        let setup = Setup::load(vault)?.ok_or(BackupError::NotSet)?;
        let unreadable = || BackupError::System("what the vault remembers of the backup cannot be read".to_owned());
        let key = header::bytes(&setup.key).and_then(|mut key| BackupKey::from_bytes(&mut key));
        let store = Store::open(&setup.place, setup.credentials().as_ref(), false)?;
        Ok(Self { key: key.ok_or_else(unreadable)?, store, setup })
    }

    /// What is known of the backup without asking the store. None when none is set up.
    ///
    /// # Errors
    /// What the vault says.
    pub fn status(vault: &Vault) -> Result<Option<Status>, BackupError> {
        let Some(setup) = Setup::load(vault)? else { return Ok(None) };
        Ok(Some(Status { place: setup.place.clone(), last_run_unix_ms: State::load(vault)?.last_run_unix_ms }))
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        &self.setup.place
    }

    /// What lies in the store according to its manifests, without fetching the segments.
    ///
    /// # Errors
    /// What is wrong with the header or a manifest, or what the store says.
    pub async fn look(&self, vault: &Vault) -> Result<Verified, BackupError> {
        self.check_header().await?;
        Ok(seen(&Manifests::load(&self.store, &self.key, &State::load(vault)?.seen).await?))
    }

    /// Gives the backup another code. The old one opens it no more, except for whoever kept the old header.
    ///
    /// # Errors
    /// What the store says.
    pub async fn change_code(&self, code: &Code) -> Result<(), BackupError> {
        let header = self.check_header().await?.under(&self.key, code)?;
        self.store.replace(header::NAME, header.stored()?).await
    }

    /// Forgets the backup here. With `erase`, everything of it is deleted in the store first, for every computer.
    ///
    /// # Errors
    /// What the store says; then nothing is forgotten.
    pub async fn forget(self, vault: &mut Vault, erase: bool) -> Result<(), BackupError> {
        if erase {
            // The header last: until then, whoever has the code can still go on.
            for kind in [Kind::Manifest, Kind::Segment] {
                for name in self.store.list(kind).await?.into_keys() {
                    self.store.delete(&path(kind, &name)).await?;
                }
            }
            self.store.delete(header::NAME).await?;
        }
        Self::forget_here(vault)
    }

    /// Forgets the backup here without asking the store. What lies there stays.
    ///
    /// # Errors
    /// What the vault says.
    pub fn forget_here(vault: &mut Vault) -> Result<(), BackupError> {
        Ok(vault.keep_backup_setup(None)?)
    }

    /// The header, which is that of the backup that was set up.
    pub(super) async fn check_header(&self) -> Result<Header, BackupError> {
        let header = Header::read(&self.store.read(header::NAME).await?.ok_or(BackupError::Gone)?)?;
        if header.backup == self.setup.backup { Ok(header) } else { Err(BackupError::Foreign) }
    }
}
