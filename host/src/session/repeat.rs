//! Whether two questions are one: said again, or written down once more with other commas.

/// A question of fewer words leans on what was said before it: "why?" asks something else each time.
const FEWEST: usize = 3;

/// Words that may stand before or after a question and change nothing about it.
const AROUND: &[&str] = &[
    "so", "and", "okay", "ok", "well", "right", "now", "um", "uh", "sorry", "again", "please", "just", "then", "but",
    "yeah", "yes", "hm", "oh", "once", "more",
];

/// The same words in the same order, whatever their case and the marks between them.
pub fn same_words(one: &str, other: &str) -> bool {
    words(one) == words(other)
}

/// The same question, said again: the same words but for small ones around them. Never for questions of two words.
pub fn asks_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (one, other) = (core(&one), core(&other));
    one.len() >= FEWEST && one == other
}

fn words(text: &str) -> Vec<String> {
    let apart = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’' | '+' | '#');
    let words = text.split(apart).map(|word| word.replace('’', "'").trim_matches('\'').to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

fn core(words: &[String]) -> &[String] {
    let is_around = |word: &&String| AROUND.contains(&word.as_str());
    let before = words.iter().take_while(is_around).count();
    let after = words[before..].iter().rev().take_while(is_around).count();
    &words[before..words.len() - after]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_make_no_other_words() {
        assert!(same_words("Why did you leave?", "why did you leave"));
        assert!(same_words("What’s C++ like?", "What's C++, like"));
        assert!(!same_words("Do you know C++?", "Do you know C?"));
        assert!(!same_words("Why did you leave?", "So why did you leave?"));
    }

    #[test]
    fn a_question_said_again_is_the_same_and_one_word_makes_another() {
        let asked = "What is your greatest strength?";
        for again in ["what is your greatest strength", "Sorry, so what is your greatest strength again?"] {
            assert!(asks_the_same(asked, again), "{again}");
        }
        for other in ["What is your greatest weakness?", "Is your greatest strength?", ""] {
            assert!(!asks_the_same(asked, other), "{other}");
        }
    }

    #[test]
    fn two_words_ask_something_else_each_time() {
        assert!(!asks_the_same("Why?", "Why?") && !asks_the_same("And how exactly?", "And how exactly?"));
    }
}
