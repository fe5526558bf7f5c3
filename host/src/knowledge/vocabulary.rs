//! Names and terms of the user's documents that a recogniser is worth telling about: companies, products,
//! technologies, acronyms. What any recogniser knows anyway only costs it time.

use super::passages::{Piece, cut};
use super::terms::terms;
use convoally_shared::document::Document;
use convoally_shared::session::Brief;
use std::collections::{HashMap, HashSet};

/// Recognisers take only a few: Deepgram's key terms hold 500 tokens, a whisper server's prompt 224.
pub const MOST_TERMS: usize = 60;
/// A name of more words than this is a headline.
const WORDS_OF_A_NAME: usize = 4;

/// Names of the calendar, which every recogniser knows.
const CALENDAR: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June \
    July August September October November December";

/// A name as it was first written.
struct Found {
    name: String,
    /// That of its strangest word.
    strangeness: u32,
    times: u32,
}

/// The terms, most telling first, each once, at most [`MOST_TERMS`]. The company and the role come before all.
pub fn vocabulary(documents: &[Document], brief: Option<&Brief>) -> Vec<String> {
    let pieces: Vec<Piece> = documents.iter().flat_map(cut).collect();
    let texts = || pieces.iter().flat_map(|piece| [(&piece.place, true), (&piece.text, false)]);
    let known: HashSet<&str> = texts()
        .flat_map(|(text, _)| tokens(text))
        .filter(|token| token.is_large && !token.begins)
        .map(|token| token.word)
        .collect();
    let mut found: Vec<Found> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for name in texts().flat_map(|(text, heading)| names(text, heading, &known)) {
        let strangeness = name.split(' ').map(strangeness).max().unwrap_or_default();
        let place = *places.entry(name.to_lowercase()).or_insert_with(|| {
            found.push(Found { name, strangeness, times: 0 });
            found.len() - 1
        });
        found[place].times += 1;
    }
    // The sort is stable: among equals, the first to be written stays first.
    found.sort_by_key(|found| std::cmp::Reverse(found.strangeness * (2 + found.times.min(4))));
    let about = brief.into_iter().flat_map(|brief| [&brief.company, &brief.role]).map(|text| text.trim().to_owned());
    let mut chosen: Vec<String> = Vec::new();
    for name in about.chain(found.into_iter().map(|found| found.name)) {
        if !name.is_empty() && !chosen.iter().any(|other| says_already(other, &name)) {
            chosen.push(name);
        }
    }
    chosen.truncate(MOST_TERMS);
    chosen
}

/// One term holds all words of another.
fn says_already(term: &str, other: &str) -> bool {
    let lower = |text: &str| format!(" {} ", text.to_lowercase());
    lower(term).contains(&lower(other))
}

/// One word of a text.
struct Token<'a> {
    word: &'a str,
    is_large: bool,
    /// It begins a sentence, where every word has a large first letter.
    begins: bool,
    /// Nothing before it belongs to the same name.
    opens: bool,
    /// Nothing after it belongs to the same name.
    closes: bool,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut begins = true;
    let mut tokens = Vec::new();
    for written in text.split_whitespace() {
        let word = written.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#')));
        let opens = written.starts_with(['(', '"', '“']);
        let closes = word.is_empty() || written.ends_with([',', '.', ':', ';', '!', '?', ')', '"', '”']);
        let is_large = is_large(word) && !CALENDAR.contains(word);
        tokens.push(Token { word, is_large, begins: (begins || opens) && is_ordinary(word), opens, closes });
        begins = word.is_empty() || written.ends_with(['.', ':', '!', '?']);
    }
    tokens
}

/// The names in a text. Large words next to each other are one name.
fn names(text: &str, heading: bool, known: &HashSet<&str>) -> Vec<String> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut run: Vec<&Token> = Vec::new();
    for token in &tokens {
        if token.opens || !token.is_large {
            found.extend(name(&std::mem::take(&mut run)));
        }
        // What begins a sentence is part of a name in a heading, or when it is large elsewhere too.
        if token.is_large && (!token.begins || heading || known.contains(token.word)) {
            run.push(token);
        }
        if token.closes {
            found.extend(name(&std::mem::take(&mut run)));
        }
    }
    found.extend(name(&run));
    found
}

fn name(run: &[&Token]) -> Option<String> {
    // Neither "The" nor "How", however it is written, begins a name of several words.
    let first = run.iter().position(|token| !token.begins || !terms(token.word).is_empty())?;
    let run = &run[first..];
    let words: Vec<&str> = run.iter().map(|token| token.word).collect();
    // A line in capitals is a heading, not a name.
    let shouted = words.len() > 1 && words.iter().all(|word| is_capitals(word));
    let only_begins = run.len() == 1 && run[0].begins;
    let strange = words.iter().any(|word| strangeness(word) > 0);
    (words.len() <= WORDS_OF_A_NAME && !shouted && !only_begins && strange).then(|| words.join(" "))
}

/// Written otherwise than an ordinary word is: `Acme`, `PostgreSQL`, `gRPC`, `S3`.
fn is_large(word: &str) -> bool {
    let letters = word.contains(char::is_alphabetic) && !word.starts_with("I'") && !word.starts_with("I’");
    letters && (word.contains(char::is_uppercase) || word.contains(|c: char| c.is_ascii_digit())) && word.len() > 1
}

/// Nothing but its first letter is large.
fn is_ordinary(word: &str) -> bool {
    strangeness(word) <= 2
}

/// How unlikely it is that a recogniser writes the word so by itself. With 0 it is no name.
fn strangeness(word: &str) -> u32 {
    let inside = word.chars().skip(1).any(char::is_uppercase);
    let small = word.contains(char::is_lowercase);
    let digit = word.contains(|c: char| c.is_ascii_digit());
    let word_begins_large = word.starts_with(char::is_uppercase);
    match (inside && small, digit, is_capitals(word)) {
        (true, _, _) => 4,
        // A year of a decade, "1990s", and an ordinal, "3rd", are ordinary.
        (_, true, _) if word.starts_with(|c: char| c.is_ascii_digit()) => 0,
        (_, true, _) => 3,
        // Longer words in capitals are shouted.
        (_, _, true) => {
            if word.chars().count() <= 6 {
                3
            } else {
                0
            }
        }
        _ => {
            if word_begins_large {
                2
            } else {
                0
            }
        }
    }
}

fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1 && !word.contains(char::is_lowercase) && word.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::document_of;
    use convoally_shared::document::DocumentFormat;

    fn of(text: &str) -> Vec<String> {
        vocabulary(&[document_of("d".into(), DocumentFormat::Markdown, text.into())], None)
    }

    #[test]
    fn names_technologies_and_acronyms_are_terms_and_the_strangest_come_first() {
        let text = "# Resume\n## Acme Logistics: Senior engineer (2021 to today)\n\
                    - Moved 14 services to Kubernetes. Wrote gRPC and REST interfaces for Acme Logistics in Go.\n\
                    - Improved PostgreSQL queries every Monday; backups lie in S3.";
        assert_eq!(of(text), ["gRPC", "PostgreSQL", "Acme Logistics", "REST", "S3", "Kubernetes", "Go"]);
    }

    #[test]
    fn the_first_word_of_a_sentence_is_no_name_for_that() {
        assert!(of("Built it. Then left: Nothing of note (Really). In 1998, the 1990s. What? I did.").is_empty());
        assert!(of("EXPERIENCE\n\nWORK AND OTHER THINGS").is_empty());
    }

    #[test]
    fn the_company_comes_first_and_nothing_twice() {
        let brief = Brief { company: "Northwind".into(), role: " ".into(), kind: String::new(), ..Brief::default() };
        let document =
            document_of("d".into(), DocumentFormat::Text, "I know northwind and Northwind. Use Northwind.".into());
        assert_eq!(vocabulary(&[document], Some(&brief)), ["Northwind"]);
    }

    #[test]
    fn a_book_yields_no_more_than_a_recogniser_takes() {
        let text: String = (0..500).map(|n| format!("we met Name{n} there. ")).collect();
        assert_eq!(of(&text).len(), MOST_TERMS);
    }
}
