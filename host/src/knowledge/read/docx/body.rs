//! The text of a Word document in the order of reading.

use super::super::blocks::Block;
use super::super::error::Unread;
use super::paragraph::Paragraph;
use super::styles::Styles;
use super::xml::{self, Node};
use crate::knowledge::passages::shape;

/// What is inside of these is not read: the second copy of a drawing's text, what was deleted, how it looked before.
const NOT_TEXT: &[&str] = &["Fallback", "del", "moveFrom", "pPrChange", "rPrChange", "sectPr"];
/// A row whose cells are not longer than this together is one line: `Languages`, `Rust, Go`. Characters.
const LONGEST_ROW: usize = 300;

struct Body<'a> {
    styles: &'a Styles,
    /// Where blocks go: the document, then the cell that is open, innermost last.
    places: Vec<Vec<Block>>,
    /// The cells of the open rows.
    rows: Vec<Vec<Vec<Block>>>,
    /// A text box stands inside of a paragraph and has paragraphs of its own.
    paragraphs: Vec<Paragraph>,
    /// How many elements of [`NOT_TEXT`] are open.
    skipping: usize,
    in_text: bool,
}

/// The blocks of the document part.
pub fn read(xml: &str, styles: &Styles) -> Result<Vec<Block>, Unread> {
    let mut body = Body {
        styles,
        places: vec![Vec::new()],
        rows: Vec::new(),
        paragraphs: Vec::new(),
        skipping: 0,
        in_text: false,
    };
    xml::walk(xml, |node| body.visit(node))?;
    let mut blocks: Vec<Block> = body.places.into_iter().flatten().collect();
    settle_levels(&mut blocks);
    Ok(blocks)
}

impl Body<'_> {
    fn visit(&mut self, node: Node<'_>) {
        match node {
            Node::Start(element) => {
                let name = element.local_name();
                let name = name.as_ref();
                if self.skipping > 0 || NOT_TEXT.contains(&name) {
                    self.skipping += usize::from(NOT_TEXT.contains(&name));
                    return;
                }
                match name {
                    "p" => self.paragraphs.push(Paragraph::default()),
                    "t" => self.in_text = true,
                    "tr" => self.rows.push(Vec::new()),
                    "tc" => self.places.push(Vec::new()),
                    "br" | "cr" => {
                        let line = self.paragraphs.last_mut().and_then(Paragraph::line_ends);
                        self.put(line);
                    }
                    _ => {
                        if let Some(paragraph) = self.paragraphs.last_mut() {
                            paragraph.start(name, element, self.styles);
                        }
                    }
                }
            }
            Node::End(name) if self.skipping > 0 => self.skipping -= usize::from(NOT_TEXT.contains(&name)),
            Node::End("p") => {
                let block = self.paragraphs.pop().and_then(|paragraph| paragraph.block());
                self.put(block);
            }
            Node::End("t") => self.in_text = false,
            Node::End("tc") if self.places.len() > 1 => {
                if let (Some(row), Some(cell)) = (self.rows.last_mut(), self.places.pop()) {
                    row.push(cell);
                }
            }
            Node::End("tr") => {
                let row = self.rows.pop().unwrap_or_default();
                let blocks = line_of(&row).map_or_else(|| row.into_iter().flatten().collect(), |line| vec![line]);
                self.put(blocks);
            }
            Node::End("pPr") => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.properties_end();
                }
            }
            Node::Text(words) if self.in_text && self.skipping == 0 => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.write(words);
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, blocks: impl IntoIterator<Item = Block>) {
        if let Some(place) = self.places.last_mut() {
            place.extend(blocks);
        }
    }
}

/// A row as one line, when its cells have a line each. The employer beside the years is a head, as it is in bold.
fn line_of(row: &[Vec<Block>]) -> Option<Block> {
    let cells: Vec<&[Block]> = row.iter().map(Vec::as_slice).filter(|cell| !cell.is_empty()).collect();
    let mut texts = Vec::new();
    let mut bold = true;
    for cell in &cells {
        match cell {
            [Block::Paragraph { text }] => {
                bold = false;
                texts.push(text.as_str());
            }
            [Block::Bold { text }] => texts.push(text),
            _ => return None,
        }
    }
    let text = texts.join(" · ");
    let short = cells.len() > 1 && text.chars().nth(LONGEST_ROW).is_none();
    match bold && shape::fits(&text, shape::LONGEST_ENTRY) {
        _ if !short => None,
        true => Some(Block::Bold { text }),
        false => Some(Block::Paragraph { text }),
    }
}

/// Where there is a title, the headings stand one level below it.
fn settle_levels(blocks: &mut [Block]) {
    let titled = blocks.iter().any(|block| matches!(block, Block::Heading { level: 0, .. }));
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level + u8::from(titled)).clamp(1, 6);
        }
    }
}
