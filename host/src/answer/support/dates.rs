//! Dates in several spellings: `2021-03-05`, `5.3.2021`, `3/5/2021`, `03/2021`, `March 5th, 2021`, `5 Mar`, `in May`.

use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A date, or as much of it as was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Date {
    pub year: Option<u32>,
    pub month: Option<u32>,
    pub day: Option<u32>,
}

impl Date {
    /// Everything that this one says, the other one says too.
    pub fn is_part_of(&self, other: &Date) -> bool {
        let part = |mine: Option<u32>, theirs: Option<u32>| mine.is_none() || mine == theirs;
        part(self.year, other.year) && part(self.month, other.month) && part(self.day, other.day)
    }

    fn checked(year: Option<u32>, month: u32, day: Option<u32>) -> Option<Self> {
        let possible = (1..=12).contains(&month) && day.is_none_or(|day| (1..=31).contains(&day));
        possible.then_some(Self { year, month: Some(month), day })
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// In this order: a longer spelling before one that it contains.
static SPELLINGS: LazyLock<Vec<(Regex, Reading)>> = LazyLock::new(|| {
    const MONTH: &str = "jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?|july?|aug(?:ust|\\.)?|\
                         sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?";
    let named = format!(
        r"(?i)\b(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{MONTH})(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b)?"
    );
    let spellings: [(&str, Reading); 5] = [
        (r"\b(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})\b", |found| {
            dates([Date::checked(Some(number(found, 1)?), number(found, 3)?, Some(number(found, 4)?))])
        }),
        (r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b", |found| {
            let (first, second, year) = (number(found, 1)?, number(found, 2)?, number(found, 3)?);
            let other_order = Date::checked(Some(year), first, Some(second));
            dates([Date::checked(Some(year), second, Some(first)), other_order])
        }),
        (r"\b((?:19|20)\d\d)-(0\d|1[0-2])\b", |found| {
            dates([Date::checked(Some(number(found, 1)?), number(found, 2)?, None)])
        }),
        (r"\b(\d{1,2})/((?:19|20)\d\d)\b", |found| {
            dates([Date::checked(Some(number(found, 2)?), number(found, 1)?, None)])
        }),
        (&named, of_named),
    ];
    spellings.iter().filter_map(|(pattern, reading)| Some((Regex::new(pattern).ok()?, *reading))).collect()
});

/// What a spelling may mean; none when it is no date after all.
type Reading = fn(&Captures<'_>) -> Option<Vec<Date>>;

/// Every date of a text and what it may mean. They do not overlap.
pub fn find(text: &str) -> Vec<(Range<usize>, Vec<Date>)> {
    let mut found: Vec<(Range<usize>, Vec<Date>)> = Vec::new();
    for (pattern, reading) in SPELLINGS.iter() {
        for captures in pattern.captures_iter(text) {
            let Some(whole) = captures.get(0).map(|whole| whole.range()) else { continue };
            let taken = found.iter().any(|(other, _)| whole.start < other.end && other.start < whole.end);
            let cut = text[whole.end..].starts_with(char::is_alphanumeric);
            if !taken
                && !cut
                && let Some(readings) = reading(&captures).filter(|_| is_meant(text, &captures))
            {
                found.push((whole, readings));
            }
        }
    }
    found
}

/// "May", "march", "mar" and "dec" are other words too, unless a number or a preposition stands beside them.
fn is_meant(text: &str, found: &Captures<'_>) -> bool {
    let Some(month) = found.name("month") else { return true };
    let beside = ["before", "after", "year"].iter().any(|name| found.name(name).is_some());
    let full = MONTHS.contains(&month.as_str().to_lowercase().as_str());
    if beside || full && !matches!(month.as_str().to_lowercase().as_str(), "may" | "march" | "august") {
        return true;
    }
    let before = text[..month.start()].split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let leads = matches!(
        before.as_str(),
        "in" | "of"
            | "since"
            | "until"
            | "till"
            | "by"
            | "from"
            | "to"
            | "last"
            | "next"
            | "this"
            | "early"
            | "late"
            | "mid"
            | "during"
            | "before"
            | "after"
            | "between"
            | "every"
    );
    full && leads
}

fn of_named(found: &Captures<'_>) -> Option<Vec<Date>> {
    let month = found.name("month")?.as_str().to_lowercase();
    let place = MONTHS.iter().position(|name| name.starts_with(&month[..3]))? as u32 + 1;
    let named = |name| found.name(name).and_then(|digits| digits.as_str().parse().ok());
    dates([Date::checked(named("year"), place, named("before").or(named("after")))])
}

fn number(found: &Captures<'_>, group: usize) -> Option<u32> {
    found.get(group)?.as_str().parse().ok()
}

fn dates<const N: usize>(readings: [Option<Date>; N]) -> Option<Vec<Date>> {
    let readings: Vec<Date> = readings.into_iter().flatten().collect();
    (!readings.is_empty()).then_some(readings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: u32, month: u32, day: u32) -> Date {
        let some = |part| (part > 0).then_some(part);
        Date { year: some(year), month: some(month), day: some(day) }
    }

    #[test]
    fn one_day_is_found_in_all_its_spellings() {
        for text in [
            "2021-03-05",
            "2021/3/5",
            "5.3.2021",
            "05/03/2021",
            "March 5, 2021",
            "March 5th 2021",
            "5 March 2021",
            "the 5th of March, 2021",
            "Mar. 5, 2021",
            "5 mar 2021",
        ] {
            let found = find(text);
            assert!(found.len() == 1 && found[0].1.contains(&date(2021, 3, 5)), "{text}: {found:?}");
        }
    }

    #[test]
    fn parts_of_a_date_are_found() {
        let cases =
            [("03/2021", 2021, 3), ("2021-03", 2021, 3), ("march 2021", 2021, 3), ("since May", 0, 5), ("April", 0, 4)];
        for (text, year, month) in cases {
            assert_eq!(find(text).first().map(|(_, dates)| dates.clone()), Some(vec![date(year, month, 0)]), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "You may go",
            "May I?",
            "they march on",
            "decide",
            "2021-2023",
            "1/2",
            "2021-99-99",
            "mar the day",
            "mayor",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn every_spelling_can_be_read() {
        assert_eq!(SPELLINGS.len(), 5);
    }

    #[test]
    fn a_part_is_in_the_whole_and_not_the_other_way_round() {
        assert!(date(2021, 3, 0).is_part_of(&date(2021, 3, 5)) && date(0, 3, 0).is_part_of(&date(2021, 3, 5)));
        assert!(!date(2021, 3, 5).is_part_of(&date(2021, 3, 0)) && !date(2020, 3, 0).is_part_of(&date(2021, 3, 5)));
    }
}
