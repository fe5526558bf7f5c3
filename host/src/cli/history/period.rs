//! Days, months and years as they are typed.

use time::{Date, Month};

const MS_A_DAY: i64 = 86_400_000;

/// A day, month or year in UTC, like the dates of the list: when it begins and when the next one does, milliseconds
/// since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub begins: u64,
    pub ends: u64,
}

impl std::str::FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        period(text).ok_or_else(|| "a date is a day (2026-11-23), a month (2026-11) or a year (2026)".to_owned())
    }
}

fn period(text: &str) -> Option<Period> {
    let parts: Vec<u16> = text.split('-').map(|part| part.parse::<u16>().ok()).collect::<Option<_>>()?;
    let day = |year: u16, month: u16, day: u16| {
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
    };
    let (first, next) = match parts[..] {
        [year] => (day(year, 1, 1)?, day(year.checked_add(1)?, 1, 1)?),
        [year, 12] => (day(year, 12, 1)?, day(year.checked_add(1)?, 1, 1)?),
        [year, month] => (day(year, month, 1)?, day(year, month + 1, 1)?),
        [year, month, date] => {
            let first = day(year, month, date)?;
            (first, first.next_day()?)
        }
        _ => return None,
    };
    let unix_ms = |day: Date| {
        let since = i64::from(day.to_julian_day()) - i64::from(Date::from_ordinal_date(1970, 1).ok()?.to_julian_day());
        u64::try_from(since * MS_A_DAY).ok()
    };
    Some(Period { begins: unix_ms(first)?, ends: unix_ms(next)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::date;

    #[test]
    fn a_period_is_a_day_a_month_or_a_year() {
        let ends = |text: &str| text.parse::<Period>().map(|period| (date(period.begins), date(period.ends)));
        let days = |first: &str, next: &str| Ok((format!("{first} 00:00 UTC"), format!("{next} 00:00 UTC")));
        assert_eq!(ends("2028-02-29"), days("2028-02-29", "2028-03-01"));
        assert_eq!(ends("2026-11"), days("2026-11-01", "2026-12-01"));
        assert_eq!(ends("2026-12"), days("2026-12-01", "2027-01-01"));
        assert_eq!(ends("2026"), days("2026-01-01", "2027-01-01"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "2026-13", "2026-0", "2026-02-30", "2026-1-1-1", "yesterday", "1969", "99999", "2026-65535"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
