//! The words of sessions, in the table `search`.

use super::error::VaultError;
use convoally_shared::session::SessionId;
use rusqlite::Connection;

/// Takes a session's words out of the index for good, before its events or amendments go. Those of the others are taken
/// in again by the next search.
pub(super) fn forget(change: &Connection, session: &SessionId) -> Result<(), VaultError> {
    let is_in = "select exists (select 1 from session where id = ? and number is not null)";
    if change.query_row(is_in, [&session.0], |row| row.get(0))? {
        change.execute_batch("insert into search (search) values ('delete-all')")?;
        change.execute_batch("update session set number = null, indexed = 0")?;
    }
    Ok(())
}
