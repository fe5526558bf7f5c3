//! A file that can be read again from its beginning, and what it holds. Nothing of a zip is ever written to the disk, so
//! that no name in it leads anywhere.

use super::error::ImportError;
use crate::transcript::{Source, TranscriptError};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;
use zip::ZipArchive;

/// Bytes of one exported session. A million utterances are 300 MB; a zip may claim any number.
const LARGEST: u64 = 1 << 30;

/// What a file holds.
pub(super) enum Content {
    /// One exported session.
    Exported,
    /// A zip.
    Archive,
    /// Anything else.
    Transcript,
}

/// A file, or an entry of a zip.
pub struct File {
    place: Place,
    entry: Option<String>,
}

/// Where it is.
#[derive(Clone)]
enum Place {
    Disk(PathBuf),
    /// It came through the browser, and never was on the disk.
    Memory {
        name: String,
        content: Arc<[u8]>,
        came_unix_ms: u64,
    },
}

/// What can be read and gone back in.
trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl File {
    /// A file that came through the browser, with what it is called and when it came, milliseconds since the Unix epoch.
    pub fn received(name: &str, content: Vec<u8>, came_unix_ms: u64) -> Self {
        let name = Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { place: Place::Memory { name, content: content.into(), came_unix_ms }, entry: None }
    }

    /// A file that is there.
    ///
    /// # Errors
    /// [`TranscriptError::Unreadable`].
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let file = Self { place: Place::Disk(path.to_owned()), entry: None };
        match path.metadata() {
            Ok(there) if there.is_dir() => {
                Err(TranscriptError::from(io::Error::from(io::ErrorKind::IsADirectory)).into())
            }
            Ok(_) => Ok(file),
            Err(error) => Err(TranscriptError::from(error).into()),
        }
    }

    /// One of a zip's entries.
    pub(super) fn entry(&self, name: &str) -> Self {
        Self { place: self.place.clone(), entry: Some(name.to_owned()) }
    }

    /// What it holds, by how it begins.
    ///
    /// # Errors
    /// [`TranscriptError::Unreadable`].
    pub(super) fn content(&self) -> Result<Content, ImportError> {
        let mut head = Vec::new();
        self.reading(|file| file.take(64).read_to_end(&mut head))?.map_err(TranscriptError::from)?;
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
        Ok(match text {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Content::Archive,
            [b'{', ..] => Content::Exported,
            _ => Content::Transcript,
        })
    }

    /// The zip's entries that may be sessions.
    ///
    /// # Errors
    /// [`ImportError::NoSessions`], or what the file says.
    pub(super) fn exports(&self) -> Result<Vec<String>, ImportError> {
        let archive = self.archive().map_err(TranscriptError::from)?;
        let names = archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned()));
        let names: Vec<_> = names.filter(|name| name.ends_with(".json")).collect();
        if names.is_empty() { Err(ImportError::NoSessions) } else { Ok(names) }
    }

    /// What it is called, without its folders.
    pub(super) fn name(&self) -> String {
        match &self.place {
            Place::Disk(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            Place::Memory { name, .. } => name.clone(),
        }
    }

    /// When it was last changed, or came, milliseconds since the Unix epoch; 0 where the system does not say.
    pub(super) fn changed_unix_ms(&self) -> u64 {
        let path = match &self.place {
            Place::Disk(path) => path,
            Place::Memory { came_unix_ms, .. } => return *came_unix_ms,
        };
        let changed = path.metadata().and_then(|there| there.modified()).ok();
        let since = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        since.and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or(0)
    }

    /// The SHA-256 of its content and of something beside it.
    ///
    /// # Errors
    /// [`TranscriptError::Unreadable`].
    pub(super) fn digest(&self, beside: &str) -> Result<[u8; 32], ImportError> {
        let mut digest = Sha256::new();
        let mut file = self.open_again().map_err(TranscriptError::from)?;
        let mut block = vec![0; 64 * 1024];
        loop {
            match file.read(&mut block).map_err(TranscriptError::from)? {
                0 => break,
                length => digest.update(&block[..length]),
            }
        }
        digest.update([0]);
        digest.update(beside);
        Ok(digest.finalize().into())
    }

    /// Reads it from its beginning.
    ///
    /// # Errors
    /// [`TranscriptError::Unreadable`]; what `read` gives is handed on.
    pub(super) fn reading<T>(&self, read: impl FnOnce(&mut dyn Read) -> T) -> Result<T, ImportError> {
        let unreadable = TranscriptError::from;
        match &self.entry {
            None => Ok(read(&mut self.open_again().map_err(unreadable)?.take(LARGEST))),
            Some(name) => {
                let mut archive = self.archive().map_err(unreadable)?;
                let entry = archive.by_name(name).map_err(|error| unreadable(io::Error::other(error)))?;
                Ok(read(&mut BufReader::new(entry).take(LARGEST)))
            }
        }
    }

    fn open_again(&self) -> io::Result<BufReader<Box<dyn ReadSeek>>> {
        Ok(BufReader::new(match &self.place {
            Place::Disk(path) => Box::new(fs::File::open(path)?),
            Place::Memory { content, .. } => Box::new(Cursor::new(Arc::clone(content))),
        }))
    }

    fn archive(&self) -> io::Result<ZipArchive<BufReader<Box<dyn ReadSeek>>>> {
        ZipArchive::new(self.open_again()?).map_err(io::Error::other)
    }
}

impl Source for File {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.open_again()?))
    }
}
