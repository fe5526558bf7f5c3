//! Spells the names and terms of the user's documents as the documents do, where a recogniser that does not know them
//! wrote what they sound like: `slow poster SQL` becomes `slow PostgreSQL`, `type script` `TypeScript`.
//!
//! For whisper on this computer this stands in for a prompt, which takes a percent off the word errors as well, but
//! makes every decode longer and runaway repetition likelier: the slowest final texts came after 1.8 s instead of 1.0
//! (measured, base q8_0). Comparing takes microseconds. It is careful: short terms and words that may be meant as
//! they are stay.

/// A term of fewer letters sounds like too many other words.
const FEWEST_LETTERS: usize = 6;
/// With fewer it is spelt as in the documents only where nothing but large and small letters, or spaces, differ.
const FEWEST_LETTERS_AS_WRITTEN: usize = 4;
/// How far a text may sound from a term, of each letter of the term. One letter in seven: `Agnologistics` is one and a
/// half letters of 13 from `Acme Logistics`, `poster SQL` as many of 10 from `PostgreSQL`.
const SHARE_OF_LETTERS: f32 = 0.151;
/// A recogniser breaks a name into this many words at most.
const MOST_WORDS: usize = 4;

/// What one letter more, less or another costs.
const LETTER: f32 = 1.0;
/// What another of the same sort costs, or two in the other order.
const NEAR_LETTER: f32 = 0.5;
/// Letters that are heard for each other.
const SORTS: [&str; 8] = ["aeiouy", "bp", "dt", "gkcqj", "fvw", "szcx", "mn", "lr"];

/// The terms to listen for.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    written: String,
    letters: Vec<char>,
    /// Large letters after small ones: nobody writes an ordinary word so.
    is_mixed: bool,
}

/// A word of a text: where it stands, in bytes, and its letters.
struct Word {
    start: usize,
    end: usize,
    letters: Vec<char>,
}

impl Spelling {
    /// Terms as they are to be written, most telling first.
    pub fn of(vocabulary: &[String]) -> Self {
        let term = |written: &String| {
            let letters = letters(written);
            let is_mixed = written
                .chars()
                .zip(written.chars().skip(1))
                .any(|(one, next)| one.is_lowercase() && next.is_uppercase());
            Term { written: written.clone(), letters, is_mixed }
        };
        let terms = vocabulary.iter().map(term).filter(|term| term.letters.len() >= FEWEST_LETTERS_AS_WRITTEN);
        Self { terms: terms.collect() }
    }

    /// The text with the terms in it spelt as they are written. Everything else stays as it is.
    pub fn mend(&self, text: &str) -> String {
        let words = words(text);
        let (mut mended, mut copied, mut at) = (String::with_capacity(text.len()), 0, 0);
        while at < words.len() {
            match self.heard(text, &words[at..]) {
                Some((term, count)) => {
                    mended.push_str(&text[copied..words[at].start]);
                    mended.push_str(&term.written);
                    copied = words[at + count - 1].end;
                    at += count;
                }
                None => at += 1,
            }
        }
        mended.push_str(&text[copied..]);
        mended
    }

    /// The term that the first words sound like, and how many they are: the nearest, and of equals the longest.
    fn heard(&self, text: &str, words: &[Word]) -> Option<(&Term, usize)> {
        let mut best: Option<(f32, usize, &Term)> = None;
        let (mut letters, first) = (Vec::new(), words.first()?.letters.len());
        for (word, count) in words.iter().zip(1..=MOST_WORDS) {
            letters.extend_from_slice(&word.letters);
            let heard = &text[words[0].start..word.end];
            for term in &self.terms {
                let Some(far) = term.distance(heard, &letters, count) else { continue };
                // In "a Kubernetes cluster" the article is no part of the name.
                let is_nearer_without_first = || distance(&letters[first..], &term.letters) <= far;
                if best.is_none_or(|(nearest, ..)| far <= nearest) && (count == 1 || !is_nearer_without_first()) {
                    best = Some((far, count, term));
                }
            }
        }
        best.map(|(_, count, term)| (term, count))
    }
}

impl Term {
    /// How far from the term these words sound; none when they may be meant as they are.
    fn distance(&self, heard: &str, letters: &[char], count: usize) -> Option<f32> {
        let most = self.letters.len() as f32 * SHARE_OF_LETTERS;
        if (letters.len().abs_diff(self.letters.len())) as f32 > most {
            return None;
        }
        if letters == self.letters {
            // "The rest of the team" is not about REST, and what is written rightly needs no mending.
            let broken = count > 1 && self.letters.len() >= FEWEST_LETTERS;
            return (heard == self.written || self.is_mixed || broken).then_some(0.0);
        }
        let near = self.letters.len() >= FEWEST_LETTERS && !self.is_inflected(letters);
        near.then(|| distance(letters, &self.letters)).filter(|distance| *distance <= most)
    }

    /// The same word with another ending: `terraforms` may well be meant.
    fn is_inflected(&self, letters: &[char]) -> bool {
        let (short, long) = if letters.len() < self.letters.len() {
            (letters, &self.letters[..])
        } else {
            (&self.letters[..], letters)
        };
        long.starts_with(short) && matches!(long[short.len()..], ['s'] | ['e', 's'] | ['d'] | ['e', 'd'])
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            _ => words.push(Word { start: at, end, letters: Vec::new() }),
        }
        if let Some(word) = words.last_mut() {
            word.letters.extend(letter.to_lowercase());
        }
    }
    words
}

/// The edit distance of two sounds: letters of one sort and letters that changed places count half, doubled ones
/// nothing.
fn distance(from: &[char], to: &[char]) -> f32 {
    let (from, to) = (undoubled(from), undoubled(to));
    let width = to.len() + 1;
    let mut table = vec![0.0_f32; (from.len() + 1) * width];
    for at in 0..table.len() {
        let (i, j) = (at / width, at % width);
        table[at] = match (i, j) {
            (0, j) => j as f32 * LETTER,
            (i, 0) => i as f32 * LETTER,
            (i, j) => {
                let changed = table[at - width - 1] + other(from[i - 1], to[j - 1]);
                let least = changed.min(table[at - 1] + LETTER).min(table[at - width] + LETTER);
                let swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if swapped { least.min(table[at - 2 * width - 2] + NEAR_LETTER) } else { least }
            }
        };
    }
    table[table.len() - 1]
}

fn undoubled(letters: &[char]) -> Vec<char> {
    let mut once = letters.to_vec();
    once.dedup();
    once
}

fn other(one: char, other: char) -> f32 {
    let one_sort = || SORTS.iter().any(|sort| sort.contains(one) && sort.contains(other));
    match () {
        () if one == other => 0.0,
        () if one_sort() => NEAR_LETTER,
        () => LETTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TERMS: [&str; 10] = [
        "PostgreSQL",
        "Acme Logistics",
        "gRPC",
        "REST",
        "Terraform",
        "Kubernetes",
        "TypeScript",
        "Go",
        "Northwind",
        "Baltic Payments",
    ];

    fn mended(text: &str) -> String {
        Spelling::of(&TERMS.map(str::to_owned)).mend(text)
    }

    #[test]
    fn what_sounds_like_a_term_is_spelt_like_it() {
        for (heard, spelt) in [
            ("the performance of a slow-poster SQL query.", "the performance of a slow-PostgreSQL query."),
            ("your job at Agnologistics?", "your job at Acme Logistics?"),
            ("at Acme Logistic's, then", "at Acme Logistics, then"),
            ("written in type script", "written in TypeScript"),
            ("postgresql and grpc", "PostgreSQL and gRPC"),
            ("Boltic payment, in 2019", "Baltic Payments, in 2019"),
            ("Cubernetes!", "Kubernetes!"),
        ] {
            assert_eq!(mended(heard), spelt);
        }
    }

    #[test]
    fn what_may_be_meant_as_it_is_stays() {
        for text in [
            "The rest of the team had to go.",
            "It terraforms the planet.",
            "We deployed it on Kubernetes with Terraform.",
            "a Terraform module, a kubernetes cluster",
            "post your SQL query, please",
            "logistics and payments",
            "the northern line",
            "",
            "…",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_mended_once_is_mended(text in "[A-Za-z0-9 .,'äß-]{0,60}") {
            let once = mended(&text);
            prop_assert_eq!(mended(&once), once);
        }

        #[test]
        fn without_terms_nothing_changes(text in ".{0,80}") {
            prop_assert_eq!(Spelling::default().mend(&text), text);
        }
    }
}
