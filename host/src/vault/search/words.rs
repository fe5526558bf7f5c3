//! What counts as a word, in what is indexed and in what is looked for.

/// Parts letters that are words by themselves; the tokenizer takes it for white space, and it is taken out again of
/// what is shown.
pub(super) const PART: char = '\u{1f}';
/// Around what matched, in a text that comes out of SQLite.
pub(super) const OPEN: char = '\u{2}';
pub(super) const CLOSE: char = '\u{3}';

/// So many words of what is looked for are heeded.
const MOST: usize = 16;
/// A word of fewer letters is not taken for the beginning of others: too many would begin with it.
const SHORTEST_BEGINNING: usize = 3;

/// A text as it is given to the index: Chinese, Japanese and Thai are written without spaces, so each of their letters
/// is a word.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            PART | OPEN | CLOSE => spaced.push(' '),
            letter if stands_alone(letter) => spaced.extend([PART, letter, PART]),
            letter => spaced.push(letter),
        }
    }
    spaced
}

fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0e7f}'     // Thai
        | '\u{3040}'..='\u{30ff}'   // Hiragana, Katakana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' // Han
    )
}

/// What is looked for: each word, or words in quotation marks that stand side by side, in the language of FTS5.
/// A star at the end of a word stands for any ending.
pub(super) fn terms(words: &str) -> Vec<String> {
    let straight = words.replace(['“', '”', '„'], "\"");
    let mut found = Vec::new();
    for (at, part) in straight.split('"').enumerate() {
        if at % 2 == 1 {
            found.extend(term(part));
        } else {
            found.extend(part.split_whitespace().filter_map(term));
        }
    }
    let mut terms: Vec<String> = Vec::new();
    for term in found {
        if terms.len() < MOST && !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

fn term(words: &str) -> Option<String> {
    let beginning = words.ends_with('*') && words.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST_BEGINNING;
    let words = spaced(words);
    // In quotation marks nothing is read as an operator; the tokenizer leaves letters and digits alone.
    let term = format!("\"{}\"{}", words.trim_matches('*'), if beginning { "*" } else { "" });
    words.contains(char::is_alphanumeric).then_some(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        assert_eq!(terms("kafka  Migration"), ["\"kafka\"", "\"Migration\""]);
        assert_eq!(terms("the “billing team” migrat*"), ["\"the\"", "\"billing team\"", "\"migrat\"*"]);
        assert_eq!(terms("a* kafka \"unclosed phrase"), ["\"a\"", "\"kafka\"", "\"unclosed phrase\""]);
        assert_eq!(terms("one one"), ["\"one\""]);
    }

    #[test]
    fn nothing_but_marks_is_nothing_to_look_for() {
        for nothing in ["", "  ", "—", "\"\"", "* \" *", "!?"] {
            assert!(terms(nothing).is_empty(), "{nothing}");
        }
        assert_eq!(terms("AND NEAR( ) ^x -y a:b").len(), 5, "operators are words like others");
        assert_eq!(terms(&"ab cd ef gh ".repeat(9)).len(), 4);
        assert_eq!(terms(&(0..99).map(|n| format!("w{n} ")).collect::<String>()).len(), MOST);
    }

    #[test]
    fn letters_of_languages_without_spaces_are_words() {
        assert_eq!(spaced("a日本b").replace(PART, "|"), "a|日||本|b");
        assert_eq!(spaced("x\u{2}y\u{3}z\u{1f}"), "x y z ");
    }
}
