//! Lets the user correct a text in the editor of their choice.
//!
//! An editor needs a file, so the text leaves the vault for as long as it is open: into a folder that nobody else may
//! enter and that goes with everything the editor left in it. Where the system has a folder in memory for the user,
//! it lies there and never on the disk.

use convoally_shared::fault::Fault;
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The text as the user left it.
///
/// # Errors
/// No editor is set, it could not be started or did not end well, or the file could not be written or read.
pub fn correct(text: &str, ending: &str) -> Result<Vec<u8>, Fault> {
    let editor =
        ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|set| !set.is_empty()));
    let editor = editor.ok_or_else(|| {
        let sentence = "No editor is set.";
        Fault::new("documents.no_editor", sentence, "Set EDITOR, or give the corrected text with --from FILE.")
    })?;
    let folder = Folder::new().map_err(|error| unusable(&error))?;
    let file = folder.path.join("document").with_extension(ending);
    write_private(&file, text).map_err(|error| unusable(&error))?;
    // It may come with arguments: `code --wait`.
    let mut words = editor.split_whitespace();
    let ended = Command::new(words.next().unwrap_or_default()).args(words).arg(&file).status();
    if !ended.is_ok_and(|status| status.success()) {
        return Err(Fault::new(
            "documents.editor_failed",
            format!("The editor `{editor}` could not be started or ended with an error; nothing was changed."),
            "Set EDITOR to an editor that works, or give the corrected text with --from FILE.",
        ));
    }
    std::fs::read(&file).map_err(|error| unusable(&error))
}

/// A folder of the user alone that goes with this value.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new() -> std::io::Result<Self> {
        let in_memory = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir());
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(std::io::Error::other)?;
        let name = format!("convoally-{:016x}", u64::from_ne_bytes(random));
        let path = in_memory.unwrap_or_else(std::env::temp_dir).join(name);
        let mut builder = DirBuilder::new();
        // One that is there already is not ours.
        builder.recursive(false);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing more can be done when it stays.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}

fn unusable(error: &std::io::Error) -> Fault {
    Fault::new(
        "documents.no_file",
        format!("The text could not be handed to the editor: {}; nothing was changed.", error.kind()),
        "Give the corrected text with --from FILE.",
    )
}
