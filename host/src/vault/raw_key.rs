//! Gives SQLCipher the key without a trace.
//!
//! The one foreign call of this room that needs `unsafe`: as a statement (`pragma key`) the key would be copied into
//! memory that SQLite frees and does not wipe, and a locked vault's key could be read there.
#![allow(unsafe_code, reason = "rusqlite has no safe call for SQLCipher's sqlite3_key")]

use super::error::VaultError;
use super::key::VaultKey;
use rusqlite::{Connection, ffi};
use std::ffi::c_int;
use zeroize::Zeroizing;

/// Sets the key of a connection that has not read yet. SQLCipher wipes its copies when the connection closes.
pub(super) fn set(connection: &Connection, key: &VaultKey) -> Result<(), VaultError> {
    let refused = || VaultError::Database("the key was not accepted".to_owned());
    // A raw key, in this form, skips SQLCipher's own derivation, which is meant for passphrases and takes a quarter of
    // a second.
    let hex = key.to_hex();
    let mut raw = Zeroizing::new(String::with_capacity(hex.len() + 3));
    raw.extend(["x'", hex.as_str(), "'"]);
    let length = c_int::try_from(raw.len()).map_err(|_| refused())?;
    // SAFETY: the handle is open for as long as `connection` is borrowed, the bytes live until the call returns, and
    // SQLCipher copies exactly `length` of them.
    let code = unsafe { ffi::sqlite3_key(connection.handle(), raw.as_ptr().cast(), length) };
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(refused()) }
}
