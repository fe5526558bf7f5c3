//! Names a new session by its beginning.

use convoally_shared::session::SessionId;
use std::time::{SystemTime, UNIX_EPOCH};
use time::{Duration, OffsetDateTime};

/// Milliseconds since the Unix epoch; 0 on a clock before it.
pub fn unix_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

/// The id of a session that begins at `unix_ms`: UTC date and time, and four random hex digits, because two
/// hosts may begin within the same second.
pub fn session_id(unix_ms: u64, random: u16) -> SessionId {
    let began = OffsetDateTime::UNIX_EPOCH.saturating_add(Duration::milliseconds(unix_ms as i64));
    let (year, month, day) = (began.year(), u8::from(began.month()), began.day());
    let (hour, minute, second) = began.to_hms();
    SessionId(format!("{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}-{random:04x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_tells_the_time_of_the_beginning() {
        assert_eq!(session_id(1_795_446_937_000, 0x3fa9).0, "20261123-151537-3fa9");
        assert_eq!(session_id(951_782_400_000, 1).0, "20000229-000000-0001");
        assert_eq!(session_id(0, 0).0, "19700101-000000-0000");
    }
}
