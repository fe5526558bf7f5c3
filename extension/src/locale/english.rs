//! The texts where there is no browser: the English file itself, and its numbers, so that tests see what people read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The file of the default language.
const FILE: &str = include_str!("../../static/_locales/en/messages.json");

static MESSAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file: serde_json::Map<String, serde_json::Value> = serde_json::from_str(FILE).unwrap_or_default();
    let text = |entry: &serde_json::Value| with_places(entry["message"].as_str().unwrap_or_default());
    file.iter().map(|(key, entry)| (key.clone(), text(entry))).collect()
});

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The language.
pub fn tag() -> String {
    "en".to_owned()
}

/// Hands on a text, with its places; the empty one where there is no such key.
pub fn with_text<T>(key: &str, then: impl FnOnce(&str) -> T) -> T {
    then(MESSAGES.get(key).map(String::as_str).unwrap_or_default())
}

/// A text of the file as `static/locale.js` gets it of a browser: `$$` is a dollar, `$1` the first place.
fn with_places(text: &str) -> String {
    let (mut done, mut letters) = (String::new(), text.chars().peekable());
    while let Some(letter) = letters.next() {
        let meant = match (letter, letters.peek()) {
            ('$', Some('$')) => Some('$'),
            ('$', Some(digit @ '1'..='9')) => digit.to_digit(10).and_then(char::from_u32),
            _ => None,
        };
        if meant.is_some() {
            letters.next();
        }
        done.push(meant.unwrap_or(letter));
    }
    done
}

/// Whether the language counts so many as one.
pub fn is_one(count: u64) -> bool {
    count == 1
}

/// A number.
pub fn number(value: f64) -> String {
    let digits = format!("{value:.0}");
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// A number as markup, styles and JSON take it.
pub fn plain(value: f64) -> String {
    value.to_string()
}

/// A share.
pub fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A number with a unit.
pub fn unit(value: f64, unit: &str, digits: u32) -> String {
    let short = match unit {
        "kilobyte" => "kB",
        "megabyte" => "MB",
        "gigabyte" => "GB",
        "millisecond" => "ms",
        "second" => "sec",
        "minute" => "min",
        "hour" => "hr",
        "byte" if value == 1.0 => "byte",
        "byte" => "bytes",
        other => other,
    };
    let power = 10_f64.powi(digits as i32);
    format!("{} {short}", (value * power).round() / power)
}

/// US dollars.
pub fn money(usd: f64) -> String {
    format!("${usd:.2}")
}

/// Day, time or both, in UTC.
pub fn date(unix_ms: f64, day: bool, time: bool) -> String {
    let minutes = unix_ms as i64 / 60_000;
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    let clock = format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1);
    let (year, month, date) = civil(minutes / 1440);
    let written = format!("{} {date}, {year}", MONTHS[month]);
    match (day, time) {
        (true, true) => format!("{written}, {clock}"),
        (true, false) => written,
        (false, _) => clock,
    }
}

/// Year, month from 0 and date of a day since 1970, of the Gregorian calendar (Howard Hinnant, "chrono-compatible
/// low-level date algorithms", `civil_from_days`, for days after March of the year 0).
fn civil(days: i64) -> (i64, usize, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let from_january = (month + 2) % 12;
    (year + era * 400 + i64::from(from_january < 2), from_january as usize, date)
}
