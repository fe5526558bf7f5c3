//! Makes headings, paragraphs and lists of lines, by their size, weight, place and words.

use super::lines::Line;
use super::style::Styles;
use crate::knowledge::passages::{rejoin, shape};
use crate::knowledge::read::blocks::Block;

/// A line that is further below the one before it than this, in usual distances, begins a paragraph.
const FAR: f32 = 1.3;
/// Lines of a list item begin within this many sizes of each other.
const ALIGNED: f32 = 0.8;
/// A line of a narrow column has so many letters.
const NARROW: usize = 32;
/// The first line of a paragraph begins at most this many sizes later than the others.
const INDENT: f32 = 3.0;
/// Lines this near to each other on the page share a right margin.
const NEARBY: usize = 15;

/// What a line begins, when it does not go on with what is open.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Heading(u8),
    Bold,
    Item,
    Paragraph,
}

struct Open<'a> {
    kind: Kind,
    text: String,
    left: f32,
    last: &'a Line,
    last_at: usize,
}

/// The blocks of a document.
pub fn blocks(pages: &[Vec<Line>]) -> Vec<Block> {
    let styles = Styles::of(pages);
    let mut blocks = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        if number > 0 {
            blocks.push(Block::Page);
        }
        let indents = indents(page);
        let mut open: Option<Open<'_>> = None;
        for (at, line) in page.iter().enumerate() {
            let kind = kind(line, &styles);
            match &mut open {
                Some(open) if goes_on(open, line, kind, page, &styles) => {
                    rejoin::append(&mut open.text, &line.text);
                    (open.last, open.last_at) = (line, at);
                }
                _ => {
                    blocks.extend(open.take().map(|open| closed(open, &indents)));
                    open = Some(Open { kind, text: line.text.clone(), left: line.left, last: line, last_at: at });
                }
            }
        }
        blocks.extend(open.map(|open| closed(open, &indents)));
    }
    blocks
}

fn kind(line: &Line, styles: &Styles) -> Kind {
    match styles.level(line) {
        Some(level) => Kind::Heading(level),
        None if line.bullet => Kind::Item,
        None if line.bold && shape::fits(&line.text, shape::LONGEST_ENTRY) => Kind::Bold,
        None => Kind::Paragraph,
    }
}

/// Whether the line belongs to the open block: it is set like it, follows closely, and was broken because the line
/// above was full.
fn goes_on(open: &Open<'_>, line: &Line, kind: Kind, page: &[Line], styles: &Styles) -> bool {
    let last = open.last;
    let distance = (line.baseline - last.baseline) / line.size;
    let close = distance > 0.0 && distance < FAR * styles.usual_distance();
    let alike = (line.size - last.size).abs() < 0.08 * line.size;
    // Narrow columns hold lists without bullets; their running text begins few lines with a capital.
    let listed = last.text.chars().count() <= NARROW && line.text.starts_with(char::is_uppercase);
    if line.bullet || !close || !alike || listed || last.text.contains('\t') || line.text.contains('\t') {
        return false;
    }
    let aside = (line.left - open.left).abs() / line.size;
    match open.kind {
        Kind::Heading(level) => kind == Kind::Heading(level) && is_full(open, line, page),
        Kind::Bold => kind == Kind::Bold && aside < ALIGNED && is_full(open, line, page),
        // Words in bold inside of running text may fill a line of it.
        Kind::Item | Kind::Paragraph => {
            let full = is_full(open, line, page);
            let set_alike = kind == Kind::Paragraph || (kind == Kind::Bold && full);
            // A paragraph may begin with an indent, and a list may run on below its bullets.
            let hangs = line.left < open.left && aside < INDENT;
            set_alike && (aside < ALIGNED || hangs) && (full || goes_on_in_words(&last.text, &line.text))
        }
    }
}

/// Nobody begins a paragraph with a small letter, or ends one with a comma.
fn goes_on_in_words(last: &str, next: &str) -> bool {
    next.starts_with(char::is_lowercase) || last.ends_with([',', '\u{ad}'])
}

/// Whether the next line's first word had no room in the last line.
fn is_full(open: &Open<'_>, next: &Line, page: &[Line]) -> bool {
    let last = open.last;
    let from = open.last_at.saturating_sub(NEARBY);
    let to = (open.last_at + NEARBY).min(page.len());
    let overlaps = |line: &&Line| line.left < last.right && last.left < line.right;
    let alike = |line: &&Line| (line.size - last.size).abs() < 0.2 * last.size;
    let margin = page[from..to].iter().filter(overlaps).filter(alike).map(|line| line.right).fold(0.0, f32::max);
    let letters = next.text.chars().count().max(1) as f32;
    let word = next.text.split_whitespace().next().map_or(0, |word| word.chars().count()) as f32;
    last.right + (word + 1.0) * (next.right - next.left) / letters > margin
}

/// Where the lists of a page begin their items, outermost first.
fn indents(page: &[Line]) -> Vec<f32> {
    let mut indents: Vec<f32> = page.iter().filter(|line| line.bullet).map(|line| line.left).collect();
    indents.sort_by(f32::total_cmp);
    indents.dedup_by(|one, other| (*one - *other).abs() < 6.0);
    indents
}

fn closed(open: Open<'_>, indents: &[f32]) -> Block {
    // A soft hyphen at the very end divides nothing.
    let text = open.text.trim_end_matches('\u{ad}').to_owned();
    match open.kind {
        Kind::Heading(level) => Block::Heading { level, text },
        Kind::Bold => Block::Bold { text },
        Kind::Paragraph => Block::Paragraph { text },
        Kind::Item => {
            let depth = indents.iter().filter(|indent| open.left - **indent >= 6.0).count();
            // In pages of several columns the indents say nothing about depth.
            Block::Item { depth: if indents.len() > 3 { 0 } else { depth }, text }
        }
    }
}
