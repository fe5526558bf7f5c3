//! Recognises runaway repetition, the way in which whisper fails on a reduced window.

use std::ops::Range;

/// A phrase of at most this many words is looked for.
const LONGEST_PHRASE: usize = 8;
/// So many times in a row is no longer how people speak. "No, no, no" is three.
const TIMES: usize = 4;

/// True when a phrase repeats at least four times in a row, upper and lower case and punctuation aside.
pub fn is_runaway(text: &str) -> bool {
    stuck(&text.split_whitespace().collect::<Vec<_>>()).is_some()
}

/// The text with every such phrase said once.
pub fn collapsed(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    while let Some(repeats) = stuck(&words) {
        words.drain(repeats);
    }
    words.join(" ")
}

/// The words of the first stuck phrase after its first time.
fn stuck(words: &[&str]) -> Option<Range<usize>> {
    let bare: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    (1..=LONGEST_PHRASE).find_map(|length| {
        let mut run = 0;
        for at in length..=bare.len() {
            if at < bare.len() && bare[at] == bare[at - length] {
                run += 1;
            } else if run >= length * (TIMES - 1) {
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
    fn emphasis_and_lists_are_not() {
        assert!(!is_runaway("No, no, no. That was not it."));
        assert!(!is_runaway("We had one team, two teams, three teams and then four teams."));
        assert!(!is_runaway(""));
    }
}
