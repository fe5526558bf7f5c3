//! The package for a store: the same bytes from the same source, on any day and any machine.

use crate::error::PackError;
use crate::folder::Files;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Zips the files in the order of their names, with one fixed time (the format's first, 1980-01-01).
///
/// # Errors
/// When a file is too large for the format.
pub fn zip(files: &Files) -> Result<Vec<u8>, PackError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes).map_err(PackError::file(name))?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_same_files_make_the_same_bytes_and_come_out_again() {
        let files = Files::from([("b.js".to_owned(), b"two".to_vec()), ("a/1.png".to_owned(), b"one".to_vec())]);
        let bytes = zip(&files).unwrap();
        assert_eq!(bytes, zip(&files).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["a/1.png", "b.js"]);
        let mut text = String::new();
        archive.by_name("b.js").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "two");
    }
}
