//! The encrypted history, the key that opens it and the keychain that holds keys.
//!
//! **Kept out:** whoever gets the files without the key: a stolen or discarded disk, a backup, a synchronised
//! folder, another user of this computer. Every page of `vault.db` and of its log is encrypted and authenticated
//! by SQLCipher under 256 random bits, which lie in the system's keychain or, wrapped under a passphrase, in
//! `vault.key.json`. **Not kept out:** programs that run as the same user, an administrator, and whoever reads
//! the memory of the running host. Whoever can write the files can delete them or put an older copy back.
//!
//! It fails closed: a missing, wrong or locked key never leads to a new or an unencrypted database, and a file
//! that cannot be opened stays as it is. Nothing here prints, logs or knows what a question is.
//! Start reading at [`Vault::open`]; `schema` says what is kept, `database` how the file is opened.

mod amendments;
mod consent;
mod database;
mod departures;
mod documents;
mod erase;
mod error;
mod fault;
mod first_key;
mod folder;
mod interviews;
mod inventory;
mod key;
pub mod keychain;
mod open;
mod passphrase;
mod retention;
mod running;
mod schema;
mod search;
mod sessions;
mod spending;
mod store;
mod vectors;

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod encryption_tests;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod keychain_tests;
#[cfg(test)]
mod migration_tests;
#[cfg(test)]
mod sample;

pub use departures::Left;
pub use erase::Erased;
pub use error::VaultError;
pub use inventory::{Inventory, OfKind};
pub use key::{KeySource, VaultKey};
pub use retention::{Kept, Kind};
pub use spending::{Drafts, Sound, Used};
pub use store::Vault;
pub use vectors::PassageDigest;
