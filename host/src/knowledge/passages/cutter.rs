//! Collects passages under the headings above them.

use super::{sentences, shape};

/// What is marked as a heading has a level of 1 to 6. An employer, a project, a line in bold stands below all of them.
const DEEPEST: u8 = 6;

/// A passage and the byte of the document's text at which it begins.
pub struct Cut {
    pub place: String,
    pub text: String,
    pub begins: usize,
}

/// The head of what follows: an employer, with a title and dates that may stand in lines of their own.
struct Entry {
    text: String,
    begins: usize,
    /// It stands above a passage.
    used: bool,
}

/// What was found so far. Everything is told in the order of the text.
#[derive(Default)]
pub struct Cutter {
    /// Level and text of each heading above, outermost first.
    headings: Vec<(u8, String)>,
    entry: Option<Entry>,
    /// A short line below an entry: its title when a list follows, otherwise a paragraph.
    below_entry: Option<(String, usize)>,
    cuts: Vec<Cut>,
}

impl Cutter {
    /// A heading. What follows belongs to it until one of the same or a higher level (a smaller number) comes.
    pub fn heading(&mut self, level: u8, text: &str) {
        self.entry_ends();
        self.headings.retain(|(above, _)| *above < level);
        let text = collapsed(text);
        if !text.is_empty() {
            self.headings.push((level.min(DEEPEST), text));
        }
    }

    /// The name of a section without a level: it stands beside the section above, or below the heading above.
    pub fn section(&mut self, text: &str) {
        let beside = self.headings.iter().find(|(_, heading)| shape::is_section(heading)).map(|(level, _)| *level);
        let below = self.headings.last().map_or(1, |(level, _)| level + 1);
        self.heading(beside.unwrap_or(below), text);
    }

    /// Whether nothing was found yet.
    pub fn is_new(&self) -> bool {
        self.headings.is_empty() && self.entry.is_none() && self.cuts.is_empty()
    }

    /// The head of an entry, or a further line of one that nothing stands below yet. Two that have dates of their
    /// own are two entries.
    pub fn entry(&mut self, text: &str, begins: usize) {
        self.paragraph_below_entry();
        let text = collapsed(text);
        let is_dated = shape::has_dates(&text);
        match &mut self.entry {
            Some(entry) if !entry.used && (!is_dated || !shape::has_dates(&entry.text)) => {
                entry.text.push_str(", ");
                entry.text.push_str(&text);
            }
            _ => {
                self.entry_ends();
                self.entry = Some(Entry { text, begins, used: false });
            }
        }
    }

    /// An item of a list.
    pub fn item(&mut self, text: &str, begins: usize) {
        if let (Some(entry), Some((title, _))) = (&mut self.entry, self.below_entry.take()) {
            entry.text.push_str(", ");
            entry.text.push_str(&title);
        }
        self.passage(text, begins);
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str, begins: usize) {
        self.paragraph_below_entry();
        let unused = self.entry.as_ref().is_some_and(|entry| !entry.used);
        if unused && shape::fits(text, shape::LONGEST_HEADING) && text.contains(char::is_alphanumeric) {
            self.below_entry = Some((collapsed(text), begins));
        } else {
            self.passage(text, begins);
        }
    }

    fn paragraph_below_entry(&mut self) {
        if let Some((text, begins)) = self.below_entry.take() {
            self.passage(&text, begins);
        }
    }

    fn passage(&mut self, text: &str, begins: usize) {
        let text = collapsed(text);
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        if let Some(entry) = &mut self.entry {
            entry.used = true;
        }
        let place = self.place();
        for piece in sentences::pieces(&text) {
            self.cuts.push(Cut { place: place.clone(), text: piece.to_owned(), begins });
        }
    }

    /// An entry with nothing below is a passage itself: a degree with its years.
    fn entry_ends(&mut self) {
        self.paragraph_below_entry();
        if let Some(Entry { text, begins, used: false }) = self.entry.take() {
            let place = self.place();
            self.cuts.push(Cut { place, text, begins });
        }
    }

    fn place(&self) -> String {
        let headings = self.headings.iter().map(|(_, text)| text.as_str());
        let entry = self.entry.as_ref().map(|entry| entry.text.as_str());
        headings.chain(entry).collect::<Vec<_>>().join(" › ")
    }

    /// The passages, in the order of the text. Where there is nothing but a heading, that is one.
    pub fn finish(mut self) -> Vec<Cut> {
        self.entry_ends();
        if self.cuts.is_empty()
            && let Some((_, text)) = self.headings.pop()
        {
            self.passage(&text, 0);
        }
        self.cuts
    }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
