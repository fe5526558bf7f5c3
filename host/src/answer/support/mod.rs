//! Which numbers, names and dates of a draft stand in no source.
//!
//! [`Facts`] learns what there is to lean on: the passages of the card, the question, what was said in the session
//! and the brief. Then it reads a draft and gives back the stretches that none of them holds. It compares values and
//! words, not meanings: "forty", "40" and "40.0" are one number, "March 2021" is in "2021-03-05", "Postgres" is in
//! "PostgreSQL"; who did what with them it cannot see. What belongs to ordinary language is no fact: "three reasons",
//! "two-phase commit", "an API". Code, citations and the numbers of lists are no prose; `prose.rs` takes them out. A citation
//! of a passage that the card does not have is marked like a number that nobody gave.
//!
//! Nothing here is asked of a model, and nothing leaves the computer.

mod dates;
mod figures;
mod names;
pub mod number_words;
mod ordinary;
mod prose;
mod spelled;
#[cfg(test)]
mod tests;

use convoally_shared::card::Span;
use dates::Date;
use figures::{Figure, figures};
use std::collections::HashSet;
use std::ops::Range;

/// What a draft may lean on.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// In lower case, without marks.
    words: HashSet<String>,
    /// Decimal digits without leading zeros; a percentage ends with `%`.
    numbers: HashSet<String>,
    dates: HashSet<Date>,
    /// How many passages a draft may cite, `[1]` to this; any where it is not known.
    passages: Option<usize>,
}

impl Facts {
    /// Takes in a source. Rather too much than too little: a mark on what the user can show to be true is worse than
    /// none on what they cannot.
    pub fn learn(&mut self, text: &str) {
        self.take(text);
        self.take(&prose::of(text));
    }

    /// The card has so many passages.
    pub fn may_cite(&mut self, passages: usize) {
        self.passages = Some(passages);
    }

    fn take(&mut self, text: &str) {
        let mut rest = text.to_owned();
        for (range, readings) in dates::find(text) {
            self.numbers.extend(readings.iter().filter_map(|date| Some(date.year?.to_string())));
            self.dates.extend(readings);
            prose::blank(&mut rest, range);
        }
        for Figure { range, readings, percent, .. } in figures(&rest) {
            if percent {
                self.numbers.extend(readings.iter().map(|value| format!("{value}%")));
            }
            self.numbers.extend(readings);
            prose::blank(&mut rest, range);
        }
        self.numbers.extend(figures::within_words(text));
        self.words.extend(names::words(text));
        self.words.extend(names::words(&rest));
    }

    /// The stretches of a draft that stand in no source, in order and apart from each other.
    pub fn unsupported(&self, draft: &str) -> Vec<Span> {
        let mut rest = prose::of(draft);
        let mut found: Vec<Range<usize>> = Vec::new();
        for (range, readings) in dates::find(&rest) {
            if !readings.iter().any(|date| self.holds_date(date)) {
                found.push(range.clone());
            }
            prose::blank(&mut rest, range);
        }
        for figure in figures(&rest) {
            if !ordinary::is_ordinary_figure(&rest, &figure) && !self.holds_figure(&figure) {
                found.push(figure.range.clone());
            }
            prose::blank(&mut rest, figure.range);
        }
        found.extend(names::unknown(&rest, |name| self.holds_word(name)));
        found.extend(
            self.cited_from_nowhere(draft)
                .filter(|cited| !found.iter().any(|range| overlap(range, cited)))
                .collect::<Vec<_>>(),
        );
        found.sort_by_key(|range| range.start);
        found.into_iter().filter_map(span).collect()
    }

    /// The citations of passages that the card does not have.
    fn cited_from_nowhere(&self, draft: &str) -> impl Iterator<Item = Range<usize>> {
        let citations = self.passages.map(|passages| (passages, prose::citations(draft)));
        citations.into_iter().flat_map(|(passages, citations)| {
            let is_nowhere = move |numbers: &[usize]| numbers.iter().any(|number| !(1..=passages).contains(number));
            citations.filter_map(move |(range, numbers)| is_nowhere(&numbers).then_some(range))
        })
    }

    fn holds_date(&self, date: &Date) -> bool {
        self.dates.iter().any(|known| date.is_part_of(known))
    }

    fn holds_figure(&self, figure: &Figure) -> bool {
        let holds = |value: &String| {
            if figure.percent { self.numbers.contains(&format!("{value}%")) } else { self.numbers.contains(value) }
        };
        let parts = || figure.readings.iter().flat_map(|value| value.split([':', '/'])).map(str::to_owned);
        figure.readings.iter().any(holds) || figure.is_compound() && parts().all(|part| holds(&part))
    }

    /// A word of a source, or one that only its ending tells from it.
    fn holds_word(&self, name: &str) -> bool {
        /// Letters that two spellings of a name share at least, and letters that may follow in one of them.
        const SHARED: usize = 5;
        const ENDING: usize = 3;
        let singular = name.strip_suffix('s').unwrap_or(name);
        if self.words.contains(name) || self.words.contains(singular) || self.words.contains(&format!("{name}s")) {
            return true;
        }
        let begins = |long: &str, short: &str| {
            short.chars().count() >= SHARED
                && long.strip_prefix(short).is_some_and(|more| more.chars().count() <= ENDING)
        };
        self.words.iter().any(|word| begins(word, name) || begins(name, word))
    }
}

/// A date may have a citation within it.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn span(range: Range<usize>) -> Option<Span> {
    Some(Span { start: range.start.try_into().ok()?, end: range.end.try_into().ok()? })
}
