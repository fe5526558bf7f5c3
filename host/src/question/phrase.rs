//! Patterns of words, written as they are read.
//!
//! `can|could you hear|see me|us` takes any of the words between bars; `*` stands for any one word, `..` for none to
//! three, `the?` for one that may be missing, and `$` for the end, also among words: `for|$`. Word classes: `<own>` is the
//! speaker's side, `<be>`, `<modal>` and `<aux>` are auxiliaries, `<det>` begins a noun phrase, `<wh>` is a question word,
//! `<subject>` begins a subject, `<past>` is a verb in the past, `<superlative>`, `<person>`, `<career>` and `<system>` are
//! what they say.

use super::families::{CAREER, PEOPLE, SYSTEMS};
use super::lexicon;
use std::collections::HashMap;

#[derive(Clone, Debug)]
enum Part {
    /// One of these words, or a word of one of these classes, or the end if `$` is among them.
    Word { any_of: Vec<&'static str>, optional: bool, or_end: bool },
    /// Any one word.
    One,
    /// None to three words.
    Gap,
    /// Nothing follows.
    End,
}

/// A list of patterns, found by their first word.
#[derive(Clone, Debug)]
pub struct Phrases {
    patterns: Vec<Vec<Part>>,
    by_first_word: HashMap<&'static str, Vec<usize>>,
    /// Those that begin with a class of words.
    others: Vec<usize>,
}

impl Phrases {
    /// Reads the patterns. The first part of each is a word or a class.
    pub fn new(written: &[&'static str]) -> Self {
        let patterns: Vec<Vec<Part>> = written.iter().map(|line| line.split(' ').map(part).collect()).collect();
        let mut by_first_word: HashMap<&'static str, Vec<usize>> = HashMap::new();
        let mut others = Vec::new();
        for (at, pattern) in patterns.iter().enumerate() {
            match pattern.first() {
                Some(Part::Word { any_of, optional: false, or_end: false })
                    if !any_of.iter().any(|word| word.starts_with('<')) =>
                {
                    for word in any_of {
                        by_first_word.entry(word).or_default().push(at);
                    }
                }
                _ => others.push(at),
            }
        }
        Self { patterns, by_first_word, others }
    }

    /// The length of the first pattern that stands at the beginning of `words`.
    pub fn begins(&self, words: &[&str]) -> Option<usize> {
        let first = words.first()?;
        let named = self.by_first_word.get(first).into_iter().flatten();
        named.chain(&self.others).find_map(|&at| length(&self.patterns[at], words))
    }

    /// Where the first pattern stands.
    pub fn position(&self, words: &[&str]) -> Option<usize> {
        (0..words.len()).find(|&at| self.begins(&words[at..]).is_some())
    }

    /// Whether one stands anywhere.
    pub fn within(&self, words: &[&str]) -> bool {
        self.position(words).is_some()
    }
}

fn part(written: &'static str) -> Part {
    match written {
        "*" => Part::One,
        ".." => Part::Gap,
        "$" => Part::End,
        _ => {
            let optional = written.ends_with('?');
            let any_of: Vec<&str> = written.trim_end_matches('?').split('|').collect();
            let or_end = any_of.contains(&"$");
            Part::Word { any_of, optional, or_end }
        }
    }
}

/// How many words the pattern takes, if it stands at the beginning.
fn length(pattern: &[Part], words: &[&str]) -> Option<usize> {
    let Some((part, rest)) = pattern.split_first() else { return Some(0) };
    match part {
        Part::End => words.is_empty().then_some(0),
        Part::One => (!words.is_empty()).then(|| length(rest, &words[1..]).map(|taken| taken + 1))?,
        Part::Gap => (0..=3.min(words.len())).find_map(|gap| length(rest, &words[gap..]).map(|taken| taken + gap)),
        Part::Word { any_of, optional, or_end } => {
            if *or_end && words.is_empty() {
                return Some(0);
            }
            let stands = words.first().is_some_and(|word| any_of.iter().any(|expected| fits(expected, word)));
            let taken = if stands { length(rest, &words[1..]).map(|taken| taken + 1) } else { None };
            taken.or_else(|| if *optional { length(rest, words) } else { None })
        }
    }
}

fn fits(expected: &str, word: &str) -> bool {
    match expected {
        "<own>" => lexicon::is_own(word),
        "<be>" => lexicon::is_be(word),
        "<modal>" => lexicon::is_modal(word),
        "<aux>" => lexicon::is_auxiliary(word),
        "<det>" => lexicon::is_determiner(word),
        "<wh>" => lexicon::is_question_word(word) || word == "whether" || word == "if",
        "<subject>" => lexicon::begins_subject(word),
        "<past>" => lexicon::is_past(word),
        "<superlative>" => lexicon::is_superlative(word),
        "<person>" => PEOPLE.contains(word),
        "<career>" => CAREER.contains(word),
        "<system>" => SYSTEMS.contains(word),
        _ => expected == word,
    }
}
