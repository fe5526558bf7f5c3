//! Numbers in English words: "forty-two", "twelve hundred", "a million", "twenty twenty-one", "two and a half".

use super::figures::canonical;
use super::number_words::{SMALL, TENS};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("[A-Za-z]+").ok());

#[derive(Clone, Copy)]
enum Part {
    /// Below twenty.
    Small(u64),
    /// Twenty to ninety.
    Tens(u64),
    Hundred,
    /// A power of ten from a thousand on.
    Scale(u32),
    Dozen,
}

struct Word {
    range: Range<usize>,
    text: String,
}

impl Word {
    fn part(&self) -> Option<Part> {
        let below = |list: &[&str]| list.iter().position(|name| *name == self.text).map(|at| at as u64);
        let plural = self.text.strip_suffix('s').unwrap_or(&self.text);
        match plural {
            "hundred" => Some(Part::Hundred),
            "thousand" => Some(Part::Scale(3)),
            "million" => Some(Part::Scale(6)),
            "billion" => Some(Part::Scale(9)),
            "trillion" => Some(Part::Scale(12)),
            "dozen" => Some(Part::Dozen),
            _ => below(&SMALL).map(Part::Small).or_else(|| below(&TENS).map(|at| Part::Tens((at + 2) * 10))),
        }
    }
}

/// Every number in words: where, and its value in canonical digits.
pub fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let Some(pattern) = WORD.as_ref() else { return Vec::new() };
    let whole = |range: &Range<usize>| {
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        let inside = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !inside(before) && !inside(after)
    };
    let words: Vec<Word> = pattern
        .find_iter(text)
        .filter(|found| whole(&found.range()))
        .map(|found| Word { range: found.range(), text: found.as_str().to_lowercase() })
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match (Reader { text, words: &words, at }).number() {
            Some((value, next)) => {
                found.push((words[at].range.start..words[next - 1].range.end, value));
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    words: &'a [Word],
    at: usize,
}

impl Reader<'_> {
    /// The word `ahead` of the current one, when nothing but a space or a hyphen stands between all of them.
    fn ahead(&self, ahead: usize) -> Option<&Word> {
        let words = self.words.get(self.at..=self.at + ahead)?;
        let joined = words.windows(2).all(|pair| {
            matches!(self.text.get(pair[0].range.end..pair[1].range.start), Some(" " | "-" | "\u{a0}" | "\n"))
        });
        if joined { words.last() } else { None }
    }

    fn is(&self, ahead: usize, text: &str) -> bool {
        self.ahead(ahead).is_some_and(|word| word.text == text)
    }

    fn part(&self, ahead: usize) -> Option<Part> {
        self.ahead(ahead)?.part()
    }

    /// The value of the number that begins here, and the place of the word behind it.
    fn number(mut self) -> Option<(String, usize)> {
        if self.is(0, "half") && (self.is(1, "a") || self.is(1, "of")) {
            return self.half();
        }
        let (mut total, mut group, mut smallest) = (0_u64, None, u32::MAX);
        if self.is(0, "a") && matches!(self.part(1), Some(Part::Hundred | Part::Scale(_) | Part::Dozen)) {
            group = Some(1);
            self.at += 1;
        }
        let begun = self.at;
        loop {
            // Within the number, "and" only joins; before it and behind it stands something of the number.
            let skipped = usize::from(self.at > begun && self.is_joining());
            let Some(part) = self.next_part(begun, skipped) else { break };
            match (part, group) {
                (Part::Small(value) | Part::Tens(value), None) => group = Some(value),
                (Part::Small(value), Some(so_far)) if fits_behind(so_far, value) => group = Some(so_far + value),
                (Part::Tens(value), Some(so_far)) if so_far >= 100 && so_far.is_multiple_of(100) => {
                    group = Some(so_far + value)
                }
                // Years: "nineteen ninety-nine", "twenty twelve".
                (Part::Small(value @ 10..) | Part::Tens(value), Some(so_far @ 10..=99)) if total == 0 => {
                    group = Some(so_far * 100 + value);
                }
                (Part::Hundred, Some(so_far @ 1..=99)) => group = Some(so_far * 100),
                (Part::Scale(power), Some(so_far)) if power < smallest => {
                    total += so_far.checked_mul(10_u64.checked_pow(power)?)?;
                    (group, smallest) = (None, power);
                }
                (Part::Dozen, Some(so_far)) if total == 0 => {
                    total = so_far * 12;
                    self.at += skipped + 1;
                    group = None;
                    break;
                }
                _ => break,
            }
            self.at += skipped + 1;
        }
        if self.at == begun {
            return None;
        }
        let fraction = self.fraction();
        Some((canonical(&(total + group.unwrap_or(0)).to_string(), &fraction, 0), self.at))
    }

    /// The part that comes next, when it is joined to the word before.
    fn next_part(&self, begun: usize, skipped: usize) -> Option<Part> {
        if self.at == begun {
            return self.words.get(self.at)?.part();
        }
        let before = Reader { at: self.at - 1, ..*self };
        before.part(1 + skipped)
    }

    fn is_joining(&self) -> bool {
        let before = Reader { at: self.at - 1, ..*self };
        let ends_big = matches!(before.part(0), Some(Part::Hundred | Part::Scale(_)));
        ends_big && before.is(1, "and") && matches!(before.part(2), Some(Part::Small(_) | Part::Tens(_)))
    }

    /// "… and a half", "… point five".
    fn fraction(&mut self) -> String {
        let before = Reader { at: self.at - 1, ..*self };
        if before.is(1, "and") && before.is(2, "a") && before.is(3, "half") {
            self.at += 3;
            return "5".to_owned();
        }
        let mut digits = String::new();
        if before.is(1, "point") {
            while let Some(Part::Small(digit @ 0..=9)) = before.part(2 + digits.len()) {
                digits.push_str(&digit.to_string());
            }
        }
        self.at += if digits.is_empty() { 0 } else { 1 + digits.len() };
        digits
    }

    /// "half a million", "half a dozen".
    fn half(self) -> Option<(String, usize)> {
        let value = match self.part(2)? {
            Part::Hundred => 50,
            Part::Scale(power) => 5 * 10_u64.checked_pow(power - 1)?,
            Part::Dozen => 6,
            _ => return None,
        };
        Some((value.to_string(), self.at + 3))
    }
}

/// "forty" and "two", "two hundred" and "three".
fn fits_behind(so_far: u64, value: u64) -> bool {
    let behind_tens = so_far.is_multiple_of(10) && so_far % 100 >= 20 && (1..10).contains(&value);
    behind_tens || so_far >= 100 && so_far.is_multiple_of(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_values() {
        let cases = [
            ("forty", "40"),
            ("Forty-two services", "42"),
            ("one hundred and twenty", "120"),
            ("twelve hundred", "1200"),
            ("a million", "1000000"),
            ("half a million", "500000"),
            ("two thousand and nineteen", "2019"),
            ("twenty twenty-one", "2021"),
            ("nineteen ninety nine", "1999"),
            ("three million two hundred thousand and five", "3200005"),
            ("two and a half years", "2.5"),
            ("two point five", "2.5"),
            ("three dozen", "36"),
            ("zero", "0"),
        ];
        for (text, value) in cases {
            let found: Vec<String> = find(text).into_iter().map(|(_, value)| value).collect();
            assert_eq!(found, [value], "{text}");
        }
    }

    #[test]
    fn neighbours_are_numbers_of_their_own() {
        let found = find("two, three and forty five six often tens someone");
        assert_eq!(found.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["2", "3", "45", "6"]);
    }
}
