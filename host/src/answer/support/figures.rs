//! Numbers in digits and in words, as values that can be compared: `1,200`, `1.200`, `1.2k` and "twelve hundred" are
//! one.

use super::spelled;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Where it stands, with its currency, scale and percent sign.
    pub range: Range<usize>,
    /// What it may mean: decimal digits without leading zeros, or the marks as they are, as in `10:30`.
    pub readings: Vec<String>,
    /// It is a percentage.
    pub percent: bool,
    /// It is written in words.
    pub spelled: bool,
    /// Places that a scale moves its point: 3 for `k`.
    shift: usize,
}

impl Figure {
    /// A time, a ratio or a fraction.
    pub fn is_compound(&self) -> bool {
        self.readings.iter().any(|value| value.contains([':', '/']))
    }
}

static DIGITS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?:[$€£¥][ \u{a0}]?)?(?P<digits>\\d+(?:[.,:/'’_\u{a0}\u{202f}\u{2009}]\\d+)*)").ok());

/// What may follow a number at once without making it part of a name: units, ordinals, hours.
const UNITS: &[&str] = &[
    "x", "ms", "s", "sec", "secs", "m", "min", "mins", "h", "hr", "hrs", "d", "w", "y", "yr", "yrs", "st", "nd", "rd",
    "th", "kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib", "hz", "khz", "mhz", "ghz", "px", "fps", "rps",
    "qps", "tps", "km", "kg", "g", "am", "pm", "usd", "eur", "gbp", "fold", "b",
];

/// The numbers of a text, in order; a year of a date is one too.
pub fn figures(text: &str) -> Vec<Figure> {
    let Some(pattern) = DIGITS.as_ref() else { return Vec::new() };
    let mut found: Vec<Figure> = pattern
        .captures_iter(text)
        .filter_map(|captures| in_digits(text, captures.get(0)?.start(), captures.name("digits")?.range()))
        .collect();
    found.extend(spelled::find(text).into_iter().map(|(range, value)| {
        let (end, percent, _) = tail(text, range.end);
        let range = range.start..if percent { end } else { range.end };
        Figure { range, readings: vec![value], percent, spelled: true, shift: 0 }
    }));
    found.sort_by_key(|figure| figure.range.start);
    share_tails(text, &mut found);
    found
}

/// Digits within words: the 99 of `p99`.
pub fn within_words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let mixed = words.filter(|word| word.contains(char::is_alphabetic));
    let runs = mixed.flat_map(|word| word.split(|letter: char| !letter.is_ascii_digit()));
    runs.filter(|run| !run.is_empty()).map(|run| canonical(run, "", 0)).collect()
}

fn in_digits(text: &str, start: usize, digits: Range<usize>) -> Option<Figure> {
    if belongs_to_name(&text[..digits.start]) {
        return None;
    }
    let token = &text[digits.clone()];
    let letters: String = text[digits.end..].chars().take_while(|letter| letter.is_alphabetic()).collect();
    let behind = text[digits.end + letters.len()..].chars().next();
    if !letters.is_empty() && behind.is_some_and(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let (end, percent, shift) = match (letters.as_str(), scale(&letters)) {
        ("", _) => tail(text, digits.end),
        (_, Some(shift)) => (digits.end + letters.len(), false, shift),
        (unit, None) if UNITS.contains(&unit.to_lowercase().as_str()) => (digits.end + letters.len(), false, 0),
        _ => return None,
    };
    let mut readings = Vec::new();
    for (whole, fraction) in split(token) {
        readings.push(canonical(&whole, &fraction, shift));
        // Five metres, five minutes or five million.
        if shift > 0 && matches!(letters.as_str(), "m" | "M" | "b" | "B" | "T") {
            readings.push(canonical(&whole, &fraction, 0));
        }
    }
    if readings.is_empty() {
        readings.push(token.to_owned());
    }
    Some(Figure { range: start..end, readings, percent, spelled: false, shift })
}

/// The digits go on with a word before them (`S3`), or with a name and a hyphen or a stroke (`UTF-8`, `GPT-4`, `HTTP/3`).
fn belongs_to_name(before: &str) -> bool {
    let mut letters = before.chars().rev();
    match letters.next() {
        Some('-' | '/') => {
            let word: Vec<char> = letters.take_while(|letter| letter.is_alphanumeric()).collect();
            word.iter().any(|letter| letter.is_uppercase())
        }
        Some(letter) => letter.is_alphabetic() || letter == '_',
        None => false,
    }
}

/// What a number's tail says: where it ends, whether it is a percentage, and its scale.
fn tail(text: &str, end: usize) -> (usize, bool, usize) {
    let after = &text[end..];
    let gap = after.len() - after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']).len();
    let rest = &after[gap..];
    if rest.starts_with('%') && gap <= 3 {
        return (end + gap + 1, true, 0);
    }
    let word: String = rest.chars().take_while(|letter| letter.is_alphabetic()).collect();
    let whole = end + gap + word.len();
    if gap == 0 || word.is_empty() {
        return (end, false, 0);
    }
    match word.to_lowercase().as_str() {
        "percent" | "prozent" | "pct" => (whole, true, 0),
        "per" if text[whole..].starts_with(" cent") => (whole + " cent".len(), true, 0),
        "hundred" => (whole, false, 2),
        "thousand" | "tausend" => (whole, false, 3),
        "million" | "millions" | "millionen" => (whole, false, 6),
        "billion" | "billions" => (whole, false, 9),
        "trillion" => (whole, false, 12),
        _ => (end, false, 0),
    }
}

fn scale(letters: &str) -> Option<usize> {
    match letters {
        "k" | "K" => Some(3),
        "m" | "M" | "mn" | "mio" | "Mio" => Some(6),
        "b" | "B" | "bn" => Some(9),
        "T" | "tn" => Some(12),
        _ => None,
    }
}

/// "10–15 %", "two to three million": what stands behind the second belongs to the first as well.
fn share_tails(text: &str, figures: &mut [Figure]) {
    for at in (1..figures.len()).rev() {
        let (before, after) = figures.split_at_mut(at);
        let (Some(first), Some(second)) = (before.last_mut(), after.first()) else { continue };
        let between = text.get(first.range.end..second.range.start).unwrap_or_default();
        if !matches!(between, "-" | "–" | " to " | " – " | " - " | " and " | " or " | " bis ") {
            continue;
        }
        first.percent |= second.percent;
        if first.shift == 0 && second.shift > 0 {
            let scaled = |value: &String| {
                let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
                canonical(whole, fraction, second.shift)
            };
            first.readings.extend(first.readings.iter().map(scaled).collect::<Vec<_>>());
        }
    }
}

/// The whole and the fraction that digits with marks between them may mean; none when they mean no one number.
fn split(token: &str) -> Vec<(String, String)> {
    let marks: Vec<char> = token.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let parts: Vec<&str> = token.split(|letter: char| !letter.is_ascii_digit()).collect();
    let in_thousands = |parts: &[&str]| parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    let same = |marks: &[char]| marks.iter().all(|mark| *mark == marks[0]);
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    match marks.as_slice() {
        [] => vec![(first.to_owned(), String::new())],
        marks if marks.iter().any(|mark| matches!(mark, ':' | '/')) => Vec::new(),
        ['.'] => {
            let thousands = (in_thousands(&parts) && first != "0").then(|| (parts.concat(), String::new()));
            [(first.to_owned(), last.to_owned())].into_iter().chain(thousands).collect()
        }
        [','] if !in_thousands(&parts) => vec![(first.to_owned(), last.to_owned())],
        marks if same(marks) && in_thousands(&parts) => vec![(parts.concat(), String::new())],
        [most @ .., '.' | ','] if same(most) && in_thousands(&parts[..parts.len() - 1]) => {
            vec![(parts[..parts.len() - 1].concat(), last.to_owned())]
        }
        _ => Vec::new(),
    }
}

/// One spelling for one value.
pub(super) fn canonical(whole: &str, fraction: &str, shift: usize) -> String {
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(shift).collect();
    let fraction: String = fraction.chars().skip(shift).collect();
    let whole = format!("{whole}{moved}");
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        let sign = |figure: &Figure| if figure.percent { "%" } else { "" };
        figures(text).iter().map(|figure| format!("{}{}", figure.readings.join("|"), sign(figure))).collect()
    }

    #[test]
    fn digits_are_read_as_people_write_them() {
        let cases = [
            ("1,200", "1200"),
            ("1.200", "1.2|1200"),
            ("1'200", "1200"),
            ("1\u{202f}200", "1200"),
            ("1,234.50", "1234.5"),
            ("1.234,5", "1234.5"),
            ("3,5", "3.5"),
            ("$1.2M", "1200000|1.2"),
            ("40k", "40000"),
            ("2.5 million", "2500000"),
            ("40 %", "40%"),
            ("40 per cent", "40%"),
            ("007", "7"),
            ("10:30", "10:30"),
            ("900ms", "900"),
            ("5th", "5"),
        ];
        for (text, value) in cases {
            assert_eq!(values(text), [value], "{text}");
        }
    }

    #[test]
    fn a_range_shares_what_stands_behind_it() {
        assert_eq!(values("10–15 %"), ["10%", "15%"]);
        assert_eq!(values("2 to 3 million"), ["2|2000000", "3000000"]);
    }

    #[test]
    fn digits_of_a_name_are_no_number() {
        for text in ["S3", "UTF-8", "GPT-4", "HTTP/3", "x86_64", "5xx", "2FA"] {
            assert_eq!(values(text), [""; 0], "{text}");
        }
        assert_eq!(values("sub-100 ms"), ["100"]);
        assert_eq!(within_words("p99 and S3, 40k"), ["99", "3", "40"]);
    }
}
