//! The many ways in which a line says when.

/// A time at the beginning: `12:03`, `1:12:03`, `00:12:03.450`, `0:0:3,5`, also in brackets, also with AM or PM.
/// Milliseconds, and what stands behind it.
pub(super) fn leading(line: &str) -> Option<(u64, &str)> {
    let (inner, close) = match line.chars().next()? {
        '[' => (&line[1..], Some(']')),
        '(' => (&line[1..], Some(')')),
        _ => (line, None),
    };
    let (ms, rest) = clock(inner)?;
    match close {
        Some(close) => Some((ms, rest.trim_start().strip_prefix(close)?.trim_start())),
        None if rest.starts_with(|next: char| next.is_alphanumeric()) => None,
        None => Some((ms, rest.trim_start())),
    }
}

/// A time at the end, also in brackets. What stands before it, and milliseconds.
pub(super) fn trailing(line: &str) -> Option<(&str, u64)> {
    let inner = line.trim_end().trim_end_matches([']', ')']);
    let half = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.' | ',');
    let without_half_day = strip_half_day(inner).map_or(inner, |(before, _)| before);
    let from = without_half_day
        .trim_end()
        .rfind(|letter| !half(letter))
        .map_or(0, |at| at + without_half_day[at..].chars().next().map_or(1, char::len_utf8));
    let (ms, rest) = clock(&inner[from..])?;
    let before = inner[..from].trim_end_matches(['[', '(']);
    (rest.is_empty() && (before.is_empty() || before != before.trim_end() || before.len() < from))
        .then(|| (before.trim_end(), ms))
}

/// Two times with an arrow or a stroke between them, and what stands behind.
pub(super) fn range(line: &str) -> Option<((u64, u64), &str)> {
    let (start, rest) = clock(line)?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("-->").or_else(|| rest.strip_prefix("->"))?;
    let (end, rest) = clock(rest.trim_start())?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| ((start, end), rest.trim_start()))
}

fn clock(text: &str) -> Option<(u64, &str)> {
    let (first, rest) = digits(text, 3)?;
    let (second, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let seconds_follow = rest.strip_prefix(':').and_then(|rest| digits(rest, 2));
    let (hours, minutes, seconds, rest) = match seconds_follow {
        Some((third, rest)) => (first.0, second.0, third.0, rest),
        // "3:1" is a score.
        None if second.1 == 2 => (0, first.0, second.0, rest),
        None => return None,
    };
    let (ms, rest) = fraction(rest);
    if seconds > 59 || (seconds_follow.is_some() && minutes > 59) {
        return None;
    }
    match strip_leading_half_day(rest) {
        // "2:03 PM": hours and minutes of a day.
        Some((afternoon, rest)) => {
            let (hours, minutes, seconds) =
                if seconds_follow.is_some() { (hours, minutes, seconds) } else { (minutes, seconds, 0) };
            let hours = (1..=12).contains(&hours).then_some(hours % 12 + if afternoon { 12 } else { 0 })?;
            Some(((hours * 3600 + minutes * 60 + seconds) * 1000, rest))
        }
        None => Some(((hours * 3600 + minutes * 60 + seconds) * 1000 + ms, rest)),
    }
}

/// A number of at most so many digits, and how many it has.
fn digits(text: &str, most: usize) -> Option<((u64, usize), &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=most).contains(&count).then(|| text[..count].parse().ok())??;
    Some(((number, count), &text[count..]))
}

/// Thousandths behind a point or a comma.
fn fraction(text: &str) -> (u64, &str) {
    let read = || {
        let rest = text.strip_prefix(['.', ','])?;
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let thousandths = rest.get(..count.min(3)).filter(|digits| !digits.is_empty())?;
        Some((format!("{thousandths:0<3}").parse().ok()?, &rest[count..]))
    };
    read().unwrap_or((0, text))
}

fn strip_leading_half_day(text: &str) -> Option<(bool, &str)> {
    let word = text.trim_start();
    let (head, rest) = (word.get(..2)?, word.get(2..)?);
    let afternoon = head.eq_ignore_ascii_case("pm");
    let ends = !rest.starts_with(char::is_alphanumeric);
    ((afternoon || head.eq_ignore_ascii_case("am")) && ends).then_some((afternoon, rest))
}

fn strip_half_day(text: &str) -> Option<(&str, bool)> {
    let at = text.len().checked_sub(2)?;
    let word = text.get(at..)?;
    let afternoon = word.eq_ignore_ascii_case("pm");
    (afternoon || word.eq_ignore_ascii_case("am")).then(|| (text[..at].trim_end(), afternoon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_begin_with_a_time() {
        let cases = [
            ("12:03 Hello", Some((723_000, "Hello"))),
            ("[00:12:03] Anna: Hello", Some((723_000, "Anna: Hello"))),
            ("(1:12:03)", Some((4_323_000, ""))),
            ("00:00:03.45", Some((3_450, ""))),
            ("0:0:3,5 x", Some((3_500, "x"))),
            ("2:03 PM Anna", Some((50_580_000, "Anna"))),
            ("12:03:04 am", Some((184_000, ""))),
            ("3:1", None),
            ("10:75", None),
            ("00:75:00", None),
            ("12:03x", None),
            ("1234:00", None),
            ("[12:03", None),
            ("ä", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(leading(line), expected, "{line}");
        }
    }

    #[test]
    fn a_line_may_end_with_a_time() {
        let cases = [
            ("Anna Berg  0:03", Some(("Anna Berg", 3_000))),
            ("[Anna Berg] 14:05:12", Some(("[Anna Berg]", 50_712_000))),
            ("Anna (00:12)", Some(("Anna", 12_000))),
            ("Anna 2:03 PM", Some(("Anna", 50_580_000))),
            ("Anna:03", None),
            ("Anna", None),
            ("é 1:2", None),
        ];
        for (line, expected) in cases {
            assert_eq!(trailing(line), expected, "{line}");
        }
    }

    #[test]
    fn two_times_are_a_range() {
        assert_eq!(range("00:00:01,000 --> 00:00:04,500"), Some(((1_000, 4_500), "")));
        assert_eq!(range("00:01.000 --> 00:04.000 align:start"), Some(((1_000, 4_000), "align:start")));
        assert_eq!(range("0:0:0.0 --> 0:0:2.50"), Some(((0, 2_500), "")));
        assert_eq!(range("00:00:01,000 --> soon"), None);
    }
}
