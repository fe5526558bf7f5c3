//! What is stored where, how it is protected, what left, and what an erasing of everything took away.

use crate::fault::Fault;
use crate::kept::{Erased, Inventory, Kept};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When it was made, milliseconds since the Unix epoch.
    pub made_unix_ms: u64,
    /// The files.
    pub files: Vec<Stored>,
    /// What is in the vault; none when there is no vault yet.
    pub vault: Option<Contents>,
    /// Why nothing is said of what is in the vault, although there is one.
    pub locked: Option<Fault>,
    /// Providers by name, and where their keys are.
    pub keys: Vec<(String, KeyState)>,
    /// The browsers of this user, and whether this program is registered there.
    pub browsers: Vec<(String, bool)>,
    /// A file of settings that cannot be read.
    pub settings: Option<Fault>,
}

/// What is in the vault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// How many of each kind, since when.
    pub inventory: Inventory,
    /// For how long each kind is kept.
    pub retention: Vec<Kept>,
    /// What left, summed.
    pub left: Vec<Recipient>,
    /// A backup to another place was set up.
    pub backup: bool,
}

/// What went to one recipient for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The host name.
    pub recipient: String,
    /// What for: `draft`, `speech`, `check`, `backup`.
    pub purpose: String,
    /// How many requests.
    pub requests: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The first and the last, milliseconds since the Unix epoch.
    pub between_unix_ms: (u64, u64),
}

/// Whether a provider's key is here. Never the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// In the system's keychain.
    InKeychain,
    /// In the environment variable of this name, which is the user's to change.
    InEnvironment(String),
    /// In the vault.
    InVault,
    /// Nowhere.
    None,
    /// The keychain or the vault did not say.
    Unknown,
}

/// One file or folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it, for people.
    pub what: String,
    /// How large it is, with what is below it.
    pub bytes: u64,
    /// When it was made or, where the system does not know that, last changed; milliseconds since the Unix epoch.
    pub since_unix_ms: Option<u64>,
    /// How it is protected, for people.
    pub protection: String,
    /// How to be rid of it, for people.
    pub erase: String,
}

/// What went, and what is still there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// What was in the vault; none when there was no vault, or it did not open: then it went unread.
    pub vault: Option<Erased>,
    /// Files and folders.
    pub files: Vec<PathBuf>,
    /// Providers whose keys were in the keychain or in the vault.
    pub keys: Vec<String>,
    /// Browsers that had this program registered.
    pub browsers: Vec<String>,
    /// What is still there and why, one sentence each.
    pub left: Vec<String>,
}
