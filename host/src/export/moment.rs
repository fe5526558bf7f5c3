//! Times for people.

use time::OffsetDateTime;

/// A wall-clock moment, milliseconds since the Unix epoch: `2026-11-23 15:15 UTC`. In UTC because a file is read
/// in other places than it was written in.
pub fn date(unix_ms: u64) -> String {
    let seconds = i64::try_from(unix_ms / 1000).ok();
    let Some(moment) = seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok()) else {
        return "unknown date".to_owned();
    };
    let (year, month, day) = moment.to_calendar_date();
    format!("{year:04}-{:02}-{day:02} {:02}:{:02} UTC", u8::from(month), moment.hour(), moment.minute())
}

/// A moment of the session, milliseconds since its beginning: `mm:ss`, and `h:mm:ss` from the first hour on.
pub fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes:02}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// How long something took: `42 min 10 s`.
pub fn length(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {seconds} s"),
        _ => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01 00:00 UTC");
        assert_eq!(date(951_782_399_999), "2000-02-28 23:59 UTC");
        assert_eq!(date(951_782_400_000), "2000-02-29 00:00 UTC");
        assert_eq!(date(1_795_446_937_000), "2026-11-23 15:15 UTC");
        assert_eq!(date(u64::MAX), "unknown date");
    }

    #[test]
    fn the_clock_shows_hours_only_when_there_are_any() {
        assert_eq!((clock(0), clock(125_999), clock(3_600_000)), ("00:00".into(), "02:05".into(), "1:00:00".into()));
    }

    #[test]
    fn lengths_name_their_units() {
        assert_eq!((length(900), length(2_530_000)), ("0 s".into(), "42 min 10 s".into()));
        assert_eq!(length(7_260_000), "2 h 1 min");
    }
}
