//! What a formatted document consists of, and how that is written as Markdown: one way to passages for all formats,
//! and a text that its user can read and correct.

use crate::knowledge::passages::PAGE;

/// A piece of a formatted document. Texts are plain, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Levels from 1.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        text: String,
    },
    /// A paragraph that is bold from beginning to end.
    Bold {
        text: String,
    },
    /// Of a list; `depth` 0 stands in no other item.
    Item {
        depth: usize,
        text: String,
    },
    /// Another page begins.
    Page,
}

/// The Markdown. A page begins with a form feed.
pub fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut deepest = None;
    for block in blocks {
        let depth = match block {
            // Deeper than one below the item above would be code.
            Block::Item { depth, .. } => Some((*depth).min(deepest.map_or(0, |above: usize| above + 1))),
            _ => None,
        };
        let in_list = depth.is_some() && deepest.is_some();
        if !text.is_empty() && !in_list {
            text.push('\n');
        }
        deepest = depth;
        match block {
            Block::Heading { level, text: heading } => {
                text.push_str(&"#".repeat(usize::from(*level).clamp(1, 6)));
                text.push(' ');
                text.push_str(&escaped(heading));
            }
            Block::Paragraph { text: words } => text.push_str(&escaped_line(words)),
            Block::Bold { text: words } => {
                text.push_str("**");
                text.push_str(&escaped(words.trim()));
                text.push_str("**");
            }
            Block::Item { text: words, .. } => {
                text.push_str(&"  ".repeat(depth.unwrap_or_default()));
                text.push_str("- ");
                text.push_str(&escaped_line(words));
            }
            Block::Page => text.push(PAGE),
        }
        text.push('\n');
    }
    text
}

/// A line whose beginning must not be read as a heading, a list, a rule or a fence.
fn escaped_line(text: &str) -> String {
    let text = escaped(text.trim());
    let number = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.len() - number.len();
    let numbered = (1..10).contains(&digits)
        && number.starts_with(['.', ')'])
        && !number[1..].starts_with(|l: char| !l.is_whitespace());
    if numbered {
        format!("{}\\{number}", &text[..digits])
    } else if text.starts_with(['#', '+', '-', '*', '>', '=', '|']) || text.starts_with("~~~") {
        format!("\\{text}")
    } else {
        text
    }
}

/// Only what would be read as a mark is escaped: the user sees this text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().unwrap_or(' ');
        let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        let is_mark = match letter {
            '*' => !(before.is_whitespace() && after.is_whitespace()),
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => after.is_ascii_alphabetic() || after == '#',
            ']' => matches!(after, '(' | '[' | ':'),
            '\\' => after.is_ascii_punctuation(),
            '`' => true,
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(*letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{document_of, passages::cut};
    use convoally_shared::document::DocumentFormat;
    use proptest::prelude::*;

    fn item(depth: usize, text: &str) -> Block {
        Block::Item { depth, text: text.into() }
    }

    #[test]
    fn blocks_are_written_as_a_person_would() {
        let blocks = [
            Block::Heading { level: 1, text: "Alex".into() },
            Block::Bold { text: "Acme".into() },
            item(0, "one"),
            item(3, "deep"),
            item(0, "two"),
            Block::Page,
            Block::Paragraph { text: "1. is no list".into() },
            Block::Paragraph { text: "~~~ is no code".into() },
        ];
        assert_eq!(
            markdown(&blocks),
            "# Alex\n\n**Acme**\n\n- one\n  - deep\n- two\n\n\u{c}\n\n1\\. is no list\n\n\\~~~ is no code\n"
        );
    }

    proptest! {
        /// Whatever stood in a paragraph or a bullet is quoted with the same letters.
        #[test]
        fn no_word_is_lost_on_the_way_to_a_passage(text in r"[a-zA-Z0-9 #*_<>&\[\]():\\`+.=|~!-]{1,40}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(text.contains(char::is_alphanumeric));
            for block in [Block::Paragraph { text: text.clone() }, item(0, &text)] {
                let pieces = cut(&document_of("d".into(), DocumentFormat::Markdown, markdown(&[block])));
                let quoted = pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ");
                prop_assert_eq!(&quoted, &text);
            }
        }
    }
}
