//! The encrypted history, the key that opens it and the keychain that holds keys.
//!
//! **Kept out:** whoever gets the files without the key: a stolen or discarded disk, a backup, a synchronised
//! folder, another user of this computer. Every page of `vault.db` and of its log is encrypted and authenticated
//! by SQLCipher under 256 random bits, which lie in the system's keychain or, wrapped under a passphrase, in
//! `vault.key.json`. Who tries passphrases pays 64 MiB and three passes of argon2id for each; a short one is found
//! all the same. A recovery code, where the user made one, wraps the same key in `vault.recovery.json`: with 136
//! random bits it cannot be guessed, and **whoever holds the paper and the files reads everything**.
//!
//! **Not kept out:** programs that run as the same user, an administrator, and whoever reads the memory of the
//! running host while the vault is open. Whoever can write the files can delete them or put an older copy back. A
//! passphrase or a code that is changed or revoked opens older copies of these files still, in a backup or where the
//! disk has not overwritten them: the key itself stays the same. A passphrase in a file is as safe as that file.
//!
//! **Locked** by the user, or after idle time under a passphrase: a running host has closed the database and wiped the
//! key. Decrypted pages are freed then, not wiped; what was typed passed through the buffers of its standard input.
//!
//! It fails closed: a missing, wrong or locked key never leads to a new or an unencrypted database, and a file
//! that cannot be opened stays as it is. Nothing here prints, logs or knows what a question is.
//! Start reading at [`Vault::open`]; `schema` says what is kept, `database` how the file is opened, `search` how words
//! are found, `protect` how what opens it is changed. What the user changes about a session is an amendment beside its
//! events (`changes`, `amendments`).

mod amendments;
mod changes;
mod check;
mod consent;
mod database;
mod departures;
mod documents;
mod erase;
mod error;
mod fault;
mod first_key;
mod folder;
mod intake;
mod interviews;
mod inventory;
mod key;
pub mod keychain;
mod lock;
mod open;
mod passphrase;
mod portable;
mod protect;
mod recovery_code;
mod retention;
mod running;
mod schema;
pub mod search;
mod secrets;
mod sessions;
mod spending;
mod store;
mod vectors;
mod wrapped;

#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod encryption_tests;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod keychain_tests;
#[cfg(test)]
mod memory_tests;
#[cfg(test)]
mod migration_tests;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod moving_tests;
#[cfg(test)]
mod protect_tests;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod two_hosts_tests;

pub use departures::Left;
pub use erase::{Erased, Needed};
pub use error::VaultError;
pub(crate) use fault::sentence;
pub use intake::{Intake, Taken};
pub use inventory::{Inventory, OfKind};
pub use key::{KeySource, VaultKey};
pub use lock::{Standing, lock, standing, unlock};
pub use passphrase::read as read_passphrase;
pub use portable::{Item, ItemKey, Stamped};
pub use protect::{Way, make_recovery_code, protect, recover, revoke_recovery_code};
pub use recovery_code::RecoveryCode;
pub use retention::{Kept, Kind};
pub use sessions::Page;
pub use spending::{Drafts, Sound, Used};
pub use store::Vault;
pub use vectors::PassageDigest;
