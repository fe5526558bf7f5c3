//! The zip archive around a Word document.

use super::super::error::Unread;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A thousand pages of text are 20 MB of XML. An archive of 40 kB may claim a thousand times as much.
const LARGEST_PART: u64 = 40 << 20;

pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        Ok(Self { archive: ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Broken)? })
    }

    /// A file of the archive as text; none when it is not there.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Unread> {
        let mut file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(Unread::Encrypted),
            Err(_) => return Err(Unread::Broken),
        };
        let mut text = Vec::new();
        // What the archive says of the size is not believed.
        file.by_ref().take(LARGEST_PART + 1).read_to_end(&mut text).map_err(|_| Unread::Broken)?;
        if text.len() as u64 > LARGEST_PART {
            return Err(Unread::Bomb);
        }
        String::from_utf8(text).map(Some).map_err(|_| Unread::Broken)
    }

    /// The part that holds the text. Some programs number it.
    pub fn document(&mut self) -> Result<String, Unread> {
        let is_document = |name: &String| {
            let number = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
            number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let name = self.archive.file_names().flatten().map(String::from).filter(is_document).min();
        match name {
            Some(name) => self.part(&name)?.ok_or(Unread::Broken),
            None => Err(Unread::NoDocument),
        }
    }
}
