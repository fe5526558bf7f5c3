//! Reads the text of a Word document (.docx). Runs in the reader process alone.
//!
//! [`package`] unpacks a bounded number of bytes, [`styles`] says which styles are headings, [`body`] walks through
//! the text in the order of reading: cells, text boxes and insertions included, deletions not.

mod body;
mod package;
mod paragraph;
mod styles;
mod xml;

#[cfg(test)]
mod tests;

use super::blocks::Block;
use super::error::Unread;
use styles::Styles;

/// The blocks of a Word document.
///
/// # Errors
/// It is encrypted, broken, no Word document, or unpacks to more than any document has.
pub fn read(bytes: &[u8]) -> Result<Vec<Block>, Unread> {
    let mut package = package::Package::open(bytes)?;
    let styles = match package.part("word/styles.xml")? {
        Some(xml) => Styles::read(&xml)?,
        None => Styles::default(),
    };
    let document = package.document()?;
    let blocks = body::read(&document, &styles)?;
    if blocks.is_empty() { Err(Unread::Empty) } else { Ok(blocks) }
}
