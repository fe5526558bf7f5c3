//! Recognises runaway repetition, the way in which whisper fails on a reduced window.

/// A phrase of at most this many words is looked for.
const LONGEST_PHRASE: usize = 8;
/// So many times in a row is no longer how people speak. "No, no, no" is three.
const TIMES: usize = 4;

/// True when a phrase repeats at least four times in a row, upper and lower case and punctuation aside.
pub fn is_runaway(text: &str) -> bool {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    (1..=LONGEST_PHRASE).any(|length| {
        let repeats_before = |at: usize| words[at] == words[at - length];
        let mut run = 0;
        (length..words.len()).any(|at| {
            run = if repeats_before(at) { run + 1 } else { 0 };
            run >= length * (TIMES - 1)
        })
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
    fn emphasis_and_lists_are_not() {
        assert!(!is_runaway("No, no, no. That was not it."));
        assert!(!is_runaway("We had one team, two teams, three teams and then four teams."));
        assert!(!is_runaway(""));
    }
}
