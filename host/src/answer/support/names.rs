//! Names: capitalised words that do not begin a sentence, acronyms, and words that mix letters with capitals or digits.

use super::ordinary::is_ordinary_word;
use regex::Regex;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}.'’&_/+#-]*").ok());

/// Marks within a word, between its parts.
const BETWEEN: [char; 7] = ['.', '\'', '’', '&', '_', '/', '-'];

/// Abbreviations whose point ends no sentence.
const ABBREVIATIONS: &[&str] =
    &["e.g", "i.e", "eg", "ie", "vs", "dr", "mr", "mrs", "ms", "st", "prof", "inc", "no", "approx"];

/// The words of a source as a name may be looked up: whole, in parts, and joined with the next, because "git hub" may
/// be what was understood.
pub fn words(text: &str) -> HashSet<String> {
    let tokens: Vec<Range<usize>> = tokens(text);
    let mut words = HashSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let whole = joined(&text[token.clone()]);
        if let Some(next) = tokens.get(at + 1).filter(|next| text[token.end..next.start] == *" ") {
            words.insert(format!("{whole}{}", joined(&text[next.clone()])));
        }
        words.extend(parts(text, token).map(|part| joined(&text[part])));
        words.insert(whole);
    }
    words
}

/// The names of a draft that `holds` does not know, in order. Neighbours are one name.
pub fn unknown(prose: &str, holds: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let names = Names { text: prose, tokens: tokens(prose), capitalises: writes_nouns_with_capitals(prose), holds };
    let mut found: Vec<Range<usize>> = (0..names.tokens.len()).flat_map(|at| names.unknown(at)).collect();
    // A name is the same name where it begins a sentence.
    let known_as: HashSet<String> = found.iter().map(|range| joined(&prose[range.clone()])).collect();
    for token in &names.tokens {
        let again = parts(prose, token).filter(|part| {
            let text = &prose[part.clone()];
            text.starts_with(char::is_uppercase) && known_as.contains(&joined(text))
        });
        // `V8&Contoso` was found whole: its parts lie within it.
        let lies_within =
            |part: &Range<usize>| found.iter().any(|name| name.start <= part.start && part.end <= name.end);
        found.extend(again.filter(|part| !lies_within(part)).collect::<Vec<_>>());
    }
    found.sort_by_key(|range| range.start);
    merged(prose, found)
}

struct Names<'a, F> {
    text: &'a str,
    tokens: Vec<Range<usize>>,
    /// The draft's language writes every noun like a name.
    capitalises: bool,
    holds: F,
}

impl<F: Fn(&str) -> bool> Names<'_, F> {
    fn unknown(&self, at: usize) -> Vec<Range<usize>> {
        let token = &self.tokens[at];
        let text = &self.text[token.clone()];
        let whole = joined(text);
        if self.is_known(&whole) || self.is_known_with_neighbour(at, &whole) {
            return Vec::new();
        }
        if text.contains(char::is_uppercase) && text.contains(|letter: char| letter.is_ascii_digit()) {
            return if text.contains(char::is_alphabetic) { vec![token.clone()] } else { Vec::new() };
        }
        let begins = begins_sentence(self.text, token.start) || is_title(self.text, token.start);
        let is_name = |part: &Range<usize>| {
            let text = &self.text[part.clone()];
            (is_strong(text) || !begins && !self.capitalises && is_capitalised(text)) && !self.is_known(&joined(text))
        };
        parts(self.text, token).filter(is_name).collect()
    }

    fn is_known(&self, word: &str) -> bool {
        is_ordinary_word(word) || (self.holds)(word)
    }

    fn is_known_with_neighbour(&self, at: usize, whole: &str) -> bool {
        let near = |before: &Range<usize>, after: &Range<usize>| self.text[before.end..after.start] == *" ";
        let token = &self.tokens[at];
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at)).filter(|before| near(before, token));
        let after = self.tokens.get(at + 1).filter(|after| near(token, after));
        before.is_some_and(|before| (self.holds)(&format!("{}{whole}", joined(&self.text[before.clone()]))))
            || after.is_some_and(|after| (self.holds)(&format!("{whole}{}", joined(&self.text[after.clone()]))))
    }
}

fn tokens(text: &str) -> Vec<Range<usize>> {
    let Some(pattern) = TOKEN.as_ref() else { return Vec::new() };
    let trimmed =
        |found: regex::Match<'_>| found.start()..found.start() + found.as_str().trim_end_matches(BETWEEN).len();
    pattern.find_iter(text).map(trimmed).collect()
}

fn parts<'a>(text: &'a str, token: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let (start, whole) = (token.start, &text[token.clone()]);
    let mut at = 0;
    whole.split(BETWEEN).filter_map(move |part| {
        let range = start + at..start + at + part.len();
        at += part.len();
        // What stands between is one character of one or three bytes.
        at += whole[at..].chars().next().map_or(0, char::len_utf8);
        (!part.is_empty()).then_some(range)
    })
}

/// Letters, digits, `+` and `#` in lower case.
fn joined(text: &str) -> String {
    text.chars().filter(|letter| !BETWEEN.contains(letter)).flat_map(char::to_lowercase).collect()
}

/// A name wherever it stands: `GitHub`, `AWS`, `iOS`, `k8s`, `C++`.
fn is_strong(part: &str) -> bool {
    let letters = part.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = part.chars().any(|letter| letter.is_ascii_digit());
    let inner = part.chars().skip(1).any(char::is_uppercase);
    let marked = part.ends_with(['+', '#']) && letters == 1;
    inner || marked || letters > 0 && digits
}

fn is_capitalised(part: &str) -> bool {
    part.starts_with(char::is_uppercase) && part.chars().nth(1).is_some()
}

/// Nothing before it in its line but a bullet, or the end of a sentence, or an opening quote.
fn begins_sentence(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..at].trim_end_matches([' ', '\t', '\u{a0}', '*', '_', '(', '[', '>', '#']);
    match before.chars().next_back() {
        None | Some('!' | '?' | ':' | ';' | '…' | '“' | '"' | '„' | '«' | '‘') => true,
        Some('.') => {
            let word = before.trim_end_matches('.').rsplit([' ', '(']).next().unwrap_or_default();
            !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
        }
        Some(_) => matches!(before.trim_start(), "-" | "•" | "–" | "·"),
    }
}

/// A heading: every longer word of the line is capitalised, and it does not end like a sentence.
fn is_title(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default().trim();
    if line.starts_with('#') {
        return true;
    }
    let line = line.trim_end_matches(['*', '_', ' ']);
    let words: Vec<&str> = line.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    let capitalised = |word: &&str| word.trim_start_matches(['*', '_']).starts_with(char::is_uppercase);
    words.len() >= 2 && !line.ends_with(['.', '!', '?', ',']) && words.iter().all(capitalised)
}

/// Text in German: some of its commonest words are there.
fn writes_nouns_with_capitals(text: &str) -> bool {
    const GERMAN: [&str; 16] = [
        "und", "der", "das", "ich", "nicht", "ist", "mit", "für", "ein", "eine", "wir", "zu", "von", "auf", "den",
        "haben",
    ];
    let words: HashSet<String> = text.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase).collect();
    GERMAN.iter().filter(|word| words.contains(**word)).count() >= 3
}

fn merged(text: &str, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if matches!(&text[last.end..range.start], " " | "-" | "." | "/" | "&" | "'") => {
                last.end = range.end
            }
            _ => merged.push(range),
        }
    }
    merged
}
