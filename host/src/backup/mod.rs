//! Backups of the vault to a folder, an S3 store or WebDAV, and the union of the computers that share one.
//!
//! **What lies in the store.** `header` says in clear which backup this is and holds its key, wrapped under the
//! backup's code (argon2id). `s/…` are *segments*: sealed, immutable, named by a keyed hash of their content; each
//! holds pieces of the vault of about 4 MiB together. `m/…` are *manifests*, one a computer: which segments are its
//! own, which pieces each of them holds, and which segments of others it has replaced. A segment counts when a
//! manifest lists it and none says that it was replaced.
//!
//! **A run** reads the manifests, takes in what the vault lacks, sends what no segment holds in its present state,
//! writes its manifest and deletes the segments that hold something erased or outdated; what else was in those was
//! sent anew before. So nothing is known but from the vault and the manifests, and a run that was cut off anywhere is
//! simply made again. `vault::portable` says which of two states of a piece counts.
//!
//! **Who runs the store** sees that it is this program's, how many computers there are and when each writes how much,
//! sizes in steps of an eighth. Not: words, names, how many sessions. He can withhold, delete and put back older
//! objects. A changed, exchanged or missing object is told, and so is an older manifest once this or another computer
//! of the manifests has seen a later one; a *whole* older state is believed by a computer that never saw a later one.
//! What was erased is deleted at the next run of any computer; a store that keeps old versions all the same keeps them
//! sealed, and with the code they can be read. So a guessed code opens everything: a short passphrase is refused, and
//! the code that is made when none is given has 140 random bits. Whoever knows the code can read and change everything
//! in the store, and another code does not shut out who has opened it before.
//!
//! Start reading at [`Backup`], whose parts are one file each: `setting_up`, `run`, `receive`, `verify`,
//! `repair`.

mod code;
mod error;
mod fault;
mod header;
mod inventory;
mod manifest;
mod place;
mod receive;
mod repair;
mod run;
mod seal;
mod segment;
mod setting_up;
mod state;
mod store;
mod turn;
mod verify;

pub use code::Code;
pub use error::BackupError;
pub use place::{Credentials, Place};
pub use run::{Extent, Ran};
pub use setting_up::Status;
pub use verify::{Broken, Verified};

use seal::BackupKey;
use state::Setup;
use store::Store;

/// The backup of one vault, ready to be used.
pub struct Backup {
    setup: Setup,
    key: BackupKey,
    store: Store,
}

/// How far something is, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Segments that came from the store, of how many.
    Received(usize, usize),
    /// Pieces of the vault that went into the store, of how many.
    Sent(usize, usize),
    /// Segments that were verified, of how many.
    Verified(usize, usize),
}
