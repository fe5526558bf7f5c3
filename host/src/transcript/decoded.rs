//! Lines of a file in whatever encoding programs write transcripts in: UTF-8, UTF-16 with its mark, Windows-1252.

use super::error::TranscriptError;
use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1252};
use std::io::{self, Read};

/// Bytes that are read at once.
const BLOCK: usize = 16 * 1024;
/// Bytes of one line.
const LONGEST_LINE: usize = 1 << 20;

/// Finds the encoding; reads to the end.
///
/// # Errors
/// [`TranscriptError::NotText`], or what the file says.
pub(super) fn encoding(mut file: impl Read) -> Result<&'static Encoding, TranscriptError> {
    let mut block = vec![0; BLOCK];
    let mut length = fill(&mut file, &mut block)?;
    if let Some((encoding, _)) = Encoding::for_bom(&block[..length]) {
        return Ok(encoding);
    }
    let mut utf_8 = Some(UTF_8.new_decoder_without_bom_handling());
    let mut western = true;
    let mut text = vec![0; 2 * BLOCK];
    while length > 0 {
        let bytes = &block[..length];
        if bytes.iter().any(|byte| is_binary(*byte)) {
            return Err(TranscriptError::NotText);
        }
        // Windows-1252 has no such letters.
        western &= !bytes.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
        utf_8 = utf_8.and_then(|decoder| decoded(decoder, bytes, &mut text, false));
        length = fill(&mut file, &mut block)?;
    }
    match utf_8.and_then(|decoder| decoded(decoder, &[], &mut text, true)) {
        Some(_) => Ok(UTF_8),
        None if western => Ok(WINDOWS_1252),
        None => Err(TranscriptError::NotText),
    }
}

/// The decoder, unless something was malformed.
fn decoded(mut decoder: Decoder, bytes: &[u8], text: &mut [u8], last: bool) -> Option<Decoder> {
    let (result, ..) = decoder.decode_to_utf8_without_replacement(bytes, text, last);
    (result == DecoderResult::InputEmpty).then_some(decoder)
}

/// A control character that stands in no text.
fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 14..=26 | 28..=31)
}

/// Reads until the block is full or the file ends.
fn fill(file: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < block.len() {
        match file.read(&mut block[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// The lines with their numbers, from 1, without their ends.
pub(super) struct Lines<'a> {
    file: Box<dyn Read + 'a>,
    decoder: Decoder,
    block: Vec<u8>,
    /// Decoded and not handed on yet.
    text: String,
    /// Where in it the next line begins.
    from: usize,
    at_end: bool,
    number: u64,
}

impl<'a> Lines<'a> {
    /// The lines of a file in this encoding. A mark at its beginning is no text.
    pub(super) fn new(file: Box<dyn Read + 'a>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { file, decoder, block: vec![0; BLOCK], text: String::new(), from: 0, at_end: false, number: 0 }
    }

    fn more(&mut self) -> Result<(), TranscriptError> {
        self.text.drain(..self.from);
        self.from = 0;
        let length = fill(&mut self.file, &mut self.block)?;
        self.at_end = length == 0;
        let room = self.decoder.max_utf8_buffer_length(length).ok_or(TranscriptError::NotText)?;
        self.text.reserve(room);
        // The file may have changed since its encoding was found, and UTF-16 was taken at its word.
        let (result, _, malformed) = self.decoder.decode_to_string(&self.block[..length], &mut self.text, self.at_end);
        if malformed || result != CoderResult::InputEmpty || self.text.contains('\0') {
            return Err(TranscriptError::NotText);
        }
        Ok(())
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<(u64, String), TranscriptError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut looked_at = 0;
        loop {
            let rest = &self.text[self.from..];
            let end = rest[looked_at..].find('\n').map(|end| looked_at + end);
            if end.is_some() || self.at_end && !rest.is_empty() {
                let line = &rest[..end.unwrap_or(rest.len())];
                let line = line.strip_suffix('\r').unwrap_or(line).to_owned();
                self.from += end.map_or(rest.len(), |end| end + 1);
                self.number += 1;
                return Some(Ok((self.number, line)));
            }
            if self.at_end {
                return None;
            }
            looked_at = rest.len();
            if looked_at > LONGEST_LINE {
                return Some(Err(TranscriptError::LongLine(self.number + 1)));
            }
            if let Err(error) = self.more() {
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Result<Vec<String>, TranscriptError> {
        let encoding = encoding(bytes)?;
        Lines::new(Box::new(bytes), encoding).map(|line| line.map(|(_, text)| text)).collect()
    }

    fn utf_16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        ['\u{feff}'].into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_is_text_in_each_of_the_usual_encodings() {
        let text = "Grüße, “Anna”: 10 €\r\nnaïve\n\nlast";
        let expected = ["Grüße, “Anna”: 10 €", "naïve", "", "last"];
        assert_eq!(lines(text.as_bytes()).unwrap(), expected);
        assert_eq!(lines(format!("\u{feff}{text}").as_bytes()).unwrap(), expected);
        assert_eq!(lines(&utf_16(text, false)).unwrap(), expected);
        assert_eq!(lines(&utf_16(text, true)).unwrap(), expected);
        let (western, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(lines(&western).unwrap(), expected);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let cut = &utf_16("Anna", false)[..7];
        for bytes in [&b"\x7fELF\x02\x01\0\0"[..], b"a\0b", b"\xff\x81\x9d", b"\x89PNG\r\n\x1a\n", cut] {
            assert!(matches!(lines(bytes), Err(TranscriptError::NotText)), "{bytes:?}");
        }
    }

    #[test]
    fn letters_and_lines_across_blocks_stay_whole() {
        let line = "ä".repeat(BLOCK / 2 + 7);
        let text = [line.as_str(), &line, "", &line].join("\n");
        assert_eq!(lines(text.as_bytes()).unwrap(), [&line, &line, "", &line]);
        assert_eq!(lines(b"").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_line_that_does_not_end_is_refused() {
        let endless = [b"one\n".to_vec(), vec![b'x'; 3 * LONGEST_LINE]].concat();
        assert!(matches!(lines(&endless), Err(TranscriptError::LongLine(2))));
    }
}
