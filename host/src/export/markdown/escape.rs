//! Text that is shown by Markdown and never read as Markdown.

use crate::export::printable::{one_line, printable};

/// One line of text, with every mark made harmless.
pub(super) fn escape(text: &str) -> String {
    let line = one_line(text);
    let list_mark = list_mark(&line);
    let mut escaped = String::with_capacity(line.len() + 8);
    for (index, letter) in line.char_indices() {
        let (before, from_here) = line.split_at(index);
        if special(letter)
            || (letter == '_' && !within_word(before, from_here))
            || begins_block(before, letter)
            || makes_address(before, from_here)
            || list_mark == Some(index)
        {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Several lines, each kept with its indentation, as a block quotation.
pub(super) fn quote(text: &str) -> String {
    let text = printable(text);
    let lines: Vec<_> = text.trim_matches('\n').lines().map(indented).collect();
    let quoted = lines.iter().enumerate().map(|(index, line)| {
        let next = lines.get(index + 1).is_some_and(|next| !next.is_empty());
        // A backslash at the end keeps the line end, which Markdown would make a space.
        let end = if next && !line.is_empty() { "\\" } else { "" };
        format!("> {line}{end}").trim_end_matches(' ').to_owned()
    });
    quoted.collect::<Vec<_>>().join("\n")
}

/// One line whose indentation shows: Markdown would drop spaces or take them for code.
fn indented(line: &str) -> String {
    let text = escape(line);
    let indentation = line.chars().take_while(|letter| letter.is_whitespace());
    let width: usize = indentation.map(|letter| if letter == '\t' { 4 } else { 1 }).sum();
    if text.is_empty() { text } else { "\u{a0}".repeat(width) + &text }
}

/// Means something anywhere in a line: emphasis, code, links, tags, entities, tables, strikethrough, mathematics,
/// wiki links and footnotes, in CommonMark and the extensions in use.
fn special(letter: char) -> bool {
    matches!(letter, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '{' | '}' | '^')
}

/// An underscore between letters is no emphasis, and names of files and models are full of them.
fn within_word(before: &str, from_here: &str) -> bool {
    before.ends_with(char::is_alphanumeric) && from_here.chars().nth(1).is_some_and(char::is_alphanumeric)
}

/// Means something at the beginning of a line: heading, list, rule, underline of a heading, definition. Number
/// signs at the end of a heading would vanish, too.
fn begins_block(before: &str, letter: char) -> bool {
    (before.is_empty() && matches!(letter, '-' | '+' | '=' | ':')) || (letter == '#' && !before.ends_with(|l| l != ' '))
}

/// Many viewers make bare addresses into links: `https://…`, `www.…` and mail addresses.
fn makes_address(before: &str, from_here: &str) -> bool {
    let www = || before.as_bytes().last_chunk::<3>().is_some_and(|end| end.eq_ignore_ascii_case(b"www"));
    from_here.starts_with("://") || from_here.starts_with('@') || (from_here.starts_with('.') && www())
}

/// Where the mark of a numbered list stands, `1.` or `1)`.
fn list_mark(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = line.as_bytes().get(digits).filter(|mark| matches!(mark, b'.' | b')'));
    mark.filter(|_| digits > 0).map(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// The text that a reader of the rendered document sees.
    fn seen(markdown: &str) -> String {
        let mut options = Options::all();
        options.remove(Options::ENABLE_SMART_PUNCTUATION);
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(piece) => text += &piece,
                Event::SoftBreak => text.push(' '),
                Event::HardBreak => text.push('\n'),
                Event::Start(_) | Event::End(_) => {}
                other => panic!("{other:?} in {markdown:?}"),
            }
        }
        text
    }

    const HOSTILE: &[&str] = &[
        "# heading",
        "C# and #",
        "- list",
        "1. first",
        "12) twelfth",
        "+ plus",
        "=====",
        "-----",
        "*a* _b_ **c** ~~d~~ `e` ``f",
        "[text](https://evil.example \"t\") ![i](u) [r]: u",
        "<script>alert(1)</script> <https://a.example> <!-- c -->",
        "&lt; &#35; AT&T",
        "_a_ b_c a__b_ __d__ 1_2_ _",
        "| a | b |",
        "$x$ $$y$$ {#id .class} ^up^ [[wiki]] [^1]",
        "back\\slash at the end\\",
        ": definition",
        "see https://evil.example and WWW.evil.example or me@evil.example",
        "Plain words. They stay, as they are: 3.5 of 10 (about).",
        "| - | - |",
        "```",
        "> quoted",
    ];

    #[test]
    fn a_reader_sees_the_words_and_nothing_else() {
        for text in HOSTILE {
            assert_eq!(seen(&escape(text)), *text);
            assert_eq!(seen(&format!("### {}", escape(text))), *text);
            assert_eq!(seen(&format!("- {}", escape(text))), *text);
            assert_eq!(seen(&quote(text)), *text);
        }
    }

    #[test]
    fn a_quotation_keeps_its_lines_whatever_they_are() {
        let text = HOSTILE.join("\n");
        assert_eq!(seen(&quote(&text)), text);
        assert_eq!(quote("a\n\nb\n    c"), "> a\n>\n> b\\\n> \u{a0}\u{a0}\u{a0}\u{a0}c");
    }

    #[test]
    fn plain_sentences_stay_readable_in_the_source() {
        assert_eq!(escape("Well, that's it. Why us? (3.5)"), "Well, that's it. Why us? (3.5)");
        assert_eq!(escape("a www.b https://c"), "a www\\.b https\\://c");
    }
}
