//! Reads Markdown: headings, lists and paragraphs are marked. A short paragraph in bold, or one with the dates of a
//! job, heads what follows it.

use super::cutter::Cutter;
use super::{rejoin, shape};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What is being collected.
#[derive(Default)]
struct Block {
    text: String,
    begins: Option<usize>,
    /// How many marks of emphasis are open.
    strong: u32,
    /// Letters outside of bold text.
    faint: usize,
    /// A line ended; the next text begins another one.
    broken: bool,
}

impl Block {
    fn write(&mut self, words: &str, at: usize) {
        self.begins.get_or_insert(at);
        if self.strong == 0 {
            self.faint += words.chars().filter(|letter| letter.is_alphanumeric()).count();
        }
        if std::mem::take(&mut self.broken) {
            rejoin::append(&mut self.text, words);
            // Where the text goes on inside the line, its spaces count.
            self.text.push_str(&words[words.trim_end().len()..]);
        } else {
            self.text.push_str(words);
        }
    }

    /// Bold from beginning to end, as far as it has letters.
    fn is_bold(&self) -> bool {
        self.faint == 0
    }
}

/// Where a block stands.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    InList,
    /// For itself: it may be the head of what follows.
    Alone,
    /// In a table or as code.
    Otherwise,
}

/// Tells the cutter what stands in a Markdown text.
pub fn read(text: &str, cutter: &mut Cutter) {
    let mut block = Block::default();
    let mut items = 0_u32;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let inside = if items > 0 { Stands::InList } else { Stands::Otherwise };
        match event {
            Event::Text(words) | Event::Code(words) => block.write(&words, range.start),
            // `Vec<T>` in a sentence is a tag for the parser.
            Event::InlineHtml(words) if !is_markup(&words) => block.write(&words, range.start),
            Event::SoftBreak | Event::HardBreak => block.broken = true,
            Event::Start(Tag::Strong) => block.strong += 1,
            Event::End(TagEnd::Strong) => block.strong = block.strong.saturating_sub(1),
            Event::Start(Tag::Item) => {
                end(&mut block, cutter, inside);
                items += 1;
            }
            Event::End(TagEnd::Item) => {
                end(&mut block, cutter, Stands::InList);
                items = items.saturating_sub(1);
            }
            Event::End(TagEnd::Heading(level)) => cutter.heading(number(level), &std::mem::take(&mut block).text),
            Event::End(TagEnd::Paragraph) => end(&mut block, cutter, if items > 0 { inside } else { Stands::Alone }),
            Event::End(TagEnd::TableCell) => block.text.push_str(" · "),
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_))
            | Event::End(TagEnd::CodeBlock | TagEnd::TableRow | TagEnd::TableHead) => end(&mut block, cutter, inside),
            _ => {}
        }
    }
    end(&mut block, cutter, Stands::Otherwise);
}

fn end(block: &mut Block, cutter: &mut Cutter, stands: Stands) {
    let block = Block { strong: block.strong, ..std::mem::take(block) };
    let text = block.text.trim().trim_end_matches(" ·");
    let Some(begins) = block.begins.filter(|_| text.contains(char::is_alphanumeric)) else { return };
    let short = stands == Stands::Alone && shape::fits(text, shape::LONGEST_ENTRY);
    match (short, block.is_bold(), shape::has_dates(text)) {
        (true, true, false) if cutter.is_new() => cutter.heading(1, text),
        (true, true, false) if shape::is_section(text) => cutter.section(text.trim_end_matches(':')),
        (true, true, _) | (true, _, true) => cutter.entry(text.trim_end_matches(':'), begins),
        _ if stands == Stands::InList => cutter.item(text, begins),
        _ => cutter.paragraph(text, begins),
    }
}

/// Tags that documents use; anything else in angle brackets is text.
fn is_markup(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']).split(|letter: char| !letter.is_ascii_alphanumeric()).next();
    let known = "a abbr b br center code dd del details div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p \
                 pre s small span strong sub summary sup table td th tr u ul";
    tag.starts_with("<!") || name.is_some_and(|name| known.split(' ').any(|other| other.eq_ignore_ascii_case(name)))
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
