//! How many words were understood wrongly: the word error rate, with the same normalisation for every engine.
//!
//! Forgiven is how a word is written: capitals, punctuation, `40` for `forty`, `lets` for `let's`. Nothing else is:
//! a name spelt otherwise or a filler left out is an error, whoever makes it.

use convoally::answer::support::number_words::{SMALL, TENS};
use convoally::turn::edits::edits;
use std::iter::Sum;

const SCALES: [(u64, &str); 3] = [(1_000_000, "million"), (1_000, "thousand"), (100, "hundred")];

/// Words that were spoken, and how many had to be changed, added or left out to make them of what was heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Changed, added and left out together.
    pub wrong: usize,
    /// Words that were spoken.
    pub spoken: usize,
}

impl Errors {
    /// The word error rate, percent. None where nothing was spoken.
    pub fn percent(self) -> Option<f64> {
        (self.spoken > 0).then(|| self.wrong as f64 * 100.0 / self.spoken as f64)
    }
}

impl Sum for Errors {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self { wrong: sum.wrong + one.wrong, spoken: sum.spoken + one.spoken })
    }
}

/// Compares what was heard with what was spoken.
pub fn errors(spoken: &str, heard: &str) -> Errors {
    let (spoken, heard) = (words(spoken), words(heard));
    Errors { wrong: edits(&spoken, &heard), spoken: spoken.len() }
}

/// The words of a text in one way of writing them.
pub fn words(text: &str) -> Vec<String> {
    let text: Vec<char> = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    let digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let groups_digits = |at: usize| text[at] == ',' && at > 0 && digit(text.get(at - 1)) && digit(text.get(at + 1));
    let joined: String = (0..text.len()).filter(|&at| !groups_digits(at)).map(|at| text[at]).collect();
    let tokens = joined.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
    tokens.flat_map(|token| token.parse().map_or_else(|_| vec![token.to_owned()], cardinal)).collect()
}

/// A number as it is said: 42 is "forty two".
fn cardinal(number: u64) -> Vec<String> {
    if let Some(&(scale, name)) = SCALES.iter().find(|(scale, _)| number >= *scale) {
        let mut said = cardinal(number / scale);
        said.push(name.to_owned());
        said.extend(Some(number % scale).filter(|rest| *rest > 0).into_iter().flat_map(cardinal));
        return said;
    }
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    match SMALL.get(number as usize) {
        Some(small) => vec![(*small).to_owned()],
        None if ones == 0 => vec![TENS[tens - 2].to_owned()],
        None => vec![TENS[tens - 2].to_owned(), SMALL[ones].to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(spoken: &str, heard: &str) -> usize {
        errors(spoken, heard).wrong
    }

    #[test]
    fn a_word_changed_added_or_left_out_is_one_error_each() {
        assert_eq!(wrong("why do you want to leave", "why do you want to leave"), 0);
        assert_eq!(wrong("why do you want to leave", "why do we want to leave"), 1);
        assert_eq!(wrong("why do you want to leave", "why do you really want to leave"), 1);
        assert_eq!(wrong("why do you want to leave", "do you want to leave"), 1);
        assert_eq!(wrong("why do you want to leave", ""), 6);
        assert_eq!(wrong("", "thank you"), 2);
    }

    #[test]
    fn how_a_word_is_written_is_forgiven() {
        assert_eq!(wrong("Let's get started.", "lets get STARTED"), 0);
        assert_eq!(wrong("It took forty seconds, then three hundred.", "it took 40 seconds then 300"), 0);
        assert_eq!(wrong("forty-two of one thousand and five", "42 of 1,000 and 5"), 0);
    }

    #[test]
    fn another_word_is_not_forgiven() {
        assert_eq!(wrong("a slow PostgreSQL query", "a slow Postgres SQL query"), 2);
        assert_eq!(wrong("Okay. And, um, where", "Okay. And where"), 1);
    }

    #[test]
    fn numbers_are_written_as_they_are_said() {
        let said = |text: &str| words(text).join(" ");
        assert_eq!(said("0 7 13 20 99"), "zero seven thirteen twenty ninety nine");
        assert_eq!(said("100 215 2000 1,000,001"), "one hundred two hundred fifteen two thousand one million one");
        assert_eq!(said("Q3, k8s, 99999999999999999999"), "q3 k8s 99999999999999999999");
    }

    #[test]
    fn the_rate_is_over_all_words_that_were_spoken() {
        let all: Errors = [errors("one two three", "one two four"), errors("five", "five")].into_iter().sum();
        assert_eq!(all, Errors { wrong: 1, spoken: 4 });
        assert_eq!(all.percent(), Some(25.0));
        assert_eq!(Errors::default().percent(), None);
    }
}
