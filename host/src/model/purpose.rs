//! What models are for, and how the files of each purpose are named and known.

use super::convert::MAGIC;
use super::error::ModelError;
pub use convoally_shared::model::Purpose;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How the files of a purpose are named.
pub trait FileNames {
    /// What stands before and after a model's name in its file's name.
    fn around(self) -> (&'static str, &'static str);
    /// The ending of its files.
    fn ending(self) -> &'static str;
    /// The name of a model's file.
    fn file_name(self, model: &str) -> String;
    /// The model whose file has this name.
    fn model_of(self, file: &str) -> Option<&str>;
}

impl FileNames for Purpose {
    fn around(self) -> (&'static str, &'static str) {
        match self {
            Self::Speech => ("ggml-", ".bin"),
            Self::Meaning => ("", ".safetensors"),
        }
    }

    fn ending(self) -> &'static str {
        self.around().1
    }

    fn file_name(self, model: &str) -> String {
        let (before, after) = self.around();
        format!("{before}{model}{after}")
    }

    fn model_of(self, file: &str) -> Option<&str> {
        let (before, after) = self.around();
        file.strip_prefix(before)?.strip_suffix(after)
    }
}

/// What a file is for that begins like a model; none for other files.
pub fn of_file(path: &Path) -> Result<Option<Purpose>, ModelError> {
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(9).read_to_end(&mut first));
    read.map_err(|error| ModelError::file(path, error))?;
    Ok(match first[..] {
        [a, b, c, d, ..] if u32::from_le_bytes([a, b, c, d]) == MAGIC => Some(Purpose::Speech),
        // The length of a list that has less than 16 MB, then the list.
        [_, _, _, 0, 0, 0, 0, 0, b'{'] => Some(Purpose::Meaning),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_and_by_how_it_begins() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for (begin, purpose) in [
            (&b"lmgg and more"[..], Some(Purpose::Speech)),
            (b"\x10\x27\0\0\0\0\0\0{\"a\":", Some(Purpose::Meaning)),
            (b"GGUF\0\0\0\0{", None),
            (b"\x10\x27\0\0\0\0\0\0<", None),
            (b"lmg", None),
            (b"", None),
        ] {
            std::fs::write(&path, begin).unwrap();
            assert_eq!(of_file(&path).unwrap(), purpose);
        }
        for purpose in Purpose::ALL {
            assert_eq!(purpose.model_of(&purpose.file_name("mine")), Some("mine"));
        }
        assert_eq!(Purpose::Speech.file_name("mine"), "ggml-mine.bin");
    }
}
