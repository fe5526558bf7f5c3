//! How the database file is made and opened: encryption first, then the version, only then anything that writes.

use super::error::VaultError;
use super::folder;
use super::key::VaultKey;
use super::schema;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// Two hosts and a terminal may share the file, and each write takes about a millisecond.
const BUSY_PATIENCE: Duration = Duration::from_secs(5);

/// Makes the database under a passing name and gives it its own when it is complete, so that a crash in between
/// leaves no half-made vault. The caller holds the lock of the first start and has seen that there is none.
pub(super) fn create(files: &folder::Folder, key: &VaultKey) -> Result<(), VaultError> {
    let unfinished = files.unfinished_database()?;
    folder::create_private(&unfinished)?;
    let mut connection = connect(&unfinished, key)?;
    write_ahead(&connection)?;
    connection.pragma_update(None, "synchronous", "full")?;
    schema::bring_up_to_date(&mut connection)?;
    // Closing the last connection writes the log back into the file and removes it.
    connection.close().map_err(|(_, error)| error)?;
    folder::put_in_place(&unfinished, &files.database())
}

/// Opens a database that exists, and brings one of an earlier release up to date. Whatever is refused is left byte
/// for byte as it was.
pub(super) fn open(path: &Path, key: &VaultKey) -> Result<Connection, VaultError> {
    let mut connection = connect(path, key)?;
    // Closing would otherwise write the log back into a file that may be refused below.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check_version(&connection)?;
    if connection.is_readonly(MAIN_DB)? {
        return Err(VaultError::ReadOnly);
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    schema::bring_up_to_date(&mut connection)?;
    tune(&connection)?;
    Ok(connection)
}

/// A connection with its key set. Nothing was read yet, so a wrong key is not noticed here.
fn connect(path: &Path, key: &VaultKey) -> Result<Connection, VaultError> {
    // No CREATE flag: SQLite must never make an empty database where a vault was expected.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(unopened)?;
    // Plain SQLite takes `pragma key` without a word and then writes plain text.
    let cipher = connection.query_row("pragma cipher_version", [], |row| row.get::<_, String>(0));
    if !cipher.is_ok_and(|version| !version.is_empty()) {
        return Err(VaultError::NotEncrypting);
    }
    // SQLCipher tells standard error of every page that it cannot decrypt; the caller is told anyway.
    connection.pragma_update(None, "cipher_log_level", "none")?;
    // A raw key skips SQLCipher's own derivation, which is meant for passphrases and takes a quarter of a second. The
    // statement is written here, so that it can be wiped, and is never quoted: `memory_tests` looks for what is left.
    let hex = key.to_hex();
    let mut statement = Zeroizing::new(String::with_capacity(hex.len() + 20));
    statement.extend(["pragma key = \"x'", hex.as_str(), "'\""]);
    let set = connection.execute_batch(&statement);
    set.map_err(|_| VaultError::Database("the key was not accepted".to_owned()))?;
    connection.busy_timeout(BUSY_PATIENCE)?;
    Ok(connection)
}

fn unopened(error: rusqlite::Error) -> VaultError {
    match error.sqlite_error_code() {
        // The file is there, as the caller has seen: what is missing is the right to open it.
        Some(rusqlite::ErrorCode::CannotOpen) => VaultError::ReadOnly,
        _ => error.into(),
    }
}

/// The first read: it decrypts and authenticates the first page.
fn check_version(connection: &Connection) -> Result<(), VaultError> {
    let found = schema::stored_version(connection).map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => VaultError::WrongKey,
        _ => unopened(error),
    })?;
    match found {
        1..=schema::VERSION => Ok(()),
        found if found < 1 => Err(VaultError::Damaged("the file holds no vault".to_owned())),
        found => Err(VaultError::NewerVersion { found }),
    }
}

/// What every connection works with.
pub(super) fn tune(connection: &Connection) -> Result<(), VaultError> {
    write_ahead(connection)?;
    // `normal`: a commit is handed to the operating system before `append` returns, so it outlives `kill -9` of
    // this process. It is not forced onto the disk each time: a power failure may take the last few commits, never
    // the file. What is rare or final is forced by `Vault::settle`.
    connection.pragma_update(None, "synchronous", "normal")?;
    // 64 MiB of decrypted pages. With SQLite's 2 MiB every common word decrypts the whole history again:
    // 6.8 times the time of a plain database, against 1.4 times (measured on 200,000 rows).
    connection.pragma_update(None, "cache_size", -65_536)?;
    // Temporary tables hold the user's text too.
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is removed or corrected is overwritten at once; `erase` sees to what that does not reach.
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

/// A write-ahead log, so that readers and writers of several processes do not wait for each other.
fn write_ahead(connection: &Connection) -> Result<(), VaultError> {
    let mode = connection.query_row("pragma journal_mode = wal", [], |row| row.get::<_, String>(0))?;
    if mode == "wal" { Ok(()) } else { Err(VaultError::Database(format!("the write-ahead log is off: {mode}"))) }
}
