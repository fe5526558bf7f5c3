//! The month that a budget is for: a calendar month in UTC, because that is how providers bill.

use std::time::{Duration, SystemTime, UNIX_EPOCH};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

/// When the month of a moment began, milliseconds since the Unix epoch. 0 for a moment that no calendar has.
pub fn began_unix_ms(now: SystemTime) -> u64 {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let moment = i64::try_from(seconds).ok().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
    let first = moment.and_then(|moment| Date::from_calendar_date(moment.year(), moment.month(), 1).ok());
    let began = first.map(|date| PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_utc().unix_timestamp());
    began.and_then(|began| u64::try_from(began).ok()).unwrap_or_default() * 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_its_first_midnight() {
        let at = |seconds| began_unix_ms(UNIX_EPOCH + Duration::from_secs(seconds));
        let november = 1_793_491_200_000; // 2026-11-01T00:00:00Z
        assert_eq!(at(1_795_651_200), november, "2026-11-26");
        assert_eq!(at(november / 1_000), november);
        assert_ne!(at(november / 1_000 - 1), november);
        assert_eq!(at(0), 0);
    }
}
