//! For tests: a client of a desk in memory, over a vault in a folder that vanishes.

use super::dispatch::Outcome;
use super::{Desk, Secret, Setup};
use crate::browser::safe::{Door, Look};
use crate::export::sample;
use crate::settings::Settings;
use crate::vault::{self, KeySource, Vault, VaultError};
use crate::{door, privacy};
use convoally_shared::fault::Fault;
use convoally_shared::privacy::{Gone, Report};
use convoally_shared::request::{AnyRequest, EraseEverything, Request};
use convoally_shared::session::SessionId;
use convoally_shared::wire::Message;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;

/// The passphrase of the vaults here.
pub const WORDS: &str = "correct horse";

/// A vault that opens by itself, because its door knows the passphrase.
pub struct InFolder(pub PathBuf);

impl InFolder {
    fn key(&self) -> KeySource {
        KeySource::Passphrase(Secret::new(WORDS.to_owned()))
    }
}

impl Door for InFolder {
    fn open(&self) -> Result<Vault, Fault> {
        match vault::standing(&self.0)?.locked {
            true => Err(VaultError::Locked.into()),
            false => Ok(Vault::open(&self.0, &self.key())?),
        }
    }
    fn unlock(&self, typed: Option<Secret>) -> Result<Vault, Fault> {
        Ok(vault::unlock(&self.0, &typed.map_or_else(|| self.key(), KeySource::Passphrase))?)
    }
    fn lock(&self) -> Result<(), Fault> {
        Ok(vault::lock(&self.0)?)
    }
    fn data(&self) -> Result<PathBuf, Fault> {
        Ok(self.0.clone())
    }
    fn look(&self) -> Result<Look, Fault> {
        let locks_after = Settings::load(&self.0)?.vault.locks_after();
        Ok(Look { standing: vault::standing(&self.0)?, asks_passphrase: false, locks_after })
    }
    fn protect(&self, now: Option<Secret>, with: Option<Secret>) -> Result<(), Fault> {
        door::protect(&self.0, &now.map_or_else(|| self.key(), KeySource::Passphrase), with)
    }
    fn lock_after(&self, minutes: Option<u32>) -> Result<(), Fault> {
        door::lock_after(&self.0, minutes)
    }
    fn report(&self, vault: Result<Arc<Mutex<Vault>>, Fault>) -> Result<Report, Fault> {
        Ok(privacy::report(&self.0, 5, || privacy::contents(&vault?.lock().unwrap())))
    }
    /// The vault alone: the keychain and the browsers are the user's own.
    fn erase_everything(&self, _: &EraseEverything, vault: Option<Vault>) -> Result<Gone, Fault> {
        let mut vault = vault.map_or_else(|| self.open(), Ok)?;
        let erased = vault.erase_all()?;
        assert!(vault.close_for_good()?, "somebody else has it open");
        let files = Vault::remove_files(&self.0)?;
        Ok(Gone { vault: Some(erased), files, ..Gone::default() })
    }
}

/// A desk over such a vault.
pub fn desk(folder: &Path) -> Desk {
    Desk::new(Arc::new(InFolder(folder.join("vault"))), Arc::new(|| Ok(Setup::default())), Arc::new(|_| Ok(())))
}

/// Who asks it.
pub struct Client {
    pub desk: Desk,
    pub folder: tempfile::TempDir,
    pub said: mpsc::Receiver<Message>,
    call: u64,
}

impl Client {
    /// Of a computer without a vault.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::of(desk(folder.path()), folder)
    }

    /// Of a desk.
    pub fn of(mut desk: Desk, folder: tempfile::TempDir) -> Self {
        desk.greeted = true;
        let said = desk.said().unwrap();
        Self { desk, folder, said, call: 0 }
    }

    /// With the made-up session in the vault.
    pub async fn with_history() -> Self {
        let mut client = Self::new();
        client.keep(|vault| sample::events().iter().for_each(|event| vault.append(event).unwrap())).await;
        client
    }

    /// Puts something into the vault.
    pub async fn keep<T>(&mut self, put: impl FnOnce(&mut Vault) -> T) -> T {
        put(&mut self.desk.vault().await.unwrap().lock().unwrap())
    }

    /// Asks, and waits for the answer.
    pub async fn ask<R: Request>(&mut self, request: R) -> Result<R::Reply, Fault> {
        Ok(self.ask_on(request).await?.1)
    }

    /// The same, with what comes before the answer.
    pub async fn ask_on<R: Request>(&mut self, request: R) -> Result<(Vec<R::Progress>, R::Reply), Fault> {
        self.call += 1;
        let request = AnyRequest::read(R::NAME, serde_json::to_value(request).unwrap()).unwrap();
        let (outgoing, _incoming) = mpsc::channel(1);
        let mut progress = Vec::new();
        if let Outcome::Done(reply) = self.desk.carry_out(self.call, request, &outgoing).await? {
            return Ok((progress, serde_json::from_value(reply).unwrap()));
        }
        loop {
            match self.said.recv().await.unwrap() {
                Message::Progress { progress: piece, .. } => progress.push(serde_json::from_value(piece).unwrap()),
                Message::Reply { reply, .. } => return Ok((progress, serde_json::from_value(reply).unwrap())),
                Message::Failed { fault, .. } => return Err(fault),
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code of the fault that a request is answered with.
    pub async fn refused<R: Request>(&mut self, request: R) -> String {
        match self.ask_on(request).await {
            Err(fault) => fault.code,
            Ok(_) => panic!("{} was not refused", R::NAME),
        }
    }
}

/// The made-up session.
pub fn session() -> SessionId {
    sample::events()[0].session.clone()
}

/// Whether this process finds no keychain. Otherwise the test of that name is run in a process of its own that does not, so that
/// nothing of the user's is read or written.
pub fn without_a_keychain(test: &str) -> bool {
    const ROLE: &str = "CONVOALLY_TEST_WITHOUT_KEYCHAIN";
    if std::env::var_os(ROLE).is_some() {
        return true;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(ROLE, "1")
        // A bus that nobody answers on: with a real one a keychain would be started on demand.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env_remove("GROQ_API_KEY")
        .env_remove("WORK_API_KEY")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("1 passed"), "{told}");
    false
}
