//! The vault of one browser port: opened when something first needs it, closed when it was locked or when nothing
//! needed it for long.
//!
//! Who opens it for a host that a browser started: the keychain; or the passphrase file that the user named at
//! installation; or the user, who types the passphrase for this host alone. The first two open it again whenever
//! something needs it, unless it was locked on purpose.

use crate::retention;
use crate::secret::Secret;
use crate::vault::{Standing, Vault, VaultError};
use convoally_shared::fault::Fault;
use convoally_shared::privacy::{Gone, Report};
use convoally_shared::request::EraseEverything;
use convoally_shared::vault::{Access, Protection, VaultState};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often an open vault is looked after: a lock that another program put on is heeded within this time.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long what still reads the vault has to finish when the user locks it.
const LAST_READS: Duration = Duration::from_secs(2);

/// The way to the vault. Every method blocks.
pub trait Door: Send + Sync {
    /// Opens it without asking anybody, except for the keychain, which may ask the user.
    ///
    /// # Errors
    /// The vault's own faults.
    fn open(&self) -> Result<Vault, Fault>;
    /// Opens it with what the user typed, or else without, and takes the lock away.
    ///
    /// # Errors
    /// The vault's own faults; it is as locked as before then.
    fn unlock(&self, typed: Option<Secret>) -> Result<Vault, Fault>;
    /// Locks it for every program.
    ///
    /// # Errors
    /// The vault's own faults.
    fn lock(&self) -> Result<(), Fault>;
    /// The folder of the vault, the settings and the prices.
    ///
    /// # Errors
    /// The user has no home folder.
    fn data(&self) -> Result<PathBuf, Fault>;
    /// How it stands now.
    ///
    /// # Errors
    /// The settings or the vault's folder cannot be read.
    fn look(&self) -> Result<Look, Fault>;
    /// Makes a passphrase open it, or the keychain where none is given. What opens it now is `now`, or else what opens it
    /// without asking anybody. Before its first start it is made that way.
    ///
    /// # Errors
    /// `vault.short_passphrase`, or the vault's own faults; what opened it before then still does.
    fn protect(&self, now: Option<Secret>, with: Option<Secret>) -> Result<(), Fault>;
    /// Says after how many minutes without a session a vault under a passphrase is locked; none means never.
    ///
    /// # Errors
    /// `vault.no_minutes`, or the settings cannot be read or written.
    fn lock_after(&self, minutes: Option<u32>) -> Result<(), Fault>;
    /// What is stored where, what left. `vault` is the open one, or why it is not open.
    ///
    /// # Errors
    /// There is no data folder.
    fn report(&self, vault: Result<Arc<Mutex<Vault>>, Fault>) -> Result<Report, Fault>;
    /// Erases everything; the user has confirmed it. `vault` is the open one, if it is.
    ///
    /// # Errors
    /// `erase.session_running` and `erase.backup_is_left`: nothing was erased then. After others the next start goes on.
    fn erase_everything(&self, wanted: &EraseEverything, vault: Option<Vault>) -> Result<Gone, Fault>;
}

/// What a look at the vault from outside shows.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// What its folder tells.
    pub standing: Standing,
    /// It opens only with a passphrase that somebody types.
    pub asks_passphrase: bool,
    /// After so long without a session it is locked; none means never.
    pub locks_after: Option<Duration>,
}

/// The vault, open or not.
pub(super) struct Safe {
    door: Arc<dyn Door>,
    open: Option<Arc<Mutex<Vault>>>,
    /// When something last needed it.
    used: Instant,
}

impl Safe {
    /// A closed one.
    pub(super) fn new(door: Arc<dyn Door>) -> Self {
        Self { door, open: None, used: Instant::now() }
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Something needs it now.
    pub(super) fn touch(&mut self) {
        self.used = Instant::now();
    }

    /// Where it is, and the settings.
    ///
    /// # Errors
    /// As [`Door::data`].
    pub(super) fn data(&self) -> Result<PathBuf, Fault> {
        self.door.data()
    }

    /// The open vault.
    ///
    /// # Errors
    /// What the door says; `vault.locked` and `vault.passphrase_needed` among it.
    pub(super) async fn vault(&mut self) -> Result<Arc<Mutex<Vault>>, Fault> {
        self.touch();
        if self.look().await?.standing.locked {
            self.close().await;
            return Err(VaultError::Locked.into());
        }
        if let Some(vault) = &self.open {
            return Ok(Arc::clone(vault));
        }
        let opened = self.at_the_door(|door| door.open()).await?;
        Ok(self.keep(opened))
    }

    /// Opens it with what was typed.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn unlock(&mut self, typed: Option<Secret>) -> Result<VaultState, Fault> {
        self.touch();
        let opened = self.at_the_door(move |door| door.unlock(typed)).await?;
        if self.is_open() {
            // Who was open already stays so: sessions hold it.
            tokio::task::spawn_blocking(move || drop(opened)).await.map_err(|_| interrupted())?;
        } else {
            self.keep(opened);
        }
        self.state().await
    }

    /// Locks it for every program and closes it here.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn lock(&mut self) -> Result<VaultState, Fault> {
        self.at_the_door(|door| door.lock()).await?;
        if let Some(vault) = self.taken().await {
            close(vault).await;
        }
        self.state().await
    }

    /// Lets something else open it. It is open here afterwards: what opens it was typed, or nobody is asked.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn protect(&mut self, now: Option<Secret>, with: Option<Secret>) -> Result<VaultState, Fault> {
        self.touch();
        let again = with.clone();
        self.at_the_door(move |door| door.protect(now, with)).await?;
        // Who was open already stays so: the key of the database is the same.
        if !self.is_open() {
            let opened = self.at_the_door(move |door| door.unlock(again)).await?;
            self.keep(opened);
        }
        self.state().await
    }

    /// Says when it is locked without being asked.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn lock_after(&mut self, minutes: Option<u32>) -> Result<VaultState, Fault> {
        self.at_the_door(move |door| door.lock_after(minutes)).await?;
        self.state().await
    }

    /// Erases everything. The vault is closed afterwards, and begins anew when something needs it.
    ///
    /// # Errors
    /// `vault.in_use`, or what the door says.
    pub(super) async fn erase_everything(&mut self, wanted: EraseEverything) -> Result<Gone, Fault> {
        let vault = self.taken().await;
        if self.is_open() {
            return Err(in_use());
        }
        self.at_the_door(move |door| door.erase_everything(&wanted, vault)).await
    }

    /// The way to it, for what takes a while.
    pub(super) fn door(&self) -> Arc<dyn Door> {
        Arc::clone(&self.door)
    }

    /// How it stands.
    ///
    /// # Errors
    /// What the door says.
    pub(super) async fn state(&self) -> Result<VaultState, Fault> {
        let Look { standing, asks_passphrase, locks_after } = self.look().await?;
        let access = match self.is_open() {
            _ if standing.locked => Access::Locked,
            true => Access::Open,
            false if asks_passphrase => Access::Locked,
            false => Access::Closed,
        };
        let locks_after = locks_after.filter(|_| standing.protection == Some(Protection::Passphrase));
        Ok(VaultState {
            access,
            protection: standing.protection,
            asks_passphrase,
            recovery: standing.recovery,
            locks_after_min: locks_after.map(|after| u32::try_from(after.as_secs() / 60).unwrap_or(u32::MAX)),
        })
    }

    /// Closes it when it was locked, when nobody needed it for long and a passphrase opens it, or when it cannot be told.
    pub(super) async fn close_when_due(&mut self) {
        let due = match self.look().await {
            Ok(Look { standing, locks_after, .. }) => {
                let is_idle = locks_after.is_some_and(|after| self.used.elapsed() >= after);
                standing.locked || is_idle && standing.protection == Some(Protection::Passphrase)
            }
            Err(_) => true,
        };
        if due {
            self.close().await;
        }
    }

    /// Closes the database, whose key is wiped with it. It stays open while something still uses it.
    async fn close(&mut self) {
        if let Some(vault) = self.unused() {
            close(vault).await;
        }
    }

    /// Takes it out, when what still reads it has finished or at the end of patience: then it is open still.
    async fn taken(&mut self) -> Option<Vault> {
        let give_up = Instant::now() + LAST_READS;
        loop {
            let vault = self.unused();
            if vault.is_some() || !self.is_open() || Instant::now() >= give_up {
                return vault;
            }
            tokio::time::sleep(LAST_READS / 40).await;
        }
    }

    fn unused(&mut self) -> Option<Vault> {
        match Arc::try_unwrap(self.open.take()?) {
            Ok(vault) => Some(vault.into_inner().unwrap_or_else(PoisonError::into_inner)),
            Err(in_use) => {
                self.open = Some(in_use);
                None
            }
        }
    }

    async fn look(&self) -> Result<Look, Fault> {
        self.at_the_door(|door| door.look()).await
    }

    fn keep(&mut self, opened: Vault) -> Arc<Mutex<Vault>> {
        // Opening may have taken longer than the vault may be idle.
        self.touch();
        let vault = Arc::new(Mutex::new(opened));
        tokio::spawn(retention::look_after(Arc::downgrade(&vault)));
        Arc::clone(self.open.insert(vault))
    }

    async fn at_the_door<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Door) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let door = Arc::clone(&self.door);
        tokio::task::spawn_blocking(move || ask(&*door)).await.map_err(|_| interrupted())?
    }
}

async fn close(vault: Vault) {
    let _ = tokio::task::spawn_blocking(move || drop(vault)).await;
}

fn in_use() -> Fault {
    Fault::new(
        "vault.in_use",
        "The history is being read or written still; nothing was erased.",
        "Wait until the export or import is done, or give it up, and try again.",
    )
}

pub(super) fn interrupted() -> Fault {
    Fault::new("vault.interrupted", "The history was interrupted.", "Start the session again.")
}
