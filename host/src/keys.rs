//! The providers' keys: from the environment, else from the keychain, else from the vault.
//!
//! A key goes into the keychain; only where there is none, into the vault. Nobody but the host ever sees it: what the
//! extension can learn is that there is one.

use crate::answer::{KNOWN, Keys, LOCAL, Wanted};
use crate::secret::Secret;
use crate::vault::{Vault, VaultError, keychain};
use convoally_shared::fault::Fault;
use convoally_shared::privacy::KeyState;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A provider that a key can be kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// As it is named on the command line; also the name of its entry in the keychain and in the vault.
    pub name: &'static str,
    /// The environment variable that goes before both.
    pub variable: &'static str,
}

/// Drafts from OpenAI, or from the endpoint that `OPENAI_BASE_URL` names.
pub const OPENAI: Provider = Provider { name: "openai", variable: "OPENAI_API_KEY" };
/// Drafts from Anthropic.
pub const ANTHROPIC: Provider = Provider { name: "anthropic", variable: "ANTHROPIC_API_KEY" };
/// Transcription by Deepgram.
pub const DEEPGRAM: Provider = Provider { name: "deepgram", variable: "DEEPGRAM_API_KEY" };
/// Transcription by a server of the OpenAI kind.
pub const TRANSCRIPTION: Provider = Provider { name: "transcription", variable: "CONVOALLY_TRANSCRIPTION_KEY" };

/// All of them.
pub const PROVIDERS: [Provider; 4] = [OPENAI, ANTHROPIC, DEEPGRAM, TRANSCRIPTION];

/// Where a key lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An environment variable.
    Environment,
    /// The system's keychain.
    Keychain,
    /// The encrypted vault.
    Vault,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "environment",
            Self::Keychain => "keychain",
            Self::Vault => "vault",
        })
    }
}

/// The vault as the last place where a key is looked for.
#[derive(Clone)]
pub struct InVault {
    open: OpenVault,
    opened: Arc<OnceLock<Result<Option<SharedVault>, Fault>>>,
}

type SharedVault = Arc<Mutex<Vault>>;
type OpenVault = Arc<dyn Fn() -> Result<Option<Vault>, Fault> + Send + Sync>;

impl InVault {
    /// A vault that is open.
    pub fn open(vault: SharedVault) -> Self {
        Self { open: Arc::new(|| Ok(None)), opened: Arc::new(Ok(Some(vault)).into()) }
    }

    /// A vault that is opened, once, when a key is wanted of it: only where there is no keychain, because the user may be
    /// asked for a passphrase. `open` gives none when there is no vault.
    pub fn behind(open: impl Fn() -> Result<Option<Vault>, Fault> + Send + Sync + 'static) -> Self {
        Self { open: Arc::new(open), opened: Arc::default() }
    }

    /// Blocks.
    fn get(&self, name: &str) -> Result<Option<Secret>, Fault> {
        let opened = self.opened.get_or_init(|| Ok((self.open)()?.map(|vault| Arc::new(Mutex::new(vault)))));
        match opened {
            Ok(Some(vault)) => Ok(locked(vault).secret(name)?),
            Ok(None) => Ok(None),
            Err(fault) => Err(fault.clone()),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.opened.get(), Some(Ok(Some(_))))
    }
}

/// One provider's key, where there is one.
///
/// # Errors
/// The environment has none, and the keychain does not answer or the vault does not open.
pub async fn of(provider: Provider, vault: &InVault) -> Result<Option<Secret>, Fault> {
    match from_environment(provider.variable) {
        Some(key) => Ok(Some(key)),
        None => kept(provider.name, vault).await,
    }
}

/// The keys for drafts by the names of their engines, and what kept the keychain or the vault from giving one. Passages
/// need no key, so a session begins all the same; but a key that exists and cannot be read is told.
pub async fn for_drafts(wanted: &[Wanted], vault: &InVault) -> (Keys, Option<Fault>) {
    let usual = [OPENAI.name, ANTHROPIC.name];
    let names: Vec<&str> =
        if wanted.is_empty() { usual.to_vec() } else { wanted.iter().map(|one| one.name.as_str()).collect() };
    let (mut keys, mut fault) = (Keys::new(), None);
    for name in names.into_iter().filter(|name| *name != LOCAL) {
        let key = match from_environment(&variable(name)) {
            // When the keychain does not answer once, asking again would only cost the user another wait.
            None if fault.is_none() => kept(name, vault).await.unwrap_or_else(|trouble| {
                fault = Some(trouble);
                None
            }),
            key => key,
        };
        keys.extend(key.map(|key| (name.to_owned(), key)));
    }
    (keys, fault)
}

/// Where a key of this name is found first. Blocks.
///
/// # Errors
/// As [`of`].
pub fn place(name: &str, vault: &InVault) -> Result<Option<Place>, Fault> {
    if from_environment(&variable_of(name)).is_some() {
        return Ok(Some(Place::Environment));
    }
    Ok(found(name, vault)?.map(|(_, place)| place))
}

/// Every name that a key may be kept for, where drafts have this order.
pub fn names(order: &[Wanted]) -> Vec<String> {
    let fixed = PROVIDERS.map(|provider| provider.name).into_iter().chain(KNOWN.map(|(name, _)| name));
    let own = order.iter().map(|wanted| wanted.name.as_str()).filter(|name| *name != LOCAL);
    let mut names: Vec<String> = fixed.chain(own).map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A name that is one of them. What is named nowhere is a slip of the pen, and its key would never be found.
///
/// # Errors
/// `keys.unknown_provider`.
pub fn known(name: String, order: &[Wanted]) -> Result<String, Fault> {
    let names = names(order);
    if names.contains(&name) {
        return Ok(name);
    }
    Err(Fault::new(
        "keys.unknown_provider",
        format!("There is no provider named {name}."),
        format!("Use one of: {}; or put {name} into the order of engines first.", names.join(", ")),
    ))
}

/// Where each of their keys is, given the names of those in the vault. A vault that does not answer may hold any of them.
/// Blocks on the keychain.
pub fn states(order: &[Wanted], in_vault: &[String], vault_answers: bool) -> Vec<(String, KeyState)> {
    // A keychain that does not answer once would only cost another wait.
    let mut answers = true;
    let mut state = |name: &String| {
        let variable = variable_of(name);
        if from_environment(&variable).is_some() {
            return KeyState::InEnvironment(variable);
        }
        match answers.then(|| keychain::get(name)) {
            Some(Ok(Some(_))) => return KeyState::InKeychain,
            Some(Ok(None) | Err(VaultError::NoKeychain(_))) => {}
            Some(Err(_)) | None => answers = false,
        }
        if in_vault.contains(name) {
            KeyState::InVault
        } else if answers && vault_answers {
            KeyState::None
        } else {
            KeyState::Unknown
        }
    };
    names(order).into_iter().map(|name| (name.clone(), state(&name))).collect()
}

/// Keeps a key in the keychain, or where there is none in the vault that `open` opens. Blocks.
///
/// # Errors
/// Neither takes it.
pub fn keep(name: &str, key: &Secret, open: impl FnOnce() -> Result<Vault, Fault>) -> Result<Place, Fault> {
    if keep_in_keychain(name, key)? {
        return Ok(Place::Keychain);
    }
    open()?.put_secret(name, key)?;
    Ok(Place::Vault)
}

/// Keeps a key in the keychain, and says no where there is none. Blocks.
///
/// # Errors
/// The keychain does not take it.
pub fn keep_in_keychain(name: &str, key: &Secret) -> Result<bool, Fault> {
    match keychain::set(name, key) {
        Err(VaultError::NoKeychain(_)) => Ok(false),
        kept => Ok(kept.map(|()| true)?),
    }
}

/// Forgets a key in the keychain and in the vault, where there is one. Blocks.
///
/// # Errors
/// One of them does not do it.
pub fn forget(name: &str, open: impl FnOnce() -> Result<Option<Vault>, Fault>) -> Result<(), Fault> {
    forget_in_keychain(name)?;
    if let Some(mut vault) = open()? {
        vault.remove_secret(name)?;
    }
    Ok(())
}

/// Forgets a key in the keychain, where there is one. Blocks.
///
/// # Errors
/// The keychain does not do it.
pub fn forget_in_keychain(name: &str) -> Result<(), Fault> {
    match keychain::delete(name) {
        Err(VaultError::NoKeychain(_)) => Ok(()),
        forgotten => Ok(forgotten?),
    }
}

/// The environment variable that goes before the keychain: `GROQ_API_KEY` for `groq`.
pub fn variable(name: &str) -> String {
    name.to_ascii_uppercase().replace('-', "_") + "_API_KEY"
}

/// The same for any provider: some have one of their own.
fn variable_of(name: &str) -> String {
    let fixed = PROVIDERS.into_iter().find(|provider| provider.name == name);
    fixed.map_or_else(|| variable(name), |provider| provider.variable.to_owned())
}

async fn kept(name: &str, vault: &InVault) -> Result<Option<Secret>, Fault> {
    let (name, vault) = (name.to_owned(), vault.clone());
    match tokio::task::spawn_blocking(move || found(&name, &vault)).await {
        Ok(found) => Ok(found?.map(|(key, _)| key)),
        Err(_) => Ok(None),
    }
}

fn found(name: &str, vault: &InVault) -> Result<Option<(Secret, Place)>, Fault> {
    let in_vault = || Ok(vault.get(name)?.map(|key| (key, Place::Vault)));
    match keychain::get(name) {
        Ok(Some(key)) => Ok(Some((key, Place::Keychain))),
        // Kept when there was no keychain yet.
        Ok(None) if vault.is_open() => in_vault(),
        Ok(None) => Ok(None),
        Err(VaultError::NoKeychain(_)) => in_vault(),
        Err(error) => Err(error.into()),
    }
}

fn locked(vault: &SharedVault) -> MutexGuard<'_, Vault> {
    vault.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Empty counts as not set.
fn from_environment(variable: &str) -> Option<Secret> {
    std::env::var(variable).ok().map(Secret::new).filter(|key| !key.is_empty())
}
