//! Files on their way from the browser, piece by piece, in memory alone: until a request names them, ten minutes at most.

use base64::prelude::{BASE64_STANDARD, Engine};
use convoally_shared::fault::Fault;
use convoally_shared::request::{Content, Done, MOST_FILE_BYTES, PIECE_BYTES, PutPiece, UploadId};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long a file waits for the request that names it.
const PATIENCE: Duration = Duration::from_secs(600);
/// How many files wait at once.
const MOST_FILES: usize = 3;
/// The longest name of a file on its way, bytes.
const LONGEST_NAME: usize = 100;

/// The files on their way.
#[derive(Default)]
pub(super) struct Uploads(HashMap<UploadId, Upload>);

/// One of them, as far as it came.
struct Upload {
    began: Instant,
    pieces: Vec<Zeroizing<Vec<u8>>>,
    bytes: u64,
}

/// What a request brought along.
pub(super) enum Received {
    /// A file's bytes.
    File(Vec<u8>),
    /// A text that was pasted or typed.
    Text(String),
}

impl Received {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::File(bytes) => bytes,
            Self::Text(text) => text.into_bytes(),
        }
    }
}

impl Uploads {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps the next piece.
    ///
    /// # Errors
    /// `upload.out_of_order`, `upload.too_large`, `upload.unreadable`: then the file is forgotten. `upload.too_many` where
    /// others wait already.
    pub(super) fn put(&mut self, piece: &PutPiece, now: Instant) -> Result<Done, Fault> {
        self.forget_old(now);
        let is_new = !self.0.contains_key(&piece.upload);
        if is_new && self.0.len() == MOST_FILES {
            return Err(too_many());
        }
        if piece.upload.0.len() > LONGEST_NAME {
            return Err(unreadable());
        }
        let upload = self.0.entry(piece.upload.clone()).or_insert_with(|| Upload::begun(now));
        let added = upload.add(piece);
        if added.is_err() {
            self.0.remove(&piece.upload);
        }
        added.map(|()| Done {})
    }

    /// The whole file, which is forgotten here.
    ///
    /// # Errors
    /// `upload.unknown`: it never came, was used, or waited too long.
    pub(super) fn take(&mut self, upload: &UploadId) -> Result<Vec<u8>, Fault> {
        self.forget_old(Instant::now());
        Ok(self.0.remove(upload).ok_or_else(unknown)?.whole())
    }

    /// What a request brings along.
    ///
    /// # Errors
    /// As [`Self::take`].
    pub(super) fn receive(&mut self, content: Content) -> Result<Received, Fault> {
        match content {
            Content::File(upload) => self.take(&upload).map(Received::File),
            Content::Text(text) => Ok(Received::Text(text)),
        }
    }

    /// Forgets what nobody named in time.
    pub(super) fn forget_old(&mut self, now: Instant) {
        self.0.retain(|_, upload| now.saturating_duration_since(upload.began) < PATIENCE);
    }
}

impl Upload {
    fn begun(now: Instant) -> Self {
        Self { began: now, pieces: Vec::new(), bytes: 0 }
    }

    fn add(&mut self, PutPiece { seq, base64, .. }: &PutPiece) -> Result<(), Fault> {
        if *seq != self.pieces.len() as u64 {
            return Err(out_of_order());
        }
        // Four characters hold three bytes: what is too long is not even decoded.
        if base64.len() > PIECE_BYTES.div_ceil(3) * 4 {
            return Err(unreadable());
        }
        let piece = Zeroizing::new(BASE64_STANDARD.decode(base64).map_err(|_| unreadable())?);
        // Pieces of nothing would be a way to fill the list.
        if piece.is_empty() && !self.pieces.is_empty() {
            return Err(unreadable());
        }
        self.bytes += piece.len() as u64;
        if self.bytes > MOST_FILE_BYTES {
            return Err(too_large());
        }
        self.pieces.push(piece);
        Ok(())
    }

    /// In one piece; the pieces are wiped.
    fn whole(self) -> Vec<u8> {
        self.pieces.iter().fold(Vec::with_capacity(self.bytes as usize), |mut whole, piece| {
            whole.extend_from_slice(piece);
            whole
        })
    }
}

fn out_of_order() -> Fault {
    Fault::new("upload.out_of_order", "A part of the file did not arrive.", "Choose the file again.")
}

fn too_large() -> Fault {
    Fault::new(
        "upload.too_large",
        format!("The file has more than {} MB.", MOST_FILE_BYTES >> 20),
        "Save it without its pictures, or paste its text.",
    )
}

fn too_many() -> Fault {
    Fault::new(
        "upload.too_many",
        format!("{MOST_FILES} files are on their way already."),
        "Wait until they are read, then choose this one again.",
    )
}

fn unreadable() -> Fault {
    Fault::new(
        "upload.unreadable",
        "A part of the file could not be read.",
        "Update the host and the extension to the same version.",
    )
}

fn unknown() -> Fault {
    Fault::new("upload.unknown", "The file is not waiting here any more.", "Choose it again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(upload: &str, seq: u64, bytes: &[u8]) -> PutPiece {
        PutPiece { upload: UploadId(upload.into()), seq, base64: BASE64_STANDARD.encode(bytes) }
    }

    fn refused(uploads: &mut Uploads, piece: &PutPiece) -> String {
        uploads.put(piece, Instant::now()).unwrap_err().code
    }

    #[test]
    fn a_file_comes_out_whole_and_once() {
        let (mut uploads, now) = (Uploads::default(), Instant::now());
        uploads.put(&piece("a", 0, b"first "), now).unwrap();
        uploads.put(&piece("b", 0, b"other"), now).unwrap();
        uploads.put(&piece("a", 1, b"second"), now).unwrap();
        let a = UploadId("a".into());
        assert_eq!(uploads.take(&a).unwrap(), b"first second");
        assert_eq!(uploads.take(&a).unwrap_err().code, "upload.unknown");
        assert_eq!(uploads.take(&UploadId("b".into())).unwrap(), b"other");
        assert!(uploads.is_empty());
    }

    #[test]
    fn a_gap_or_a_piece_that_is_none_forgets_the_file() {
        let mut uploads = Uploads::default();
        for wrong in [
            (piece("a", 2, b"x"), "upload.out_of_order"),
            (piece("a", 0, b"x"), "upload.out_of_order"),
            (PutPiece { base64: "no base64!".into(), ..piece("a", 1, b"") }, "upload.unreadable"),
            (piece("a", 1, b""), "upload.unreadable"),
            (piece("a", 1, &vec![0; PIECE_BYTES + 3]), "upload.unreadable"),
        ] {
            uploads.put(&piece("a", 0, b"x"), Instant::now()).unwrap();
            assert_eq!(refused(&mut uploads, &wrong.0), wrong.1);
            assert!(uploads.is_empty());
        }
    }

    #[test]
    fn neither_a_file_nor_their_number_grows_without_bound() {
        let (mut uploads, whole) = (Uploads::default(), vec![0; PIECE_BYTES]);
        let fitting = MOST_FILE_BYTES / PIECE_BYTES as u64;
        for seq in 0..fitting {
            uploads.put(&piece("a", seq, &whole), Instant::now()).unwrap();
        }
        assert_eq!(refused(&mut uploads, &piece("a", fitting, b"x")), "upload.too_large");
        for name in ["a", "b", "c"] {
            uploads.put(&piece(name, 0, b"x"), Instant::now()).unwrap();
        }
        assert_eq!(refused(&mut uploads, &piece("d", 0, b"x")), "upload.too_many");
        uploads.put(&piece("a", 1, b"x"), Instant::now()).unwrap();
    }

    #[test]
    fn what_nobody_names_in_time_is_forgotten() {
        let (mut uploads, now) = (Uploads::default(), Instant::now());
        uploads.put(&piece("a", 0, b"x"), now).unwrap();
        uploads.forget_old(now + PATIENCE / 2);
        assert!(!uploads.is_empty());
        uploads.forget_old(now + PATIENCE);
        assert!(uploads.is_empty());
    }
}
