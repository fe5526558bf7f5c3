//! SHA-256, piece by piece.

use sha2::{Digest as _, Sha256};
use std::io::{self, Read};

/// Read and hashed at a time.
const PIECE: usize = 256 << 10;

/// The checksum of everything so far.
#[derive(Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds a piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds all of `input` and tells its length.
    pub fn read(&mut self, input: &mut impl Read) -> io::Result<u64> {
        let mut piece = vec![0; PIECE];
        let mut length = 0;
        loop {
            match input.read(&mut piece) {
                Ok(0) => return Ok(length),
                Ok(read) => {
                    self.add(&piece[..read]);
                    length += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The checksum in lower-case hexadecimal.
    pub fn hexadecimal(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard, FIPS 180-4.
    #[test]
    fn pieces_give_the_same_checksum_as_the_whole() {
        let mut digest = Digest::default();
        digest.add(b"a");
        assert_eq!(digest.read(&mut &b"bc"[..]).unwrap(), 2);
        assert_eq!(digest.hexadecimal(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
