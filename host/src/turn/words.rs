//! The words of a text, each with the moment at which it was probably said.

use super::echo::Said;
use super::edits::edits;
use std::ops::Range;

/// One word.
pub(super) struct Word {
    /// Its letters and digits, in lower case.
    pub(super) letters: Vec<char>,
    /// Where it stands in the text, with its punctuation; bytes.
    pub(super) text: Range<usize>,
    /// When its middle was said, if all letters take the same time; milliseconds on the session's audio clock.
    pub(super) at_ms: u64,
}

/// The words of what was said, in order. Punctuation that stands alone belongs to the word before it.
pub(super) fn words(said: Said<'_>) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let duration = said.end_ms.saturating_sub(said.start_ms);
    let mut rest = said.text;
    while let Some(begins) = rest.find(|letter: char| !letter.is_whitespace()) {
        let length = rest[begins..].find(char::is_whitespace).unwrap_or(rest.len() - begins);
        let start = said.text.len() - rest.len() + begins;
        let text = start..start + length;
        rest = &said.text[text.end..];
        let letters: Vec<char> = said.text[text.clone()]
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        match found.last_mut() {
            Some(before) if letters.is_empty() => before.text.end = text.end,
            _ => {
                let middle = (text.start + text.end) as u64 / 2;
                found.push(Word { letters, at_ms: said.start_ms + duration * middle / said.text.len() as u64, text });
            }
        }
    }
    found
}

impl Word {
    /// Whether both may be the same word, heard twice: one letter in three may differ.
    pub(super) fn resembles(&self, other: &Self) -> bool {
        let longest = self.letters.len().max(other.letters.len());
        longest > 0 && edits(&self.letters, &other.letters) <= longest / 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, &str, u64)> {
        let words = words(Said { start_ms: 1_000, end_ms: 2_000, text });
        words.into_iter().map(|word| (word.letters.iter().collect(), &text[word.text], word.at_ms)).collect()
    }

    #[test]
    fn words_have_a_place_in_the_text_and_a_time() {
        let expected = [("its".into(), "It's", 1_166), ("over".into(), "OVER!", 1_583), ("1".into(), "1", 1_916)];
        assert_eq!(found("It's OVER! 1"), expected);
        assert_eq!(found("It's – yes")[0].1, "It's –");
        assert_eq!(found("  "), []);
    }

    #[test]
    fn words_resemble_each_other_when_a_third_of_them_differs() {
        let word = |letters: &str| Word { letters: letters.chars().collect(), text: 0..0, at_ms: 0 };
        let same = |one: &str, other: &str| word(one).resembles(&word(other));
        assert!(same("plan", "plant") && same("stakeholder", "steakholder") && same("you", "your"));
        assert!(!same("yes", "no") && !same("is", "it") && !same("", "a") && !same("", ""));
    }
}
