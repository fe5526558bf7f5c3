//! The folder that a browser loads: exactly the files it should hold, and only changed ones written.

use crate::error::PackError;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files by their path below the folder, with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads all files below `root`.
///
/// # Errors
/// When something cannot be read.
pub fn read(root: &Path) -> Result<Files, PackError> {
    let mut files = Files::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).map_err(PackError::file(&folder))? {
            let path = entry.map_err(PackError::file(&folder))?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = std::fs::read(&path).map_err(PackError::file(&path))?;
                files.insert(below(root, &path), bytes);
            }
        }
    }
    Ok(files)
}

/// Makes `root` hold exactly `files`. Says how many were written or removed.
///
/// # Errors
/// [`PackError::NotOurs`] when `root` holds files but no manifest: it is somebody else's.
pub fn write(root: &Path, files: &Files) -> Result<usize, PackError> {
    std::fs::create_dir_all(root).map_err(PackError::file(root))?;
    let before = if is_empty(root)? { Files::new() } else { read_ours(root)? };
    let mut changes = 0;
    for (name, bytes) in files.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)) {
        let path = root.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(PackError::file(folder))?;
        }
        std::fs::write(&path, bytes).map_err(PackError::file(&path))?;
        changes += 1;
    }
    for name in before.keys().filter(|name| !files.contains_key(*name)) {
        let path = root.join(name);
        std::fs::remove_file(&path).map_err(PackError::file(&path))?;
        changes += 1;
    }
    Ok(changes)
}

fn is_empty(root: &Path) -> Result<bool, PackError> {
    Ok(std::fs::read_dir(root).map_err(PackError::file(root))?.next().is_none())
}

fn read_ours(root: &Path) -> Result<Files, PackError> {
    if root.join("manifest.json").is_file() { read(root) } else { Err(PackError::NotOurs(root.to_owned())) }
}

fn below(root: &Path, path: &Path) -> String {
    let parts: PathBuf = path.strip_prefix(root).unwrap_or(path).to_owned();
    let parts: Vec<_> = parts.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[(&str, &str)]) -> Files {
        of.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_second_write_of_the_same_files_touches_nothing() {
        let root = tempfile::tempdir().unwrap();
        let files = files(&[("manifest.json", "{}"), ("icons/16.png", "x")]);
        assert_eq!(write(root.path(), &files).unwrap(), 2);
        assert_eq!(write(root.path(), &files).unwrap(), 0);
        assert_eq!(read(root.path()).unwrap(), files);
    }

    #[test]
    fn files_of_an_older_build_go_away() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), &files(&[("manifest.json", "{}"), ("old.js", "x")])).unwrap();
        let now = files(&[("manifest.json", "{}")]);
        assert_eq!(write(root.path(), &now).unwrap(), 1);
        assert_eq!(read(root.path()).unwrap(), now);
    }

    #[test]
    fn a_folder_that_holds_something_else_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("thesis.txt"), "years of work").unwrap();
        assert!(matches!(write(root.path(), &files(&[("manifest.json", "{}")])), Err(PackError::NotOurs(_))));
        assert!(root.path().join("thesis.txt").exists());
    }
}
