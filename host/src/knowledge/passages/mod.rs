//! Cuts a document into passages that a person would quote: a bullet, a paragraph of two or three sentences, each
//! with the headings and the employer above it and its place in the text.
//!
//! [`markdown`] reads what is marked, [`plain`] what only looks like something; both tell a [`Cutter`] what they
//! find. `shape` knows what headings look like, `rejoin` heals the ends of lines, `sentences` cuts what is long.

mod cutter;
mod markdown;
mod plain;
pub(super) mod rejoin;
mod sentences;
pub(super) mod shape;

#[cfg(test)]
mod tests;

use convoally_shared::document::{Document, DocumentFormat};
use cutter::Cutter;

/// Begins a page in a document's text.
pub const PAGE: char = '\u{c}';

/// One passage with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The headings above, outermost first, joined by ` › `.
    pub place: String,
    /// Word for word; what was broken at the end of a line is whole again.
    pub text: String,
    /// The line of the document's text in which it begins, from 1.
    pub line: u32,
    /// The page on which it begins, from 1; none where the text has no pages.
    pub page: Option<u32>,
}

/// Cuts a document.
pub fn cut(document: &Document) -> Vec<Piece> {
    let text = document.text.as_str();
    let mut cutter = Cutter::default();
    match document.format {
        DocumentFormat::Markdown => markdown::read(text, &mut cutter),
        DocumentFormat::Text => plain::read(text, &mut cutter),
    }
    placed(text, cutter.finish())
}

/// Counts lines and pages up to where each passage begins. Passages come in the order of the text.
fn placed(text: &str, cuts: Vec<cutter::Cut>) -> Vec<Piece> {
    let paged = text.contains(PAGE);
    let (mut at, mut line, mut page) = (0, 1, 1);
    let mut place = |offset: usize| {
        let between = text.get(at..offset).unwrap_or_default();
        line += between.matches('\n').count() as u32;
        page += between.matches(PAGE).count() as u32;
        at = at.max(offset);
        (line, paged.then_some(page))
    };
    cuts.into_iter()
        .map(|cut| {
            let (line, page) = place(cut.begins);
            Piece { place: cut.place, text: cut.text, line, page }
        })
        .collect()
}
