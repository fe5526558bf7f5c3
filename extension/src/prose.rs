//! A draft's text as it is laid out: paragraphs, points and code, and in them words, citations and what no source
//! holds.
//!
//! Models write a little Markdown whether asked to or not: points, fences and emphasis are known here. The signs of
//! emphasis are left out; nothing else is taken from the text.

use convoally_shared::card::Span;

/// What stands below each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// A line of prose.
    Paragraph(Vec<Piece<'a>>),
    /// A line of a list.
    Point(Vec<Piece<'a>>),
    /// What stood between two fences, or after the first while the second is not written yet.
    Code(&'a str),
}

/// What stands beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// A number, name or date that stands in no passage and was not said.
    Unsupported(&'a str),
    /// The number of a passage, from 0.
    Citation(usize),
}

/// Lays out a draft on a card with so many passages. What is written in brackets is a citation only if it is the number
/// of one of them.
pub fn blocks<'a>(text: &'a str, passages: usize, unsupported: &[Span]) -> Vec<Block<'a>> {
    let (mut blocks, mut at) = (Vec::new(), 0);
    let mut code_from = None;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let fence = line.trim_ascii_start().starts_with("```");
        match (code_from, fence) {
            (None, true) => code_from = Some(end),
            (Some(from), true) => {
                blocks.push(Block::Code(cut(text, from, start)));
                code_from = None;
            }
            (Some(_), false) => {}
            (None, false) => blocks.extend(laid_out(line, start, passages, unsupported)),
        }
    }
    blocks.extend(code_from.map(|from| Block::Code(cut(text, from, text.len()))));
    blocks
}

/// A draft as it would be said or pasted: without citations and signs of emphasis.
pub fn plain(text: &str, passages: usize) -> String {
    let mut out = String::new();
    for block in blocks(text, passages, &[]) {
        match block {
            Block::Code(code) => out.push_str(code),
            Block::Point(pieces) => {
                out.push_str("- ");
                push_words(&mut out, &pieces);
            }
            Block::Paragraph(pieces) => push_words(&mut out, &pieces),
        }
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out.truncate(out.trim_ascii_end().len());
    out
}

/// Of the blank before a citation nothing is left.
fn push_words(out: &mut String, pieces: &[Piece]) {
    for piece in pieces {
        match piece {
            Piece::Words(words) | Piece::Unsupported(words) => out.push_str(words),
            Piece::Citation(_) => out.truncate(out.trim_ascii_end().len()),
        }
    }
}

/// A line that begins at byte `start` of the text; none for an empty one.
fn laid_out<'a>(line: &'a str, start: usize, passages: usize, unsupported: &[Span]) -> Option<Block<'a>> {
    let words = line.trim_ascii();
    let point = ["- ", "* ", "• "].iter().find_map(|sign| words.strip_prefix(sign)).map(str::trim_ascii_start);
    let shown = point.unwrap_or(words);
    // Both are parts of one text, so the distance of their beginnings is where the shown part stands.
    let at = start + (shown.as_ptr() as usize - line.as_ptr() as usize);
    let pieces = pieces(shown, at, passages, unsupported);
    match point {
        _ if pieces.is_empty() => None,
        Some(_) => Some(Block::Point(pieces)),
        None => Some(Block::Paragraph(pieces)),
    }
}

/// The pieces of words that begin at byte `at` of the text.
fn pieces<'a>(words: &'a str, at: usize, passages: usize, unsupported: &[Span]) -> Vec<Piece<'a>> {
    let (mut pieces, mut told) = (Vec::new(), 0);
    for (here, _) in words.char_indices() {
        if here < told {
            continue;
        }
        let rest = cut(words, here, words.len());
        let found = emphasis(rest)
            .map(|length| (None, length))
            .or_else(|| citation(rest, passages).map(|(number, length)| (Some(Piece::Citation(number)), length)))
            .or_else(|| {
                let length = doubted(rest, at + here, unsupported)?;
                Some((Some(Piece::Unsupported(cut(rest, 0, length))), length))
            });
        if let Some((piece, length)) = found {
            if told < here {
                pieces.push(Piece::Words(cut(words, told, here)));
            }
            pieces.extend(piece);
            told = here + length;
        }
    }
    if told < words.len() {
        pieces.push(Piece::Words(cut(words, told, words.len())));
    }
    pieces
}

/// A part of a text between two borders of characters. A slice that may panic brings along how Rust prints text, which is
/// 3 KB of what the frame loads.
fn cut(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// The length of a sign of emphasis.
fn emphasis(rest: &str) -> Option<usize> {
    ["**", "`"].iter().find(|sign| rest.starts_with(**sign)).map(|sign| sign.len())
}

/// `[2]`: the second passage, and the length of what says so.
fn citation(rest: &str, passages: usize) -> Option<(usize, usize)> {
    let (number, _) = rest.strip_prefix('[')?.split_once(']')?;
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    (index < passages).then_some((index, number.len() + 2))
}

/// How much of the words that begin at byte `at` of the text no source holds.
fn doubted(rest: &str, at: usize, unsupported: &[Span]) -> Option<usize> {
    let span = unsupported.iter().find(|span| (span.start as usize..span.end as usize).contains(&at))?;
    let length = rest.len().min(span.end as usize - at);
    rest.is_char_boundary(length).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span { start: start as u32, end: (start + words.len()) as u32 }
    }

    #[test]
    fn citations_are_numbers_of_passages_that_are_there() {
        let text = "I led it [1], see [2] and [x[3] or [ 1].";
        let pieces = [
            Piece::Words("I led it "),
            Piece::Citation(0),
            Piece::Words(", see "),
            Piece::Citation(1),
            Piece::Words(" and [x[3] or [ 1]."),
        ];
        assert_eq!(blocks(text, 2, &[]), [Block::Paragraph(pieces.to_vec())]);
    }

    #[test]
    fn what_no_source_holds_is_set_apart_wherever_it_stands() {
        let text = "Größe: 40 %.\n- In **März 2019** [1]";
        let unsupported = [span(text, "40 %"), span(text, "März 2019")];
        let first = vec![Piece::Words("Größe: "), Piece::Unsupported("40 %"), Piece::Words(".")];
        let second = vec![Piece::Words("In "), Piece::Unsupported("März 2019"), Piece::Words(" "), Piece::Citation(0)];
        assert_eq!(blocks(text, 1, &unsupported), [Block::Paragraph(first), Block::Point(second)]);
    }

    #[test]
    fn code_stays_as_it_is_also_while_it_is_written() {
        let text = "A map:\n```rust\nlet a = x[1];\n\n- 2\n```\nLinear [1].";
        let whole = blocks(text, 1, &[]);
        assert_eq!(whole[1], Block::Code("let a = x[1];\n\n- 2\n"));
        assert_eq!(whole.len(), 3);
        let half = &text[..text.find("\n\n").unwrap()];
        assert_eq!(blocks(half, 1, &[])[1], Block::Code("let a = x[1];"));
        assert_eq!(blocks("```", 0, &[]), [Block::Code("")]);
    }

    #[test]
    fn spans_that_do_not_fit_the_text_break_nothing() {
        let odd = [Span { start: 1, end: 2 }, Span { start: 7, end: 90 }, Span { start: 3, end: 1 }];
        for text in ["é é é é é", "", "a", "🙂🙂🙂"] {
            let shown: String = blocks(text, 0, &odd)
                .iter()
                .flat_map(|block| match block {
                    Block::Paragraph(pieces) => pieces.clone(),
                    other => panic!("{other:?}"),
                })
                .map(|piece| match piece {
                    Piece::Words(words) | Piece::Unsupported(words) => words,
                    Piece::Citation(_) => "",
                })
                .collect();
            assert_eq!(shown, text);
        }
    }

    #[test]
    fn what_is_copied_can_be_said() {
        let text = "**Result:** 300 ms [1].\n\n* From `cron` [2]\n```\nx[1]\n```\n";
        assert_eq!(plain(text, 2), "Result: 300 ms.\n- From cron\nx[1]");
    }
}
