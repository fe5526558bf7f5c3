//! Where an export goes: a file that is there as a whole or not at all, readable by its owner alone.

use super::error::ExportError;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, PersistError};

/// Writes a file beside its place and gives it its name when it is complete. What is there already stays, unless
/// `replace`; a folder stays in any case. When anything fails, nothing is left behind.
///
/// # Errors
/// About the place: [`ExportError::Exists`], [`ExportError::IsFolder`], [`ExportError::NoFolder`],
/// [`ExportError::Forbidden`], [`ExportError::DiskFull`]; and those of `write`.
pub fn write_file<E: From<ExportError>>(
    path: &Path,
    replace: bool,
    write: impl FnOnce(&mut BufWriter<&File>) -> Result<(), E>,
) -> Result<(), E> {
    let folder = check(path, replace)?;
    let at = |error| ExportError::at(path, error);
    let unfinished = Builder::new().prefix(".convoally-").suffix(".part").tempfile_in(&folder).map_err(at)?;
    let mut out = BufWriter::new(unfinished.as_file());
    write(&mut out)?;
    out.into_inner().map_err(|error| at(error.into_error()))?.sync_all().map_err(at)?;
    put_in_place(unfinished, path, replace).map_err(|error| at(error.error))?;
    // So that the name outlives a power failure, too. Only a better chance: the file is there.
    #[cfg(unix)]
    let _ = File::open(&folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// The folder in which it will lie.
fn check(path: &Path, replace: bool) -> Result<PathBuf, ExportError> {
    match path.symlink_metadata() {
        Ok(there) if there.is_dir() || path.is_dir() => return Err(ExportError::IsFolder(path.to_owned())),
        Ok(_) if !replace => return Err(ExportError::Exists(path.to_owned())),
        _ => {}
    }
    if path.file_name().is_none() {
        return Err(ExportError::IsFolder(path.to_owned()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok(folder.unwrap_or(Path::new(".")).to_owned())
}

fn put_in_place(unfinished: NamedTempFile, path: &Path, replace: bool) -> Result<File, PersistError> {
    if replace { unfinished.persist(path) } else { unfinished.persist_noclobber(path) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::{self, ErrorKind, Write};

    fn put(path: &Path, replace: bool, text: &str) -> Result<(), ExportError> {
        write_file(path, replace, |out| out.write_all(text.as_bytes()).map_err(ExportError::from))
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        fs::read_dir(folder).unwrap().map(name).collect()
    }

    #[test]
    fn what_is_there_is_replaced_only_on_demand() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.md");
        put(&path, false, "one").unwrap();
        assert!(matches!(put(&path, false, "two"), Err(ExportError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        put(&path, true, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(names(folder.path()), ["call.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.md");
        put(&path, false, "one").unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_stays_and_a_missing_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for replace in [false, true] {
            assert!(matches!(put(folder.path(), replace, ""), Err(ExportError::IsFolder(_))));
            let nowhere = folder.path().join("no/call.md");
            assert!(matches!(put(&nowhere, replace, ""), Err(ExportError::NoFolder(_))));
        }
        assert!(matches!(put(Path::new("/"), true, ""), Err(ExportError::IsFolder(_))));
        let below_a_file = folder.path().join("file/call.md");
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(matches!(put(&below_a_file, false, ""), Err(ExportError::NoFolder(_))));
    }

    #[test]
    fn a_disk_that_fills_up_in_the_middle_leaves_nothing_and_keeps_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.md");
        put(&path, false, "one").unwrap();
        let full = write_file(&path, true, |out| {
            out.write_all(b"half").and_then(|()| out.flush()).unwrap();
            Err(ExportError::from(io::Error::from(ErrorKind::StorageFull)))
        });
        assert!(matches!(full, Err(ExportError::DiskFull)));
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(folder.path()).len()), ("one", 1));
    }
}
