//! Cuts a document into passages that a person would quote: a bullet, a paragraph, each with the headings above.

use convoally_shared::document::{Document, DocumentFormat};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// One passage with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The headings above, outermost first, joined by ` › `.
    pub place: String,
    /// Word for word.
    pub text: String,
}

/// Cuts a document.
pub fn cut(document: &Document) -> Vec<Piece> {
    match document.format {
        DocumentFormat::Markdown => markdown(&document.text),
        DocumentFormat::Text => plain(&document.text),
    }
}

/// What is being collected, and under which headings.
#[derive(Default)]
struct Cutter {
    /// Level and text of each heading above, outermost first.
    headings: Vec<(u8, String)>,
    text: String,
    pieces: Vec<Piece>,
}

impl Cutter {
    fn place(&self) -> String {
        let texts: Vec<&str> = self.headings.iter().map(|(_, text)| text.as_str()).collect();
        texts.join(" › ")
    }

    /// Ends the passage that is being collected.
    fn piece(&mut self) {
        let text = collapsed(&std::mem::take(&mut self.text));
        if text.contains(char::is_alphanumeric) {
            self.pieces.push(Piece { place: self.place(), text });
        }
    }

    /// Ends a heading: what was collected becomes the place of what follows.
    fn heading(&mut self, level: u8) {
        let text = collapsed(&std::mem::take(&mut self.text));
        self.headings.retain(|(above, _)| *above < level);
        if !text.is_empty() {
            self.headings.push((level, text));
        }
    }
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn markdown(text: &str) -> Vec<Piece> {
    let mut cutter = Cutter::default();
    for event in Parser::new(text) {
        match event {
            Event::Text(words) | Event::Code(words) => cutter.text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => cutter.text.push(' '),
            Event::Start(Tag::Heading { .. } | Tag::Item | Tag::Paragraph | Tag::CodeBlock(_)) => cutter.piece(),
            Event::End(TagEnd::Heading(level)) => cutter.heading(number(level)),
            Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::CodeBlock) => cutter.piece(),
            _ => {}
        }
    }
    cutter.piece();
    cutter.pieces
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

/// Blank lines separate paragraphs, bullets stand alone, and a short line that is written in capitals or ends
/// with a colon is a heading.
fn plain(text: &str) -> Vec<Piece> {
    let mut cutter = Cutter::default();
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            cutter.piece();
        } else if is_heading(line) {
            cutter.piece();
            cutter.text = line.trim_end_matches(':').to_owned();
            cutter.heading(1);
        } else {
            let bullet = line.trim_start_matches(['-', '*', '•', '–', '·']).trim_start();
            if bullet.len() < line.len() {
                cutter.piece();
            }
            cutter.text.push(' ');
            cutter.text.push_str(bullet);
        }
    }
    cutter.piece();
    cutter.pieces
}

fn is_heading(line: &str) -> bool {
    let short = line.len() <= 60 && line.contains(char::is_alphabetic);
    short && (line.ends_with(':') || !line.contains(char::is_lowercase)) && !line.starts_with(['-', '*', '•', '–', '·'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pieces: &[Piece]) -> Vec<(&str, &str)> {
        pieces.iter().map(|piece| (piece.place.as_str(), piece.text.as_str())).collect()
    }

    #[test]
    fn markdown_bullets_and_paragraphs_know_their_headings() {
        let text = "# Ada\n\nEngineer\nin Paris.\n\n## Work\n\n### Acme\n- Built `x`\n  with **care**.\n  - nested\n- Left\n\n## School\nLong ago.";
        assert_eq!(
            pairs(&markdown(text)),
            [
                ("Ada", "Engineer in Paris."),
                ("Ada › Work › Acme", "Built x with care."),
                ("Ada › Work › Acme", "nested"),
                ("Ada › Work › Acme", "Left"),
                ("Ada › School", "Long ago."),
            ]
        );
    }

    #[test]
    fn plain_text_has_paragraphs_bullets_and_headings() {
        let text = "EXPERIENCE\n\nAcme, 2019 to 2024\nsenior engineer\n\n• Cut costs\n  by half\n- Led three\n\nHobbies:\nChess.";
        assert_eq!(
            pairs(&plain(text)),
            [
                ("EXPERIENCE", "Acme, 2019 to 2024 senior engineer"),
                ("EXPERIENCE", "Cut costs by half"),
                ("EXPERIENCE", "Led three"),
                ("Hobbies", "Chess."),
            ]
        );
    }
}
