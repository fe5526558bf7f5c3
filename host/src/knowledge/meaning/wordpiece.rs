//! Text as the numbers that a BERT model reads: lower case, no accents, words in the pieces of its vocabulary.
//!
//! The same as the `BertTokenizer` of the model's authors for uncased models, without its special cases for Chinese.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The vocabulary of Google's bert-base-uncased (Apache-2.0), which all small English models share, a piece a line.
/// The official file, byte for byte; a test has its checksum.
const VOCABULARY: &str = include_str!("vocabulary.txt");
/// Begins a piece that goes on a word.
const INSIDE: &str = "##";
/// A longer word is no word.
const LONGEST_WORD: usize = 100;

const UNKNOWN: usize = 100;
/// Stands before a text.
pub const BEGIN: usize = 101;
/// Stands after it.
pub const END: usize = 102;

static NUMBERS: LazyLock<HashMap<&str, usize>> =
    LazyLock::new(|| VOCABULARY.lines().enumerate().map(|(number, piece)| (piece, number)).collect());

/// How many pieces there are.
pub fn vocabulary_size() -> usize {
    NUMBERS.len()
}

/// The numbers of a text, at most `limit` with those for its begin and end; the rest of a longer text is left out.
pub fn numbers(text: &str, limit: usize) -> Vec<usize> {
    let mut numbers = vec![BEGIN];
    for word in words(text) {
        pieces(&word, &mut numbers);
        if numbers.len() >= limit {
            break;
        }
    }
    numbers.truncate(limit.saturating_sub(1));
    numbers.push(END);
    numbers
}

/// The numbers of all of a text alone.
pub fn bare(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    words(text).iter().for_each(|word| pieces(word, &mut numbers));
    numbers
}

/// Words and punctuation marks, each by itself.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        if letter.is_whitespace() {
            words.push(String::new());
        } else if is_punctuation(letter) {
            words.extend([letter.to_string(), String::new()]);
        } else if let Some(word) = words.last_mut().filter(|_| !letter.is_control() && letter != '\u{fffd}') {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What is neither letter, digit nor space in ASCII, and the marks of typesetting.
fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}')
        || matches!(letter, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿')
}

/// Adds the longest pieces that make up the word, from its begin; one number for a word that cannot be made up.
fn pieces(word: &str, numbers: &mut Vec<usize>) {
    let before = numbers.len();
    let mut rest = if word.chars().count() > LONGEST_WORD { "" } else { word };
    let mut piece = String::new();
    while !rest.is_empty() {
        let start = if rest.len() == word.len() { "" } else { INSIDE };
        let longest = rest.char_indices().map(|(at, letter)| at + letter.len_utf8()).rev().find_map(|end| {
            piece.clear();
            piece.push_str(start);
            piece.push_str(&rest[..end]);
            NUMBERS.get(piece.as_str()).map(|number| (*number, end))
        });
        let Some((number, end)) = longest else { break };
        numbers.push(number);
        rest = &rest[end..];
    }
    if !rest.is_empty() || numbers.len() == before {
        numbers.truncate(before);
        numbers.push(UNKNOWN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_vocabulary_is_the_official_one() {
        let digest: String = Sha256::digest(VOCABULARY).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3");
        let special = ["[UNK]", "[CLS]", "[SEP]"].map(|piece| NUMBERS[piece]);
        assert_eq!((special, vocabulary_size()), ([UNKNOWN, BEGIN, END], 30_522));
    }

    /// Computed with the `tokenizers` library: accents, apostrophes, long words, marks, spaces, and a text that is too
    /// long.
    #[test]
    fn the_numbers_are_those_of_the_reference() {
        let reference = include_str!("../../../../tests/fixtures/meaning/reference.jsonl");
        for line in reference.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = line["text"].as_str().unwrap();
            let expected: Vec<u64> = line["tokens"].as_array().unwrap().iter().filter_map(|n| n.as_u64()).collect();
            let found: Vec<u64> = numbers(text, 256).into_iter().map(|number| number as u64).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
