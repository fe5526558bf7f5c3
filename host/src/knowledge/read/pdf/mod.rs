//! Reads the text of a PDF. Runs in the reader process alone: files from anywhere reach a large library here.
//!
//! [`glyphs`] takes down which letters stand where, [`lines`] puts them together, [`layout`] finds headings,
//! paragraphs and lists. Letters come in the order in which they are drawn: that keeps columns apart, and nearly
//! every program draws in the order of reading.

mod glyphs;
mod layout;
mod lines;
mod style;

#[cfg(test)]
mod tests;

use super::blocks::Block;
use super::error::Unread;
use glyphs::Drawn;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

/// A book of stories has fewer.
pub const MOST_PAGES: usize = 500;
/// A page with fewer letters shows a picture of its text.
const LETTERS_OF_A_PAGE: usize = 10;

/// The blocks of a PDF.
///
/// # Errors
/// It is encrypted, broken, too long, or does not hold its text as letters.
pub fn read(bytes: Vec<u8>) -> Result<Vec<Block>, Unread> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unread::Encrypted,
        LoadPdfError::Decryption(_) => Unread::UnknownEncryption,
        LoadPdfError::Invalid => Unread::Broken,
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Unread::TooManyPages(pages.len()));
    }
    let cache = InterpreterCache::new();
    let (mut images, mut unnamed, mut letters) = (0, 0, 0);
    let mut found = Vec::with_capacity(pages.len());
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let whole = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context =
            Context::new(glyphs::upright(page), whole, &cache, pdf.xref(), InterpreterSettings::default());
        let mut drawn = Drawn::default();
        interpret_page(page, &mut context, &mut drawn);
        drawn.settle_gaps();
        images += drawn.images;
        unnamed += drawn.unnamed;
        letters += drawn.fragments.iter().map(|fragment| fragment.text.chars().count()).sum::<usize>();
        found.push(lines::lines(&drawn));
    }
    if letters < LETTERS_OF_A_PAGE.max(unnamed) {
        return Err(match (unnamed > 0, images > 0) {
            (true, _) => Unread::Unnamed,
            (false, true) => Unread::Scanned,
            (false, false) => Unread::Empty,
        });
    }
    style::without_running_heads(&mut found);
    Ok(layout::blocks(&found))
}
