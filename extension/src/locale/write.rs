//! Numbers, sizes, times and sums as the reader's language and region write them.

use super::{language, say_with};

/// A whole number: `12,345`.
pub fn number(value: u64) -> String {
    language::number(value as f64)
}

/// A number as markup, styles and JSON take it, in any language: `0.5`.
pub fn plain(value: f64) -> String {
    language::plain(value)
}

/// A share from 0 to 1: `37%`.
pub fn percent(share: f64) -> String {
    language::percent(share)
}

/// Bytes, in steps of a thousand: `812 bytes`, `3.1 kB`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    let (unit, whole) = match bytes {
        0..1_000 => ("byte", 1.0),
        1_000..1_000_000 => ("kilobyte", 1e3),
        1_000_000..1_000_000_000 => ("megabyte", 1e6),
        _ => ("gigabyte", 1e9),
    };
    language::unit(bytes as f64 / whole, unit, 1)
}

/// A length of time from milliseconds, in its largest fitting unit: `3.2 sec`, `12 sec`, `4 min`, `1.5 hr`. Tenths of
/// seconds are told below ten.
pub fn length(ms: u64) -> String {
    match ms {
        0..10_000 => language::unit(ms as f64 / 1e3, "second", 1),
        10_000..60_000 => language::unit(ms as f64 / 1e3, "second", 0),
        60_000..3_600_000 => language::unit(ms as f64 / 6e4, "minute", 0),
        _ => language::unit(ms as f64 / 3.6e6, "hour", 1),
    }
}

/// Milliseconds: `240 ms`.
pub fn milliseconds(ms: u64) -> String {
    language::unit(ms as f64, "millisecond", 0)
}

/// Millionths of a US dollar.
const CENT: u64 = 10_000;

/// A sum of money from millionths of a US dollar: `$0.07`; `less than $0.01`, and `$0.00` only for nothing.
pub fn money(micro_usd: u64) -> String {
    let sum = |micro_usd: u64| language::money(micro_usd as f64 / 1e6);
    if (1..CENT).contains(&micro_usd) { say_with("panel_spent_less", &[&sum(CENT)]) } else { sum(micro_usd) }
}

/// The day, from milliseconds since the Unix epoch: `Nov 26, 2026`.
pub fn day(unix_ms: u64) -> String {
    language::date(unix_ms as f64, true, false)
}

/// The time of day, from milliseconds since the Unix epoch: `10:22 AM`.
pub fn time(unix_ms: u64) -> String {
    language::date(unix_ms as f64, false, true)
}

/// Day and time, from milliseconds since the Unix epoch: `Nov 26, 2026, 10:22 AM`.
pub fn moment(unix_ms: u64) -> String {
    language::date(unix_ms as f64, true, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_lengths_are_in_the_largest_unit_that_fits() {
        assert_eq!([812, 3_140, 1_260_000, 2_000_000_000].map(size), ["812 bytes", "3.1 kB", "1.3 MB", "2 GB"]);
        assert_eq!([3_210, 12_400, 240_000, 5_400_000].map(length), ["3.2 sec", "12 sec", "4 min", "1.5 hr"]);
    }

    #[test]
    fn numbers_shares_sums_and_dates_are_written_as_in_english() {
        assert_eq!([7, 12_345, 1_234_567].map(number), ["7", "12,345", "1,234,567"]);
        assert_eq!(percent(0.374), "37%");
        let sums = [0, 9_999, 74_300, 12_050_000].map(money);
        assert_eq!(sums, ["$0.00", "less than $0.01", "$0.07", "$12.05"]);
        assert_eq!(day(1_795_688_520_000), "Nov 26, 2026");
        assert_eq!(time(1_795_688_520_000), "10:22 AM");
        assert_eq!(moment(951_782_400_000), "Feb 29, 2000, 12:00 AM");
    }
}
