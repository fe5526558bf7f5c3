//! The official models that `convoally models pull` knows, and where they come from.
//!
//! Those of speech are all 8-bit: on a CPU they are faster than halves and recognise the same words; smaller ones
//! lose accuracy. Sizes and checksums are those of the repositories' own listings at the revisions below.

use super::purpose::{FileNames, Purpose};

/// Where whisper's files lie unless `CONVOALLY_MODELS_URL` names another place.
const WHISPER: &str = "https://huggingface.co/ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1";
/// Where that of meaning lies.
const MINILM: &str = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/1110a243fdf4706b3f48f1d95db1a4f5529b4d41/model.safetensors";

/// The models that are used where none is named.
pub const DEFAULTS: [&Entry; 2] = [&ENTRIES[2], &ENTRIES[6]];

/// One official model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `base-q8_0`; with `.en`, English only.
    pub name: &'static str,
    /// What it is for.
    pub purpose: Purpose,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file in lower-case hexadecimal.
    pub sha256: &'static str,
    /// One line for people: when to choose it.
    pub about: &'static str,
}

/// Every official model, by purpose, smallest first.
pub const ENTRIES: [Entry; 7] = [
    Entry {
        name: "tiny-q8_0",
        purpose: Purpose::Speech,
        bytes: 43_537_433,
        sha256: "c2085835d3f50733e2ff6e4b41ae8a2b8d8110461e18821b09a15c40c42d1cca",
        about: "any language, for slow computers",
    },
    Entry {
        name: "tiny.en-q8_0",
        purpose: Purpose::Speech,
        bytes: 43_550_795,
        sha256: "5bc2b3860aa151a4c6e7bb095e1fcce7cf12c7b020ca08dcec0c6d018bb7dd94",
        about: "English only, for slow computers",
    },
    Entry {
        name: "base-q8_0",
        purpose: Purpose::Speech,
        bytes: 81_768_585,
        sha256: "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9",
        about: "any language, keeps up on two cores",
    },
    Entry {
        name: "base.en-q8_0",
        purpose: Purpose::Speech,
        bytes: 81_781_811,
        sha256: "a4d4a0768075e13cfd7e19df3ae2dbc4a68d37d36a7dad45e8410c9a34f8c87e",
        about: "English only, keeps up on two cores",
    },
    Entry {
        name: "small-q8_0",
        purpose: Purpose::Speech,
        bytes: 264_464_607,
        sha256: "49c8fb02b65e6049d5fa6c04f81f53b867b5ec9540406812c643f177317f779f",
        about: "any language, most accurate, wants a fast computer",
    },
    Entry {
        name: "small.en-q8_0",
        purpose: Purpose::Speech,
        bytes: 264_477_561,
        sha256: "67a179f608ea6114bd3fdb9060e762b588a3fb3bd00c4387971be4d177958067",
        about: "English only, most accurate, wants a fast computer",
    },
    Entry {
        name: "all-minilm-l6-v2",
        purpose: Purpose::Meaning,
        bytes: 90_868_376,
        sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        about: "English, finds passages that say it in other words",
    },
];

impl Entry {
    /// The name of its file here and at a mirror.
    pub fn file_name(&self) -> String {
        self.purpose.file_name(self.name)
    }

    /// Where the official file lies.
    pub fn address(&self) -> String {
        match self.purpose {
            Purpose::Speech => format!("{WHISPER}/{}", self.file_name()),
            Purpose::Meaning => MINILM.to_owned(),
        }
    }
}

/// The official model of that name.
pub fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}

/// The names of all official models, for a sentence.
pub fn names() -> String {
    ENTRIES.map(|entry| entry.name).join(", ")
}

/// The model that is used for a purpose where none is named.
pub const fn default_for(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Speech => DEFAULTS[0].name,
        Purpose::Meaning => DEFAULTS[1].name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_has_its_default() {
        for purpose in Purpose::ALL {
            assert_eq!(entry(default_for(purpose)).map(|entry| entry.purpose), Some(purpose));
        }
        assert_eq!(DEFAULTS.map(|entry| entry.purpose), Purpose::ALL);
    }

    #[test]
    fn names_are_unique_and_checksums_are_checksums() {
        for (place, model) in ENTRIES.iter().enumerate() {
            assert_eq!(ENTRIES.iter().position(|other| other.name == model.name), Some(place));
            assert!(model.sha256.len() == 64 && model.sha256.bytes().all(|digit| digit.is_ascii_hexdigit()));
        }
    }
}
