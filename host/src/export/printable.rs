//! Text from the call, safe to put on a terminal or into a file.

/// Takes out what a terminal or a viewer would obey instead of show: control characters (escape sequences begin
/// with one) and the marks that turn the direction of writing around. Line ends and tabs stay.
pub fn printable(text: &str) -> String {
    text.chars().filter(|letter| matches!(letter, '\n' | '\t') || !(letter.is_control() || turns(*letter))).collect()
}

/// The same in one line: every stretch of white space becomes one space.
pub(super) fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Unicode's explicit directional formatting characters (UAX #9, section 2).
fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_shows_the_text_and_obeys_none_of_it() {
        let hostile = "a\u{1b}[2Jb\u{7}\r\u{9b}31mc\u{202e}d\te\n";
        assert_eq!(printable(hostile), "a[2Jb31mcd\te\n");
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one_line(" a\n\n b\tc\u{2028}d "), "a b c d");
    }
}
