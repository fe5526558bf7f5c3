//! Where vectors are kept from one session to the next. What a model makes of a text never changes, and making it
//! takes some milliseconds.

use super::meaning::{Meaning, Vector};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The SHA-256 of a text.
pub type TextDigest = [u8; 32];

/// Texts that are made vectors of at once, and then kept: some tenths of a second, in which nobody can stop it.
const BATCH: usize = 8;

/// A place for vectors. What cannot be kept or read is made again, so nothing here fails.
pub trait Shelf: Send + Sync {
    /// The vectors that a model made of these texts, of those that are here.
    fn take(&self, model: &str, texts: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>>;

    /// Keeps vectors.
    fn put(&self, model: &str, vectors: &[(TextDigest, Vec<u8>)]);
}

/// Keeps nothing.
impl Shelf for () {
    fn take(&self, _: &str, _: &[TextDigest]) -> HashMap<TextDigest, Vec<u8>> {
        HashMap::new()
    }

    fn put(&self, _: &str, _: &[(TextDigest, Vec<u8>)]) {}
}

/// The vector of each text, from the shelf or made and put there. None when `wanted` says that nobody waits for them
/// any more.
pub fn vectors<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    model: &Meaning,
    shelf: &dyn Shelf,
    wanted: &dyn Fn() -> bool,
) -> Option<HashMap<&'a str, Vector>> {
    let digests: HashMap<&str, TextDigest> = texts.into_iter().map(|text| (text, digest(text))).collect();
    let kept = shelf.take(model.name(), &digests.values().copied().collect::<Vec<_>>());
    let mut found = HashMap::with_capacity(digests.len());
    let mut missing = Vec::new();
    for (text, digest) in digests {
        match kept.get(&digest).and_then(|bytes| Vector::from_bytes(bytes)) {
            Some(vector) => drop(found.insert(text, vector)),
            None => missing.push((text, digest)),
        }
    }
    for batch in missing.chunks(BATCH) {
        if !wanted() {
            return None;
        }
        let texts: Vec<&str> = batch.iter().map(|(text, _)| *text).collect();
        let made = model.of(&texts);
        let digests = batch.iter().map(|(_, digest)| *digest);
        shelf.put(model.name(), &digests.zip(made.iter().map(Vector::bytes)).collect::<Vec<_>>());
        found.extend(texts.into_iter().zip(made));
    }
    Some(found)
}

/// The name of a text on a shelf.
pub fn digest(text: &str) -> TextDigest {
    Sha256::digest(text).into()
}
