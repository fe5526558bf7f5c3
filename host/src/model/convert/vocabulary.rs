//! The words of a faster-whisper folder as bytes.
//!
//! Both file forms list the tokens in order, each written with GPT-2's stand-in letters: every byte that is
//! not a visible Latin-1 letter by itself is shown as one from U+0100 on, so that no token holds a space.

use super::error::ConvertError;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The form that most folders have: one token a line.
pub const LINES: &str = "vocabulary.txt";
const ARRAY: &str = "vocabulary.json";
/// The first token that is a command instead of text. ggml's list ends before it: whisper.cpp makes up the rest.
const END_OF_TEXT: &str = "<|endoftext|>";
/// More bytes than any vocabulary has: Whisper's largest has 1.1 MB.
pub const SIZE_LIMIT: u64 = 16 << 20;

/// Reads the tokens before `<|endoftext|>` from `vocabulary.txt`, or else from `vocabulary.json`.
pub fn read(folder: &Path) -> Result<Vec<Vec<u8>>, ConvertError> {
    if folder.join(LINES).exists() {
        let text = text_of(folder, LINES)?;
        decode(text.split('\n'))
    } else {
        let words: Vec<String> = serde_json::from_str(&text_of(folder, ARRAY)?)
            .map_err(|_| ConvertError::Vocabulary("vocabulary.json is not a list of words"))?;
        decode(words.iter().map(String::as_str))
    }
}

fn text_of(folder: &Path, name: &'static str) -> Result<String, ConvertError> {
    let file = File::open(folder.join(name)).map_err(|error| ConvertError::no_file(name, error))?;
    let mut text = String::new();
    file.take(SIZE_LIMIT).read_to_string(&mut text).map_err(|error| ConvertError::no_file(name, error))?;
    Ok(text)
}

fn decode<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<Vec<u8>>, ConvertError> {
    let bytes = byte_of_letter();
    let mut tokens = Vec::new();
    for word in words {
        if word == END_OF_TEXT {
            return Ok(tokens);
        }
        let token: Option<Vec<u8>> = word.chars().map(|letter| bytes.get(&letter).copied()).collect();
        tokens.push(token.ok_or(ConvertError::Vocabulary("a word has a letter that stands for no byte"))?);
    }
    Err(ConvertError::Vocabulary("<|endoftext|> is missing"))
}

fn byte_of_letter() -> HashMap<char, u8> {
    let mut stand_ins = '\u{100}'..;
    (0..=u8::MAX)
        .filter_map(|byte| {
            let visible = matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
            let letter = if visible { Some(char::from(byte)) } else { stand_ins.next() };
            letter.map(|letter| (letter, byte))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_have_a_letter_of_their_own() {
        let bytes = byte_of_letter();
        assert_eq!(bytes.len(), 256);
        assert_eq!((bytes[&'a'], bytes[&'Ġ'], bytes[&'Ċ'], bytes[&'ÿ']), (b'a', b' ', b'\n', 0xFF));
        assert_eq!(bytes[&'Ń'], 0xAD);
    }

    #[test]
    fn both_forms_give_the_same_tokens() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(ARRAY), r#"["!", "ĠÃ¼", "<|endoftext|>", "<|en|>"]"#).unwrap();
        let from_array = read(folder.path()).unwrap();
        std::fs::write(folder.path().join(LINES), "!\nĠÃ¼\n<|endoftext|>\n<|en|>\n").unwrap();
        assert_eq!(read(folder.path()).unwrap(), from_array);
        assert_eq!(from_array, [b"!".to_vec(), " ü".into()]);
    }

    #[test]
    fn a_folder_without_words_or_with_others_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read(folder.path()), Err(ConvertError::NoFile { name: ARRAY, .. })));
        for other in ["", "hello\nworld", "日本\n<|endoftext|>"] {
            std::fs::write(folder.path().join(LINES), other).unwrap();
            assert!(matches!(read(folder.path()), Err(ConvertError::Vocabulary(_))), "{other}");
        }
    }
}
