//! Reads plain text, in which headings and lists only look like some: pasted text, and what other programs made of
//! a PDF.

use super::cutter::Cutter;
use super::{PAGE, rejoin, shape};

/// Of headings that stand in no other, and of the entries' sections.
const TITLE: u8 = 1;
const SECTION: u8 = 2;

/// Text is hard-wrapped at 60 characters at the least.
const FULL_LINE: usize = 55;

/// A line without its indentation, and where it begins in the text.
struct Line<'a> {
    text: &'a str,
    begins: usize,
}

/// What a line is, seen with those beside it.
enum Role {
    Blank,
    Title,
    Section,
    Entry,
    Bullet,
    /// Running text.
    Body,
}

/// Tells the cutter what stands in a plain text.
pub fn read(text: &str, cutter: &mut Cutter) {
    let lines = lines(text);
    let mut open = None;
    let mut entry_above = false;
    for (at, line) in lines.iter().enumerate() {
        let role = role(&lines, at, entry_above);
        if !matches!(role, Role::Body) {
            close(&mut open, cutter);
        }
        entry_above = matches!(role, Role::Entry) || (entry_above && matches!(role, Role::Blank));
        match role {
            Role::Blank => {}
            Role::Title => cutter.heading(TITLE, line.text),
            Role::Section => cutter.heading(SECTION, line.text.trim_end_matches(':')),
            Role::Entry => cutter.entry(line.text, line.begins),
            Role::Bullet => open = shape::after_bullet(line.text).map(|text| Block::new(line, text, true)),
            Role::Body => {
                rejoin::append(&mut open.get_or_insert_with(|| Block::new(line, "", false)).text, line.text);
            }
        }
    }
    close(&mut open, cutter);
}

/// A bullet or a paragraph that may go on in the next line.
struct Block {
    text: String,
    begins: usize,
    is_item: bool,
}

impl Block {
    fn new(line: &Line<'_>, text: &str, is_item: bool) -> Self {
        Self { text: text.to_owned(), begins: line.begins, is_item }
    }
}

fn close(open: &mut Option<Block>, cutter: &mut Cutter) {
    match open.take() {
        Some(Block { text, begins, is_item: true }) => cutter.item(&text, begins),
        Some(Block { text, begins, is_item: false }) => cutter.paragraph(&text, begins),
        None => {}
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut begins = 0;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let trimmed = whole.trim_start_matches(|letter: char| letter.is_whitespace() || letter == PAGE);
        lines.push(Line { text: trimmed.trim_end(), begins: begins + whole.len() - trimmed.len() });
        begins += whole.len();
    }
    lines
}

fn role(lines: &[Line<'_>], at: usize, entry_above: bool) -> Role {
    let text = |at: Option<usize>| at.and_then(|at| lines.get(at)).map_or("", |line| line.text);
    let (line, before, after) = (lines[at].text, text(at.checked_sub(1)), text(Some(at + 1)));
    if line.is_empty() || !line.contains(char::is_alphanumeric) {
        return Role::Blank;
    }
    if shape::after_bullet(line).is_some() {
        return Role::Bullet;
    }
    if !before.is_empty() && line.starts_with(char::is_lowercase) {
        return Role::Body;
    }
    // A text of one line has no title.
    let first =
        lines[..at].iter().all(|line| line.text.is_empty()) && lines[at + 1..].iter().any(|line| !line.text.is_empty());
    let short = shape::fits(line, shape::LONGEST_HEADING);
    if first && short && !shape::is_section(line) && !shape::has_dates(line) && words(line) <= 6 {
        return Role::Title;
    }
    if short && (shape::is_section(line) || (line.ends_with(':') && before.is_empty())) {
        return Role::Section;
    }
    if runs_on(before) {
        return Role::Body;
    }
    if shape::has_dates(line) && shape::fits(line, shape::LONGEST_ENTRY) {
        return Role::Entry;
    }
    if shape::is_capitals(line) {
        // In capitals between a blank line and its dates it is an employer.
        return if shape::has_dates(after) { Role::Entry } else { Role::Section };
    }
    if short && !runs_on(line) && heads(line, before, after, entry_above) { Role::Entry } else { Role::Body }
}

/// Whether a short line heads what follows, though it has no dates: above a line that has some or above a list, or
/// as the second line of an entry.
fn heads(line: &str, before: &str, after: &str, entry_above: bool) -> bool {
    let opens = before.is_empty() || shape::is_section(before) || shape::is_capitals(before);
    let list_after = shape::after_bullet(after).is_some();
    let dated_after = shape::has_dates(after) && shape::fits(after, shape::LONGEST_ENTRY);
    let second = entry_above && !before.is_empty() && (list_after || after.is_empty());
    let large = line.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
    second || (opens && large && (dated_after || list_after))
}

/// Whether a line was broken at the margin, in the middle of its sentence.
fn runs_on(line: &str) -> bool {
    line.chars().count() >= FULL_LINE && !line.ends_with(['.', ':', '!', '?']) && !shape::has_dates(line)
}

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}
