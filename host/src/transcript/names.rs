//! Who speaks: which words before a colon are a name.
//!
//! Nobody says it in the file, so that it is weighed: a name is short, its words begin with capitals (in scripts that
//! have them), and it comes again.

use std::collections::HashMap;

/// So many are remembered; a file with more of them has words before its colons, not names.
const MOST: usize = 10_000;
const LONGEST: usize = 60;

/// The names of a file.
#[derive(Default)]
pub(super) struct Names {
    /// How often each was met, and whether a time or a tag makes it certain.
    counted: HashMap<String, (u64, bool, usize)>,
}

impl Names {
    /// Counts a candidate; true when it may be one.
    pub(super) fn count(&mut self, name: &str, certain: bool) -> bool {
        let place = self.counted.len();
        if place >= MOST && !self.counted.contains_key(name) {
            return false;
        }
        let (count, sure, _) = self.counted.entry(name.to_owned()).or_insert((0, false, place));
        *count += 1;
        *sure |= certain;
        true
    }

    /// Everything was counted: a word before a colon that came once, in a file in which two others came again, is none.
    pub(super) fn decide(&mut self) {
        let certain = |(count, certain, _): &(u64, bool, usize)| *certain || *count > 1;
        if self.counted.values().filter(|counted| certain(counted)).count() > 1 {
            self.counted.retain(|_, counted| certain(counted));
        }
    }

    /// It is one of them.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.counted.contains_key(name)
    }

    /// In the order in which they came.
    pub(super) fn accepted(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.counted.iter().map(|(name, (_, _, place))| (*place, name.as_str())).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect()
    }
}

/// A name without brackets, when this may be one.
pub(super) fn plausible(text: &str) -> Option<&str> {
    let bare = text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text).trim();
    let words: Vec<&str> = bare.split_whitespace().collect();
    let small = ["von", "van", "de", "der", "den", "da", "di", "du", "del", "la", "le", "bin", "al", "and", "me"];
    let begins_a_name = |word: &&str| small.contains(word) || word.starts_with(|first: char| !first.is_lowercase());
    let letters = |letter: char| letter.is_alphanumeric() || " .'’-_()/&@+".contains(letter);
    let fits = !bare.is_empty()
        && bare.len() <= LONGEST
        && words.len() <= 5
        && bare.chars().all(letters)
        && bare.contains(char::is_alphabetic)
        && !bare.ends_with('.')
        && words.iter().all(begins_a_name);
    fits.then_some(bare)
}

/// `Name: text`, when what stands before the first colon may be a name.
pub(super) fn before_colon(line: &str) -> Option<(&str, &str)> {
    let (before, after) = line.split_once(':')?;
    let apart = after.is_empty() || after.starts_with(char::is_whitespace);
    plausible(before.trim()).filter(|_| apart).map(|name| (name, after.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_its_words_begin_with_capitals() {
        for name in ["Anna", "Anna Berg", "Speaker 1", "me", "Ludwig van Beethoven", "[Anna Berg]", "O’Neill, ", "日本"]
        {
            let bare = name.trim_matches(['[', ']', ',', ' ']);
            assert_eq!(plausible(bare), Some(bare), "{name}");
        }
        for text in ["", "I came at", "One thing is that we never did", "https", "See p. 5.", "1", "What? Anna"] {
            assert_eq!(plausible(text), None, "{text}");
        }
        assert_eq!(before_colon("Anna Berg: Why us?"), Some(("Anna Berg", "Why us?")));
        assert_eq!(before_colon("https://a.example"), None);
        assert_eq!(before_colon("Anna:Why"), None);
    }

    #[test]
    fn what_came_once_among_names_that_come_again_is_none() {
        let decided = |counts: &[(&str, bool, usize)]| {
            let mut names = Names::default();
            for (name, certain, times) in counts {
                for _ in 0..*times {
                    names.count(name, *certain);
                }
            }
            names.decide();
            names.accepted().into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(decided(&[("Anna", false, 3), ("Remember", false, 1), ("Ben", false, 2)]), ["Anna", "Ben"]);
        assert_eq!(decided(&[("Anna", false, 1), ("Ben", false, 1)]), ["Anna", "Ben"]);
        assert_eq!(decided(&[("Anna", true, 1), ("Ben", true, 1), ("Note", false, 1)]), ["Anna", "Ben"]);
    }
}
