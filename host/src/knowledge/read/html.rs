//! Reads the text of a web page: headings, paragraphs, lists, cells. Runs in the reader process alone.

use super::blocks::Block;
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// What is inside of these is not shown, or is no part of the text.
const NOT_TEXT: &[&str] =
    &["script", "style", "noscript", "template", "svg", "head", "iframe", "select", "button", "nav"];
/// Elements that stand in a line. All others begin a new block.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "o:p",
];

const CELLS: &[&str] = &["td", "th"];
const BETWEEN_CELLS: &str = " · ";

/// Where in the page the text stands.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    /// Letters outside of bold text.
    faint: usize,
    bold: usize,
    heading: Option<u8>,
    lists: usize,
    /// An item began and its text did not yet.
    item: bool,
    /// Open elements of [`NOT_TEXT`], innermost last.
    hidden: Vec<String>,
}

impl Reader {
    fn words(&mut self, words: &str) {
        if self.bold == 0 {
            self.faint += words.chars().filter(|letter| letter.is_alphanumeric()).count();
        }
        self.text.push_str(words);
    }

    /// Ends the block that is being collected.
    fn block(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_matches([' ', '·']).to_owned();
        self.text.clear();
        let bold = std::mem::take(&mut self.faint) == 0;
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let item = std::mem::take(&mut self.item);
        self.blocks.push(match self.heading {
            Some(level) => Block::Heading { level, text },
            None if item => Block::Item { depth: self.lists.saturating_sub(1), text },
            None if bold => Block::Bold { text },
            None => Block::Paragraph { text },
        });
    }

    fn start(&mut self, name: &str) {
        // Cells of a row are told apart, and belong together.
        if !INLINE.contains(&name) && !CELLS.contains(&name) {
            self.block();
        }
        match name {
            "b" | "strong" => self.bold += 1,
            "ul" | "ol" => self.lists += 1,
            "li" => self.item = true,
            _ => self.heading = level(name).or(self.heading),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            _ if CELLS.contains(&name) && self.heading.is_none() => self.text.push_str(BETWEEN_CELLS),
            _ if !INLINE.contains(&name) => self.block(),
            _ => {}
        }
        match name {
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "ul" | "ol" => self.lists = self.lists.saturating_sub(1),
            "li" => self.item = false,
            _ if level(name).is_some() => self.heading = None,
            _ => {}
        }
    }
}

fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// The blocks of a web page. Nothing can be wrong with one: browsers show anything too.
pub fn read(page: &str) -> Vec<Block> {
    let mut emitter = DefaultEmitter::default();
    // Scripts and styles are no markup; nothing in them begins an element.
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if NOT_TEXT.contains(&name.as_str()) && !tag.self_closing {
                    reader.hidden.push(name);
                } else if reader.hidden.is_empty() {
                    reader.start(&name);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match reader.hidden.iter().rposition(|hidden| *hidden == name) {
                    Some(at) => reader.hidden.truncate(at),
                    None if reader.hidden.is_empty() => reader.end(&name),
                    None => {}
                }
            }
            Token::String(text) if reader.hidden.is_empty() => reader.words(&String::from_utf8_lossy(&text.value)),
            _ => {}
        }
    }
    reader.block();
    reader.blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::read::blocks::markdown;

    #[test]
    fn headings_paragraphs_lists_and_cells_are_kept_and_scripts_are_not() {
        let page = "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav>Home</nav>\
                    <h1>Senior <em>engineer</em></h1><p>We plan<br>routes &amp; more.</p><script>if (a<b) c()</script>\
                    <p><b>What you bring</b></p><ul><li>Rust<ul><li>async</ul><li><p>Go</p></ul>\
                    <table><tr><td>Team<td>six</tr><tr><td><p>Office</p></td><td>Berlin</td></tr></table></body>";
        let expected =
            "# Senior engineer\n\nWe plan\n\nroutes & more.\n\n**What you bring**\n\n- Rust\n  - async\n- Go\n\n";
        let written = markdown(&read(page));
        assert!(written.starts_with(expected), "{written}");
        assert!(!written.contains("Home") && !written.contains("if (a"), "{written}");
        for word in ["Team", "six", "Office", "Berlin"] {
            assert!(written.contains(word), "{written}");
        }
    }

    #[test]
    fn a_page_that_nests_without_end_is_read_in_a_line() {
        let page = "<div><ul><b>".repeat(100_000) + "word";
        assert_eq!(read(&page), [Block::Bold { text: "word".into() }]);
    }
}
