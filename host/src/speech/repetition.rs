//! Recognises runaway repetition, the way in which whisper fails on a reduced window.

use std::collections::BTreeSet;
use std::ops::Range;

/// A phrase of at most this many words is looked for: a question of 13 s.
const LONGEST_PHRASE: usize = 40;
/// From this length a phrase is a sentence of its own, which people seldom say twice word for word.
const SENTENCE: usize = 5;
/// So many times in a row is no longer how people speak. "No, no, no" is three.
const TIMES: usize = 4;
/// Twice is enough to doubt a sentence, and three times to disbelieve it.
const TIMES_IN_DOUBT: usize = 2;
const TIMES_OF_A_SENTENCE: usize = 3;

/// A word this long with so few different letters is a stutter: `E-E-E-E-…`, `www.llllll…`.
const LONG_WORD: usize = 20;
const LETTERS_OF_A_STUTTER: usize = 3;

/// True when a phrase repeats at least four times in a row, or a sentence twice, upper and lower case and
/// punctuation aside; or when a word stutters.
pub fn is_runaway(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().any(|word| stutters(word)) || stuck(&words, TIMES_IN_DOUBT).is_some()
}

/// The text with every such phrase said once, except a sentence that was only said twice, and without stutters.
pub fn collapsed(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().filter(|word| !stutters(word)).collect();
    while let Some(repeats) = stuck(&words, TIMES_OF_A_SENTENCE) {
        words.drain(repeats);
    }
    words.join(" ")
}

fn stutters(word: &str) -> bool {
    let letters: BTreeSet<char> = word.chars().filter(|letter| letter.is_alphanumeric()).collect();
    word.chars().count() >= LONG_WORD && letters.len() <= LETTERS_OF_A_STUTTER
}

/// The words of the first stuck phrase after its first time. The last time may have been cut off.
fn stuck(words: &[&str], times_of_a_sentence: usize) -> Option<Range<usize>> {
    let bare: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    (1..=LONGEST_PHRASE.min(bare.len())).find_map(|length| {
        let times = if length < SENTENCE { TIMES } else { times_of_a_sentence };
        let mut run = 0;
        for at in length..=bare.len() {
            if at < bare.len() && bare[at] == bare[at - length] {
                run += 1;
            } else if run >= length * (times - 1) {
                return Some(at - run..at);
            } else {
                run = 0;
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stuck_phrase_is_runaway() {
        assert!(is_runaway("So I did the thing, I did the thing. I did the thing, I did the thing"));
        assert!(is_runaway("the the the the"));
    }

    #[test]
    fn a_stuck_phrase_is_said_once_and_the_rest_stays() {
        assert_eq!(collapsed("Yeah, yeah, yeah, yeah. Why did you leave?"), "Yeah, Why did you leave?");
        assert_eq!(collapsed("So I did it, I did it. I did it, I did it, and left."), "So I did it, and left.");
        assert_eq!(collapsed("Nothing of the sort."), "Nothing of the sort.");
    }

    #[test]
    fn a_sentence_is_in_doubt_the_second_time_and_not_believed_the_third() {
        let once = "How would you design a rate limiter?";
        assert!(is_runaway(&format!("{once} {once}")));
        assert_eq!(collapsed(&format!("{once} {once}")), format!("{once} {once}"));
        assert_eq!(collapsed(&format!("{once} {once} {once} How would")), once);
        assert!(!is_runaway("Can you hear me? Can you hear me? Good."));
    }

    #[test]
    fn a_stutter_is_no_word() {
        assert!(is_runaway("E-E-E-E-E-E-E-E-E-E-E-E"));
        assert_eq!(collapsed("www.llllllllllllllllllll Right."), "Right.");
        assert!(!is_runaway("Internationalisierung, Donaudampfschifffahrt"));
    }

    #[test]
    fn emphasis_and_lists_are_not() {
        assert!(!is_runaway("No, no, no. That was not it."));
        assert!(!is_runaway("We had one team, two teams, three teams and then four teams."));
        assert!(!is_runaway(""));
    }
}
