//! One paragraph of a Word document while it is being read.

use super::super::blocks::Block;
use super::styles::{self, Styles};
use super::xml;
use quick_xml::events::BytesStart;

/// What is known of a paragraph so far.
#[derive(Default)]
pub struct Paragraph {
    text: String,
    /// Letters outside of bold runs.
    faint: usize,
    /// As a heading: 0 is the title.
    level: Option<u8>,
    /// Depth in a list.
    list: Option<usize>,
    bold: bool,
    run: Run,
    /// Inside of the paragraph's own properties: what stands there is not about its text.
    in_properties: bool,
}

#[derive(Default)]
struct Run {
    bold: Option<bool>,
    hidden: bool,
}

impl Paragraph {
    pub fn start(&mut self, name: &str, element: &BytesStart<'_>, styles: &Styles) {
        let value = || xml::attribute(element, "val");
        match name {
            "pPr" => self.in_properties = true,
            "pStyle" => {
                let style = styles.of(&value().unwrap_or_default());
                (self.level, self.list, self.bold) = (style.level, style.list, style.bold.unwrap_or_default());
            }
            "numId" if self.in_properties => {
                self.list = value().filter(|id| id != "0").map(|_| self.list.unwrap_or_default());
            }
            "ilvl" if self.in_properties => self.list = value().and_then(|depth| depth.parse().ok()),
            "outlineLvl" if self.in_properties => self.level = value().and_then(|level| styles::outline(&level)),
            "r" => self.run = Run::default(),
            "rStyle" if !self.in_properties => self.run.bold = styles.of(&value().unwrap_or_default()).bold,
            "b" if !self.in_properties => self.run.bold = Some(xml::is_on(element)),
            "vanish" if !self.in_properties => self.run.hidden = xml::is_on(element),
            "tab" if !self.in_properties => self.write("\t"),
            "noBreakHyphen" => self.write("-"),
            _ => {}
        }
    }

    pub fn properties_end(&mut self) {
        self.in_properties = false;
    }

    pub fn write(&mut self, words: &str) {
        if self.run.hidden {
            return;
        }
        if !self.run.bold.unwrap_or(self.bold) {
            self.faint += words.chars().filter(|letter| letter.is_alphanumeric()).count();
        }
        self.text.push_str(words);
    }

    /// A line ends inside of the paragraph. In a list it is one item still; elsewhere each line stands for itself.
    pub fn line_ends(&mut self) -> Option<Block> {
        if self.list.is_some() || self.level.is_some() {
            self.text.push(' ');
            return None;
        }
        let line = self.block();
        self.text.clear();
        self.faint = 0;
        line
    }

    /// The paragraph as a block; none when it has no words.
    pub fn block(&self) -> Option<Block> {
        let text =
            self.text.split([' ', '\u{a0}', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let text = text.trim().to_owned();
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
        Some(match (self.level, self.list) {
            (Some(level), _) => Block::Heading { level, text },
            (None, Some(depth)) => Block::Item { depth, text },
            (None, None) if self.faint == 0 => Block::Bold { text },
            (None, None) => Block::Paragraph { text },
        })
    }
}
