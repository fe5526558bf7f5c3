//! The start of a download on the disk: survives a cut, goes on where it stopped, gets its final name only
//! when its checksum is right.

use super::catalogue::Entry;
use super::digest::Digest;
use super::error::ModelError;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

/// An open `.part` file.
pub struct Part {
    path: PathBuf,
    file: File,
    digest: Digest,
    bytes: u64,
    limit: u64,
}

impl Part {
    /// Opens or creates it and hashes what is there. More than the whole file, `limit` bytes, cannot be its
    /// start and is thrown away.
    pub fn open(path: PathBuf, limit: u64) -> Result<Self, ModelError> {
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| ModelError::file(&path, error))?;
        let mut part = Self { path, file, digest: Digest::default(), bytes: 0, limit };
        part.bytes = part.digest.read(&mut part.file).map_err(|error| ModelError::file(&part.path, error))?;
        if part.bytes > limit {
            part.restart()?;
        }
        Ok(part)
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes that are missing.
    pub fn missing(&self) -> u64 {
        self.limit - self.bytes
    }

    /// Ends without the whole. What arrived stays for the next time; nothing at all is not kept.
    pub fn leave(self) {
        if self.bytes == 0 {
            let _ = std::fs::remove_file(&self.path);
        }
    }

    /// Throws away what is there.
    pub fn restart(&mut self) -> Result<(), ModelError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|error| ModelError::file(&self.path, error))?;
        self.digest = Digest::default();
        self.bytes = 0;
        Ok(())
    }

    /// Adds a piece. The caller knows that it is not more than what is missing.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), ModelError> {
        self.file.write_all(piece).map_err(|error| ModelError::file(&self.path, error))?;
        self.digest.add(piece);
        self.bytes += piece.len() as u64;
        Ok(())
    }

    /// Checks the whole file and gives it its final name. A wrong one is deleted.
    pub fn finish(self, entry: &Entry, place: &Path) -> Result<(), ModelError> {
        if self.digest.hexadecimal() != entry.sha256 {
            std::fs::remove_file(&self.path).map_err(|error| ModelError::file(&self.path, error))?;
            return Err(ModelError::Checksum { name: entry.name.to_owned() });
        }
        let named = self.file.sync_all().and_then(|()| std::fs::rename(&self.path, place));
        named.map_err(|error| ModelError::file(&self.path, error))
    }
}

#[cfg(test)]
mod tests {
    use super::super::purpose::Purpose;
    use super::*;

    const ABC: Entry = Entry {
        name: "abc",
        purpose: Purpose::Speech,
        bytes: 3,
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        about: "",
    };

    #[test]
    fn a_part_goes_on_where_it_stopped_and_gets_its_name_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let (path, place) = (folder.path().join("abc.part"), folder.path().join("abc"));
        Part::open(path.clone(), 3).unwrap().add(b"a").unwrap();
        let mut part = Part::open(path.clone(), 3).unwrap();
        assert_eq!((part.bytes(), part.missing()), (1, 2));
        part.add(b"bc").unwrap();
        part.finish(&ABC, &place).unwrap();
        assert_eq!(std::fs::read(place).unwrap(), b"abc");
        assert!(!path.exists());
    }

    #[test]
    fn what_cannot_be_the_start_is_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc.part");
        std::fs::write(&path, "abcd").unwrap();
        let mut part = Part::open(path.clone(), 3).unwrap();
        assert_eq!(part.bytes(), 0);
        part.add(b"abc").unwrap();
        part.finish(&ABC, &folder.path().join("abc")).unwrap();
    }

    #[test]
    fn a_wrong_checksum_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let (path, place) = (folder.path().join("abc.part"), folder.path().join("abc"));
        let mut part = Part::open(path.clone(), 3).unwrap();
        part.add(b"abd").unwrap();
        assert!(matches!(part.finish(&ABC, &place), Err(ModelError::Checksum { .. })));
        assert!(!path.exists() && !place.exists());
    }
}
